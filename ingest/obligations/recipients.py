"""To whom a duty reports, sends or submits: the units that are objects of báo cáo, gửi, trình, tham mưu, cung cấp cho ...

1. Both the addressee and the way there ("qua Y") are recipients, in the order of the text.
2. What stands behind "để tổng hợp, báo cáo" is the addressee's own work and gives none.
3. A unit that only owns the object ("kết quả của Sở X") is none.
"""

from __future__ import annotations

from ingest.obligations.names import is_named, read_units
from ingest.obligations.words import Words

# Verb -> words that may stand between it and the unit; "" when the unit may follow at once.
_VERBS: dict[str, tuple[str, ...]] = {
    "báo cáo": ("", "với", "cho", "lên", "về", "đến", "tới", "gửi", "trình"),
    "gửi": ("", "về", "đến", "cho", "tới", "lên"),
    "trình": ("", "lên", "cho"),
    "tham mưu": ("", "cho", "với", "giúp"),
    "giúp": ("",),
    "cung cấp": ("cho",),
    "kiến nghị": ("", "với", "đến", "tới", "lên", "cho"),
    "đề xuất": ("", "với", "lên"),
    "thông báo": ("", "cho", "với", "đến", "tới", "về"),
    "phản ánh": ("", "về", "đến", "tới", "với"),
    "nộp": ("cho", "về", "tại", "đến"),
    "xin ý kiến": ("",),
    "chuyển": ("cho", "đến", "về", "tới"),
    "báo": ("", "cho", "với"),
    "bàn giao": ("cho",),
    "thông tin": ("cho", "đến"),
    "trả lời": ("cho", "", "tới"),
}
_FAR = 90  # words between a verb and its recipient; longer objects exist but then another verb has come between
_UNTIL = {"để", "nhằm"}


def _verb_at(words: Words, i: int) -> tuple[int, str]:
    for count in (3, 2, 1):
        phrase = words.phrase(i, count)
        if phrase in _VERBS and len(phrase.split()) == count:
            return count, phrase
    return 0, ""


def _is_noun(words: Words, i: int, verb: str) -> bool:
    before = words.keys[i - 1] if i else ""
    if verb == "báo cáo":
        return before in {
            "chế",
            "độ",
            "các",
            "những",
            "lập",
            "gửi",
            "nộp",
            "cáo",
            "mẫu",
            "này",
            "kỳ",
            "hạn",
            "trong",
            "thông",
            "của",
            "tại",
            "về",
            "hệ",
            "dữ",
        } or (words.is_capital(i) and i > 0)
    if verb == "trình":
        return before in {"chương", "quy", "công", "tờ", "lộ", "quá", "giáo", "tiến", "trường", "hành", "giải", "xuất", "lịch"}
    if verb in {"thông báo", "đề xuất", "kiến nghị", "tham mưu", "phản ánh", "thông tin", "trả lời"}:
        return before in {
            "văn",
            "bản",
            "các",
            "những",
            "được",
            "có",
            "giao",
            "cơ",
            "quan",
            "của",
            "tiếp",
            "nhận",
            "nội",
            "dung",
            "lý",
        }
    if verb == "chuyển":
        return words.keys[i + 1 : i + 2] in (("đổi",), ("giao",), ("biến",), ("tiếp",), ("hóa",)) or before in {
            "vận",
            "luân",
            "di",
            "chu",
            "thuyên",
        }
    if verb == "báo":
        return (
            words.keys[i + 1 : i + 2] in (("cáo",), ("chí",))
            or before in {"thông", "cảnh", "dự", "khai", "quảng", "phiếu", "tình"}
            or words.is_capital(i)
        )
    if verb == "giúp":
        return before in {"trợ"}
    return before in {"được", "bị", "do", "đã", "việc", "khi"} if verb in {"gửi", "nộp"} else False


def _own_work(words: Words, start: int, i: int) -> bool:
    """Whether a "để (tổng hợp|xem xét|...)" stands between ``start`` and ``i``: then the rest is the addressee's work."""
    return any(words.keys[j] == "để" and words.keys[j + 1 : j + 2] != ("gửi",) for j in range(start, i))


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
    if "" in links and j < end and (units := read_units(words, j, end)):
        return list(units.names), units.end
    for k in range(j, min(end, j + _FAR)):
        key = words.keys[k]
        if key in _UNTIL or key == ";":
            break
        if k > j and _verb_at(words, k)[0] and not _is_noun(words, k, _verb_at(words, k)[1]):
            break
        if key in links and key and k + 1 < end:
            units = read_units(words, k + 1, end)
            if (
                units
                and (key not in {"về", "tại"} or is_named(words, k + 1))
                and words.keys[k - 1] not in {"nhiệm", "đối", "phối", "hợp", "cùng"}
            ):
                return list(units.names), units.end
    return [], i


def find_recipients(words: Words, start: int, end: int) -> tuple[str, ...]:
    """Return the recipients named between words ``start`` and ``end``."""
    found: list[str] = []
    i, seen_any = start, False
    while i < end:
        key = words.keys[i]
        if key == "để" and seen_any:
            break
        if key == "qua" and seen_any and i + 1 < end and (units := read_units(words, i + 1, end)):
            found.extend(name for name in units.names if name not in found)
            i = units.end
            continue
        count, verb = _verb_at(words, i)
        if count and not _is_noun(words, i, verb):
            names, after = _objects(words, i + count, end, verb)
            if names:
                seen_any = True
                found.extend(name for name in names if name not in found)
                i = max(after, i + count)
                continue
        i += max(count, 1)
    return tuple(found)
