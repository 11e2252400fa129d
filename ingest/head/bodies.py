"""Names of issuing bodies: from the capitals of a letterhead to the spelling of running text.

Sources: names of ministries and agencies of ministerial rank (Nghị quyết 176/2025/QH15 and before), capital letters by
Nghị định 30/2020/NĐ-CP, annex II. Evidence for the spelling, strongest first: the table, the document's own running text, the rule.
"""

from __future__ import annotations

import re

from corpus.numbers import parse_number
from corpus.vietnamese import search_key, unmarked

_MINISTRIES = """
Bộ Quốc phòng; Bộ Công an; Bộ Ngoại giao; Bộ Nội vụ; Bộ Tư pháp; Bộ Tài chính; Bộ Công Thương; Bộ Nông nghiệp và Môi trường; Bộ Xây dựng;
Bộ Văn hóa, Thể thao và Du lịch;
Bộ Khoa học và Công nghệ; Bộ Giáo dục và Đào tạo; Bộ Y tế; Bộ Dân tộc và Tôn giáo; Bộ Kế hoạch và Đầu tư;
Bộ Giao thông vận tải; Bộ Nông nghiệp và Phát triển nông thôn; Bộ Tài nguyên và Môi trường; Bộ Thông tin và Truyền thông;
Bộ Lao động - Thương binh và Xã hội; Ủy ban Dân tộc;
Ngân hàng Nhà nước Việt Nam; Thanh tra Chính phủ; Văn phòng Chính phủ; Văn phòng Quốc hội;
Văn phòng Chủ tịch nước; Văn phòng Trung ương Đảng; Chính phủ; Thủ tướng Chính phủ; Quốc hội; Ủy ban Thường vụ Quốc hội; Chủ tịch nước;
Hội đồng Thẩm phán Tòa án nhân dân tối cao; Tòa án nhân dân tối cao; Viện kiểm sát nhân dân tối cao; Kiểm toán nhà nước; Bộ Chính trị;
Ban Chấp hành Trung ương; Ban Bí thư; Bảo hiểm xã hội Việt Nam; Thông tấn xã Việt Nam; Đài Truyền hình Việt Nam; Đài Tiếng nói Việt Nam;
Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam; Tổng Liên đoàn Lao động Việt Nam; Ủy ban Quản lý vốn nhà nước tại doanh nghiệp;
Chủ tịch Quốc hội; Hội đồng Bầu cử quốc gia; Phó Thủ tướng Chính phủ; Ủy ban nhân dân; Hội đồng nhân dân; Chủ tịch Ủy ban nhân dân
"""
NAMES: tuple[str, ...] = tuple(name.strip() for name in _MINISTRIES.split(";"))
_BY_KEY = {search_key(name): name for name in NAMES}
# Broken words ("BỘ C ÔNG THƯƠNG") are whole again without blanks.
_DEPARTMENTS = tuple(f"Sở {name.removeprefix('Bộ ')}" for name in NAMES if name.startswith("Bộ "))
_WITHOUT_BLANKS = {unmarked(search_key(name)).replace(" ", ""): name for name in (*NAMES, *_DEPARTMENTS)}
_BY_UNMARKED = {unmarked(search_key(name)): name for name in NAMES}

# The body that a number's symbol names, where it names exactly one.
_BY_SYMBOL = {
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "VPQH": "Văn phòng Quốc hội",
    "TW": "Ban Chấp hành Trung ương",
    "BCT": "Bộ Công Thương",
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BYT": "Bộ Y tế",
    "BXD": "Bộ Xây dựng",
    "BGTVT": "Bộ Giao thông vận tải",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "BNG": "Bộ Ngoại giao",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TTCP": "Thanh tra Chính phủ",
    "UBDT": "Ủy ban Dân tộc",
    "KTNN": "Kiểm toán nhà nước",
    "TANDTC": "Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
}

_SHORT = (
    (r"\bUBND\b", "Ủy ban nhân dân"),
    (r"\bHĐND\b", "Hội đồng nhân dân"),
    (r"\bUBMTTQ\b", "Ủy ban Mặt trận Tổ quốc"),
    (r"\bTP\.?\s*(?=[A-ZĐ])", "thành phố "),
)
# First words of bodies' names, without marks.
_HEADS = """
bo|so|uy ban|hoi dong|cuc|vu|tong cuc|chinh phu|thu tuong|pho thu tuong|quoc hoi|van phong|toa an|vien|ban|chu tich|dang uy|tinh uy
thanh uy|huyen uy|thanh tra|ngan hang|kiem toan|dai hoc|truong|hoc vien|cong ty|tap doan|tong cong ty|lien doan|trung tam|chi cuc
phong|cong an|kho bac|bao hiem|doan|mat tran|dai|to|quy|hiep hoi|lien minh|tong lien doan|thong tan xa|bo tu lenh|bo chi huy
ubnd|hdnd|hoi|benh vien|bao|tap chi
""".strip().replace("\n", "|")
_HEAD = re.compile(rf"(?:{_HEADS})\b")
# A line that ends so goes on in the next one, whatever that begins with.
_UNFINISHED = re.compile(
    r"(?:,|-|–|\b(?:va|cua|thuoc|uy ban thuong vu|van phong|chu tich|ban chi dao|hoi dong|ban|ubnd|hdnd))$",
)
_UNITS = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu"
_UNIT = re.compile(rf"\b({_UNITS})\s+(.+)$", re.IGNORECASE)
_FIELD_BODIES = re.compile(
    r"^(bộ|sở|cục|vụ|ban|chi cục|tổng cục|phòng|thanh tra|công an|trung tâm|văn phòng|viện|tổng công ty|trường|hội(?! đồng))\s+",
    re.IGNORECASE,
)


def of_symbol(number: str | None) -> str | None:
    """Return the one body that a number's symbol names ("71/2019/NĐ-CP" -> "Chính phủ"), or ``None``."""
    parsed = parse_number(number) if number else None
    if parsed is None or parsed.body is None:
        return None
    if re.fullmatch(r"QH\d+", parsed.body):
        return "Quốc hội"
    if re.fullmatch(r"UBTVQH\d+", parsed.body):
        return "Ủy ban Thường vụ Quốc hội"
    return _BY_SYMBOL.get(re.split(r"[-/]", parsed.body)[0])


def expand(text: str) -> str:
    """Write out the abbreviations of letterheads ("UBND" -> "Ủy ban nhân dân")."""
    for pattern, words in _SHORT:
        text = re.sub(pattern, words, text)
    return " ".join(text.split())


def begins_body(key: str, before: str) -> bool:
    """Whether a letterhead line opens another body than the line before it; both as keys without marks."""
    return bool(_HEAD.match(key)) and not _UNFINISHED.search(before)


def is_name(text: str) -> bool:
    """Whether a line is the name of a known body and nothing else."""
    return search_key(text) in _BY_KEY or unmarked(search_key(text)) in _BY_UNMARKED


def _proper(words: str) -> str:
    return " ".join(word[:1].upper() + word[1:].lower() if not word.isdigit() else word for word in words.split())


_PARTY_COMMITTEES = ("tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy")


def _by_rule(name: str) -> str:
    lower = name.lower().replace("uỷ", "ủy")
    unit = None if lower.startswith(_PARTY_COMMITTEES) else _UNIT.search(lower)
    tail = ""
    if unit:
        tail = f" {unit[1]} {_proper(unit[2])}"
        lower = lower[: unit.start()].strip()
    field = _FIELD_BODIES.match(lower)
    if field and not lower.startswith("văn phòng"):
        rest = lower[field.end() :]
        rest = re.sub(r"(^|,\s+|\s-\s|\bvà\s+)(\w)", lambda m: m[1] + m[2].upper(), rest)
        lower = f"{field[1]} {rest}"
        # The one field whose second word is a capital too (Nghị định 40/2025/NĐ-CP and before).
        lower = lower.replace(" Công thương", " Công Thương")
    elif lower.startswith(_PARTY_COMMITTEES):
        # A Party committee is named after its territory: "Tỉnh ủy Hoa Lư".
        first, second, *place = lower.split()
        return " ".join((f"{first.capitalize()} {second}", _proper(" ".join(place)))).strip()
    elif lower.startswith("chủ tịch "):
        lower = "chủ tịch " + lower[9:10].upper() + lower[10:]
    return (lower[:1].upper() + lower[1:] + tail).strip()


def _from_text(name: str, text: str) -> str | None:
    """The spelling that the document's own running text uses, if one occurs in mixed case."""
    counts: dict[str, int] = {}
    for match in re.finditer(re.escape(name), text, re.IGNORECASE):
        found = match[0]
        if found != found.upper() and found != found.lower() and found[0].isupper():
            counts[found] = counts.get(found, 0) + 1
    return max(counts, key=lambda k: counts[k]) if counts else None


def normal_case(name: str, text: str) -> str:
    """Return a letterhead's body in normal case; ``text`` is the document."""
    name = expand(name)
    plain = unmarked(search_key(name))
    known = _BY_KEY.get(search_key(name)) or _BY_UNMARKED.get(plain) or _WITHOUT_BLANKS.get(plain.replace(" ", ""))
    if known:
        return known
    found = None if _UNIT.search(name) or len(name) < 6 else _from_text(name, text)
    spelled = found if found and not _FIELD_BODIES.match(name) else _by_rule(name)
    spelled = re.sub(r"\bUỷ\b", "Ủy", spelled)
    # The one city whose name includes the word (Nghị quyết of 2/7/1976 of the National Assembly).
    return spelled.replace("thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh")
