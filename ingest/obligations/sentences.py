"""From one sentence to its duties: the core, the points at which it splits, then role, recipients, deadline and action of each.

1. A sentence hands bearers, role and modality to the next one; pieces behind a semicolon take over more than whole sentences.
2. A lead-in inside a sentence ("Các đơn vị thuộc Bộ: ...") binds what stands behind its colon.
3. ``read_duty`` makes the duty that stands between two words, whoever found it there: the rules or the judge.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from corpus.model import DeadlineKind, Modality, Obligation, Role
from ingest.obligations import cues
from ingest.obligations.actions import later_modality, later_verb, read_action
from ingest.obligations.bare import any_verb, inline_lead, opens_loosely
from ingest.obligations.frame import Frame, read_frame
from ingest.obligations.openers import after_connector, closing_request
from ingest.obligations.parts import split_points
from ingest.obligations.recipients import find_recipients
from ingest.obligations.roles import Part, read_part
from ingest.obligations.syntax.cores import read_core
from ingest.obligations.syntax.predicates import Core
from ingest.obligations.times.deadlines import find_deadlines, strongest
from ingest.obligations.times.timespans import TimeSpan
from ingest.obligations.times.timing import CASE, leading_deadline
from ingest.obligations.units.heads import head_at, starts_unit
from ingest.obligations.words import Sentence, Words


@dataclass(frozen=True, slots=True)
class State:
    """What one sentence hands to the next."""

    bearers: tuple[str, ...]
    role: Role
    partners: tuple[str, ...]
    modality: Modality | None
    bare: bool
    spoken: bool = False
    lead: TimeSpan | None = None


def handed_down(lead: str, state: State, issued: dt.date | None) -> State:
    """A sentence that ends with a colon carries no duty: what it says binds what comes below, in the same text too."""
    inner = read_frame(lead, issued)
    if not inner.named:
        return state
    return State(inner.bearers, inner.role, inner.partners, inner.modality, True, True)


def read_sentence(
    words: Words, keys: str, sentence: Sentence, frame: Frame, state: State, issued: dt.date | None
) -> tuple[list[Obligation], State]:
    """Return the duties of a sentence, and what it hands to the next one."""
    start, end = words.at(sentence.start), words.at(sentence.end)
    if end - start < 2:
        return [], state
    if not sentence.joined and (state.role is not frame.role or state.partners != frame.partners or state.lead):
        state = replace(state, role=frame.role, partners=frame.partners, lead=None)
    colon, behind = inline_lead(words, start, end), start
    if colon:
        inner = read_frame(words.text[words.starts[start] : words.ends[colon]], issued)
        if inner.named and not inner.closed:
            state = State(inner.bearers, inner.role, inner.partners, inner.modality, True, True)
            made, after = _behind_colon(words, keys, sentence, colon, frame, state, issued)
            return (made, after) if made else _before_colon(words, keys, sentence, colon, state, issued)
        if _TOPIC.match(keys, words.starts[start]):
            behind = colon + 1
            start = start if words.phrase(start, 2) == "trường hợp" else behind
    guidance = sentence.joined and cues.GUIDANCE.match(keys, words.starts[start])
    if guidance or cues.NARRATIVE.match(keys, words.starts[start]) or _lets_know(words, keys, start, end, frame):
        return [], state if guidance else _silent(state)
    start = closing_request(words, keys, start, end)
    begin = after_connector(words, keys, max(start, behind), end)
    core = read_core(words, keys, begin, end) or any_verb(words, begin, end, frame)
    if core is not None and _organises(words, core, frame):
        core = Core(core.start, core.start, None, None, False)
    if core is not None and _orders_as_act(words, begin, core, frame, state, sentence):
        core = Core(begin, begin, None, None, False)
    loose = core is not None and frame.loose and opens_loosely(words, start, end, core)
    if core is None or not (loose or _binds(words, core, frame, state)) or (sentence.joined and _hangs(core, frame, state)):
        return [], state if sentence.joined else _silent(state)
    return _duties(words, keys, sentence, start, end, core, state, issued)


def _lets_know(words: Words, keys: str, start: int, end: int, frame: Frame) -> bool:
    """Whether the sentence is the formula that closes a letter; below a lead-in that binds somebody it is that one's task."""
    spoken = not frame.named and starts_unit(words, start)
    return spoken and cues.LETS_KNOW.fullmatch(keys, words.starts[start], words.ends[end - 1]) is not None


def _silent(state: State) -> State:
    return replace(state, spoken=False) if state.spoken else state


def _behind_colon(
    words: Words, keys: str, sentence: Sentence, colon: int, frame: Frame, state: State, issued: dt.date | None
) -> tuple[list[Obligation], State]:
    """Read what an inline lead-in ("Các đơn vị thuộc Bộ: ...") binds; a name behind it only says who ("Chủ đầu tư: Ban Quản lý ...")."""
    start, end = words.at(sentence.start), words.at(sentence.end)
    core = read_core(words, keys, colon + 1, end) or any_verb(words, colon + 1, end, frame)
    named = core is not None and core.units is not None and not core.marked and not core.ordered
    if core is None or named:
        return [], state
    return _duties(words, keys, sentence, start, end, core, state, issued)


_WHOLE_ACT = 4  # words of an act that says enough before a colon


def _before_colon(
    words: Words, keys: str, sentence: Sentence, colon: int, state: State, issued: dt.date | None
) -> tuple[list[Obligation], State]:
    """Read a duty that a colon only explains: "X tổ chức cho Hội đồng xác minh: thời gian xác minh ..."."""
    start, end = words.at(sentence.start), words.at(sentence.end)
    core = read_core(words, keys, start, colon)
    named = starts_unit(words, colon + 1)  # "Cơ quan chịu trách nhiệm tổng hợp: Bộ A" only says who
    if named or core is None or core.units is None or core.agentless or colon - core.verb < _WHOLE_ACT:
        return [], state
    return _duties(words, keys, sentence, start, end, core, state, issued)


_OFFICE_ACTS = frozenset({"đề nghị", "kiến nghị", "yêu cầu", "phân công", "uỷ quyền"})


def _orders_as_act(words: Words, begin: int, core: Core, frame: Frame, state: State, sentence: Sentence) -> bool:
    """Whether an order is the bearer's own act: below "X có nhiệm vụ:", or behind a semicolon of X's sentence ("phân công Y ...")."""
    if not core.ordered or core.units is None:
        return False
    asks = frame.named and words.phrase(begin, 2) == "yêu cầu"  # "đề nghị" binds the one asked
    own = (frame.own or asks) and bool(frame.bearers) and frame.modality is not Modality.SHOULD
    if words.phrase(begin, 2) not in _OFFICE_ACTS:
        return own and core.start > begin
    if own:
        return True
    return sentence.joined and state.spoken and bool(state.bearers) and words.phrase(begin, 2) == "phân công"


def _organises(words: Words, core: Core, frame: Frame) -> bool:
    """Whether "Tổ chức ..." is the verb below a lead-in that names other bearers: "X có trách nhiệm: - Tổ chức cuộc họp ..."."""
    if core.units is None or core.marked or core.ordered or core.units.start != core.start:
        return False
    verb = words.phrase(core.start, 2) == "tổ chức" and head_at(words, core.start)[0] == _VERB_WORDS
    return verb and bool(frame.bearers) and not any(name.lower().startswith("tổ chức") for name in frame.bearers)


_VERB_WORDS = 2


_TOPIC = re.compile(r"(?:đối với|về|trường hợp|riêng|với) |(?:quyền lợi|quyền|nghĩa vụ|trách nhiệm|nhiệm vụ)\s*:")


def _hangs(core: Core, frame: Frame, state: State) -> bool:
    """Whether a piece behind a semicolon has only a marker and goes on with a thing that the piece before spoke of."""
    return core.units is None and not core.ordered and not state.spoken and not (frame.named or state.bearers)


def _binds(words: Words, core: Core, frame: Frame, state: State) -> bool:
    """Whether the core is a duty here: a marker, an order or a bearer of its own; a bare verb only where the lead-in lets it."""
    if core.agentless and frame.purpose:
        return False
    if frame.listing:
        return core.marked and core.units is not None and core.modality in {Modality.MUST, Modality.MUST_NOT}
    if (
        core.modality is Modality.MAY
        and core.units is None
        and core.start + 1 != core.verb
        and not state.bearers
        and words.phrase(core.start, 2) != "có thể"
    ):
        return False  # "thì được tính 01 ngày": a passive of a thing
    if core.units is not None or core.ordered or core.marked:
        return True
    if core.modality is Modality.MUST_NOT:
        return bool(state.bearers) or state.bare
    return state.bare or state.spoken


def _duties(
    words: Words, keys: str, sentence: Sentence, start: int, end: int, core: Core, state: State, issued: dt.date | None
) -> tuple[list[Obligation], State]:
    bearers = bearers_of(words, core, state)
    modality = _modality(core, state)
    points = [start, *(p for p in split_points(words, keys, core.verb, end))]
    part = read_part(words, core.verb, points[1] if len(points) > 1 else end)
    if core.units is None and part.role is Role.THUC_HIEN and (state.role is not Role.THUC_HIEN):
        part = Part(state.role, state.partners or part.partners, part.verb, part.end)
    lead = leading_deadline(words, start, core, sentence, issued) or _lead_before(core, state)
    sure = core.marked or core.units is not None or bool(state.bearers)
    made: list[Obligation] = []
    for n, point in enumerate(points):
        stop = points[n + 1] if n + 1 < len(points) else end
        if n and part.role is Role.PHOI_HOP and state.role is not Role.PHOI_HOP:
            part = Part(Role.THUC_HIEN, (), part.verb, part.end)
        made.append(
            read_duty(words, keys, point, stop, core if n == 0 else None, part, bearers, modality, lead, issued, certain=sure)
        )
    inherits = core.units is None and not core.ordered
    inherits_role = inherits and part.role is state.role
    heirs = State(
        state.bearers if core.agentless else bearers,
        part.role if part.role is Role.CHU_TRI or inherits_role else Role.THUC_HIEN,
        part.partners if part.role is Role.CHU_TRI or inherits_role else (),
        state.modality if inherits else Modality.SHOULD if modality is Modality.SHOULD else Modality.MUST,
        state.bare,
        True,
        lead,
    )
    return made, heirs


def bearers_of(words: Words, core: Core, state: State) -> tuple[str, ...]:
    """Return who is bound; below "đề nghị chủ đầu tư:" a bare "đơn vị" is the one that was asked."""
    if core.units is None:
        return () if core.agentless else state.bearers
    refers = words.phrase(core.units.start, 2) in _BACK_REFERENCES and core.units.names in _BACK_NAMES
    return state.bearers if refers and len(state.bearers) == 1 and state.modality is Modality.SHOULD else core.units.names


_BACK_REFERENCES = frozenset({"đơn vị", "công ty", "doanh nghiệp"})
_BACK_NAMES = (("đơn vị",), ("công ty",), ("doanh nghiệp",))


def _lead_before(core: Core, state: State) -> TimeSpan | None:
    """Return the leading deadline of the sentence that this piece goes on with; a marked piece takes over a time limit only."""
    if state.lead is None or core.units or core.ordered:
        return None
    return state.lead if not core.marked or state.lead.deadline.kind is DeadlineKind.WITHIN else None


def _modality(core: Core, state: State) -> Modality:
    inherited = state.modality
    if inherited is Modality.MUST_NOT and not core.marked:
        return Modality.MUST_NOT
    if core.modality is None:
        return inherited or Modality.MUST
    if inherited is Modality.SHOULD and core.modality is Modality.MUST and not core.marked:
        return Modality.SHOULD
    return core.modality


def read_duty(
    words: Words,
    keys: str,
    point: int,
    stop: int,
    core: Core | None,
    part: Part,
    bearers: tuple[str, ...],
    modality: Modality,
    lead: TimeSpan | None,
    issued: dt.date | None,
    *,
    certain: bool,
) -> Obligation:
    """Make the obligation that stands between words ``point`` and ``stop``."""
    start, last = words.starts[point], stop
    while last > point + 1 and words.keys[last - 1] in {",", "và", ";", "."}:
        last -= 1
    end = words.ends[last - 1]
    quote = words.text[start:end]
    verb = part.verb if core else later_verb(words, point, stop)
    if core is None:
        modality = later_modality(keys[start:end], modality)
    inner = [TimeSpan(s.start + start, s.end + start, s.deadline) for s in find_deadlines(quote, issued)]
    begins = words.starts[core.verb] if core and core.verb < stop and CASE.match(quote) else start  # a time of the case is none
    own = strongest(tuple(s for s in inner if s.start >= begins and (lead is None or s.start >= lead.end or s.end <= lead.start)))
    time = (
        lead
        if lead and (own is None or lead.deadline.kind is not DeadlineKind.EVENT or own.deadline.kind is DeadlineKind.EVENT)
        else own
    )
    action = read_action(words, verb, end, time)
    return Obligation(
        start,
        end,
        quote,
        modality,
        bearers,
        part.role,
        part.partners,
        recipients=find_recipients(words, core.verb if core else point, last),
        action=action,
        deadline=time.deadline if time else None,
        condition=_condition(words, point, core),
        certain=certain,
    )


def _condition(words: Words, point: int, core: Core | None) -> str | None:
    """Return the words before the main clause when they state a condition."""
    if core is None or core.start <= point:
        return None
    lead = words.text[words.starts[point] : words.ends[core.start - 1]].strip(" ,")
    return lead if cues.CONDITION.match(lead.lower()) else None
