"""Words and syllables of Vietnamese text: the units that the lexical index counts.

Vietnamese writes a space between syllables, not between words ("giấy phép xây dựng" is two words of four syllables). Words
come from underthesea's segmentation model (a CRF over syllables, trained on VLSP 2013), read through its Rust core:
importing ``underthesea`` itself would load its taggers, torch and transformers for seconds.

1. ``Segmenter.words`` gives the words that ``underthesea.word_tokenize`` gives for the same text.
2. ``Segmenter.spans`` gives the same words as places in the text; for NFC text ``text[start:end]`` is the author's own
   spelling, whatever the model's spelling rules made of it inside. They never overlap and come in order.
3. ``syllables`` and ``index_words`` are search keys: lower case, one tone style; no offset refers to them.

It refuses to guess where the package is absent: ``MissingLibraryError`` names the line that installs it.
"""

from __future__ import annotations

import importlib.util
import pickle
import re
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from corpus.errors import MissingLibraryError
from corpus.vietnamese import nfc, one_tone_style
from index.tokens.crf import LineTagger, read_crf

_SYLLABLE: Final = re.compile(r"\w+")
_WORD: Final = "word_tokenize"
_MODEL: Final = "models/ws_crf_vlsp2013_20230727"
_RULES: Final = "text_normalize/tn_rules_2023_07_14.bin"
_INSIDE: Final = "I-W"
# Spelling rules apply to short tokens only (longest key of the rules; underthesea's own limit).
_LONGEST_RULE: Final = 6
_import_lock = Lock()


@dataclass(frozen=True, slots=True)
class WordSpan:
    """One word: ``text[start:end]`` of the segmented text."""

    start: int
    end: int


def syllables(text: str) -> list[str]:
    """Return the syllables (runs of letters and digits) as search keys, in order."""
    return _SYLLABLE.findall(one_tone_style(text).lower())


@cache
def _pipeline_folder() -> Path:
    spec = importlib.util.find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        message = "Thiếu thư viện tách từ. Hãy cài: pip install underthesea"
        raise MissingLibraryError(message)
    return Path(spec.submodule_search_locations[0]) / "pipeline"


def _token_pattern() -> re.Pattern[str]:
    """Return underthesea's own token pattern, read from its file while the package itself stays unloaded."""
    stub = types.ModuleType("underthesea.pipeline.text_normalize")
    normalize = types.ModuleType("underthesea.pipeline.text_normalize.character_normalize")
    stub.token_normalize = normalize.normalize_characters_in_text = str  # type: ignore[attr-defined]
    names = {
        "underthesea": types.ModuleType("underthesea"),
        "underthesea.pipeline": types.ModuleType("underthesea.pipeline"),
        stub.__name__: stub,
        normalize.__name__: normalize,
    }
    spec = importlib.util.spec_from_file_location("_cancu_regex_tokenize", _pipeline_folder() / _WORD / "regex_tokenize.py")
    if spec is None or spec.loader is None:
        message = "Thư viện underthesea không đúng phiên bản. Hãy cài lại: pip install --force-reinstall --no-deps -r locks/run.txt"
        raise MissingLibraryError(message)
    module = importlib.util.module_from_spec(spec)
    with _import_lock:
        held = {name: sys.modules.get(name) for name in names}
        sys.modules.update(names)
        try:
            spec.loader.exec_module(module)
        finally:
            for name, before in held.items():
                if before is None:
                    sys.modules.pop(name, None)
                else:
                    sys.modules[name] = before
    pattern: re.Pattern[str] = module.patterns
    return pattern


def _read_package_file(path: Path) -> Any:  # noqa: ANN401  (lists and dictionaries of the package's own making)
    """Return what a file of the installed package holds; plain pickles, which joblib would read ten times slower."""
    with path.open("rb") as stream:
        return pickle.load(stream)  # noqa: S301 - shipped inside the installed package, never from a knowledge base


class Segmenter:
    """underthesea's word segmentation without underthesea's start-up; loads in about 0.2 s."""

    def __init__(self) -> None:
        """Load pattern, spelling rules, dictionary and CRF from the installed package.

        Raises ``MissingLibraryError`` if it is not installed.
        """
        folder = _pipeline_folder()
        try:
            from underthesea_core import CRFFeaturizer, CRFTagger
        except ImportError as error:
            message = "Thiếu thư viện tách từ. Hãy cài: pip install underthesea underthesea_core"
            raise MissingLibraryError(message) from error
        rules = _read_package_file(folder / _RULES)
        self._token_rules: dict[str, str] = rules["token"]
        self._character_rules = str.maketrans(rules["character"])
        model = folder / _WORD / _MODEL
        self._featurize: Callable[[list[list[list[str]]]], list[Any]] = CRFFeaturizer(
            _read_package_file(model / "features.bin"), _read_package_file(model / "dictionary.bin")
        ).process
        tagger = CRFTagger()
        tagger.load(str(model / "models.bin"))
        self._tag: Callable[[Any], list[str]] = tagger.tag
        self._pattern = _token_pattern()

    def _matches(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in self._pattern.finditer(text)]

    def tokens(self, text: str) -> list[str]:
        """Return the tokens (syllables, numbers, signs) in the spelling that the model knows."""
        text = nfc(text).translate(self._character_rules)
        found = [text[start:end] for start, end in self._matches(text)]
        return [token if len(token) > _LONGEST_RULE else self._token_rules.get(token, token) for token in found]

    def _inside(self, tokens: Sequence[str]) -> list[bool]:
        if not tokens:
            return []
        return [tag == _INSIDE for tag in self._tag(self._featurize([[[token] for token in tokens]])[0])]

    def words(self, text: str) -> list[str]:
        """Return the words, their syllables joined by one space, punctuation included, as underthesea does."""
        tokens = self.tokens(text)
        return _glued(tokens, self._inside(tokens))

    def spans(self, text: str) -> tuple[WordSpan, ...]:
        """Return the words as places in NFC ``text``."""
        out: list[WordSpan] = []
        places = self._matches(nfc(text).translate(self._character_rules))
        for (start, end), inside in zip(places, self._inside(self.tokens(text)), strict=True):
            if inside and out:
                out[-1] = WordSpan(out[-1].start, end)
            else:
                out.append(WordSpan(start, end))
        return tuple(out)

    def index_words(self, text: str) -> list[str]:
        """Return the words as search keys: lower case, one tone style, syllables joined by ``_``, no punctuation."""
        return _keys(self.words(text))


def _glued(tokens: Sequence[str], inside: Sequence[bool]) -> list[str]:
    words: list[str] = []
    for token, continues in zip(tokens, inside, strict=True):
        if continues and words:
            words[-1] += " " + token
        else:
            words.append(token)
    return words


def _keys(words: Sequence[str]) -> list[str]:
    # The package's spelling rules prefer the other tone style, so one style is made of its words, not of the text.
    keys = one_tone_style("\n".join(words)).lower().split("\n")
    return [key for word in keys if (key := "_".join(_SYLLABLE.findall(word)))]


@cache
def segmenter() -> Segmenter:
    """Return this process's segmenter, loaded on first use."""
    return Segmenter()


@cache
def _line_tagger() -> LineTagger:
    model = _pipeline_folder() / _WORD / _MODEL
    return LineTagger(read_crf(model / "models.bin"), _read_package_file(model / "dictionary.bin"))


def index_words_of(texts: Sequence[str]) -> list[list[str]]:
    """Return the ``index_words`` of the lines of each text, in order; ten times faster than one by one."""
    lines = [text.split("\n") for text in texts]
    distinct = list(dict.fromkeys(line for part in lines for line in part))
    tokens = [segmenter().tokens(line) for line in distinct]
    keys = {
        line: _keys(_glued(cut, inside)) for line, cut, inside in zip(distinct, tokens, _line_tagger().inside(tokens), strict=True)
    }
    return [[key for line in part for key in keys[line]] for part in lines]
