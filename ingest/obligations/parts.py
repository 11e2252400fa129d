"""Where one sentence holds several duties: verbs and objects both differ and would be ticked off apart.

Split at: "trên cơ sở đó", "đồng thời", a new bearer with its marker, a turn between duty and ban, an adverb of manner before
a new verb, "báo cáo" with an object of its own. Not split: closing "trình/báo cáo/gửi X" without an object, tails
("bảo đảm ...", "và chịu trách nhiệm về ..."), lists of verbs with one object.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.obligations import cues
from ingest.obligations.syntax.cores import read_core
from ingest.obligations.syntax.predicates import skip_adverbs, verb_here
from ingest.obligations.units.heads import is_modal, is_verb, starts_unit
from ingest.obligations.units.names import read_units
from ingest.obligations.words import Sentence, Words

_SPLIT_ADVERBS = (
    "kịp thời",
    "chủ động",
    "thường xuyên",
    "kiên quyết",
    "tiếp tục",
    "định kỳ hoặc đột xuất",
    "định kỳ",
    "nghiêm túc",
    "tích cực",
    "tự",
    "linh hoạt",
    "trực tiếp",
    "định kỳ hoặc đột xuất",
    "khẩn trương",
    "nhanh chóng",
)
_TAILS = re.compile(
    r"(?:bảo đảm|đảm bảo|góp phần|nhằm|tạo|chịu trách nhiệm|phù hợp|đáp ứng|phục vụ|hướng tới|trong đó|"
    r"gắn với|lấy|coi|xem|tránh|không để|không làm)(?!\w)"
)
_CASE = re.compile(r"(?:trường hợp|nếu) ")
_CASE_MARKER = re.compile(r"(?<!\w)(?<!không )(?:phải|cần|thì(?! bị))(?!\w)")
_PERIODIC_REPORT = re.compile(r"định kỳ (?:\w+ ){1,8}(?:báo cáo|gửi|tổng hợp)(?!\w)")
_REPORTING = frozenset({"báo cáo", "kiến nghị", "tham mưu", "thông báo", "đề xuất", "phản ánh", "cung cấp", "thông tin"})
_REPORT = ("báo cáo", "gửi", "trình")
_MIN_WORDS = 6
_TURN_WORDS = 3  # enough before a turn from duty to ban
_TURN = re.compile(r"định kỳ (?:trước|hằng|hàng) |không được |nghiêm cấm |tuyệt đối không |kiên quyết không ")


def _says_something(words: Words, keys: str, start: int, end: int) -> bool:
    """Whether a piece behind a semicolon is one of its own."""
    opening = words.starts[start]
    if _TIME_ONLY.match(keys, opening):
        return True
    return not _LOOSE_TAIL.match(keys, opening) and _stands_alone(words, keys, start, end)


def _stands_alone(words: Words, keys: str, start: int, end: int) -> bool:
    """Whether a piece behind a semicolon begins a statement: verb, marker, condition, or a bearer with a predicate."""
    opening = keys[words.starts[start] : words.starts[start] + 160]
    if _DOCUMENT.match(words.text, words.starts[start]):
        return False
    if words.keys[start] == "trình":
        units = read_units(words, start + 1, end)
        return units is None or _own_object(words, start, end)
    j = skip_adverbs(words, start, end)
    if j > start or is_verb(words, start) or _OPENING.match(opening):
        return True
    return read_core(words, keys, start, end) is not None


_DOCUMENT = re.compile(
    r"(?:Luật|Nghị định|Nghị quyết|Quyết định|Thông tư|Chỉ thị|Kế hoạch|Công văn|Pháp lệnh|"
    r"Bộ luật)(?: [A-ZĐ]| số| liên| này| của)"
)
_OPENING = re.compile(
    r"(?:không|nếu|trường hợp|khi|đối với|trên cơ sở đó|đồng thời|được|phải|có trách nhiệm|nghiêm cấm|cấm|"
    r"đề nghị|yêu cầu|giao|h[àằ]ng|định kỳ|trước|trong)(?!\w)"
)


_LOOSE_TAIL = re.compile(r"không để |tránh ")  # behind a semicolon too they only say how the duty before is done
_TIME_ONLY = re.compile(r"(?:thời hạn|thời gian) thực hiện (?:là|không quá|tối đa)")
_SHORT_PIECE = 12


def _only_names(words: Words, i: int, end: int) -> bool:
    """Whether the rest of a piece that begins with units goes on with a name: short, without verb or modal word."""
    return (
        end - i <= _SHORT_PIECE and words.keys[i] == "," and not any(is_verb(words, k) or is_modal(words, k) for k in range(i, end))
    )


def join_pieces(words: Words, keys: str, sentences: tuple[Sentence, ...]) -> list[Sentence]:
    """Return the sentences with pieces behind semicolons that state nothing joined to their neighbour.

    A piece that only names units goes to the next one ("Chánh Văn phòng; Giám đốc Sở X chịu trách nhiệm ..."), any other piece
    without a statement of its own to the one before.
    """
    found: list[Sentence] = []
    waiting: Sentence | None = None
    for sentence in sentences:
        start, end = words.at(sentence.start), words.at(sentence.end)
        if waiting is not None and sentence.joined:
            sentence = replace(sentence, start=waiting.start, joined=waiting.joined)
            start, waiting = words.at(sentence.start), None
        if start >= len(words):
            continue  # no word of its own: the rest of a label
        ordered = cues.ORDER.match(keys, words.starts[start])
        units = read_units(words, words.at(ordered.end()) if ordered else start, end)
        if units is not None and not sentence.lead and (units.end >= end or _only_names(words, units.end, end)):
            waiting = sentence
            continue
        if sentence.joined and found and not _says_something(words, keys, start, end):
            found[-1] = replace(found[-1], end=sentence.end, lead=sentence.lead)
            continue
        found.append(sentence)
    return found


_PART_MARKS = frozenset({"(", "[", "“", ")", "]", "”", ",", "và"})


def split_points(words: Words, keys: str, start: int, end: int) -> tuple[int, ...]:
    """Return the words between ``start`` and ``end`` at which a further duty of the same sentence begins."""
    points: list[int] = []
    depth, last = 0, start
    for i in range(start + _TURN_WORDS, end - 3):
        key = words.keys[i]
        if key not in _PART_MARKS:
            continue
        if key in "([“":
            depth += 1
        elif key in ")]”":
            depth -= 1
        if depth > 0 or key not in {",", "và"}:
            continue
        j = i + 1
        if key == "," and words.keys[j] == "và":
            continue
        enough = _TURN_WORDS if _TURN.match(keys, words.starts[j]) else _MIN_WORDS
        if j - last >= enough and _begins_duty(words, keys, j, end, key):
            points.append(j)
            last = j
    return tuple(points)


# "đồng thời trình X phê duyệt danh mục ...": what is approved is its own object.
_SUBMITS = re.compile(r"đồng thời (?:trình|báo cáo) [^,;]{4,70}? (?:phê duyệt|ban hành|xem xét, quyết định) \w+ \w+ \w+")


def _begins_duty(words: Words, keys: str, j: int, end: int, separator: str) -> bool:
    """Whether a further duty begins at word ``j`` behind a comma or "và"."""
    rest = keys[words.starts[j] : words.starts[j] + 160]
    if _TAILS.match(rest):
        return False
    if rest.startswith("đồng thời"):
        if _SUBMITS.match(rest):
            return True
        return _own_act(words, j, end, separator) or _own_object(words, j + 2, end)
    if _own_act(words, j, end, separator) or _TURN_OF_DUTY.match(rest) or _PERIODIC_REPORT.match(rest):
        return True
    if separator == "và" and rest.startswith("phải ") and not rest.startswith("phải chịu") and verb_here(words, j + 1, end):
        return True
    if _CASE.match(rest) and _CASE_MARKER.search(keys, words.starts[j], words.ends[end - 1]):
        return True
    return _in_another_manner(words, rest, j, end) or _own_report(words, j, separator)


_TURN_OF_DUTY = re.compile(
    r"trên cơ sở đó|không được |chỉ được |có trách nhiệm |kiên quyết không |tuyệt đối không |nghiêm cấm |"
    r"không (?=thu hồi|cấp|để|ép|công khai|gian lận|xúc phạm|tổ chức|thực hiện|sử dụng)"
)


def _in_another_manner(words: Words, rest: str, j: int, end: int) -> bool:
    """Whether an adverb of manner opens a verb with an object of its own (", kiên quyết xử lý ...")."""
    adverb = next((a for a in _SPLIT_ADVERBS if rest.startswith(a + " ")), None) if rest.startswith(_SPLIT_ADVERBS) else None
    k = skip_adverbs(words, j, end) if adverb else end
    if adverb is None or k >= end:
        return False
    k = max(k, j + len(adverb.split()))
    if adverb == "kịp thời" and words.phrase(k, 2) not in _REPORTING:
        return False
    return is_verb(words, k) > 0 and _own_object(words, k, end)


# "và thông báo bằng văn bản cho X về việc ...", "và báo cáo X kết quả ...": what is told is an object of its own.
_TELLS_OF = re.compile(
    r"(?:báo cáo|thông báo)(?: kịp thời| ngay| bằng văn bản| công khai| đầy đủ)*(?= )(?: [^\s;.:]+){0,12}? "
    r"(?:kết quả|tình hình|hoạt động|về (?:việc|kết|tình|tiến|các|những|nội)|việc) "
)


def _own_report(words: Words, j: int, separator: str) -> bool:
    """Whether a report of its own begins: "và báo cáo kết quả ...", ", lập báo cáo ..."."""
    if separator == "và":
        shared = (
            j >= 3 and is_verb(words, j - 3) + (words.keys[j - 3] == ",") > 1
        )  # "Theo dõi, tổng hợp và báo cáo ...": one object
        if not shared and words.phrase(j, 2) == "báo cáo" and words.phrase(j + 2, 2) in {"kết quả", "tình hình", "kịp thời"}:
            return True
        shared = (
            j >= 3 and is_verb(words, j - 3) + (words.keys[j - 3] == ",") > 1
        )  # "Theo dõi, tổng hợp và báo cáo ...": one object
        return not shared and _TELLS_OF.match(words.key_text, words.starts[j]) is not None
    return words.keys[j] == "lập" and words.keys[j + 1] in {"báo", "biên", "danh", "hồ", "kế"}


_MONEY_AND_MEANS = {"bố trí", "tăng cường"}


def _own_act(words: Words, j: int, end: int, separator: str) -> bool:
    """Whether an act of another sort begins: means ("bố trí kinh phí"), sending or publishing a thing of its own."""
    pair = words.phrase(j, 2)
    if separator == "," and (pair in _MONEY_AND_MEANS or words.keys[j] == "tăng"):
        return end - j >= _MIN_WORDS
    if pair in {"gửi thông", "gửi văn", "gửi kết", "gửi danh", "gửi hồ", "duyệt báo"}:
        return separator == "," or pair.startswith("gửi")
    return separator == "và" and words.keys[j] == "đăng" and words.keys[j + 1] in {"lên", "tải", "ký"}


def _own_object(words: Words, k: int, end: int) -> bool:
    """Whether the verb at ``k`` has an object of its own: a closing "gửi X để tổng hợp" has none."""
    k = skip_adverbs(words, k, end)
    count = is_verb(words, k) if k < end else 0
    if not count:
        return False
    if words.phrase(k, 2) in _REPORT or words.keys[k] in _REPORT:
        j = k + count
        if j < end and words.keys[j] == ",":
            return False  # "tham mưu, tổng hợp, định kỳ báo cáo, dự thảo ...": one of several acts
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
