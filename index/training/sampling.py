"""Training pairs made of the texts themselves: what a heading asks, its text answers.

Nobody labels a question for the offices' own documents, but every article brings some: its heading asks what its text answers, a
sentence belongs to its article, a reference leads to an article about the same matter. Turns of everyday questions are added to
headings so that the model learns to look past them.

1. The same seed gives the same pairs.
2. ``Sample.group`` is equal for pairs that must not be each other's negatives (same article, or same heading).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Tokens: TypeAlias = npt.NDArray[np.int64]

# Everyday turns of legal questions, our own wording.
TURNS: Final = (
    "được quy định như thế nào?",
    "là gì?",
    "bao gồm những gì?",
    "như thế nào?",
    "có được không?",
    "thì bị xử phạt như thế nào?",
    "quy định ra sao?",
    "gồm những nội dung gì?",
    "trong trường hợp nào?",
    "theo quy định pháp luật hiện hành",
    "cần những điều kiện gì?",
    "là bao nhiêu?",
    "ai có thẩm quyền",
    "do ai quyết định?",
    "trong thời hạn bao lâu?",
    "phải làm gì?",
)
_CROP: Final = 160
_SENTENCE: Final = (6, 20)
_TITLE_CROP: Final = 12
_MOST_LINKS: Final = 25_000
# A heading that more articles share than this says nothing alone ("Phạm vi điều chỉnh").
_COMMON: Final = 3


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One article or provision to learn from."""

    heading: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tokenised:
    """The texts as token numbers; ``links`` are pairs of places of texts that refer to each other."""

    headings: Sequence[Tokens]
    bodies: Sequence[Tokens]
    titles: Sequence[Tokens]
    groups: npt.NDArray[np.int64]
    common: npt.NDArray[np.bool_]
    links: npt.NDArray[np.int64]
    turns: Sequence[Tokens]
    questions: Sequence[tuple[Tokens, Tokens]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A question and a passage that answers it; ``source`` numbers the article."""

    question: Tokens
    passage: Tokens
    source: int
    group: int


def groups_of(texts: Sequence[TrainingText]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return a number per heading (equal headings, equal numbers) and whether many texts share it."""
    headings = [text.heading.lower() for text in texts]
    count = Counter(headings)
    number = {heading: place for place, heading in enumerate(count)}
    return np.array([number[h] for h in headings], np.int64), np.array([count[h] > _COMMON for h in headings], np.bool_)


class Sampler:
    """Draws an epoch's pairs."""

    def __init__(self, data: Tokenised, seed: int) -> None:
        """Start the sequence of draws that belongs to ``seed``."""
        self._data = data
        self._rng = np.random.default_rng(seed)

    def _crop(self, tokens: Tokens, size: int) -> Tokens:
        if len(tokens) <= size:
            return tokens
        start = int(self._rng.integers(0, len(tokens) - size + 1))
        return tokens[start : start + size]

    def _chance(self, share: float) -> bool:
        return bool(self._rng.random() < share)

    def _turned(self, tokens: Tokens, share: float) -> Tokens:
        if not self._chance(share):
            return tokens
        return np.concatenate([tokens, self._data.turns[int(self._rng.integers(len(self._data.turns)))]])

    def _heading_pair(self, place: int) -> tuple[Tokens, Tokens]:
        data = self._data
        heading, body, title = data.headings[place], data.bodies[place], data.titles[place]
        question = heading
        if data.common[place]:
            question = np.concatenate([heading, title])
        elif self._chance(0.2):
            question = np.concatenate([heading, self._crop(title, _TITLE_CROP)])
        question = self._turned(question, 0.5)
        if len(question) > _SENTENCE[0] and self._chance(0.4):
            question = question[self._rng.random(len(question)) > 0.15]
        parts = [self._crop(body, _CROP)]
        if self._chance(0.35):
            parts.insert(0, heading)
        if self._chance(0.5):
            parts.append(title)
        return question, np.concatenate(parts)

    def _sentence_pair(self, place: int) -> tuple[Tokens, Tokens]:
        heading, body, title = self._data.headings[place], self._data.bodies[place], self._data.titles[place]
        size = int(self._rng.integers(*_SENTENCE))
        start = int(self._rng.integers(0, len(body) - size))
        end = start + size
        before = body[max(0, start - _CROP // 2) : start if self._chance(0.8) else end]
        parts = [heading, before, body[end : end + _CROP // 2]]
        if self._chance(0.5):
            parts.append(title)
        return self._turned(body[start:end], 0.3), np.concatenate(parts)

    def _link_pair(self, source: int, target: int) -> tuple[Tokens, Tokens]:
        data = self._data
        more = data.titles[source] if self._chance(0.5) else self._crop(data.bodies[source], 30)
        passage = [data.headings[target], self._crop(data.bodies[target], _CROP), data.titles[target]]
        return np.concatenate([data.headings[source], more]), np.concatenate(passage)

    def epoch(self) -> list[Sample]:
        """Return the pairs of one epoch, shuffled."""
        data, found = self._data, list[Sample]()
        own = len(data.headings)

        def group(place: int) -> int:
            return own + place if data.common[place] else int(data.groups[place])

        for place in range(own):
            found.append(Sample(*self._heading_pair(place), place, group(place)))
            if len(data.bodies[place]) > _SENTENCE[1] + 4:
                found.append(Sample(*self._sentence_pair(place), place, group(place)))
        chosen = self._rng.permutation(len(data.links))[:_MOST_LINKS]
        for source, target in data.links[chosen].tolist():
            found.append(Sample(*self._link_pair(source, target), target, group(target)))
        for number, (question, passage) in enumerate(data.questions):
            found.append(Sample(question, self._crop(passage, _CROP), -1 - number, -1 - number))
        found = [sample for sample in found if len(sample.question) and len(sample.passage)]
        return [found[place] for place in self._rng.permutation(len(found)).tolist()]
