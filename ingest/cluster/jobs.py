"""What travels between the process that stores and the machines that read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from corpus.corrections import Correction
from corpus.model import Document
from corpus.settings import Limits
from ingest.jsonl import Part
from ingest.reading.apart import Kept
from ingest.reading.child import Failure


class Step(StrEnum):
    """What is to be done with a file."""

    ASK = "ask"  # read it, unless there are pages to recognise: then tell which
    PAGES = "pages"  # recognise some of its pages for their results
    WHOLE = "whole"  # read it with the results of its pages


@dataclass(frozen=True, slots=True)
class FileJob:
    """One step of one file; its content travels beside it, unless every machine finds it at ``path``."""

    step: Step
    name: str
    sha256: str
    limits: Limits
    ocr: bool = True
    password: str | None = None
    path: Path | None = None
    pages: tuple[int, ...] = ()
    corrections: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a step came to: a Document or why there is none, the pages that are wanted, results of pages, seconds of work."""

    document: Document | None = None
    failure: Failure | None = None
    wanted: tuple[int, ...] = ()
    kept: Kept = field(default_factory=dict)
    seconds: float = 0.0


# Documents of an import, each with its lines.
Batch: TypeAlias = tuple[tuple[Part, tuple[bytes, ...]], ...]
