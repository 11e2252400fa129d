"""The language of the page: Vietnamese, or English where the reader chose it.

The Vietnamese sentence is the key; ``messages.toml`` holds the English beside it, so that there is one table and a template
can be read as it looks. The language of a request is kept in a context variable, which worker threads inherit.

1. ``say`` gives the sentence in the reader's language, its ``{names}`` filled in; a sentence that the table lacks stays Vietnamese.
2. ``told`` does the same for a sentence made elsewhere (an answer's message, an error), whose variable parts are found again by
   the table's ``{names}``.
3. Words of documents are never translated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

COOKIE: Final = "cancu_lang"
FIELD: Final = "ngon-ngu"  # of an address: this page, in this language, once
ENGLISH_PREFIX: Final = "/en"
_PLACE: Final = re.compile(r"\{(\w+)\}")


class Language(StrEnum):
    """A language of the page; the value is its BCP 47 tag."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


_current: ContextVar[Language] = ContextVar("language", default=Language.VIETNAMESE)


def language() -> Language:
    """Return the language of the page being made."""
    return _current.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Make everything in the block speak ``chosen``."""
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def language_named(tag: str) -> Language | None:
    """Return the language of a tag, ``None`` for others."""
    return next((one for one in Language if one == tag), None)


def chosen_language(path: str, query: Mapping[str, str], cookies: Mapping[str, str]) -> Language:
    """Return the language of a request: the page's own address first, then the query, then the choice kept."""
    if path == ENGLISH_PREFIX or path.startswith(f"{ENGLISH_PREFIX}/"):
        return Language.ENGLISH
    if path == "/" or path.startswith("/gradio_api"):
        return Language.VIETNAMESE
    return language_named(query.get(FIELD, "")) or language_named(cookies.get(COOKIE, "")) or Language.VIETNAMESE


@cache
def english() -> Mapping[str, str]:
    """Return the table: Vietnamese to English."""
    sections = tomllib.loads(resources.files("app.web").joinpath("messages.toml").read_text("utf-8"))
    return {vietnamese: words for section in sections.values() for vietnamese, words in section.items()}


def say(text: str, /, **values: object) -> str:
    """Return a sentence of this package in the reader's language, with ``values`` in its places."""
    words = english().get(text, text) if language() is Language.ENGLISH else text
    return words.format_map(values) if values else words


def told(message: str) -> str:
    """Return a sentence made elsewhere in the reader's language, as it is where the table does not know it."""
    if language() is Language.VIETNAMESE or not message:
        return message
    exact = english().get(message)
    if exact is not None:
        return exact
    for pattern, words in _patterns():
        match = pattern.fullmatch(message)
        if match:
            return words.format_map({name: told(part) for name, part in match.groupdict().items()})
    return _by_sentence(message)


def _by_sentence(message: str) -> str:
    """Return a message of several sentences, each by itself."""
    sentences = re.split(r"(?<=[.!?])\s+", message)
    return " ".join(told(one) for one in sentences) if len(sentences) > 1 else message


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the entries with places, the longest first, so that a general one never hides a special one."""
    entries = sorted((entry for entry in english().items() if _PLACE.search(entry[0])), key=lambda entry: -len(entry[0]))
    return tuple((_pattern(vietnamese), words) for vietnamese, words in entries)


def _pattern(vietnamese: str) -> re.Pattern[str]:
    pieces = _PLACE.split(vietnamese)
    texts = (re.escape(piece) if i % 2 == 0 else f"(?P<{piece}>.+?)" for i, piece in enumerate(pieces))
    return re.compile("".join(texts), re.DOTALL)
