"""Bare verbs that bind: where a lead-in, the kind of document or the sentence's own form makes an order of a verb without subject.

1. Below "Các hành vi bị nghiêm cấm" every item is a ban, below "X có trách nhiệm:" every item that is no noun is a duty.
2. Without anything that speaks for it, a verb at the very start of a whole sentence is an order, unless the words behind make it a noun.
"""

from __future__ import annotations

import re

from corpus.model import Modality
from ingest.obligations import cues
from ingest.obligations.frame import Frame
from ingest.obligations.syntax.predicates import Core, verb_here
from ingest.obligations.units.heads import is_verb, starts_unit
from ingest.obligations.units.names import read_units
from ingest.obligations.words import Words, after_label

# Kinds whose bare verbs bind: they tell units what to do.
_DIRECTIVE = frozenset({"Chỉ thị", "Kế hoạch", "Công văn", "Công điện", "Chương trình", "Hướng dẫn"})


def no_context(kind: str | None, words: Words) -> Frame:
    """Without a lead-in a bare verb binds in a directive, and in a numbered sentence (then it is not certain)."""
    first = words.at(after_label(words.text))
    numbered = first > 0 and words.keys[-1] in {".", ";"} and first < len(words) and _opens_act(words, first)
    return Frame(bare=kind in _DIRECTIVE or numbered)


_BY_A_TIME = frozenset({"đến", "trước", "hằng", "hàng", "chậm"})


def _opens_act(words: Words, first: int) -> bool:
    """Whether a sentence opens with a bare verb, at once or behind a time ("Đến hết năm 2026, hoàn thành ...")."""
    if verb_here(words, first, len(words)):
        return True
    comma = next((i for i in range(first, min(first + 10, len(words) - 1)) if words.keys[i] == ","), 0)
    return words.keys[first] in _BY_A_TIME and comma > 0 and verb_here(words, comma + 1, len(words))


def any_verb(words: Words, start: int, end: int, frame: Frame) -> Core | None:
    """Below "Các hành vi bị nghiêm cấm" every item is a ban; below "X có trách nhiệm:" any item that is no noun is a duty."""
    if start >= end or cues.CATCH_ALL.match(words.key_text, words.starts[start]):
        return None
    if frame.ban:
        return Core(start, start, None, None, False)
    if words.keys[start] == "được" and frame.bearers and words.is_capital(start):
        return Core(start, start + 1, Modality.MAY, None, True)  # "Được ngân sách nhà nước cấp kinh phí"
    plain = start + 1 < end and words.keys[start + 1].isalpha()  # not "Gq - Giá ...": a symbol's meaning
    if (
        frame.strong
        and plain
        and words.is_capital(start)
        and (words.keys[start] not in _NOUN_OPENERS or _informs(words, start, end))
        and not starts_unit(words, start)
    ):
        return Core(start, start, None, None, False)
    return None


def _informs(words: Words, start: int, end: int) -> bool:
    """Whether "Thông tin" is an act: "Thông tin, hướng dẫn ...", "Thông tin cho ..."."""
    if words.phrase(start, 2) != "thông tin" or start + 3 >= end:
        return False
    return words.keys[start + 2] in {"cho", "đến"} or (words.keys[start + 2] == "," and verb_here(words, start + 3, end))


_NOUN_OPENERS = frozenset(
    (
        "việc|các|những|trường|hồ|danh|nội|thời|thông|trong|khi|nếu|mức|số|tên|loại|quy|văn|tài|dự|kinh|nguồn|kết|mỗi|một|đối|theo|"
        "phương|chế|hình|hoạt|công|sản|hàng|điều|khoản|nghị|luật|thủ|tình|tỷ|giấy|biên|phần|trên|về|từ|không|"
        "có|là|và|hoặc|ngoài|bản|chi|phạm|trách"
    ).split("|")
)


_TELLS = re.compile(
    r"(?<!\w)(?:là (?:việc|quá trình|hoạt động|hành vi|một|các|những|căn cứ)|\d đồng|mức chi|được (?:quy|xác) định)(?!\w)"
)
# Behind "thì" these are told to somebody, whoever has the case: "Trường hợp từ chối thì có văn bản nêu rõ lý do".
_ANSWERS = frozenset(
    "có văn|thông báo|trả lời|trả lại|gửi|lập|nộp|tiến hành|đề nghị|báo cáo|chuyển|yêu cầu|hướng dẫn|bổ sung".split("|")
)
# What a document does by its own words ("Thành lập Quỹ ...", "Hủy bản án ..."): nobody is told to do it.
_PERFORMED = frozenset({"thành lập", "phê duyệt", "công bố", "chấp nhận", "bổ nhiệm", "bãi bỏ", "thay thế"})
_TELLING_WORDS = 12  # "là" so near the verb tells what something is
_DECREE = re.compile(r"quyết định (?:.{0,60}số \d|.{0,90}(?:được|bị) )")  # the writing, not the act
_SENTENCE_ENDS = ((".",), (";",))
_THING_MADE = frozenset({"được", "bị", "của", "này", "là", "quy", "có", "phải"})  # behind the verb's words: it is a noun


def opens_loosely(words: Words, start: int, end: int, core: Core) -> bool:
    """Whether a bare verb at the very start of a whole sentence orders something though no lead-in says so."""
    if core.units is not None or core.marked or core.ordered or core.agentless or core.modality is not None:
        return False
    if core.start != start:
        if words.keys[core.start - 1] == "thì":
            return words.longest(core.start, _ANSWERS, 2) > 0
        trouble = {"vướng mắc", "khó khăn", "phát sinh"} & {words.phrase(k, 2) for k in range(start, core.start - 1)}
        return bool(trouble) and words.phrase(core.start, 2) in {"phản ánh", "báo cáo", "thông báo"}
    size = is_verb(words, core.verb)
    behind = core.verb + max(size, 1)
    if not words.is_capital(start) or behind >= end or words.keys[behind] in _THING_MADE or inline_lead(words, start, end):
        return False
    if words.phrase(start, 2) in _PERFORMED or "là" in words.keys[start : start + _TELLING_WORDS]:
        return False
    if words.keys[end : end + 1] not in _SENTENCE_ENDS:
        return False  # a heading or the cell of a table
    if _DECREE.match(words.key_text, words.starts[start]):
        return False
    return _TELLS.search(words.key_text, words.starts[start], words.ends[end - 1]) is None


def inline_lead(words: Words, start: int, end: int) -> int:
    """Return the word of a colon near the sentence's start, outside brackets; 0 if there is none."""
    depth, stop = 0, min(end - 2, start + 60)
    if ":" not in words.keys[start + 1 : max(stop, 0)]:
        return 0
    for i in range(start + 1, stop):
        key = words.keys[i]
        depth += (key == "(") - (key == ")")
        if key == ":" and depth <= 0 and not _inside_list(words, i, start, end):
            return i
    return 0


_HEAD_WORDS = 8  # of units whose names a colon opens: "Giám đốc các Sở, ban, ngành:"


def _inside_list(words: Words, colon: int, start: int, end: int) -> bool:
    """Whether a colon only opens the names of units ("các Sở: Tài chính, Nội vụ")."""
    if not words.is_capital(colon + 1) and words.keys[colon + 1] not in {"thành", "tỉnh"}:
        return False
    lists = (read_units(words, j, end) for j in range(max(start, colon - _HEAD_WORDS), colon) if starts_unit(words, j))
    return any(units is not None and units.end > colon + 1 for units in lists)
