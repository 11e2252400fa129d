"""What a reading depends on: two machines that agree in it read a file alike.

1. The digest covers every module and every data file of the packages that read (``corpus``, ``ingest``), byte by byte.
2. The libraries that turn files into text are named with their versions.
3. Tesseract's version is told apart from the rest: a machine without it reads everything but scans.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ingest.reading.tesseract import missing_program, program_version

_ROOT: Final = Path(__file__).resolve().parent.parent
_PACKAGES: Final = ("corpus", "ingest")
# Texts and pictures of the bundled documents: they are read, not read with.
_ASIDE: Final = frozenset({"documents", "sources", "__pycache__"})
_LIBRARIES: Final = ("numpy", "pillow", "pypdf", "pypdfium2", "python-docx")


@dataclass(frozen=True, slots=True)
class Versions:
    """What reads on one machine; ``program`` is Tesseract's version, "" where scans cannot be read."""

    cancu: str
    digest: str
    libraries: tuple[tuple[str, str], ...]
    program: str = ""


@cache
def versions() -> Versions:
    """Return what reads on this machine."""
    libraries = tuple((name, _version(name)) for name in _LIBRARIES)
    program = "" if missing_program() else program_version()
    return Versions(_version("cancu"), _digest(), (("python", ".".join(platform.python_version_tuple()[:2])), *libraries), program)


def differences(ours: Versions, theirs: Versions) -> tuple[str, ...]:
    """Return in Vietnamese what on another machine would make it read otherwise; Tesseract aside."""
    out = []
    if ours.cancu != theirs.cancu:
        out.append(f"cancu {theirs.cancu}, ở đây {ours.cancu}")
    elif ours.digest != theirs.digest:
        out.append(f"mã nguồn hoặc dữ liệu đọc của cancu khác ({theirs.digest[:8]}, ở đây {ours.digest[:8]})")
    here, there = dict(ours.libraries), dict(theirs.libraries)
    out += [f"{name} {there.get(name, '?')}, ở đây {version}" for name, version in here.items() if there.get(name) != version]
    return tuple(out)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _digest() -> str:
    found = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*")):
            if path.is_file() and _ASIDE.isdisjoint(path.parts[len(_ROOT.parts) :]):
                found.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
