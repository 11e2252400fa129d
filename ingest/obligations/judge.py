"""The judge: what a learned reader of duties (``judge_network``) says of what the rules found, and of what they passed over.

Evidence, in this order: the rules' reading of a duty; the network's share of words that it takes for part of any duty there;
its own path through the provision where the rules found nothing.

1. A duty of the rules stays unless the network sees next to nothing of a duty in it; where it doubts, the duty is not ``certain``.
2. The modality is the network's only where it is sure of another one.
3. What the network alone finds never overlaps a duty of the rules; it needs more where the rules found none in the provision.
4. The network is not asked where certain duties of the rules already hold nearly all words, nor of short provisions where they
   found none; provisions that are read together are asked of together: reading stays fast.
5. The thresholds were chosen by cross-validation over documents (``data/judge.md``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from corpus.model import Modality, Obligation
from ingest.obligations.words import Words

if TYPE_CHECKING:
    from ingest.obligations.judge_network import Floats

MODALITIES: Final = (Modality.MUST, Modality.MUST_NOT, Modality.MAY, Modality.SHOULD)
REJECTED: Final = 0.05  # share of words in any duty below which the rules' duty is dropped
DOUBTED: Final = 0.3
OTHER_MODALITY: Final = 0.8
ADDED: Final = 0.7  # share of words in a duty of this modality for one that the rules passed over
ADDED_ALONE: Final = 0.9  # the same where the rules found none in the provision
SURE: Final = 0.97
COVERED: Final = 0.8  # share of words in certain duties of the rules from which on the network is not asked
LEAST_ALONE: Final = 40  # words of a provision without a duty of the rules below which it is not asked: one in fifty would gain one
_PENALTY: Final = 2.0  # of opening a duty: keeps the path from falling to pieces
_NEVER: Final = -1e4


class Reader(Protocol):
    """What gives every word the log-probabilities of the tags."""

    def scores_of(self, asked: Sequence[tuple[Words, str]]) -> list[Floats]:
        """Return for each provision with its lead-ins one row a word: none, then opens and continues for each of ``MODALITIES``."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """A duty that the network reads between words ``first`` and ``last`` (past the end)."""

    first: int
    last: int
    modality: Modality
    share: float


@cache
def shipped() -> Reader:
    """Return the network that comes with the program."""
    from ingest.obligations.judge_network import load

    return load()


def asks(words: Words, found: Sequence[Obligation]) -> bool:
    """Whether what the network reads may change anything where the rules ``found`` these duties (guarantee 4)."""
    if not found:
        return len(words) >= LEAST_ALONE
    held = sum(words.at(o.end) - words.at(o.start) for o in found)
    return held < COVERED * len(words) or not all(o.certain for o in found)


def settle(
    words: Words, found: Sequence[Obligation], scores: Floats, propose: Callable[[Finding], Obligation | None]
) -> list[Obligation]:
    """Return the rules' duties as the judge leaves them, and those that ``propose`` makes of what it adds, in order."""
    kept = [judged for o in found if (judged := _judged(o, words, scores)) is not None]
    taken = [(words.at(o.start), words.at(o.end)) for o in kept]
    enough = ADDED if kept else ADDED_ALONE
    if not _may_add(scores, taken, enough):
        return kept
    for finding in findings(scores):
        if finding.share >= enough and not any(a < finding.last and finding.first < b for a, b in taken):
            made = propose(finding)
            if made is not None:
                kept.append(made)
    return sorted(kept, key=lambda o: o.start)


def _may_add(scores: Floats, taken: list[tuple[int, int]], enough: float) -> bool:
    """Return whether any word outside ``taken`` is seen in a duty with a chance of ``enough``: a finding needs one."""
    import numpy as np

    chances = 1 - np.exp(scores[:, 0])
    for first, last in taken:
        chances[first:last] = 0
    return bool((chances >= enough - 1e-5).any())


def _judged(obligation: Obligation, words: Words, scores: Floats) -> Obligation | None:
    """Return a duty of the rules as the judge leaves it; None drops it."""
    import numpy as np

    first, last = words.at(obligation.start), words.at(obligation.end)
    if first >= min(last, len(scores)):
        return obligation
    shares = np.exp(scores[first:last]).mean(axis=0)
    inside = float(1 - shares[0])
    if inside < REJECTED:
        return None
    of = [float(shares[1 + 2 * m] + shares[2 + 2 * m]) for m in range(len(MODALITIES))]
    best = max(range(len(of)), key=of.__getitem__)
    modality = MODALITIES[best] if of[best] >= OTHER_MODALITY else obligation.modality
    certain = obligation.certain and inside >= DOUBTED
    if modality is obligation.modality and certain == obligation.certain:
        return obligation
    return replace(obligation, modality=modality, certain=certain)


def findings(scores: Floats) -> tuple[Finding, ...]:
    """Return the duties on the most likely path through the words, first to last."""
    import numpy as np

    if not len(scores) or float(scores[:, 0].min()) > np.log(0.5):
        return ()
    seen = _seen(scores)
    tags = [0, *(tag for m in seen for tag in (1 + 2 * m, 2 + 2 * m))]
    tags = [tags[place] for place in _path(scores[:, tags].tolist())]
    chances = np.exp(scores)
    made: list[Finding] = []
    opened = 0
    for i in range(1, len(tags) + 1):
        if i < len(tags) and tags[i] and tags[i] == tags[i - 1] + tags[i - 1] % 2:
            continue  # goes on
        if tags[i - 1]:
            m = (tags[i - 1] - 1) // 2
            share = float(chances[opened:i, 1 + 2 * m].mean() + chances[opened:i, 2 + 2 * m].mean())
            made.append(Finding(opened, i, MODALITIES[m], share))
        opened = i
    return tuple(made)


def _seen(scores: Floats) -> list[int]:
    """Return the modalities that some word is likelier in than in none: the others are on no likeliest path."""
    none = scores[:, 0]
    return [m for m in range(len(MODALITIES)) if bool((scores[:, 1 + 2 * m : 3 + 2 * m].max(axis=1) > none).any())]


def _path(rows: list[list[float]]) -> list[int]:
    """Return the likeliest tags of which each that continues stands behind its like (Viterbi)."""
    odd = range(1, len(rows[0]), 2)
    reach = [row - _PENALTY if k % 2 else row if k == 0 else _NEVER for k, row in enumerate(rows[0])]
    steps: list[tuple[int, int]] = []
    for row in rows[1:]:
        best = max(range(len(reach)), key=reach.__getitem__)
        top, opening, from_open = reach[best], reach[best] - _PENALTY, 0
        ahead = [top + row[0]]
        for k in odd:
            if reach[k] >= reach[k + 1]:
                from_open |= 1 << k
            ahead += [opening + row[k], max(reach[k], reach[k + 1]) + row[k + 1]]
        steps.append((best, from_open))
        reach = ahead
    tag = max(range(len(reach)), key=reach.__getitem__)
    tags = [tag]
    for best, from_open in reversed(steps):
        tag = best if tag % 2 or tag == 0 else tag - (from_open >> (tag - 1) & 1)
        tags.append(tag)
    return tags[::-1]
