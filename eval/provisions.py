"""Whether the provision that answers is found, not only its article: land and housing questions over eight laws cut into provisions.

1. A question counts if its label begins with an address ("khoản 2 Điều 98"); the hit is that provision or one inside it.
2. The bundled model has learned from these questions, so it is left out: what is measured is the search by words alone.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from corpus.errors import IndexStateError
from corpus.settings import Home
from corpus.vietnamese import nfc
from eval.metrics import Judged, Scores, score
from index.encoding.static_model import Vectors
from index.searcher import Searcher
from index.stores.build import build_index
from index.stores.snapshot import open_snapshot
from index.tokens.entries import IndexEntry

CACHE: Final = Path(__file__).resolve().parents[1] / ".cache" / "provisions"
_DEPTH: Final = 100
_ADDRESS: Final = re.compile(
    r"^\W*(?:điểm\s+(?P<diem>[a-zđ])[\s,]*)?(?:khoản\s+(?P<khoan>\d+\w?)[\s,]*)?điều\s+(?P<dieu>\d+)(?!\d)", re.IGNORECASE
)
# Which law a question's file is about.
_LAWS: Final = {"nhà ở": "LNHAO", "đất đai": "LDATDAI", "bất động sản": "LKBDS", "xây dựng": "LXAYDUNG"}
_CONTENT_HEAD: Final = re.compile(r"^Điều\s+\S+\s+.*?(?=Khoản|Điểm|\n|$)")


@dataclass(frozen=True, slots=True)
class _WordsOnly:
    """An encoder that says nothing, so that words alone decide."""

    dimension: int
    name: str = "words only"
    fingerprint: str = ""
    slow: bool = False

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Return zeros."""
        return np.zeros((len(texts), self.dimension), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return zeros."""
        return self.encode_queries(texts)


@dataclass(frozen=True, slots=True)
class ProvisionReport:
    """What was measured, by provision and by article."""

    provisions: Scores
    articles: Scores
    misses: tuple[str, ...]


def _chunks(shared: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((shared / "data/land_qa").glob("*chunk*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield from json.load(file)


def entries(shared: Path) -> Iterator[IndexEntry]:
    """Yield the laws' provisions, each once, under the ids of the data ("LNHAO-D98-K2-a")."""
    seen: set[str] = set()
    for chunk in _chunks(shared):
        data = chunk["metadata"]
        if chunk["id"] in seen:
            continue
        seen.add(chunk["id"])
        text = _CONTENT_HEAD.sub("", nfc(chunk["content"]), count=1)
        heading = nfc(data.get("article_title") or "")
        yield IndexEntry(chunk["id"], data["law_no"], heading, text, title=nfc(data["law_title"]), kind="Luật")


def gold(label: str, file: str) -> str | None:
    """Return the id of the provision that a label begins with; ``None`` if it begins with none or its law is not known."""
    address = _ADDRESS.match(nfc(label))
    law = next((short for name, short in _LAWS.items() if name in nfc(file).lower()), None)
    if address is None or law is None:
        return None
    parts = [law, f"D{address['dieu']}"]
    parts += [f"K{address['khoan']}"] if address["khoan"] else []
    parts += [address["diem"].lower()] if address["diem"] else []
    return "-".join(parts)


def inside(identifier: str, wanted: str) -> bool:
    """Whether a provision is the wanted one or a part of it."""
    return identifier == wanted or identifier.startswith(f"{wanted}-")


def _searcher(shared: Path, cache: Path) -> Searcher:
    home = Home(cache)
    try:
        folder, info = open_snapshot(home)
    except IndexStateError:
        build_index(home, entries(shared), generation=1)
        folder, info = open_snapshot(home)
    return Searcher(folder, info, _WordsOnly(info.dimension))


def evaluate(shared: Path, cache: Path = CACHE) -> ProvisionReport:
    """Ask the questions and return how often their provision, and their article, is found."""
    searcher = _searcher(shared, cache)
    known = [entry.id for entry in entries(shared)]
    with gzip.open(shared / "data/land_qa/questions.json.gz", "rt", encoding="utf-8") as file:
        rows: list[dict[str, Any]] = json.load(file)
    exact, whole, misses = [], [], []
    for row in rows:
        wanted = gold(row["positive"][:80], row["source_file"])
        answers = frozenset(name for name in known if wanted and inside(name, wanted))
        if wanted is None or not answers:
            continue
        found = tuple(scored.id for scored in searcher.search(row["query"], _DEPTH))
        article = "-".join(wanted.split("-")[:2])
        exact.append(Judged(row["id"], found, (answers,)))
        whole.append(Judged(row["id"], found, (frozenset(name for name in known if inside(name, article)),)))
        if (exact[-1].rank_of_first or _DEPTH) > 10:
            misses.append(f"{row['id']}: rank {exact[-1].rank_of_first}")
    return ProvisionReport(score(exact), score(whole), tuple(misses))
