"""Obligations of one provision: sentences, their cores, their parts, then role, recipients, deadline and action of each.

Guarantees, each with a test of its number in ``tests/ingest/obligations/test_extract.py``:

1. ``text[o.start:o.end] == o.quote``; obligations of a provision never overlap and come in order; the action is inside the quote.
2. A bearer is inherited from the sentence before, then from the lead-in; without either it is empty, never invented.
3. Definitions, scope, conditions, criteria, penalties and facts give none.
4. What rests on a bare verb without lead-in is not ``certain``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from corpus.model import Deadline, Obligation, Role
from ingest.obligations.bare import no_context
from ingest.obligations.frame import Frame, read_frame
from ingest.obligations.gates import ENACTS, RECITAL, binds_nobody, is_shouted
from ingest.obligations.judge import SURE, Finding, asks, settle, shipped
from ingest.obligations.openers import after_connector
from ingest.obligations.parts import join_pieces
from ingest.obligations.quoted import new_text
from ingest.obligations.roles import read_part
from ingest.obligations.sentences import State, bearers_of, handed_down, read_duty, read_sentence
from ingest.obligations.syntax.cores import read_core
from ingest.obligations.syntax.predicates import Core
from ingest.obligations.syntax.subjects import find_subject
from ingest.obligations.table_rows import Columns, is_row, read_columns, read_row
from ingest.obligations.times.deadlines import find_deadlines, strongest
from ingest.obligations.times.timing import leading_deadline
from ingest.obligations.words import Sentence, Words, read_words, split_sentences

if TYPE_CHECKING:
    from ingest.obligations.judge_network import Floats

_COMPLETION_LENGTH = 110  # characters: a longer sentence says more than a time
_COMPLETION = re.compile(
    r"(?:thời hạn|thời gian)(?: \w+){0,3}\s*:|(?:thời hạn|thời gian) thực hiện (?:là|không quá|tối đa)|hoàn thành (?:trước|trong|xong)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a provision stands: the lines that lead in to it, its address, and day, kind and issuer of its document."""

    context: str = ""
    issued: dt.date | None = None
    kind: str | None = None
    issuer: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A provision as the rules alone read it; the judge has not been asked yet."""

    words: Words
    setting: Setting
    frame: Frame
    found: tuple[Obligation, ...]
    row: bool = False  # a row of a table that shares out tasks: its cells are no sentences
    hanging: bool = False  # its lead-in is not at hand: a bare verb may be a condition


def extract_obligations(
    text: str,
    *,
    context: str = "",
    issued: dt.date | None = None,
    kind: str | None = None,
    issuer: str | None = None,
    path: str = "",
    judge: bool = True,
) -> tuple[Obligation, ...]:
    """Return the obligations that the provision ``text`` states, in order; ``judge`` false: as the rules alone read it."""
    draft = read_by_rules(text, Setting(context, issued, kind, issuer, path))
    if draft is None:
        return ()
    return settled(draft, judged((draft,))[0] if judge else None)


def judged(drafts: Sequence[Draft]) -> list[Floats | None]:
    """Return for each draft what the judge's network reads there, asked of all at once; ``None`` where it is not asked."""
    asked = [not draft.row and asks(draft.words, draft.found) for draft in drafts]
    pairs = [(draft.words, draft.setting.context) for draft, ask in zip(drafts, asked, strict=True) if ask]
    read = iter(shipped().scores_of(pairs) if pairs else ())
    return [next(read) if ask else None for ask in asked]


def settled(draft: Draft, scores: Floats | None) -> tuple[Obligation, ...]:
    """Return the obligations of a draft as the judge leaves them; without ``scores`` as the rules read them."""
    found: Sequence[Obligation] = draft.found
    if scores is not None:
        found = settle(draft.words, found, scores, partial(_proposed, draft))
    if draft.hanging:
        found = [o for o in found if o.certain]
    time, setting = draft.frame.deadline, draft.setting
    found = [_resolved(o if o.deadline or not time else replace(o, deadline=time), setting.issuer, draft.frame) for o in found]
    return tuple(replace(o, path=setting.path) for o in found) if setting.path else tuple(found)


def read_by_rules(text: str, setting: Setting, *, above: Draft | None = None) -> Draft | None:
    """Return what the rules read in the provision ``text``, which stands below ``above``; ``None`` where nothing binds whatever it says."""
    if binds_nobody(setting.path):
        return None
    columns = read_columns(setting.context) if is_row(text) else None
    if columns is not None:
        return _row(read_words(text), columns, setting, above)
    quoted = new_text(text)
    if quoted is None:
        return _read(text, setting)
    draft = _read(quoted.text, replace(setting, context=f"{setting.context}\n{quoted.lead}"))
    return replace(draft, hanging=quoted.hanging) if draft else None


def _read(text: str, setting: Setting) -> Draft | None:
    words = read_words(text)
    if len(words) < 3:
        return None
    keys, issued = words.key_text, setting.issued
    frame = read_frame(setting.context, issued) if setting.context.strip() else no_context(setting.kind, words)
    if frame.closed:
        return None
    state = State(frame.bearers, frame.role, frame.partners, frame.modality, frame.bare)
    found: list[Obligation] = []
    recital = False
    for sentence in join_pieces(words, keys, split_sentences(text)):
        closing = _closing_deadline(text, sentence, issued)
        if closing:
            found = [o if o.deadline else replace(o, deadline=closing) for o in found]
            continue
        if RECITAL.match(text, sentence.start) or (recital and ENACTS.search(text, sentence.start, sentence.end)):
            recital = True
            continue
        if is_shouted(text[sentence.start : sentence.end]):
            continue
        if sentence.lead:
            state = handed_down(text[sentence.start : sentence.end], state, issued)
            continue
        made, state = read_sentence(words, keys, sentence, frame, state, issued)
        found.extend(made)
    return Draft(words, setting, frame, tuple(found))


def _row(words: Words, columns: Columns, setting: Setting, above: Draft | None) -> Draft:
    """Read a row of a table that shares out tasks; ``above`` may be the row before it, with which it can share cells."""
    same = above is not None and above.row and above.setting.context == setting.context
    found = read_row(words.text, columns, setting.issued, above.found[0].bearers if above and same and above.found else ())
    return Draft(words, setting, Frame(), (found,) if found else (), row=True)


def _proposed(draft: Draft, finding: Finding) -> Obligation | None:
    """Read the parts of a duty that the judge alone saw; who is bound comes from it, from the duty before it or the lead-in."""
    words, frame, issued = draft.words, draft.frame, draft.setting.issued
    if frame.purpose:
        return None  # what a document is for binds nobody
    first, last = finding.first, finding.last
    begin = after_connector(words, words.key_text, first, last)
    core = read_core(words, words.key_text, begin, last) or Core(begin, begin, None, None, False)
    before = [o for o in draft.found if o.end <= words.starts[first]]
    bearers = before[-1].bearers if before else frame.bearers
    if core.units is None and not bearers and (subject := find_subject(words, words.key_text, begin, last, finding.modality)):
        core = Core(subject[0].start, subject[1], core.modality, subject[0], core.marked)
    if last - first < _LEAST_WORDS or core.verb >= last:
        return None
    state = State(bearers, Role.THUC_HIEN, (), frame.modality, frame.bare)
    sentence = Sentence(words.starts[first], words.ends[last - 1])
    time = leading_deadline(words, first, core, sentence, issued)
    part = read_part(words, core.verb, last)
    who, sure = bearers_of(words, core, state), finding.share >= SURE
    return read_duty(words, words.key_text, first, last, core, part, who, finding.modality, time, issued, certain=sure)


_LEAST_WORDS = 3


def _closing_deadline(text: str, sentence: Sentence, issued: dt.date | None) -> Deadline | None:
    """Return the deadline of a sentence that only gives one ("Thời hạn hoàn thành: Quý II/2022")."""
    piece = text[sentence.start : sentence.end]
    if len(piece) > _COMPLETION_LENGTH or not _COMPLETION.match(piece):
        return None
    span = strongest(find_deadlines(piece, issued))
    return span.deadline if span else None


_BARE_MINISTRY = {"Bộ", "bộ"}


def _resolved(obligation: Obligation, issuer: str | None, frame: Frame) -> Obligation:
    """Resolve "Bộ" alone as recipient to the ministry of the lead-in, else to the issuing one."""
    ministry = frame.ministry or (issuer if issuer and issuer.startswith("Bộ ") else None)
    if ministry and any(r in _BARE_MINISTRY for r in obligation.recipients):
        names = dict.fromkeys(ministry if r in _BARE_MINISTRY else r for r in obligation.recipients)
        return replace(obligation, recipients=tuple(names))
    return obligation
