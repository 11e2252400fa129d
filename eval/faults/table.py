"""``python -m eval.faults.table [--write]``: meet every kind of harm once, and tell what was said and what mended it.

``--write`` puts the table into ``docs/faults.md``, unless a fault was not met as it must be; a test keeps that file true.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from app.cli.main import main as cancu
from app.upkeep.maintenance import ingest_and_follow
from corpus.catalogue import open_writer
from corpus.settings import Home
from eval.faults.kinds import FAULTS, FRESH, Fault, Surroundings
from eval.faults.scenes import copy_home, state_of, write_files

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs/faults.md"
_FULL: Final = 64 * 1024  # bytes that a file may have on the full disk
_CLOCKS: Final = {Surroundings.CLOCK_BACK: -3652, Surroundings.CLOCK_AHEAD: 3652}  # days
_HEADER: Final = """# Kinds of fault, what is said, and the way out

Made by `python -m eval.faults.table --write`: every fault is done to a small knowledge base, the command is run, its exit status and
its last message stand here word for word, the way out is followed, and `cancu verify` then finds nothing.

| fault | command | exit | message | way out |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Told:
    """How a command ended and everything it said."""

    status: int
    words: str


@dataclass(frozen=True, slots=True)
class Met:
    """One fault met: the line of the command's message, and what was not as it must be."""

    fault: Fault
    status: int
    message: str
    wrong: tuple[str, ...]


def _here(arguments: Sequence[str]) -> Told:
    """Run a command in this process."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            status = cancu(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    return Told(status, said.getvalue())


def _apart(arguments: Sequence[str], before: Sequence[str] = (), limit: Callable[[], None] | None = None) -> Told:
    """Run a command in a process of its own, in other surroundings."""
    command = [*before, sys.executable, "-m", "app.cli.main", *arguments]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=limit)
    return Told(found.returncode, found.stdout + found.stderr)


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FULL, _FULL))


@contextlib.contextmanager
def _read_only(home: Home) -> Iterator[None]:
    folders = [home.root, *(path for path in home.root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    home.catalogue.chmod(0o444)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o755)
        home.catalogue.chmod(0o644)


def _in_surroundings(kind: Surroundings, home: Home, arguments: Sequence[str]) -> Told:
    if kind is Surroundings.DISK_FULL:
        return _apart(arguments, limit=_small_files)
    if kind is Surroundings.READ_ONLY:
        # The administrator may write everywhere; without this right even the administrator may not.
        before = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
        with _read_only(home):
            return _apart(arguments, before)
    if kind is Surroundings.ANOTHER_WRITER:
        with open_writer(home, "cancu ingest"):
            return _here(arguments)
    if kind is Surroundings.ANOTHER_PROCESS:
        return _apart(arguments)
    if kind in _CLOCKS:
        moment = (dt.datetime.now(dt.UTC) + dt.timedelta(days=_CLOCKS[kind])).isoformat(timespec="seconds")
        with patch("corpus.catalogue.writer._now", lambda: moment):
            return _here(arguments)
    return _here(arguments)


def _arguments(command: str, home: Home, files: Path, first: str) -> list[str]:
    words = (word.format(home=home.root, files=files, first=first) for word in command.split())
    return ["--home", str(home.root), *(word.replace("-", " ") if "báo-cáo" in word else word for word in words)]


def meet(fault: Fault, base: Home, folder: Path) -> Met:
    """Do the harm to a copy of ``base`` and to its files below ``folder``, run the command, follow the way out, and look."""
    shutil.rmtree(folder, ignore_errors=True)
    ours = write_files(folder / "files", 1)
    home = copy_home(base, folder / "home")
    before = state_of(home)
    fault.harm(home, ours)
    told = _in_surroundings(fault.surroundings, home, _arguments(fault.command, home, ours, min(before)))
    wrong = []
    if told.status != fault.status:
        wrong.append(f"exit {told.status}, not {fault.status}")
    if fault.says not in told.words:
        wrong.append(f"does not say “{fault.says}”: {told.words[-300:]!r}")
    if str(folder) in told.words:
        wrong.append("names a folder of the machine")
    if fault.mend:
        fault.mend(home)
    for command in fault.way_out:
        if command == FRESH[0]:
            shutil.rmtree(home.root)
        else:
            _here(_arguments(command, home, ours, min(before)))
    checked = _here(["--home", str(home.root), "verify"])
    if checked.status:
        wrong.append(f"verify afterwards: {checked.words[-300:]!r}")
    lost = before.keys() - state_of(home).keys()
    wrong += [f"lost: {key}" for key in sorted(lost)]
    return Met(fault, told.status, _message(told.words, fault.says), tuple(wrong))


def _message(words: str, says: str) -> str:
    """Return the line that says it, else the last line; who writes and since when differs from run to run."""
    plain = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", words.replace("\r", "\n"))
    plain = re.sub(r"tiến trình \d+, từ [\d:]+ [\d/]+", "tiến trình SỐ, từ LÚC", plain)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    return next((line for line in lines if says and says in line), lines[-1] if lines else "")


def meet_all(folder: Path) -> Iterator[Met]:
    """Meet every kind of fault, one after another, below ``folder``."""
    struck, base = folder / "struck", Home(folder / "base")
    ingest_and_follow(base, [write_files(struck / "files", 1)], jobs=1)
    for fault in FAULTS:
        yield meet(fault, base, struck)


def table(met: Sequence[Met]) -> str:
    """Return the document."""
    return _HEADER + "".join(f"{_row(one)}\n" for one in met)


def _row(one: Met) -> str:
    fault = one.fault
    command = f"cancu {fault.command}" + (f" ({fault.surroundings})" if fault.surroundings else "")
    ways = fault.mended or ", ".join(
        "khôi phục bản sao lưu, hoặc xóa kho" if way == FRESH[0] else f"`cancu {way}`" for way in fault.way_out
    )
    cells = (
        fault.name,
        f"`{_plain(command)}`",
        str(one.status),
        one.message.replace("|", "\\|"),
        _plain(ways) or "không cần làm gì",
    )
    return f"| {' | '.join(cells)} |"


def _plain(command: str) -> str:
    return command.format(home="KHO", files="THƯ_MỤC", first="MÃ").replace("báo-cáo-Bộ-trưởng", "'báo cáo Bộ trưởng'")


def main() -> int:
    """Meet all faults; exit status 1 when one of them was not met as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/faults.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cancu-faults-") as folder:
        met = []
        for one in meet_all(Path(folder)):
            met.append(one)
            sys.stdout.write(f"{'WRONG' if one.wrong else 'met':5} {one.fault.name}: {one.message}\n")
            sys.stdout.writelines(f"      {wrong}\n" for wrong in one.wrong)
    wrong = any(one.wrong for one in met)
    if args.write and not wrong:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(table(met), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
