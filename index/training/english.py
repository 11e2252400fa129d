"""The command that learns the table of English phrases: ``python -m index.training.english DATA [OUT]``.

``DATA`` holds ``vbpl/documents_en.jsonl.gz`` (official translations) and ``phapdien/articles.jsonl.gz`` (articles of Bộ pháp điển); a
glossary of our own stands beside this module. What is written holds phrases with shares, no text. ``eval.english`` learns the same
way, without the documents that it asks about.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from index.tokens.words import index_words_of
from index.training.bundled import heading_of, read_articles
from index.training.parallel import ArticlePair, english_articles, pair_articles, pair_lines
from index.training.translation import Phrase, english_words, learn_phrases
from index.understanding.english import DATA as SHIPPED
from index.understanding.english import Readings

_PLACE: Final = re.compile(r"Điều (?P<number>\w+)")
_GLOSSARY: Final = Path(__file__).parent / "glossary.txt"
# What a reading of the glossary counts beside those of the translations.
_GLOSSARY_SHARE: Final = 0.9
# A reading seen once is less sure than its share says: its count is lessened by this much of one.
_DOUBT: Final = 0.7


@dataclass(frozen=True, slots=True)
class Parallel:
    """The articles in both languages; ``ids[i]`` is the id of the Vietnamese article of ``pairs[i]``."""

    pairs: tuple[ArticlePair, ...]
    ids: tuple[str, ...]


def read_parallel(data: Path) -> Parallel:
    """Return the official translations in ``data``, each article beside the one it translates."""
    with gzip.open(data / "vbpl" / "documents_en.jsonl.gz", "rt", encoding="utf-8") as file:
        english = [english_articles(json.loads(line)["text"]) for line in file]
    documents: dict[tuple[str | None, ...], dict[str, str]] = defaultdict(dict)
    ids: dict[tuple[str | None, ...], dict[str, str]] = defaultdict(dict)
    for article in read_articles(data / "phapdien" / "articles.jsonl.gz"):
        place = _PLACE.match(article.get("src_article") or "")
        if place:
            key = (article.get("src_type"), article.get("src_number"), article.get("src_date"))
            documents[key][place["number"]] = f"{heading_of(article['title'])}\n{article['text']}"
            ids[key][place["number"]] = article["id"]
    names = list(documents)
    pairs, found = pair_articles(english, [documents[name] for name in names])
    return Parallel(pairs, tuple(ids[names[other]][pair.number] for pair, other in zip(pairs, found, strict=True)))


def learn(pairs: Sequence[ArticlePair], without: Collection[int] = ()) -> list[Phrase]:
    """Return the phrases of the pairs, those of the documents in ``without`` left out."""
    lines = [line for pair in pairs if pair.document not in without for line in pair_lines(pair)]
    words = index_words_of([vietnamese for _english, vietnamese in lines])
    return learn_phrases((english_words(english), own) for (english, _vietnamese), own in zip(lines, words, strict=True))


def read_glossary(path: Path = _GLOSSARY) -> list[tuple[str, str]]:
    """Return the glossary's terms in both languages."""
    lines = (line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return [(english, vietnamese) for english, vietnamese in (line.split(" = ") for line in lines)]


def readings_of(phrases: Sequence[Phrase], glossary: Sequence[tuple[str, str]]) -> Readings:
    """Return what ``index.understanding.english`` reads: the glossary's readings first."""
    readings: dict[str, dict[str, float]] = defaultdict(dict)
    for english, vietnamese in glossary:
        readings[" ".join(english_words(english))][vietnamese.lower()] = _GLOSSARY_SHARE
    for phrase in phrases:
        share = phrase.share * phrase.count / (phrase.count + _DOUBT)
        readings[phrase.english].setdefault(phrase.vietnamese.replace("_", " "), share)
    return {english: sorted(found.items(), key=lambda item: -item[1]) for english, found in sorted(readings.items())}


def write_readings(readings: Readings, out: Path = SHIPPED) -> None:
    """Store the table (npz): phrases, readings, shares in 255ths."""
    flat = [(english, vietnamese, share) for english, found in readings.items() for vietnamese, share in found]
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        out,
        english=np.array("\n".join(english for english, _, _ in flat)),
        vietnamese=np.array("\n".join(vietnamese for _, vietnamese, _ in flat)),
        shares=np.array([max(1, round(255 * share)) for _, _, share in flat], np.uint8),
    )


def main(data: Path, out: Path) -> None:
    """Learn the table from ``data`` and write it to ``out``, telling what was found on stderr."""
    parallel = read_parallel(data)
    phrases = learn(parallel.pairs)
    readings = readings_of(phrases, read_glossary())
    write_readings(readings, out)
    documents = len({pair.document for pair in parallel.pairs})
    sys.stderr.write(f"{documents} documents, {len(parallel.pairs)} articles, {len(readings)} phrases\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else SHIPPED)
