"""How a long ingestion shows itself: a bar on stderr."""

from __future__ import annotations

import sys

from tqdm import tqdm

from ingest.run import FileOutcome, FileStatus, Progress


class BarProgress(Progress):
    """A bar on stderr; failures are printed above it as they happen."""

    def __init__(self) -> None:
        self._bar = tqdm(unit="tệp", file=sys.stderr, dynamic_ncols=True, leave=False)

    def total(self, files: int) -> None:
        """See ``Progress``."""
        self._bar.reset(total=files)

    def file(self, outcome: FileOutcome) -> None:
        """See ``Progress``."""
        self._bar.set_postfix_str("")
        self._bar.update()
        if outcome.status is FileStatus.FAILED:
            self._bar.write(f"LỖI {outcome.name}: {outcome.message}", file=sys.stderr)

    def part(self, name: str, done: int, total: int) -> None:
        """See ``Progress``."""
        self._bar.set_postfix_str(f"{name}: {done}/{total} văn bản")

    def pages(self, name: str, done: int, total: int) -> None:
        """See ``Progress``."""
        self._bar.set_postfix_str(f"{name}: {done}/{total} trang")

    def say(self, message: str) -> None:
        """Print a message above the bar."""
        self._bar.write(message, file=sys.stderr)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()
