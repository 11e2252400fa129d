"""To whom a duty reports, sends or submits: the units that are objects of báo cáo, gửi, trình, tham mưu, cung cấp cho ...

1. Both the addressee and the way there ("qua Y") are recipients, in the order of the text.
2. What stands behind "để tổng hợp, báo cáo" is the addressee's own work and gives none.
3. A unit that only owns the object ("kết quả của Sở X") is none.
"""

from __future__ import annotations

import re

from ingest.obligations.syntax.predicates import verb_here
from ingest.obligations.units.heads import is_modal, is_verb, starts_unit
from ingest.obligations.units.names import UnitList, is_named, read_objects, read_units, with_attribute
from ingest.obligations.vocabulary import SHORT_VERBS
from ingest.obligations.words import Words

# Verb -> words that may stand between it and the unit; "" when the unit may follow at once.
_VERBS: dict[str, tuple[str, ...]] = {
    "báo cáo": ("", "với", "cho", "lên", "về", "đến", "tới", "gửi", "trình"),
    "gửi": ("", "về", "đến", "cho", "tới", "lên", "tại"),
    "trình": ("", "lên", "cho", "trước"),
    "tham mưu": ("", "cho", "với", "giúp"),
    "cung cấp": ("cho",),
    "kiến nghị": ("", "với", "đến", "tới", "lên", "cho"),
    "đề xuất": ("", "với", "lên"),
    "thông báo": ("", "cho", "với", "đến", "tới", "về"),
    "phản ánh": ("", "cho", "về", "đến", "tới", "với"),
    "nộp": ("", "cho", "về", "tại", "đến", "tới"),
    "xin ý kiến": ("", "của"),
    "chuyển": ("", "cho", "đến", "về", "tới"),
    "báo": ("", "cho", "với"),
    "bàn giao": ("cho",),
    "thông tin": ("cho", "đến", "về"),
    "trả lời": ("cho", "", "tới"),
}
_FAR = 90  # words between a verb and its recipient; longer objects exist but then another verb has come between
_UNTIL = {"để", "nhằm"}


_REPORTING = frozenset(_VERBS)
_REPORTING_OPENS = frozenset(verb.split()[0] for verb in _VERBS)


def _verb_at(words: Words, i: int) -> tuple[int, str]:
    count = words.longest(i, _REPORTING, 3)
    return (count, words.phrase(i, count)) if count else (0, "")


# Words before a reporting word that make it a noun ("chế độ báo cáo", "chương trình", "văn bản đề xuất").
_NOUN_BEFORE: dict[str, frozenset[str]] = {
    "báo cáo": frozenset("chế|độ|các|những|lập|gửi|nộp|cáo|mẫu|này|kỳ|hạn|trong|thông|của|tại|về|hệ|dữ|nhận|duyệt".split("|")),
    "trình": frozenset("chương|quy|công|tờ|lộ|quá|giáo|tiến|trường|hành|giải|xuất|lịch|lập".split("|")),
    "báo": frozenset("thông|cảnh|dự|khai|quảng|phiếu|tình|thời|tờ".split("|")),
    "chuyển": frozenset("vận|luân|di|chu|thuyên|biến".split("|")),
    "gửi": frozenset("được|bị|do|đã|việc|khi|tiền|ký|người".split("|")),
    "nộp": frozenset("được|bị|do|đã|việc|khi|giao|thu|người".split("|")),
}
_NOMINAL = frozenset("việc|thức|năng|chế|tác|ngôn".split("|"))
_DOCUMENT_BEFORE = frozenset("văn|bản|các|những|được|có|giao|cơ|quan|của|tiếp|nhận|nội|dung|lý".split("|"))
_OTHER_WORD_AFTER = {
    "trình": frozenset({"độ", "tự", "diễn", "bày"}),
    "báo": frozenset({"cáo", "chí", "hiệu"}),
    "chuyển": frozenset("quyền|đổi|giao|biến|tiếp|hoá|dịch|nhượng".split("|")),
}


_GOODS = frozenset({"dịch vụ", "hàng hoá", "sản phẩm", "nước sạch"})
_SENT_ON = frozenset({("phải được", "gửi"), ("đề xuất", "trình")})


def _is_noun(words: Words, i: int, verb: str, start: int = 0) -> bool:
    """Whether the reporting word at ``i`` is part of a noun or of another word."""
    sold = verb == "cung cấp" and words.phrase(i + 2, 2) in _GOODS  # no report
    if sold or (words.keys[i + 1 : i + 2] and words.keys[i + 1] in _OTHER_WORD_AFTER.get(verb, ())):
        return True
    if i == start:
        return False
    if words.keys[i - 1] == "khi" or (words.keys[i - 1] == "đã" and verb != "báo cáo"):
        return True  # "trước khi trình Quốc hội": when, not to whom
    if (words.phrase(i - 2, 2), verb) in _SENT_ON:
        return False
    if (words.phrase(i - 3, 3) == "có văn bản" and i >= 3) or (verb == "thông báo" and words.keys[i - 1] == "có"):
        return False
    if verb == "thông tin" and words.keys[i - 1] in {"nghệ", "toàn", "thống", "mạng", "biến", "cấp", "tải", "nhật"}:
        return True
    if verb in {"báo", "báo cáo"} and words.is_capital(i):
        return True
    if words.phrase(i - 2, 2) == "định kỳ" and i >= 2:
        return False
    if verb in {"cung cấp", "thông tin"} and any(words.keys[k] in _NOMINAL for k in range(max(start, i - 5), i)):
        return True
    return words.keys[i - 1] in _NOUN_BEFORE.get(
        verb, _DOCUMENT_BEFORE if verb not in {"cung cấp", "xin ý kiến", "bàn giao"} else ()
    )


_TASK = re.compile(
    r" (?:cấp phép|(?:cấp|thu hồi|gia hạn|phê duyệt|thẩm định|quản lý) (?:giấy phép|giấy chứng nhận|chứng chỉ|dự án|thuế))(?!\w)"
)


def _with_task(words: Words, units: UnitList) -> tuple[list[str], int]:
    """Take the task that tells which competent body is meant ("cơ quan có thẩm quyền cấp giấy phép")."""
    match = _TASK.match(words.key_text, words.ends[units.end - 1]) if units.names[-1].endswith("có thẩm quyền") else None
    if match:
        units = with_attribute(words, units, words.at(match.end()))
    elif units.generic and words.phrase(units.end, 2) in _APPLYING and (stop := _applied_end(words, units.end + 2)):
        units = with_attribute(words, units, stop)  # "thông báo cho tổ chức đề nghị về ..."
    elif words.phrase(units.end - 2, 2) in _OFFICES and len(units.names) == 1:
        units = with_attribute(words, units, stop) if (stop := _nouns_end(words, units.end)) > units.end else units
    return list(units.names), units.end


_OFFICES = frozenset({"đăng ký", "quản lý", "tiếp nhận", "kiểm soát", "thẩm định", "cung cấp", "công ty"})
_APPLYING = frozenset({"đề nghị", "đăng ký", "yêu cầu", "khai báo"})
_APPLIED = ((), ("về",), ("để",), ("biết",), (",",), (";",), (".",), ("và",), ("theo",), ("trong",))
_APPLIED_WORDS = 3


def _applied_end(words: Words, i: int) -> int:
    """Return where "đề nghị (công nhận)" ends: at once, or with the few words that end the provision; 0 if an act follows."""
    if words.keys[i : i + 1] in _APPLIED:
        return i
    last = len(words) - (len(words) > 0 and not words.keys[-1][0].isalnum())
    return last if last - i <= _APPLIED_WORDS and all(key.isalpha() for key in words.keys[i:last]) else 0


_MOST_NOUNS = 3


def _nouns_end(words: Words, i: int) -> int:
    """Return where the nouns end that tell what an office is for ("cơ quan đăng ký hộ tịch"); ``i`` if something else follows."""
    for j in range(i, min(len(words), i + _MOST_NOUNS + 1)):
        key = words.keys[j]
        if not key[0].isalpha() or key in _NOUNS_STOP:
            return j
        if j == i and key in _OBJECTS:
            return i
        if is_verb(words, j) or is_modal(words, j) or words.is_capital(j):
            return i
    return i if i + _MOST_NOUNS < len(words) else len(words)


_OBJECTS = frozenset("kết|danh|hồ|báo|thông|văn|những|tình|đơn|giấy|bản|số|nội|tài|dữ".split("|"))  # what is sent, not to whom
_NOUNS_STOP = frozenset("để|trên|qua|đến|với|cho|gồm|nêu|và|theo|trong|về|tại|nơi|trước|sau|khi|bằng|của|các|có|hoặc".split("|"))


def _described(words: Words, units: UnitList, plain: UnitList | None, whole: bool) -> tuple[list[str], int]:
    """Return the names with what tells which body is meant; where the model saw nothing (``plain``) the words behind it decide."""
    if plain is None or units.end != plain.end:
        return list(units.names), units.end
    names, after = _with_task(words, units)
    stop = _run_end(words, after) if whole and not words.longest(after, _ASKED_OF_THEM, 3) else after
    return (list(with_attribute(words, units, stop).names), stop) if stop > after else (names, after)


def _objects(words: Words, i: int, end: int, verb: str) -> tuple[list[str], int]:
    """Return the recipients of the verb whose first word after it is ``i``."""
    links = _VERBS[verb]
    j = i
    while j < end and words.keys[j] in {
        "kịp",
        "thời",
        "ngay",
        "định",
        "kỳ",
        "đầy",
        "đủ",
        "bằng",
        "văn",
        "bản",
        "lại",
        "trực",
        "tiếp",
        "trước",
    }:
        j += 1
    if "" in links and j < end and (verb not in _TO_NAMES or is_named(words, j)) and (units := read_objects(words, j, end, "D")):
        return _described(words, units, read_units(words, j, end), units.generic and verb in _SENT)
    for k in range(j, min(end, j + _FAR)):
        key = words.keys[k]
        if key in _UNTIL or key == ";":
            break
        if k > j and _verb_at(words, k)[0] and not _is_noun(words, k, _verb_at(words, k)[1]) and not _in_relative(words, i, k):
            break
        if verb in _WRITES and (size := _asks(words, k)) and (asked := read_objects(words, k + size, end, "D")):
            return list(asked.names), asked.end
        if key in links and key and k + 1 < end:
            units = read_objects(words, k + 1, end, "L")
            if (
                units
                and (key not in {"về", "tại"} or is_named(words, k + 1))
                and words.keys[k - 1] not in {"nhiệm", "đối", "phối", "hợp", "cùng", "tác"}
            ):
                return _described(words, units, read_units(words, k + 1, end), units.generic and key in _TOWARDS)
    return [], i


_TO_NAMES = frozenset({"chuyển"})  # "chuyển Cục Tài chính tổng hợp", but "chuyển cơ quan mới"


_WRITES = frozenset({"gửi", "thông báo"})


def _asks(words: Words, k: int) -> int:
    """Return the words of what a letter asks for: "gửi hồ sơ lấy ý kiến X", "gửi văn bản đề nghị X áp dụng ...", "thông báo yêu cầu X"."""
    if words.phrase(k, 3) == "lấy ý kiến":
        return 3
    return 2 * (words.keys[k - 1] in {"bản", "báo"} and words.phrase(k, 2) in {"đề nghị", "yêu cầu"})


_SENT = frozenset({"gửi", "báo cáo", "nộp", "thông báo", "phản ánh"})
# What the addressee is to do, no part of its name.
_ASKED_OF_THEM = frozenset(
    "hoàn|xem|phê|giải|tổng|chấp|cho|xử|để|quyết định|biết|thẩm định|theo dõi|chỉ đạo|công bố|cấp|ban hành|kiểm tra|thực hiện".split(
        "|"
    )
)
_TOWARDS = frozenset({"cho", "đến", "tới"})
_LONGEST_RUN = 9
_RUN_STOPS = frozenset(
    "đúng để trên qua đến với cho gồm nêu theo trong về tại trước sau khi bằng có hoặc kèm từ nếu mà là cùng".split()
)
_NO_RUN = frozenset(
    "kết danh hồ báo thông văn những tình đơn giấy bản bảng số nội tài dữ các một biết xem tổng ngay toàn mọi mức tiền".split()
)


_FEW = 2  # words behind the head that surely belong to it


def _another_act(words: Words, i: int) -> bool:
    return starts_unit(words, i) or verb_here(words, i, len(words)) or words.phrase(i, 1) in SHORT_VERBS


def _run_end(words: Words, i: int) -> int:
    """Return where the words end that tell to which body something goes ("cho cơ quan quản lý định danh và xác thực điện tử")."""
    if words.phrase(i, 2) in _APPLYING:
        return i  # "cho tổ chức đề nghị nộp đủ phí": what it is to do
    for j in range(i, min(len(words), i + _LONGEST_RUN + 1)):
        key = words.keys[j]
        if not key[0].isalpha() or key in _RUN_STOPS or (key == "và" and _another_act(words, j + 1)):
            return j - 2 * (j - 2 >= i and words.phrase(j - 2, 2) == "quy định")
        told = key in _NO_RUN
        if told or (is_modal(words, j) and not (j == i and key in {"bị", "được"})):
            return j if told and j - i >= _FEW else i
    return i if i + _LONGEST_RUN < len(words) else len(words)


_AIMS = (("bảo",), ("đảm",), ("giúp",), ("phục",))  # "để giúp Ủy ban ...": what the act is for


def _in_relative(words: Words, start: int, i: int) -> bool:
    """Whether the verb at ``i`` belongs to "do X tham mưu, trình ...": another one's act that only describes the object."""
    return any(words.keys[k] == "do" and words.keys[k + 1 : k + 2] != ("đó",) for k in range(max(start, i - 10), i))


def find_recipients(words: Words, start: int, end: int) -> tuple[str, ...]:
    """Return the recipients named between words ``start`` and ``end``."""
    found: list[str] = []
    i, reported, addressed = start, False, False
    while i < end:
        key = words.keys[i]
        if key == "để" and (addressed or words.keys[i + 1 : i + 2] in _AIMS):
            break
        if key == "qua" and reported and i + 1 < end and (units := read_units(words, i + 1, end)):
            found.extend(name for name in units.names if name not in found)
            i = units.end
            continue
        if key not in _REPORTING_OPENS:
            i += 1
            continue
        count, verb = _verb_at(words, i)
        if count and not _is_noun(words, i, verb, start) and not _in_relative(words, start, i):
            reported = True
            names, after = _objects(words, i + count, end, verb)
            if names:
                addressed = True
                found.extend(name for name in names if name not in found)
                i = max(after, i + count)
                inner = read_units(words, i + 1, end) if i + 2 < end and words.keys[i] == "(" else None
                if inner is not None and words.keys[inner.end : inner.end + 1] == (")",):  # "về Bộ Y tế (Cục Thú y)"
                    found.extend(name for name in inner.names if name not in found)
                    i = inner.end + 1
                if words.phrase(i, 2) == "tổng hợp":
                    break  # "gửi Bộ A tổng hợp, báo cáo B": what the addressee does
                if (size := _verb_at(words, i)[0]) and read_units(words, i + size, end):
                    i = _objects(words, i + size, end, _verb_at(words, i)[1])[1]  # "trình Bộ trưởng báo cáo Thủ tướng": as well
                continue
        i += max(count, 1)
    return tuple(found)
