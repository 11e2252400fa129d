"""The validity of a normative document at a date, in the words of the national database, with the clause it follows from.

Order of evidence: (1) changes by other documents (repeal, replacement, amendment, suspension) in force at the date; (2) the
document's own end and start. Only normative documents have a validity (Luật 64/2025/QH15); directives, plans, official letters
and party documents have none.

1. Nothing is assumed: without a known day of effect the status is ``None``, unless a change in force settles it.
2. ``because`` names the effect and the document that states it; its quote stands word for word in that document.
3. A whole ending goes before a partial one, an ending before a suspension.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.kinds import is_normative
from corpus.model import Effect, EffectKind, Status


@dataclass(frozen=True, slots=True)
class Change:
    """An effect of document ``by`` on the document asked about; ``date`` is its first day (``None``: unknown)."""

    by: str
    effect: Effect
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class ValidityStatement:
    """The status at a date. ``by`` is the document that states ``because`` (``None``: the document itself)."""

    status: Status | None
    reason: str
    because: Effect | None = None
    by: str | None = None
    date: dt.date | None = None


_NOT_NORMATIVE = "Không phải văn bản quy phạm pháp luật nên không có tình trạng hiệu lực."
_UNKNOWN = "Không rõ ngày có hiệu lực."
_ENDING = (EffectKind.REPEALS, EffectKind.REPLACES)


def status_at(
    kind: str | None,
    number: str | None,
    effects: Sequence[Effect],
    changes: Sequence[Change],
    as_of: dt.date,
    *,
    effective: dt.date | None = None,
) -> ValidityStatement:
    """Return the status of a document at ``as_of``.

    ``effects`` are its own (``read_effects``), ``changes`` those of others on it; ``effective`` is a day of effect known from
    elsewhere.
    """
    if not is_normative(kind, number):
        return ValidityStatement(None, _NOT_NORMATIVE)
    active = sorted((c for c in changes if c.date is not None and c.date <= as_of), key=lambda c: c.date or as_of)
    ended = next((c for c in active if c.effect.kind in _ENDING and not _is_partial(c)), None)
    if ended is not None:
        word = "thay thế" if ended.effect.kind is EffectKind.REPLACES else "bãi bỏ"
        return ValidityStatement(Status.ENDED, f"Đã bị {word}.", ended.effect, ended.by, ended.date)
    own = _own_time(effects, as_of, effective)
    if own.status is Status.ENDED or own.status is Status.NOT_YET:
        return own
    return _changed(active, as_of) or own


def _is_partial(change: Change) -> bool:
    return bool(change.effect.target and change.effect.target.provisions)


def _changed(active: Sequence[Change], as_of: dt.date) -> ValidityStatement | None:
    """Return what suspensions and partial endings make of a document that has begun and not ended."""
    for change in reversed(active):
        if change.effect.kind is EffectKind.SUSPENDS and (change.effect.until is None or as_of <= change.effect.until):
            status = Status.PARTLY_SUSPENDED if _is_partial(change) else Status.SUSPENDED
            return ValidityStatement(status, "Đang bị ngưng hiệu lực.", change.effect, change.by, change.date)
    for change in reversed(active):
        if change.effect.kind in (*_ENDING, EffectKind.AMENDS):
            return ValidityStatement(
                Status.PARTLY_ENDED, "Đã bị sửa đổi, thay thế hoặc bãi bỏ một phần.", change.effect, change.by, change.date
            )
    return None


def _own_time(effects: Sequence[Effect], as_of: dt.date, effective: dt.date | None) -> ValidityStatement:
    """Return what the document itself says of its time."""
    end = next((e for e in effects if e.kind is EffectKind.ENDS and not e.provisions and e.date), None)
    if end is not None and end.date is not None and end.date < as_of:
        return ValidityStatement(Status.ENDED, "Đã hết thời hạn áp dụng.", end, None, end.date)
    starts = [e for e in effects if e.kind is EffectKind.STARTS and e.date]
    whole = next((e for e in starts if not e.provisions), starts[0] if starts and effective is None else None)
    day = (whole.date if whole else None) or effective
    if day is None:
        return ValidityStatement(None, _UNKNOWN)
    if as_of < day:
        return ValidityStatement(Status.NOT_YET, "Chưa đến ngày có hiệu lực.", whole, None, day)
    late = [e for e in effects if e.kind is EffectKind.ENDS and e.provisions and e.date and e.date < as_of]
    if late:
        return ValidityStatement(Status.PARTLY_ENDED, "Một số quy định đã hết thời hạn.", late[0], None, late[0].date)
    return ValidityStatement(Status.IN_FORCE, "Đã có hiệu lực, chưa thấy văn bản làm hết hiệu lực.", whole, None, day)
