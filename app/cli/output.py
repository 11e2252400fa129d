"""How commands speak: JSON and text to stdout, progress and messages to stderr, what became of them as exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

# Exit status: done; done and something was found wrong; could not run.
DONE: Final = 0
FOUND_WRONG: Final = 1
COULD_NOT_RUN: Final = 2


def print_json(value: object) -> None:
    """Print one JSON value for people."""
    from app.forms.jsonform import JsonValue, json_text

    sys.stdout.write(json_text(cast("JsonValue", value)))


def print_line(value: object) -> None:
    """Print one JSON value as a line of JSON Lines."""
    from app.forms.jsonform import JsonValue, json_line

    sys.stdout.write(json_line(cast("JsonValue", value)))


def tell(message: str) -> None:
    """Say something to the person, not to the pipe."""
    print(message, file=sys.stderr)


def read_lines(name: str) -> Iterable[str]:
    """Yield the lines of a file, or of stdin for ``-``. Raises ``UsageError`` when it cannot be read."""
    from pathlib import Path

    from corpus.errors import UsageError

    if name == "-":
        yield from sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8-sig") as stream:
            yield from stream
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Không đọc được tệp {Path(name).name}. Tệp phải là văn bản UTF-8.") from error


def read_record(line: str, *needed: str, optional: Collection[str] = ()) -> dict[str, Any] | None:
    """Return a line of JSON Lines, ``None`` unless the fields ``needed`` (and ``optional``, if there) are text."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    texts = [value.get(name) for name in needed] + [value.get(name) or "" for name in optional]
    return value if all(isinstance(text, str) and _is_whole(text) for text in texts) else None


def _is_whole(text: str) -> bool:
    """Whether ``text`` can be written as UTF-8: JSON may hold halves of a letter ("\\ud800")."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def ticking(label: str, total: int | None = None) -> Iterator[Callable[[int, str], None]]:
    """Yield a function that shows how many steps are done, and of what, on stderr: a bar where the ``total`` is known.

    What is told before the first step is a reason to wait, and is said at once.
    """
    from tqdm import tqdm

    with tqdm(desc=label, total=total, file=sys.stderr, dynamic_ncols=True, leave=False, delay=1.0) as bar:

        def tick(done: int, what: str) -> None:
            if not done:
                bar.write(f"{label}: {what}", file=sys.stderr)
            bar.set_postfix_str(what, refresh=False)
            bar.update(done - bar.n)

        yield tick
