"""The words of the act: the verb phrase without bearer, marker, partners and trailing deadline.

1. The action is one piece of the quote; a deadline ends it only at its end, before brackets or the addressee's work.
2. A later part of a sentence begins behind its connector; its modality is its own where it has a marker.
"""

from __future__ import annotations

import re

from corpus.model import DeadlineKind, Modality
from corpus.vietnamese import search_key
from ingest.obligations.times.timespans import TimeSpan
from ingest.obligations.vocabulary import ADVERBS
from ingest.obligations.words import Words

_TRAILING = re.compile(r"[\s,;.…/]+$")
# What the addressee does with it ("để xem xét, giải quyết") and what only announces the time ("thời gian thực hiện xong").
_ADDRESSEE_WORK = re.compile(
    r",?\s+(?:làm căn cứ\s+)?để\s+(?:được|xem xét|chỉ đạo|kịp thời có|báo cáo|nghiên cứu|hướng dẫn|giải ngân)\b.*$", re.DOTALL
)
_DONE = re.compile(
    r"(?:,?\s*(?:thời (?:gian|hạn) thực hiện)?\s*xong|,?\s*(?:bảo đảm|đảm bảo)[^,;]*(?:hiệu lực|hoàn thành)|,?\s*hoàn thành)\s*$"
)


def read_action(words: Words, verb: int, end: int, time: TimeSpan | None) -> str:
    """Return the act that begins at word ``verb`` and stands before character ``end``."""
    start = words.starts[verb] if verb < len(words) else end
    text = words.text
    if time and time.start == start:
        start = time.end
    elif time and start < time.start < end:
        if search_key(text[start : time.start]) in ADVERBS:
            start = time.end  # "định kỳ trước ngày 15 báo cáo ...": the act stands behind the time
        elif _is_trailing(time, text[time.end : end]):
            end = start + len(_DONE.sub("", text[start : time.start]))
    answer = _ADDRESSEE_WORK.search(text, start, end) if text.find("để", start, end) >= 0 else None
    end = answer.start() if answer else end
    return _TRAILING.sub("", text[start:end]).lstrip(" ,") if end > start else ""


def _is_trailing(time: TimeSpan, rest: str) -> bool:
    """Whether a deadline ends the act: a dated one with nothing behind it but brackets or the addressee's work."""
    if time.deadline.kind is DeadlineKind.RECURRING and "--" not in time.deadline.value:
        return False
    return not rest.strip() or rest.lstrip(" ,").startswith(("(", "để ", "đồng thời "))


_LATER_CASE = re.compile(r"(?:trường hợp|nếu) .*?(?<!\w)(?:phải|cần)(?!\w)", re.DOTALL)


def later_verb(words: Words, point: int, stop: int) -> int:
    """Return where the act of a later part begins: behind its connector, marker or condition."""
    j = point
    case = _LATER_CASE.match(words.key_text, words.starts[point], words.ends[stop - 1])
    if case and words.at(case.end()) < stop:
        return words.at(case.end())
    for opener in (
        "trên cơ sở đó",
        "chỉ được phép",
        "chỉ được",
        "đồng thời",
        "có trách nhiệm",
        "không được",
        "kiên quyết",
        "tuyệt đối",
        "không",
        "phải",
    ):
        count = len(opener.split())
        if words.phrase(j, count) == opener:
            j += count
    return min(j, stop - 1)


def later_modality(key: str, modality: Modality) -> Modality:
    """Return how a later part binds."""
    if re.match(r"(?:đồng thời )?(?:kiên quyết |tuyệt đối )?(?:không(?! phải)|nghiêm cấm)", key):
        return Modality.MUST_NOT
    if re.match(r"(?:trường hợp|nếu) .*(?<!\w)(?:phải|cần)(?!\w)", key, re.DOTALL):
        return Modality.MUST
    if re.match(r"(?:chỉ )?được |có quyền ", key):
        return Modality.MAY
    return Modality.MUST if modality is Modality.MUST_NOT else modality
