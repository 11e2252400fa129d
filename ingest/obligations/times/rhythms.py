"""Deadlines that come again by a word: "hằng năm", "định kỳ 6 tháng", "02 lần/năm", "mỗi quý".

1. A rhythm that only says which sum or plan is meant ("tiền thuê đất hằng năm", "theo dự toán hằng năm") gives none.
2. "quý", "năm" alone count only behind "định kỳ", "hằng" or "mỗi".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.model import DeadlineKind
from ingest.obligations.times.timespans import COUNT, DURATIONS, TimeSpan, number_of, single_spaces, span_of

_WEEKLY_WORDS = {"năm": "yearly", "quý": "quarterly", "tháng": "monthly", "tuần": "weekly", "ngày": "daily"}
_PERIOD = re.compile(
    r"(?<!\w)(?:định\s+kỳ\s*)?(?:\(?\s*)(?P<a>(?:0?6\s+tháng(?:\s+(?:đầu\s+năm|một\s+lần|/lần))?|"
    r"h[àằ]ng\s+(?:năm|quý|tháng|tuần|ngày)|mỗi\s+(?:năm|quý|tháng|tuần|ngày)|quý(?!\s+[IV]+(?!\w))|năm|tháng|tuần|ngày))(?!\s+\d)"
    r"(?P<more>(?:\s*(?:,|và|hoặc|;)\s*(?:định\s+kỳ\s+)?(?:báo\s+cáo\s+)?(?:0?6\s+tháng(?:\s+đầu\s+năm)?|"
    r"0?9\s+tháng|(?:h[àằ]ng\s+)?(?:năm|quý|tháng|tuần|ngày)|cuối\s+năm)(?!\s+\d))*)(?!\w)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?<!\w)(?:định\s+kỳ\s+)?(?:(?:ít\s+nhất|tối\s+thiểu)\s+)?"
    r"(?:(?P<times>\d{1,2}|một)\s+(?:lần|lượt)\s*(?:/|mỗi|trong)\s*(?:một\s+)?(?P<per>năm|quý|tháng|tuần|ngày)|"
    rf"(?:mỗi|cứ\s+sau|cứ)?\s*{COUNT}(?P<u>ngày|tháng|năm|tuần|quý)\s*(?:/|một|0?1)\s*lần)",
    re.IGNORECASE,
)


def _word_of(part: str) -> str | None:
    key = single_spaces(part).lower()
    if re.match(r"0?6\s+tháng", key):
        return "half-yearly"
    if re.match(r"0?9\s+tháng", key):
        return "R/P9M"
    return _WEEKLY_WORDS.get(key.split()[-1]) if key.split() else None


_PARTS = re.compile(r"0?6\s+tháng|0?9\s+tháng|năm|quý|tháng|tuần|ngày", re.IGNORECASE)


# "tiền thuê đất hằng năm", "theo dự toán hằng năm": the period of a sum or of a plan that is followed, not of the act.
_OF_A_THING = re.compile(
    r"(?:(?<!\w)(?:tiền|thiên\s+tai|ngân\s+sách|phí|lệ\s+phí|thuế|kinh\s+phí|thu\s+nhập|doanh\s+thu|lãi|lương|vốn|dự\s+toán|nghỉ)"
    r"(?:\s+(?!và\b|để\b|báo\b)[^\s,;.]+){0,3}"
    r"|(?<!\w)(?:theo|trong|căn\s+cứ|trên\s+cơ\s+sở)\s+(?:chương\s+trình|kế\s+hoạch|dự\s+toán|nhiệm\s+vụ)(?:\s+[^\s,;.]+){0,6})\s+$",
    re.IGNORECASE,
)


# "kế hoạch hằng năm về ...": which plan, not when.
_OF_A_PLAN = re.compile(r"(?<!\w)(?:kế\s+hoạch|chương\s+trình|danh\s+mục)\s+$", re.IGNORECASE)
_QUALIFIED = re.compile(r"\s+(?:xây\s+dựng|về|của)(?!\w)", re.IGNORECASE)
_THING_REACH = 60  # characters before a rhythm that may name its sum or plan
_NAMED = {"6 tháng": "half-yearly", "1 năm": "yearly", "1 tháng": "monthly", "3 tháng": "quarterly", "1 tuần": "weekly"}


_QUARTER = re.compile(
    r"(?<!\w)(?:định\s+kỳ\s+)?(?:vào\s+|trong\s+)?quý\s+(?P<q>IV|III|II|I|[1-4])\s+(?:của\s+)?(?:h[àằ]ng|mỗi)\s+năm(?!\w)",
    re.IGNORECASE,
)
_QUARTER_ENDS = {
    name: end
    for number, roman, end in (("1", "I", "--03-31"), ("2", "II", "--06-30"), ("3", "III", "--09-30"), ("4", "IV", "--12-31"))
    for name in (number, roman)
}


_COMES_AGAIN = re.compile(r"h[àằ]ng|mỗi|định")


def find_rhythms(text: str, small: str) -> Iterator[TimeSpan]:
    """Yield every rhythm of ``text``, which is ``small`` in small letters: quarters of each year, counted ones, then those by a word."""
    if "quý" in small:
        for match in _QUARTER.finditer(text):
            yield span_of(text, match.start(), match.end(), DeadlineKind.RECURRING, _QUARTER_ENDS[match["q"].upper()])
    if "lần" in small or "lượt" in small:
        for match in _EVERY.finditer(text):
            value = _counted(match)
            if value:
                yield span_of(text, match.start(), match.end(), DeadlineKind.RECURRING, value)
    if _COMES_AGAIN.search(small):
        for match in _PERIOD.finditer(text):
            value = _by_word(text, match)
            if value:
                yield span_of(text, match.start(), match.end(), DeadlineKind.RECURRING, value)


def _counted(match: re.Match[str]) -> str:
    if match["per"]:
        return _WEEKLY_WORDS[match["per"].lower()] if number_of(match["times"]) == 1 else ""
    number, unit = number_of(match["n"]), single_spaces(match["u"]).lower()
    return _NAMED.get(f"{number} {unit}") or (f"R/P{number}{DURATIONS[unit]}" if unit in DURATIONS else "")


def _by_word(text: str, match: re.Match[str]) -> str:
    whole = match[0].lower()
    if not re.match(r"định\s+kỳ", whole):
        if not re.search(r"(?:h[àằ]ng|mỗi)\s", whole):
            return ""
        if _OF_A_THING.search(text, max(0, match.start() - _THING_REACH), match.start()):
            return ""
        if _OF_A_PLAN.search(text, max(0, match.start() - _THING_REACH), match.start()) and _QUALIFIED.match(text, match.end()):
            return ""
    words = (_word_of(part) for part in _PARTS.findall(match["a"] + " " + match["more"]))
    return ",".join(dict.fromkeys(word for word in words if word))
