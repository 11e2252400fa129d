"""When a duty is due: every way a Vietnamese document gives a time, normalised.

Order of evidence: recurring with a day, date, duration, recurring by a word, event; of equal kind the first in the text.
A date counts only behind a word of time ("trước", "chậm nhất", "trong", "hoàn thành"), so the dates of cited documents are none.

Guarantees, each with a table in ``tests/ingest/obligations/test_deadlines.py``:

1. ``text[start:end]`` is the deadline's wording; the value is of the forms of ``corpus.model.Deadline``.
2. A day without a year takes the year of ``issued`` (the next one if that day has passed); without ``issued`` there is no date.
3. A day that does not exist, a bare "kịp thời", "thường xuyên", "định kỳ" or "theo quy định" gives nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator

from corpus.dates import make_date
from corpus.model import Deadline, DeadlineKind
from ingest.obligations.times.rhythms import find_rhythms
from ingest.obligations.times.timespans import COUNT, DURATIONS, TimeSpan, number_of, single_spaces, span_of

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_HOUR = r"(?:\d{1,2}\s?(?:giờ|h|g)\s?(?:\d{2}\s?(?:phút)?)?\s*,?\s*(?:của\s+)?)?"
# The word that makes a date a deadline.
_BY = (
    r"(?:(?:chậm|muộn)\s+nhất(?:\s+là)?(?:\s+(?:vào|trước|đến|trong|đến\s+hết|hết))?|không\s+(?:quá|"
    r"muộn\s+hơn|chậm\s+hơn)|trước(?!\s+(?:đây|mắt|khi|hết|pháp))|trong(?!\s+(?:thời\s+hạn|vòng))"
    r"|(?:cho\s+)?đến\s+hết|đến|vào|hết|xong|từ\s+nay\s+đến|thời\s+(?:hạn|gian)(?:\s+(?:hoàn\s+thành|"
    r"báo\s+cáo|gửi|thực\s+hiện))?(?:\s+là)?\s*:?(?:\s+trước)?|thời\s+hạn\s+[^,;.:\d]{3,60}?\s+là(?:\s+trước)?)"
)
_DAY = r"(?:ngày\s+)?(?P<d>\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<m>\d{1,2})(?:(?:\s?[/.-]\s?|\s+năm\s+)(?P<y>\d{4}))?(?![\d/%])"
_YEARLY = r"(?:h[àằ]ng\s+năm|mỗi\s+năm|của\s+năm(?!\s+\d)|năm\s+báo\s+cáo|năm\s+sau|của\s+(?:mỗi|từng)\s+năm)"
_MONTHLY = r"(?:h[àằ]ng\s+tháng|mỗi\s+tháng|của\s+tháng(?!\s+(?:\d|cuối))|tháng\s+sau|của\s+(?:mỗi|từng)\s+tháng)"
_QUARTERLY = r"(?:h[àằ]ng\s+quý|mỗi\s+quý|của\s+(?:mỗi\s+)?quý|(?:của\s+)?tháng\s+cuối\s+(?:của\s+)?quý)"

_DATE = re.compile(rf"(?<!\w)(?P<by>{_BY})\s+{_HOUR}{_DAY}", re.IGNORECASE)
_SECOND_DAY = re.compile(
    r"\s*(?:,|;|và|hoặc)\s+(?:trước\s+)?(?:ngày\s+)?(?P<d>\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<m>\d{1,2})(?!\s?[/.-]\s?\d)",
    re.IGNORECASE,
)
_TAIL_YEARLY = re.compile(rf"\s*,?\s*\(?(?:định\s+kỳ\s+)?(?P<word>{_YEARLY})\)?", re.IGNORECASE)
_LEAD_YEARLY = re.compile(r"(?:định\s+kỳ\s+)?(?:h[àằ]ng|mỗi)\s+năm\s*[,(]?\s*$", re.IGNORECASE)
_LEAD_MONTHLY = re.compile(r"(?:định\s+kỳ\s+)?(?:h[àằ]ng|mỗi)\s+tháng\s*[,(]?\s*$", re.IGNORECASE)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?P<by>{_BY}|từ|định\s+kỳ(?:\s+vào)?)\s+{_HOUR}ngày\s+(?:mùng\s+|"
    rf"mồng\s+)?(?P<d>\d{{1,2}})\s*,?\s*(?:(?P<month>{_MONTHLY})|(?P<quarter>{_QUARTERLY}))",
    re.IGNORECASE,
)
_LEAD_DAY = re.compile(rf"(?<!\w)(?P<by>{_BY})\s+{_HOUR}ngày\s+(?P<d>\d{{1,2}})(?!\s?[/.\d-]|\s+tháng)", re.IGNORECASE)
_QUARTER = re.compile(
    rf"(?<!\w)(?:(?P<by>{_BY})\s+)?quý\s+(?P<q>IV|III|II|I|[1-4])(?:\s*[/.-]\s*|\s*,?\s+năm\s+|\s+)(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?<!\w)(?P<by>{_BY})\s+(?:(?:đầu|giữa|cuối)\s+)?tháng\s+(?P<m>\d{{1,2}})(?:\s*[/.-]\s*|\s+năm\s+)(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<!\w)(?P<by>trong|đến\s+hết|hết|trước|đến|chậm\s+nhất\s+(?:là\s+)?(?:trong|vào|đến)?|đến\s+cuối|"
    r"cuối)\s+năm\s+(?P<y>\d{4})(?![\d-])",
    re.IGNORECASE,
)
_HALF = re.compile(r"(?<!\w)(?:trong\s+)?6\s+tháng\s+(?P<h>đầu|cuối)\s+năm\s+(?P<y>\d{4})", re.IGNORECASE)

_UNIT = r"(?P<u>ngày\s+làm\s+việc|ngày\s+lịch|ngày|giờ\s+làm\s+việc|giờ|tháng|năm|tuần|phút|quý)(?!\s+\d)"
_WITHIN = re.compile(
    rf"(?<!\w)(?P<lead>(?:chậm|muộn)\s+nhất(?:\s+là)?(?:\s+(?:sau|trong(?:\s+(?:thời\s+hạn|thời\s+gian|"
    rf"vòng))?))?|(?:sau\s+)?trong\s+(?:thời\s+(?:hạn|gian)|vòng|khoảng\s+thời\s+gian)(?:\s+(?:tối\s+đa|"
    rf"không\s+quá|chậm\s+nhất))?(?:\s+là)?"
    rf"|sau\s+thời\s+hạn|thời\s+(?:hạn|gian)(?:\s+[^\s,.;:]+){{0,6}}?\s+(?:là|không\s+quá|tối\s+đa|"
    rf"tối\s+đa\s+là|tối\s+đa\s+không\s+quá)|thời\s+hạn|không\s+quá|tối\s+đa(?:\s+là)?(?:\s+không\s+quá)?|"
    rf"trước(?:\s+ít\s+nhất)?|ít\s+nhất|tối\s+thiểu|trong|sau)"
    rf"\s+{COUNT}{_UNIT}",
    re.IGNORECASE,
)
_WEAK_LEADS = re.compile(
    r"^(?:không\s+quá|tối\s+đa|trước|ít\s+nhất|tối\s+thiểu|trong|sau|thời\s+hạn)(?!\s+(?:thời\s+(?:hạn|gian)|vòng))", re.IGNORECASE
)
_AT_LEAST = {"ít nhất", "tối thiểu"}  # how long something lasts, unless "trước khi" follows
_SINCE = re.compile(
    r"\s*,?\s*(?:(?:tính\s+)?(?:kể\s+)?từ\s+(?:ngày|khi|thời\s+điểm|lúc|hết|sau)|kể\s+từ|trước\s+(?:ngày|"
    r"khi)|sau\s+(?:khi|ngày)|trước\s+thời\s+điểm)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"(?<!\w)(?P<cue>ngay\s+(?:sau\s+)?(?:từ\s+)?khi|ngay\s+sau\s+(?=ngày|khi|lúc)|sau\s+khi|"
    r"sau\s+(?=ngày\s+\D)|cho\s+đến\s+khi|đến\s+khi|trước\s+khi|khi\s+(?:có\s+yêu\s+cầu|được\s+yêu\s+cầu|"
    r"phát\s+hiện|có\s+đề\s+nghị)|theo\s+yêu\s+cầu\s+đột\s+xuất)",
    re.IGNORECASE,
)

# Where a subordinate clause of time or event ends: a comma before the main clause, or the verb's next complement.
_CLAUSE_END = re.compile(
    r";|\.(?=\s|$)|:|\)|,\s+(?=(?:bảo đảm|đảm bảo|không để|không làm|để|trừ|nếu|đồng thời|và phải|gồm|bao gồm)\b)|"
    r"\s+(?=để\s+(?:tổng hợp|xem xét|kiểm tra|theo dõi|tổ chức|báo cáo|bảo đảm|chỉ đạo|quản lý|phục vụ|"
    r"làm|thực hiện|giải quyết|xử lý)\b)"
    r"|\s+(?=(?:về|cho|đến|tới)\s+(?:(?:các|những)\s+)?(?:Bộ|Sở|Ủy|Uỷ|UBND|Văn phòng|Cục|Vụ|Thủ tướng|"
    r"Chính phủ|Công an|Thanh tra)\b)"
    r"|,\s+(?=(?:nhân viên|người|tổ chức|cá nhân|doanh nghiệp|thương nhân|chủ|đơn vị|bên|hội đồng|tổ|đoàn)\s"
    r"[^,;.]{0,60}?(?:có trách nhiệm|phải|chịu trách nhiệm)\b)"
    r"|\s+(?=và trong quá trình\b)|,?\s+(?=(?:các|Ủy ban|UBND|Bộ|Sở|Cơ quan|cơ quan)\s+[^,;"
    r".]{2,60}?\s(?:có trách nhiệm|phải|chịu trách nhiệm|thực hiện|gửi|báo cáo|xem xét)\b)"
    r"|\s+(?=liên\s+quan\s+đến\b)|\s+(?=mà\b)"
)


def _without_year(match: re.Match[str], issued: dt.date | None) -> dt.date | None:
    if issued is None:
        return None
    day = make_date(issued.year, match["m"], match["d"])
    if day is not None and day < issued:
        return make_date(issued.year + 1, match["m"], match["d"])
    return day


def _day_values(text: str, match: re.Match[str]) -> tuple[str, int]:
    """Return "--MM-DD" of the day and of those joined to it, and where they end; "" if one does not exist."""
    values, end = [], match.end()
    current: re.Match[str] | None = match
    while current is not None:
        if make_date(2024, current["m"], current["d"]) is None:
            return "", end
        values.append(f"--{int(current['m']):02d}-{int(current['d']):02d}")
        end = current.end()
        current = _SECOND_DAY.match(text, end)
    return ",".join(values), end


def _yearly_days(text: str, match: re.Match[str]) -> TimeSpan | None:
    value, end = _day_values(text, match)
    tail = _TAIL_YEARLY.match(text, end)
    lead = _LEAD_YEARLY.search(text, max(0, match.start() - 24), match.start())
    if not value or not (tail or lead):
        return None
    start = lead.start() if lead else match.start()
    return span_of(text, start, tail.end() if tail else end, DeadlineKind.RECURRING, value)


def _dates(text: str, issued: dt.date | None) -> Iterator[TimeSpan]:
    for match in _DATE.finditer(text):
        if not match["y"] and (yearly := _yearly_days(text, match)):
            yield yearly
            continue
        day = make_date(match["y"], match["m"], match["d"]) if match["y"] else _without_year(match, issued)
        if day is not None and not _is_no_deadline(text, match):
            yield span_of(text, match.start(), match.end(), DeadlineKind.DATE, day.isoformat())


_NO_DEADLINE_BEFORE = re.compile(
    r"(?:hiệu\s+lực(?:\s+thi\s+hành)?|ban\s+hành|ký|cấp|có|từ\s+ngày\s+[\d/.\s-]+|áp\s+dụng|"
    r"được\s+(?:ban\s+hành|cấp|ký|thành\s+lập|phê\s+duyệt)|giao\s+kết|nộp\s+hồ\s+sơ|"
    r"tiếp\s+nhận)\s*(?:kể\s+)?$",
    re.IGNORECASE,
)


_DONE_BEFORE = re.compile(r"(?:được cấp|được ban hành|thành lập|đã \w+) $", re.IGNORECASE)


# "từ ngày 01 tháng 8 năm 2024 đến trước ngày ...": a period in which something fell.
_FROM = re.compile(
    r"từ\s+(?:ngày\s+)?\d{1,2}(?:\s?[/.-]\s?|\s+tháng\s+)\d{1,2}(?:(?:\s?[/.-]\s?|\s+năm\s+)\d{4})?\s+(?:cho\s+)?(?:đến\s+)?$",
    re.IGNORECASE,
)


def _is_no_deadline(text: str, match: re.Match[str]) -> bool:
    by = match["by"].lower()
    if _FROM.search(text, max(0, match.start() - 50), match.start()):
        return True
    if by.startswith(("vào", "đến", "hết", "trong")) and _NO_DEADLINE_BEFORE.search(
        text, max(0, match.start() - 40), match.start()
    ):
        return True
    return by.startswith("trước") and bool(_DONE_BEFORE.search(text, max(0, match.start() - 24), match.start()))


def _month_days(text: str) -> Iterator[TimeSpan]:
    for match in _MONTH_DAY.finditer(text):
        if not 1 <= int(match["d"]) <= 31:
            continue
        value = f"---{int(match['d']):02d}" if match["month"] else "quarterly"
        yield span_of(text, match.start(), match.end(), DeadlineKind.RECURRING, value)
    for match in _LEAD_DAY.finditer(text):
        lead = _LEAD_MONTHLY.search(text, max(0, match.start() - 24), match.start())
        if lead and 1 <= int(match["d"]) <= 31:
            yield span_of(text, lead.start(), match.end(), DeadlineKind.RECURRING, f"---{int(match['d']):02d}")


def _last_day(year: int, month: int) -> str:
    return dt.date(year, month, monthrange(year, month)[1]).isoformat()


_TITLE_YEAR = re.compile(
    r"(?:giai\s+đoạn|tầm\s+nhìn|quy\s+hoạch|chiến\s+lược|kế\s+hoạch|chương\s+trình|đề\s+án|định\s+hướng)[^,.;:]*$", re.IGNORECASE
)


# "đến năm 2020" is mostly part of a plan's title; alone it opens a clause or follows a verb of completion.
_STANDS_ALONE = re.compile(r"(?:^|[,;:.]|hoàn thành|xong|chậm nhất|phấn đấu)\s*$", re.IGNORECASE)


def _long_dates(text: str) -> Iterator[TimeSpan]:
    for match in _QUARTER.finditer(text):
        yield span_of(
            text, match.start(), match.end(), DeadlineKind.DATE, _last_day(int(match["y"]), 3 * _ROMAN[match["q"].lower()])
        )
    for match in _MONTH.finditer(text):
        if 1 <= int(match["m"]) <= 12:
            yield span_of(text, match.start(), match.end(), DeadlineKind.DATE, _last_day(int(match["y"]), int(match["m"])))
    for match in _HALF.finditer(text):
        yield span_of(
            text,
            match.start(),
            match.end(),
            DeadlineKind.DATE,
            _last_day(int(match["y"]), 6 if match["h"].lower() == "đầu" else 12),
        )
    for match in _YEAR.finditer(text):
        inside = match["by"].lower().startswith("đến") and not _STANDS_ALONE.search(text[: match.start()])
        if not inside and not _TITLE_YEAR.search(text, max(0, match.start() - 90), match.start()):
            yield span_of(text, match.start(), match.end(), DeadlineKind.DATE, f"{match['y']}-12-31")


def clause_end(text: str, start: int, limit: int) -> int:
    """Return where the subordinate clause of time that begins at ``start`` ends."""
    match = _CLAUSE_END.search(text, start, limit)
    return match.start() if match else limit


def _durations(text: str) -> Iterator[TimeSpan]:
    for match in _WITHIN.finditer(text):
        since = _SINCE.match(text, match.end())
        if match["lead"].lower() in _AT_LEAST and not (since and since[0].strip(" ,").lower().startswith("trước")):
            continue
        if since is None and _WEAK_LEADS.match(match["lead"]):
            continue
        unit = single_spaces(match["u"]).lower()
        number = number_of(match["n"])
        if unit.startswith("giờ"):
            value = f"PT{number}H"
        elif unit == "phút":
            value = f"PT{number}M"
        elif unit == "quý":
            value = f"P{3 * number}M"
        else:
            value = f"P{number}{DURATIONS[unit]}"
        end = clause_end(text, since.end(), len(text)) if since else match.end()
        yield span_of(text, match.start(), end, DeadlineKind.WITHIN, value)


def _events(text: str) -> Iterator[TimeSpan]:
    for match in _EVENT.finditer(text):
        end = clause_end(text, match.end(), len(text))
        span = span_of(text, match.start(), end, DeadlineKind.EVENT, "")
        yield TimeSpan(span.start, span.end, Deadline(span.deadline.text, DeadlineKind.EVENT, single_spaces(span.deadline.text)))


# What the text in small letters must hold for an expression to find anything: most clauses give no time, and these say so fast.
_CUES = re.compile(
    r"trước|trong|chậm|muộn|quý|h[àằ]ng|mỗi|định\s+kỳ|khi|thời hạn|thời gian|hết|đến|xong|không\s+quá|tối\s+đa|lần|vào|sau"
)
_PERIODS = re.compile(r"ngày|tháng|năm|quý|tuần")  # without their names only dates in figures and hours are left
_FIGURES = re.compile(r"\d")
_OF_A_YEAR = re.compile(r"\d{4}")
_COUNTED = re.compile(COUNT + r"(?:ngày|giờ|tháng|năm|tuần|phút|quý)")
_HAPPENING = re.compile(r"khi|sau|đột")


def find_deadlines(text: str, issued: dt.date | None = None) -> tuple[TimeSpan, ...]:
    """Return every deadline of ``text``, in order; of overlapping ones the strongest."""
    small = text.lower()
    if not _CUES.search(small):
        return ()
    spans: list[TimeSpan] = []
    periods, figures = _PERIODS.search(small), _FIGURES.search(small)
    if figures and "ngày" in small:
        spans += _month_days(text)
    if figures:
        spans += _dates(text, issued)
    if figures and _OF_A_YEAR.search(small, figures.start()):
        spans += _long_dates(text)
    if _COUNTED.search(small):
        spans += _durations(text)
    if periods:
        spans += find_rhythms(text, small)
    if _HAPPENING.search(small):
        spans += _events(text)
    kept: list[TimeSpan] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: span.start))


_RANK = {DeadlineKind.RECURRING: 1, DeadlineKind.DATE: 0, DeadlineKind.WITHIN: 0, DeadlineKind.EVENT: 2}


def strongest(spans: tuple[TimeSpan, ...]) -> TimeSpan | None:
    """Return the deadline that binds: a dated one before a period's name before an event, then the first."""
    if not spans:
        return None
    return min(
        spans,
        key=lambda span: (
            0 if "-" in span.deadline.value and span.deadline.kind is DeadlineKind.RECURRING else _RANK[span.deadline.kind],
            span.start,
        ),
    )
