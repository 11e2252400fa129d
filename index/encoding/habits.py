"""How each family of embedding models wants its input: prefixes, segmented words, how much of a text it reads.

1. A model's own prompts (in its ``config_sentence_transformers.json``) come first; then those a folder's ``cancu.json`` names; then
   this table, by the last part of the model's name. Any other model gets the text as it is.
2. Rows are normalised whatever the model does: products are cosines.

The table is from the models' cards as published by their authors; ``tokens`` is what they were trained to read.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from corpus.errors import UsageError

_OWN: Final = "cancu.json"


@dataclass(frozen=True, slots=True)
class Habit:
    """What a family wants: prefixes, words joined by ``_``, at most ``tokens`` (``None``: the model's own limit).

    ``code`` says that the model comes with code of its own, which runs only if the office allows it.
    """

    family: str
    query: str = ""
    passage: str = ""
    segmented: bool = False
    tokens: int | None = None
    code: bool = False


_TASK: Final = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
# The first row whose family is in the name counts: special ones stand before those they contain.
HABITS: Final = (
    Habit("e5-large-instruct", query=_TASK, tokens=512),
    Habit("e5", query="query: ", passage="passage: ", tokens=512),
    Habit("halong_embedding", tokens=512),
    Habit("bge-m3", tokens=8192),
    Habit("vietnamese_embedding", tokens=2048),
    Habit("vietnamese-document-embedding", tokens=8192, code=True),
    Habit("gte-multilingual", tokens=8192, code=True),
    Habit("vietnamese-bi-encoder", segmented=True, tokens=256),
    Habit("vietnamese-embedding", segmented=True, tokens=512),
    Habit("phobert", segmented=True, tokens=256),
    Habit("sup-simcse-vietnamese", segmented=True, tokens=256),
    Habit("arctic-embed", query="query: ", tokens=8192),
)
PLAIN: Final = Habit("")


def habit_of(name: str) -> Habit:
    """Return how the model called ``name`` (or in the folder ``name``) wants its input.

    Raises ``UsageError`` if the folder's own description cannot be read.
    """
    own = Path(name) / _OWN
    if own.is_file():
        return _described(own)
    last = name.rstrip("/").rpartition("/")[2].lower()
    return next((habit for habit in HABITS if habit.family in last), PLAIN)


def _described(path: Path) -> Habit:
    kinds = {field.name: type(field.default) for field in fields(Habit) if field.name != "family"}
    try:
        values = json.loads(path.read_text("utf-8"))
        wrong = [key for key, value in values.items() if key not in kinds or (key != "tokens" and type(value) is not kinds[key])]
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(_UNREADABLE) from error
    if wrong or not isinstance(values.get("tokens", 1), int):
        raise UsageError(_UNREADABLE)
    return Habit(family=path.parent.name, **values)


_UNREADABLE: Final = (
    "Tệp cancu.json của mô hình không đọc được; các khóa được dùng: query, passage, segmented (true/false), tokens (số), code."
)
