"""Where one sentence holds several duties: verbs and objects both differ and would be ticked off apart.

Split at: "trên cơ sở đó", "đồng thời", a new bearer with its marker, a turn between duty and ban, an adverb of manner before
a new verb, "báo cáo" with an object of its own. Not split: closing "trình/báo cáo/gửi X" without an object, tails
("bảo đảm ...", "và chịu trách nhiệm về ..."), lists of verbs with one object.
"""

from __future__ import annotations

import re

from ingest.obligations.clauses import skip_adverbs
from ingest.obligations.names import is_verb, read_units, starts_unit
from ingest.obligations.words import Words

_SPLIT_ADVERBS = (
    "kịp thời",
    "chủ động",
    "thường xuyên",
    "kiên quyết",
    "tiếp tục",
    "định kỳ",
    "nghiêm túc",
    "tích cực",
    "tự",
    "linh hoạt",
    "trực tiếp",
    "khẩn trương",
    "nhanh chóng",
)
_TAILS = re.compile(
    r"(?:bảo đảm|đảm bảo|góp phần|nhằm|tạo|chịu trách nhiệm|phù hợp|đáp ứng|phục vụ|hướng tới|trong đó|"
    r"gắn với|lấy|coi|xem|tránh|không để|không làm)(?!\w)"
)
_REPORT = ("báo cáo", "gửi", "trình")
_MIN_WORDS = 6


def split_points(words: Words, keys: str, start: int, end: int) -> tuple[int, ...]:
    """Return the words between ``start`` and ``end`` at which a further duty of the same sentence begins."""
    points: list[int] = []
    depth, last = 0, start
    for i in range(start + _MIN_WORDS, end - 3):
        key = words.keys[i]
        if key in "([“":
            depth += 1
        elif key in ")]”":
            depth -= 1
        if depth > 0 or key not in {",", "và"}:
            continue
        j = i + 1
        if key == "," and words.keys[j] == "và":
            continue
        if j - last >= _MIN_WORDS and _begins_duty(words, keys, j, end, key):
            points.append(j)
            last = j
    return tuple(points)


def _begins_duty(words: Words, keys: str, j: int, end: int, separator: str) -> bool:
    rest = keys[words.starts[j] :]
    if _TAILS.match(rest):
        return False
    if rest.startswith("trên cơ sở đó"):
        return True
    if rest.startswith("đồng thời"):
        return _own_object(words, j + 2, end)
    if re.match(
        r"không được |có trách nhiệm |kiên quyết không |tuyệt đối không |nghiêm cấm |không (?=thu hồi|cấp|để|"
        r"ép|công khai|gian|xúc phạm|tổ chức|thực hiện|sử dụng)",
        rest,
    ):
        return True
    adverb = next((a for a in _SPLIT_ADVERBS if rest.startswith(a + " ")), None)
    k = skip_adverbs(words, j, end)
    if adverb and k < end:
        k = k if k > j else j + len(adverb.split())
        return is_verb(words, k) > 0 and _own_object(words, k, end)
    if words.phrase(j, 2) == "báo cáo" and separator == "và":
        return words.phrase(j + 2, 2) in {"kết quả", "tình hình"} or words.phrase(j + 2, 2) == "kịp thời"
    return separator == "," and words.keys[j] == "lập" and words.keys[j + 1] in {"báo", "biên", "danh", "hồ", "kế"}


def _own_object(words: Words, k: int, end: int) -> bool:
    """Whether the verb at ``k`` has an object of its own: a closing "gửi X để tổng hợp" has none."""
    k = skip_adverbs(words, k, end)
    count = is_verb(words, k) if k < end else 0
    if not count:
        return False
    if words.phrase(k, 2) in _REPORT or words.keys[k] in _REPORT:
        j = k + count
        if j < end and words.keys[j] in {"về", "cho", "với", "lên"}:
            j += 1
        units = read_units(words, j, end) if j < end and starts_unit(words, j) else None
        if units:
            return units.end < end - 2 and words.keys[units.end] not in {
                "để",
                "xem",
                "phê",
                "quyết",
                "trước",
                "trong",
                "theo",
                "(",
                ",",
                "tổng",
                "ban",
                "định",
                "khi",
                "và",
            }
    return end - k > 3
