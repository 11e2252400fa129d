"""Duties that two documents give a unit differently: the same act with another deadline, another force, another addressee.

Two duties speak of one act when most of their action's word pairs are shared. Only duties that share a rare pair of words are
compared, so that a list of thousands takes a moment.

1. Both duties bind the unit on the day, by their name or by a class that says who is meant; both quotes are given.
2. Nothing is a conflict within one document, nor between yearly plans that give each its own year, nor a time told by an event.
3. What is called a conflict is shown with both wordings; which one holds is never decided here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.duties.binding import duties_of
from app.duties.bound import Base
from app.results import Conflict, ConflictList, Differs, DutyFilters
from corpus.dates import today
from corpus.model import Deadline, DeadlineKind, Duty, Modality
from corpus.vietnamese import search_key, unmarked

_SAME_ACT = 0.6  # share of word pairs; below it two duties only speak of neighbouring things
_SAME_WORDS = 0.75  # for another addressee, where nothing else tells the duties apart
_RARE = 40  # a pair of words in more duties than this says little of the act
_PAIRS_COMPARED = 3  # rarest pairs of each duty that are looked under
_FEWEST_PAIRS = 6  # shorter actions ("có văn bản trả lời") are alike without being the same
_WORD = re.compile(r"\w+")
# Acts of one paper that are each its own: a first licence, a renewed, an amended, a withdrawn one.
_APART = ("cấp lại", "cấp đổi", "gia hạn", "sửa đổi", "bổ sung", "thu hồi", "đình chỉ")
_TIMES = re.compile(r"(?:trước|chậm nhất|hằng|hàng|định kỳ|trong thời hạn|trong vòng)\b.*$")


@dataclass(frozen=True, slots=True)
class _Act:
    """A duty with the pairs of words of its action."""

    duty: Duty
    pairs: frozenset[str]
    apart: frozenset[str]


def conflicts_of(base: Base, unit: str, filters: DutyFilters) -> ConflictList:
    """Return the duties of ``unit`` that two documents give differently, those of the newest documents first."""
    day = filters.as_of or today()
    return base.remembered(("conflicts", unit, filters, day), lambda: _compared(base, unit, filters))


def _compared(base: Base, unit: str, filters: DutyFilters) -> ConflictList:
    listed = duties_of(base, unit, filters)
    if listed.unit is None:
        return ConflictList(None, listed.message)
    acts = [act for duty in listed.duties if not duty.generic and len((act := _act(duty)).pairs) >= _FEWEST_PAIRS]
    found = tuple(
        Conflict(one.duty, other.duty, differs, _because(one.duty, other.duty, differs))
        for one, other in _alike(acts)
        if (differs := _differs(one, other)) is not None
    )
    message = "" if found else f"Không thấy nhiệm vụ nào của {listed.unit} mà hai văn bản giao khác nhau."
    return ConflictList(listed.unit, message, found)


def _act(duty: Duty) -> _Act:
    key = _TIMES.sub("", search_key(duty.obligation.action or duty.obligation.quote))
    words = _WORD.findall(unmarked(key))
    apart = frozenset(word for word in _APART if word in key)
    return _Act(duty, frozenset(f"{a} {b}" for a, b in pairwise(words)), apart)


def _alike(acts: Sequence[_Act]) -> Iterator[tuple[_Act, _Act]]:
    """Yield the pairs of duties of different documents that speak of one act, in the list's order."""
    count = Counter(pair for act in acts for pair in act.pairs)
    under: dict[str, list[int]] = defaultdict(list)
    for number, act in enumerate(acts):
        rare = sorted((pair for pair in act.pairs if count[pair] <= _RARE), key=lambda pair: (count[pair], pair))
        seen = sorted({earlier for pair in rare[:_PAIRS_COMPARED] for earlier in under[pair]})
        for earlier in seen:
            other = acts[earlier]
            if _elsewhere(other, act) and other.apart == act.apart and _share(act.pairs, other.pairs) >= _SAME_ACT:
                yield other, act
        for pair in rare:
            under[pair].append(number)


def _elsewhere(one: _Act, other: _Act) -> bool:
    return one.duty.quote.document.key != other.duty.quote.document.key


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _differs(one: _Act, other: _Act) -> Differs | None:
    first, second = one.duty.obligation, other.duty.obligation
    if {first.modality, second.modality} in ({Modality.MUST, Modality.MUST_NOT}, {Modality.MAY, Modality.MUST_NOT}):
        return "modality"
    if first.modality is not second.modality:
        return None
    if first.deadline and second.deadline:
        return "deadline" if _times_differ(first.deadline, second.deadline) else None
    if first.modality is not Modality.MUST or _share(one.pairs, other.pairs) < _SAME_WORDS:
        return None
    to, instead = ({search_key(name) for name in names} for names in (first.recipients, second.recipients))
    return "recipients" if to and instead and not to & instead else None


def _times_differ(one: Deadline, other: Deadline) -> bool:
    if DeadlineKind.EVENT in {one.kind, other.kind} or (one.kind, one.value) == (other.kind, other.value):
        return False
    if one.kind is DeadlineKind.DATE and other.kind is DeadlineKind.DATE:
        return _year(one.value) == _year(other.value)
    return True


def _year(value: str) -> int:
    return dt.date.fromisoformat(value).year


def _because(one: Duty, other: Duty, differs: Differs) -> str:
    first, second = one.obligation, other.obligation
    named, instead = _document(one), _document(other)
    if differs == "deadline" and first.deadline and second.deadline:
        return f"{named} giao thời hạn “{first.deadline.text}”, {instead} giao “{second.deadline.text}”."
    if differs == "recipients":
        return f"{named} nêu nơi nhận là {', '.join(first.recipients)}; {instead} nêu {', '.join(second.recipients)}."
    ban, other_one = (named, instead) if first.modality is Modality.MUST_NOT else (instead, named)
    return f"{ban} cấm việc mà {other_one} giao hoặc cho phép làm."


def _document(duty: Duty) -> str:
    document = duty.quote.document
    return " ".join(part for part in (document.kind, document.number) if part) or document.title or document.key
