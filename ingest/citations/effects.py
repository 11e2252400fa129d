"""What a document says about time and change: when it takes effect and ends, what it amends, replaces and repeals.

Order of evidence: the clause "... có hiệu lực (thi hành) kể từ ngày ..." whose subject is this document or provisions of it; a
date, "kể từ ngày ký", or so many days after signing; the amending clauses as the citations tell them (``relation``).

1. ``text[e.start:e.end] == e.quote`` for every effect; effects are in the order of the text.
2. A date that is not written and does not follow from the day of issue stays ``None``: the document's own effect date holds.
3. ``provisions`` of START and END are this document's own (staggered dates); ``target`` is the document that is changed.
4. "đến hết ngày D" ends after D: ``date`` is D, the last day of force.
5. Words that only fix a time ("kể từ ngày Thông tư này có hiệu lực đến hết ngày D, mức thu ...") state nothing of the document,
   nor do the forms behind its signature.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from corpus.dates import DATE, date_of, make_date
from corpus.model import Citation, Effect, EffectKind, Relation
from ingest.citations.extract import extract_citations

__all__ = ["Effect", "EffectKind", "effective_date", "read_effects"]

_CHANGES: Final = {
    Relation.SUA_DOI: EffectKind.AMENDS,
    Relation.BO_SUNG: EffectKind.ADDS,
    Relation.THAY_THE: EffectKind.REPLACES,
    Relation.BAI_BO: EffectKind.REPEALS,
    Relation.DINH_CHINH: EffectKind.CORRECTS,
}
_ENDINGS: Final = frozenset({EffectKind.REPLACES, EffectKind.REPEALS})
# "bãi bỏ một số điều của Luật X" ends a part of it that is named elsewhere.
_PART: Final = re.compile(
    r"(?:bãi\s+bỏ|thay\s+thế)[^.;\n]{0,40}?\s(?:một\s+số|một\s+phần|các\s+(?:điều|khoản|điểm|quy\s+định|nội\s+dung|cụm\s+từ))(?!\w)[^.;\n]{0,160}$|\stại\s+(?:các\s+)?$",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.;\n](?:(?<=\n)\n*|(?<=[.;])\s+)")
# What every statement of time holds; sentences without it are not looked at (first letters apart: a set is found fast).
_SPOKEN: Final = re.compile(r"[hHvV](?i:(?<=h)iệu\s+lực|(?<=v)iệc\s+thi\s+hành)")
_STARTS: Final = re.compile(r"có\s+hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:kể\s+)?(?P<how>từ\s+ngày|sau|từ\s+khi|ngay)?", re.IGNORECASE)
_ENDS: Final = re.compile(r"đến\s+(?:hết\s+)?ngày\s+", re.IGNORECASE)
_EXPIRES: Final = re.compile(r"hết\s+hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:kể\s+)?từ\s+ngày", re.IGNORECASE)
_SIGNED: Final = re.compile(
    r"\s*(?:(?:kể\s+)?từ\s+ngày\s+)?(?:được\s+)?(?:Quốc\s+hội\s+|Hội\s+đồng\s+nhân\s+dân\s+)?(?:ký|ban\s+hành|công\s+bố|thông\s+qua)(?!\w)",
    re.IGNORECASE,
)
_COUNTS: Final = {"mười": 10, "mười lăm": 15, "hai mươi": 20, "ba mươi": 30, "bốn mươi lăm": 45, "sáu mươi": 60, "chín mươi": 90}
_COUNT: Final = "|".join(sorted((words.replace(" ", r"\s+") for words in _COUNTS), key=len, reverse=True))
_AFTER_SIGNED: Final = re.compile(
    rf"\s*(?:(?P<days>\d{{1,3}})|(?P<words>{_COUNT}))\s*(?:\([^)]*\)\s*)?(?P<unit>ngày|tháng),?\s*(?:kể\s+)?từ\s+ngày\s+(?:ký|ban\s+hành)(?!\w)",
    re.IGNORECASE,
)
# A verb before the document rules it; what is said behind a semicolon is said of the next one.
_VERB_BEFORE: Final = re.compile(r"(?:bãi\s+bỏ|thay\s+thế|sửa\s+đổi|bổ\s+sung)(?!\w)", re.IGNORECASE)
_SUSPENDED: Final = re.compile(r"(?:ngưng|tạm\s+ngưng|đình\s+chỉ)\s+(?:hiệu\s+lực|việc\s+thi\s+hành)", re.IGNORECASE)
# What is suspended stands behind the verb, alone or as a part; "văn bản ... quy định tại Luật X" is a power over others.
_SUSPENDS_IT: Final = re.compile(
    r"\s+(?:(?:của|đối\s+với|một\s+phần|toàn\s+bộ|các|những|quy\s+định|tại|nội\s+dung|và|điều\s+chỉnh|thi\s+hành)\s+)*"
)
# A recital, or the name of the act that suspended.
_TOLD_OF: Final = re.compile(r"(?:\A|\n|^)\s*(?:Căn\s+cứ|Theo\s+đề\s+nghị|Xét)(?!\w)|\bvề\s+(?:việc\s+)?$", re.MULTILINE)
_UNTIL: Final = re.compile(r"đến\s+(?:hết\s+)?(?=ngày)")
_FIXES_TIME: Final = re.compile(r"(?:ngày|khi|thời\s+điểm|lúc)\s+$", re.IGNORECASE)  # "trước ngày Thông tư này có hiệu lực"
_EXCEPT: Final = re.compile(
    r"trừ\s+(?:các\s+)?(?:trường\s+hợp|quy\s+định|khoản|điểm|[Đđ]iều|nội\s+dung)[^.;]{0,300}", re.IGNORECASE
)
_OWN_WORDS: Final = re.compile(
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư|Thông tư liên tịch|Chỉ thị|Quy chế|Quy định|Kế hoạch"
    r"|Điều lệ|Văn bản)\s+này"
)


def read_effects(text: str, issued: dt.date | None, *, body_end: int | None = None) -> tuple[Effect, ...]:
    """Return the effects stated in ``text``; ``issued`` is the document's date, for "kể từ ngày ký".

    Behind ``body_end`` stand signature, forms and annexes: they list what is changed, and state no time of the document itself.
    """
    citations = extract_citations(text)
    found: list[Effect] = []
    for start, end in _sentences(text[:body_end], citations):
        inside = [c for c in citations if start <= c.start < end]
        found += _times(text, start, end, inside, issued)
    found += [effect for citation in citations if (effect := _change(text, citation))]
    return tuple(sorted(found, key=lambda effect: (effect.start, effect.end, effect.kind)))


def effective_date(effects: Sequence[Effect]) -> dt.date | None:
    """Return the day the whole document takes effect, ``None`` if none or several are stated."""
    dates = {effect.date for effect in effects if effect.kind is EffectKind.STARTS and not effect.provisions and effect.date}
    return dates.pop() if len(dates) == 1 else None


def _sentences(text: str, citations: Sequence[Citation]) -> list[tuple[int, int]]:
    """Return the sentences that may state a time: those in which a statement of ``_SPOKEN`` begins.

    A list of provisions ("Điều 2; khoản 7 Điều 21 của Luật này") is not cut at its semicolons.
    """
    spoken = [match.start() for match in _SPOKEN.finditer(text)]
    if not spoken:
        return []
    cuts = (match.end() for match in _SENTENCE.finditer(text))
    edges = [0, *(cut for cut in cuts if not _is_inside(citations, cut)), len(text)]
    found = sorted({bisect_right(edges, position) for position in spoken})
    return [(edges[at - 1], edges[at]) for at in found]


def _is_inside(citations: Sequence[Citation], place: int) -> bool:
    """Whether a place lies in one of the citations, which are in the order of the text."""
    index = bisect_left(citations, place, key=lambda citation: citation.start) - 1
    return index >= 0 and place < citations[index].end


def _times(text: str, start: int, end: int, inside: Sequence[Citation], issued: dt.date | None) -> list[Effect]:
    """Return start, end and suspension stated in one sentence."""
    found = []
    starts = _STARTS.search(text, start, end)
    subject = _subject(text, start, starts.start(), inside) if starts else None
    if starts is not None and subject is not None and starts["how"] is not None:
        date = _date_after(text, starts, end, issued)
        exceptions = _exceptions(text, starts.end(), end, inside)
        if date is not None or _is_dated(text, starts, end):
            found.append(Effect(EffectKind.STARTS, start, end, text[start:end], date, subject, exceptions=exceptions))
    until = _ENDS.search(text, start, end) if text.find("hiệu lực", start, end) >= 0 else None
    if until is not None and (own := _subject(text, start, until.end(), inside)) is not None:
        date = _first_date(text, until.end() - len("ngày "), end)
        if date is not None:
            found.append(Effect(EffectKind.ENDS, start, end, text[start:end], date, own))
    suspended = _SUSPENDED.search(text, start, end)
    if suspended is not None and _TOLD_OF.search(text, start, suspended.start()) is None:
        for citation in inside:
            if _SUSPENDS_IT.fullmatch(text, suspended.end(), citation.start) and not citation.self_reference:
                last = _UNTIL.search(text, citation.end, end)
                final = _first_date(text, last.end(), end) if last else None
                found.append(Effect(EffectKind.SUSPENDS, start, end, text[start:end], None, (), citation, until=final))
    return found


def _subject(text: str, start: int, stop: int, inside: Sequence[Citation]) -> tuple[str, ...] | None:
    """Return the own provisions that the clause speaks of (empty: the whole document); ``None`` if it speaks of another."""
    before = [c for c in inside if c.end <= stop + 1]
    own = [c for c in before if c.self_reference and _FIXES_TIME.search(text, start, c.start) is None]
    if not own and any(c.self_reference for c in before):
        return None
    if own:
        others = [c for c in before if not c.self_reference]
        if others and others[-1].end > own[-1].end:
            return None
        return own[-1].provisions
    if not before and _OWN_WORDS.search(text, start, stop):
        return ()
    return None


def _date_after(text: str, starts: re.Match[str], end: int, issued: dt.date | None) -> dt.date | None:
    """Return the day of effect behind "có hiệu lực": a date, the day of issue, or so many days after it."""
    how = (starts["how"] or "").lower()
    if how.startswith("sau") or how == "ngay":
        after = _AFTER_SIGNED.match(text, starts.end(), end)
        return _later(issued, after) if after and issued else None
    if _SIGNED.match(text, starts.end(), end):
        return issued
    return _first_date(text, starts.end() - len("ngày"), end)


def _later(issued: dt.date, after: re.Match[str]) -> dt.date | None:
    """Return the day so many days or months after ``issued``; ``None`` where that month has no such day."""
    count = int(after["days"]) if after["days"] else _COUNTS[" ".join(after["words"].lower().split())]
    if after["unit"].lower() == "ngày":
        return issued + dt.timedelta(days=count)
    years, month = divmod(issued.month - 1 + count, 12)
    return make_date(issued.year + years, month + 1, issued.day)


def _is_dated(text: str, starts: re.Match[str], end: int) -> bool:
    return _SIGNED.match(text, starts.end(), end) is not None or _AFTER_SIGNED.match(text, starts.end(), end) is not None


_NEAR: Final = 14  # code points between "từ ngày" and the date


def _first_date(text: str, start: int, end: int) -> dt.date | None:
    match = DATE.search(text, max(0, start), end)
    return date_of(match) if match and match.start() <= start + _NEAR else None


def _exceptions(text: str, start: int, end: int, inside: Sequence[Citation]) -> tuple[str, ...]:
    match = _EXCEPT.search(text, start, end)
    if match is None:
        return ()
    return tuple(path for c in inside if match.start() <= c.start < match.end() for path in c.provisions)


def _change(text: str, citation: Citation) -> Effect | None:
    kind = _CHANGES.get(citation.relation)
    if kind is None or citation.self_reference:
        return None
    start, end = _clause(text, citation)
    if kind in _ENDINGS and not citation.provisions and _PART.search(text, start, citation.start):
        kind = EffectKind.AMENDS
    semicolon = text.find(";", citation.end, end)
    governed = semicolon >= 0 and _VERB_BEFORE.search(text, start, citation.start) is not None
    expires = _EXPIRES.search(text, citation.end, semicolon if governed else end)
    date = _first_date(text, expires.end() - len("ngày"), end) if expires else None
    return Effect(kind, start, end, text[start:end], date, (), citation)


_LONGEST_CLAUSE: Final = 1200  # code points


def _clause(text: str, citation: Citation) -> tuple[int, int]:
    """Return the sentence or item around a citation."""
    line, sentence = text.rfind("\n", 0, citation.start), text.rfind(". ", 0, citation.start)
    start = max(line + 1, sentence + len(". ") if sentence >= 0 else 0)
    stops = [i for i in (text.find("\n", citation.end), text.find(". ", citation.end)) if i >= 0]
    end = min([len(text), citation.end + _LONGEST_CLAUSE, *(i + 1 if text[i] == "." else i for i in stops)])
    return start, end
