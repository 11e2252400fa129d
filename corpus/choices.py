"""What a knowledge base was told to use: a small JSON file of its home, one value a name.

1. ``store_choice`` changes one value and keeps the others; the file is replaced whole.
2. A file that cannot be read is a ``UsageError``: nothing is chosen by accident.
3. What belongs to the place alone (``OF_THE_PLACE``) never goes along to another one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, TypeAlias

from corpus.errors import UsageError
from corpus.settings import Home

Choice: TypeAlias = str | dict[str, str] | None
MARK: Final = "milvus_mark"
OF_THE_PLACE: Final = frozenset({MARK})


def stored_choice(home: Home, name: str) -> object:
    """Return what is stored under ``name``, ``None`` for nothing. Raises ``UsageError`` if the file cannot be read."""
    return _read(home).get(name)


def store_choice(home: Home, name: str, value: Choice) -> None:
    """Store ``value`` under ``name``. Raises ``UsageError`` if what is stored beside it cannot be read."""
    values = _read(home) | {name: value}
    home.root.mkdir(parents=True, exist_ok=True)
    partial = home.choices.with_suffix(".partial")
    partial.write_text(json.dumps(values, ensure_ascii=False) + "\n", "utf-8")
    partial.replace(home.choices)


def choices_stamp(home: Home) -> int:
    """Return a number that every choice changes, also the same choice made again: what it names may have changed."""
    try:
        return home.choices.stat().st_mtime_ns
    except OSError:
        return 0


def to_take_along(home: Home) -> dict[str, object]:
    """Return what was chosen, for a copy elsewhere. Raises ``UsageError`` if the file cannot be read."""
    return {name: value for name, value in _read(home).items() if name not in OF_THE_PLACE}


def brought_to(home: Home, brought: Mapping[str, object]) -> dict[str, object]:
    """Return what ``home`` has chosen once ``brought`` has come: all of that, and of its own what belongs to the place."""
    try:
        own = _read(home)
    except UsageError:
        own = {}
    return {**brought, **{name: value for name, value in own.items() if name in OF_THE_PLACE}}


def _read(home: Home) -> dict[str, object]:
    try:
        values = json.loads(home.choices.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"Không đọc được {home.choices.name} của kho. Hãy sửa hoặc xóa tệp này."
        raise UsageError(message) from error
    return values if isinstance(values, dict) else {}
