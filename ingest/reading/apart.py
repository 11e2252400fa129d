"""One scan read by several processes, maybe on several machines: which pages it wants, some of its pages, then the whole.

Nothing here reads otherwise than one process alone does. A page that is read apart leaves its result in a folder, as every page does
(``tesseract.Results``); the whole file is then read with these results at hand and comes out the same.

1. ``ask`` reads no page and tells which ones there are to read; ``only`` reads those named, one after the other.
2. Results travel as ``Kept``: what ``pack`` takes from one folder, ``unpack`` puts into another.
3. ``unpack`` writes below its folder only, whatever the names say.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from ingest.reading.ocr import Recogniser, Recognition, Sheet, keep, recognise_all
from ingest.reading.tesseract import FOLDER, Results, write

# Results of OCR, compressed, by their place below the folder of results.
Kept: TypeAlias = Mapping[str, bytes]
_PLACE = re.compile(r"(?:pages/)?[0-9a-f]{2}/[0-9a-f]{64}\.(?:tsv|json)")
_MOST = 64 * 1024 * 1024  # bytes of one result: a page has some ten thousand


class PagesWanted(Exception):
    """Reading stopped before its pages were read; ``pages`` are their numbers, in order."""

    def __init__(self, pages: tuple[int, ...]) -> None:
        super().__init__(pages)
        self.pages = pages


class PagesRead(Exception):
    """Reading stopped when the pages that were asked for had been read."""


def ask(sheets: Sequence[Sheet], seconds: float, results: Results) -> Recognition:
    """Read nothing. Raises ``PagesWanted``."""
    raise PagesWanted(tuple(sheet.page for sheet in sheets))


def only(pages: Collection[int]) -> Recogniser:
    """Return what reads ``pages`` for the sake of their kept results, then raises ``PagesRead``."""

    def read(sheets: Sequence[Sheet], seconds: float, results: Results) -> Recognition:
        for sheet in sheets:
            if sheet.page in pages:
                keep(sheet, seconds, results)
        raise PagesRead

    return read


def in_turn(sheets: Sequence[Sheet], seconds: float, results: Results) -> Recognition:
    """Read pages one after the other, for a process that has one core to itself."""
    return recognise_all(sheets, seconds, results, at_once=1)


def pack(cache: Path, without: Collection[str] = ()) -> dict[str, bytes]:
    """Return the results kept in ``cache``, but those ``without``."""
    folder = cache / FOLDER
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {place: zlib.compress(path.read_bytes(), 1) for place, path in found.items() if place not in without}


def unpack(cache: Path, kept: Kept) -> None:
    """Keep results in ``cache``; what is there already stays."""
    for place, data in kept.items():
        path = cache / FOLDER / place
        if _PLACE.fullmatch(place) and not path.exists():
            write(path, zlib.decompressobj().decompress(data, _MOST).decode("utf-8"))


def known(results: Results, pages: Iterable[int]) -> dict[int, dict[str, bytes]]:
    """Return what is kept of ``pages``, by their numbers; those that were not read are left out."""
    found = {page: results.kept(page) for page in pages}
    return {page: pack_some(results.folder, paths) for page, paths in found.items() if paths and results.folder}


def pack_some(cache: Path, paths: Iterable[Path]) -> dict[str, bytes]:
    """Return the results at ``paths`` below ``cache``."""
    folder = cache / FOLDER
    return {path.relative_to(folder).as_posix(): zlib.compress(path.read_bytes(), 1) for path in paths}
