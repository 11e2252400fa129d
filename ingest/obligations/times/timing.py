"""Deadlines before the verb: they govern the whole sentence, and end where the main clause begins."""

from __future__ import annotations

import datetime as dt
import re

from corpus.model import Deadline, DeadlineKind
from ingest.obligations.syntax.predicates import Core
from ingest.obligations.times.deadlines import find_deadlines
from ingest.obligations.times.timespans import TimeSpan
from ingest.obligations.words import Sentence, Words

CASE = re.compile(r"(?:trường hợp|nếu|đối với|trong trường hợp)\s", re.IGNORECASE)
_CASE_TIME = re.compile(r"(?:h[àằ]ng|định kỳ|khi phát hiện|ngay)", re.IGNORECASE)
_LATER_EVENT = re.compile(r"khi có (?:yêu cầu|đề nghị) \b|cho đến khi", re.IGNORECASE)


def leading_deadline(words: Words, start: int, core: Core, sentence: Sentence, issued: dt.date | None) -> TimeSpan | None:
    """Return a deadline that stands before the verb: it governs the whole sentence."""
    stop = words.starts[core.verb] if core.verb < len(words) else sentence.end
    lead = words.text[sentence.start : stop]
    for span in find_deadlines(lead, issued):
        if span.deadline.kind is DeadlineKind.EVENT and _LATER_EVENT.match(span.deadline.text):
            continue
        if CASE.match(lead) and not _CASE_TIME.match(span.deadline.text) and span.deadline.kind is not DeadlineKind.WITHIN:
            continue  # "Trường hợp giao đất trước ngày 01/7/2014 thì ...": a day of the case
        if _subject_start(words, core) >= 0:
            span = _cut_at(words, core, span, sentence.start)
        return TimeSpan(span.start + sentence.start, span.end + sentence.start, span.deadline)
    return None


def _subject_start(words: Words, core: Core) -> int:
    if core.units and words.starts[core.units.start] > words.starts[core.start] - 1:
        return words.starts[core.units.start]
    return words.starts[core.start] if core.start < len(words) else -1


def _cut_at(words: Words, core: Core, span: TimeSpan, offset: int) -> TimeSpan:
    """End a leading deadline where the main clause begins."""
    limit = _subject_start(words, core) - offset
    if span.deadline.kind is DeadlineKind.EVENT and not core.units and core.marked and core.start < core.verb:
        limit = min(limit, words.starts[core.start] - offset) if limit > span.start else words.starts[core.start] - offset
    if not span.start < limit < span.end:
        return span
    piece = span.deadline.text[: limit - span.start].rstrip(" ,:")
    value = piece if span.deadline.kind is DeadlineKind.EVENT else span.deadline.value
    return TimeSpan(span.start, span.start + len(piece), Deadline(piece, span.deadline.kind, value))
