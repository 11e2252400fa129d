"""What a knowledge base was told to use: a small JSON file of its home, one value a name.

1. ``store_choice`` changes one value and keeps the others; the file is replaced whole.
2. A file that cannot be read is a ``UsageError``: nothing is chosen by accident.
"""

from __future__ import annotations

import json
from typing import TypeAlias

from corpus.errors import UsageError
from corpus.settings import Home

Choice: TypeAlias = str | dict[str, str] | None


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


def _read(home: Home) -> dict[str, object]:
    try:
        values = json.loads(home.choices.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"Không đọc được {home.choices.name} của kho. Hãy sửa hoặc xóa tệp này."
        raise UsageError(message) from error
    return values if isinstance(values, dict) else {}
