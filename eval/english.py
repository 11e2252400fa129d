"""English questions: headings of official translations, over the 62,294 Vietnamese articles of Bộ pháp điển.

1. The phrases are learned anew without the documents that are asked about (every ``_EVERY``-th of the translations), so that no line of
   a question's document was seen; the glossary of our own stays.
2. A heading is asked if it says something by itself: of several words, borne by one article of the translations only, no rubric.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eval.metrics import Judged, Scores, score
from eval.retrieval import CACHE, open_or_build
from index.training.english import Parallel, learn, read_glossary, read_parallel, readings_of
from index.training.translation import english_words
from index.understanding.english import Translator, is_english

_EVERY: Final = 4
_DEPTH: Final = 100
_FEWEST_WORDS, _MOST_WORDS = 3, 18
_RUBRIC: Final = re.compile(
    r"(?i)^(effect|scope|subjects? of|interpretation|implementation|transitional|organization of impl|detailing|application of law"
    r"|responsibilit\w+ (of|for) impl)"
)


@dataclass(frozen=True, slots=True)
class EnglishReport:
    """What was measured; ``detected`` is the share of questions taken for English."""

    documents: int
    scores: Scores
    detected: float
    misses: tuple[str, ...]


def held_out(parallel: Parallel) -> frozenset[int]:
    """Return the documents that are asked about."""
    return frozenset(sorted({pair.document for pair in parallel.pairs})[1::_EVERY])


def questions(parallel: Parallel, documents: frozenset[int]) -> Iterator[tuple[str, str]]:
    """Yield (English heading, id of the Vietnamese article)."""
    headings = [pair.english.split("\n")[0].strip() for pair in parallel.pairs]
    borne = Counter(heading.lower() for heading in headings)
    for pair, identifier, heading in zip(parallel.pairs, parallel.ids, headings, strict=True):
        speaks = _FEWEST_WORDS <= len(english_words(heading)) <= _MOST_WORDS and not _RUBRIC.match(heading)
        if pair.document in documents and borne[heading.lower()] == 1 and speaks:
            yield heading, identifier


def evaluate(shared: Path, cache: Path = CACHE) -> EnglishReport:
    """Learn without the documents asked about, ask, and return the scores."""
    searcher, parallel = open_or_build(shared, cache), read_parallel(shared / "data")
    documents = held_out(parallel)
    translator = Translator(readings_of(learn(parallel.pairs, documents), read_glossary()))
    asked = list(questions(parallel, documents))
    judged, misses = [], []
    for heading, wanted in asked:
        read = " ".join(piece.read for piece in translator.pieces(heading) if piece.read)
        found = tuple(scored.id for scored in searcher.search(read, _DEPTH))
        judged.append(Judged(heading, found, (frozenset({wanted}),)))
        if (judged[-1].rank_of_first or _DEPTH) > 10:
            misses.append(f"{heading}: rank {judged[-1].rank_of_first}")
    detected = sum(is_english(heading) for heading, _ in asked) / max(len(asked), 1)
    return EnglishReport(len(documents), score(judged), detected, tuple(misses))
