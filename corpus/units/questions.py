"""The unit in a question: "Sở Công Thương phải báo cáo gì, khi nào?" -> "Sở Công Thương".

The first unit that is subject of the question is taken; a unit behind "với", "cho", "của", "theo", "do" is another's. Works on
marked and unmarked text and on abbreviations; what could be an everyday word without marks ("so", "bo", "bao") counts only
as the beginning of a known name.

1. A head that is half of an everyday word names nobody: "báo cáo", "thông báo", "nhiệm vụ", "bộ hồ sơ".
2. A question that asks for the bearer ("Ai ...?", "Cơ quan nào ...?") names none.
3. Inside a question a class in small letters counts only where it is said to do something ("... thì cơ quan báo chí phải ...").
"""

from __future__ import annotations

import re
from functools import cache

from corpus.units.register import load_register
from corpus.vietnamese import nfc, search_key, unmarked

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*|[^\w\s]")
# Heads that begin a unit's name even when the name itself is not in the register (without marks; marked form to compare).
_HEADS = {
    "so": "sở",
    "bo": "bộ",
    "cuc": "cục",
    "vu": "vụ",
    "tong cuc": "tổng cục",
    "chi cuc": "chi cục",
    "uy ban nhan dan": "ủy ban nhân dân",
    "ubnd": "ubnd",
    "hdnd": "hđnd",
    "hoi dong nhan dan": "hội đồng nhân dân",
    "van phong": "văn phòng",
    "thanh tra": "thanh tra",
    "cong an": "công an",
    "bao": "báo",
    "tap chi": "tạp chí",
    "dai": "đài",
    "trung tam": "trung tâm",
    "ban quan ly": "ban quản lý",
    "vien": "viện",
    "hoc vien": "học viện",
    "truong": "trường",
    "chu tich": "chủ tịch",
    "giam doc": "giám đốc",
    "thu truong": "thủ trưởng",
    "bo truong": "bộ trưởng",
    "chanh van phong": "chánh văn phòng",
    "thu tuong": "thủ tướng",
    "chinh phu": "chính phủ",
    "co quan": "cơ quan",
    "don vi": "đơn vị",
    "doanh nghiep": "doanh nghiệp",
    "ngan hang": "ngân hàng",
    "toa an": "tòa án",
    "kho bac": "kho bạc",
    "bao hiem xa hoi": "bảo hiểm xã hội",
    "hoi": "hội",
    "mat tran to quoc": "mặt trận tổ quốc",
    "tong lien doan": "tổng liên đoàn",
    "lien doan": "liên đoàn",
    "hiep hoi": "hiệp hội",
    "quoc hoi": "quốc hội",
    "kiem toan nha nuoc": "kiểm toán nhà nước",
    "to chuc": "tổ chức",
    "ca nhan": "cá nhân",
    "dia phuong": "địa phương",
    "cong ty": "công ty",
    "tap doan": "tập đoàn",
    "tong cong ty": "tổng công ty",
    "hop tac xa": "hợp tác xã",
    "ban dan toc": "ban dân tộc",
    "ban": "ban",
    "cac so": "các sở",
    "nguoi phat ngon": "người phát ngôn",
    "chu dau tu": "chủ đầu tư",
    "nha giao": "nhà giáo",
    "lanh dao": "lãnh đạo",
    "nguoi dung dau": "người đứng đầu",
    "uy ban": "ủy ban",
    "hoi dong": "hội đồng",
    "bo chi huy quan su": "bộ chỉ huy quân sự",
    "to cong tac": "tổ công tác",
    "to bien tap": "tổ biên tập",
    "ban chi dao": "ban chỉ đạo",
    "dai truyen hinh": "đài truyền hình",
}
_AMBIGUOUS = {"so", "bo", "bao", "dai", "vu", "hoi", "ban", "truong", "vien", "dia phuong", "to chuc", "ca nhan", "cac so"}
_STOP = frozenset(
    (
        "phai|co|lam|duoc|can|bao cao|la|gi|nao|khi|truoc|trong|chiu|chu tri|phoi hop|thuc hien|nop|gui|"
        "khong|bi|the|trach nhiem|nhiem vu|nghia vu|giao|yeu cau|de nghi|ve|theo|cho|den|voi|ra sao|nhu|sau|"
        "vao|xong|tai cau truc|cung cap|ban hanh|xay dung|to chuc thuc hien|bao nhieu|may|lien quan den|"
        "quy dinh|hang nam|dinh ky|bo tri|ra soat|cong khai|cong bo|chia se|tham muu|trinh|kien nghi|de xuat|phan cong|phe duyet|"
        "chap thuan|tra loi|huong dan|"
        "kiem tra|tiep nhan|giai quyet|xu ly|phat hanh|ky|dang|se|da|thi|o|tu|qua|nham|neu|dan|hop nhat|"
        "duoc giao|moi|con|nhung|nam|quy|thang|ngay|tong hop|trien khai|quan ly|theo doi|cap nhat|lap|dat|"
        "mua|su dung|thanh lap|cu|chi dao|thong bao|don doc|bao dam|dam bao|han|thoi han|viec|cong viec|duoi|"
        "tren|co the|con phai|lai|day manh|tang cuong"
    ).split("|")
)
# Acts that end the name of a body; behind "cơ quan", "tổ chức" they may say which one is meant ("cơ quan đăng ký kinh doanh").
_ACTS = frozenset(
    (
        "quyết định|đào tạo|tổ chức|xác định|đánh giá|thẩm định|thu hồi|bồi dưỡng|tuyển dụng|hỗ trợ|đăng ký|kiểm soát|giám sát|"
        "tuyên truyền|phổ biến|nghiên cứu|đầu tư|vận hành|bảo vệ|xử phạt|khen thưởng|chi trả|thanh toán|cho phép|chứng nhận|"
        "xác nhận|công nhận|gia hạn|sửa đổi|bổ sung|thẩm tra|lựa chọn|khảo sát|điều tra|niêm yết|lưu trữ|bàn giao|nghiệm thu|"
        "điều chỉnh|thay đổi|hoàn thành|tham gia|tham dự|giúp|cấp|thu|chi|nhận|mở|tính|xét|tuyển|trả|bán|hủy|nuôi|trồng|sửa"
    ).split("|")
)
_DESCRIBED = frozenset({"co quan", "don vi", "to chuc", "doanh nghiep", "ca nhan", "cong ty", "chu dau tu", "hoi dong", "nha giao"})
_OTHERS = frozenset("voi|cho|cua|theo|do|ve|den|tai|tu|boi|sang|qua|len|o".split("|"))
_JOINERS = frozenset({"va", "-", "–", "&"})


@cache
def _names() -> dict[str, list[tuple[str, ...]]]:
    """Known names and abbreviations by their first unmarked word, longest first."""
    table: dict[str, set[tuple[str, ...]]] = {}
    register = load_register()
    forms = [form for unit in (*register.units, *register.departments) for form in (unit.name, *unit.abbreviations)]
    forms += [name for one in register.classes for name in one.names if " " in name]
    for form in forms:
        words = tuple(_WORD.findall(unmarked(search_key(form))))
        table.setdefault(words[0], set()).add(words)
    return {first: sorted(names, key=len, reverse=True) for first, names in table.items()}


@cache
def _class_names() -> frozenset[str]:
    return frozenset(unmarked(search_key(name)) for one in load_register().classes for name in one.names)


@cache
def _places() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(key.split()) for key in load_register().places)


# What makes a unit behind "của", "cho", "với" the one asked about: "trách nhiệm của X", "giao cho X", "đối với X".
_ASKED_BEHIND = frozenset(
    {
        "trach nhiem cua",
        "nhiem vu cua",
        "nghia vu cua",
        "quyen han cua",
        "quyen cua",
        "cong viec cua",
        "giao cho",
        "doi voi",
        "viec cua",
        "bao cao cua",
    }
)
# Behind these stands to whom something is sent, not who is asked about ("... báo cáo Chủ tịch UBND tỉnh trong bao lâu?").
_SENT = frozenset({"bao cao", "trinh", "gui", "nop", "gui ve", "nop ve", "bao cao ve", "tham muu", "xin y kien", "trinh len"})
# One who does this to another body lays work on it: the other one is asked about ("Thủ tướng giao Bộ Nội vụ làm gì?").
_CHARGES = frozenset({"giao", "giao cho", "yeu cau", "phan cong", "uy quyen", "uy quyen cho", "chi dao", "de nghi"})
_QUANTIFIERS = frozenset({"cac", "nhung", "moi", "tat", "ca"})


def find_unit(question: str) -> str | None:
    """Return the words of ``question`` that name the unit asked about, as written; ``None`` if there is none."""
    text = nfc(question)
    spans = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    raw = [text[a:b] for a, b in spans]
    plain = [unmarked(word).lower() for word in raw]
    marked = any(unmarked(word) != word for word in raw)
    if _WHO.match(" ".join(plain)):
        return None
    i = 0
    while i < len(raw):
        end = i if marked and _is_everyday(raw, i) else _unit_end(raw, plain, i, marked)
        if end <= i:
            i += 1
        elif _is_another(plain, i) or _is_part_of_a_number(raw, i, end) or _is_aside(raw, plain, i, end, marked):
            i = end
        elif (charged := _charged(raw, plain, end, marked)) is not None:
            i = charged
        else:
            return text[spans[i][0] : spans[end - 1][1]]
    return None


def _is_another(plain: list[str], i: int) -> bool:
    """Whether the unit at ``i`` stands behind a preposition and is not the one asked about."""
    j = i - 1
    while j >= 0 and plain[j] in _QUANTIFIERS:
        j -= 1
    if any(" ".join(plain[max(0, j - n + 1) : j + 1]) in _SENT for n in (1, 2, 3)):
        return True
    if j < 0 or plain[j] not in _OTHERS:
        return False
    return not any(" ".join(plain[max(0, j - n) : j + 1]) in _ASKED_BEHIND for n in (1, 2))


def _charged(raw: list[str], plain: list[str], end: int, marked: bool) -> int | None:
    """Return where the unit begins that the one before ``end`` lays work on; ``None`` if there is none."""
    for count in (2, 1):
        if " ".join(plain[end : end + count]) not in _CHARGES:
            continue
        start = end + count
        while start < len(plain) and plain[start] in _QUANTIFIERS:
            start += 1
        if start < len(raw) and _unit_end(raw, plain, start, marked) > start:
            return start
    return None


def _is_everyday(raw: list[str], i: int) -> bool:
    """Whether the word at ``i`` is half of an everyday word ("thông báo", "báo cáo"), as written with marks."""
    before, here = search_key(" ".join(raw[i - 1 : i + 1])) if i else "", search_key(" ".join(raw[i : i + 3]))
    if raw[i].isupper() and len(raw[i]) > 1:
        return False
    return (before in _ENDED and raw[i][:1].islower()) or any(" ".join(here.split()[:n]) in _BEGUN for n in (2, 3))


def _is_aside(raw: list[str], plain: list[str], i: int, end: int, marked: bool) -> bool:
    """Whether a class in small letters stands inside a question without being said to do anything."""
    if not marked or any(word[:1].isupper() for word in raw[i:end]) or all(word in _QUANTIFIERS for word in plain[:i]):
        return False
    behind = any(" ".join(plain[max(0, i - n) : i]) in _ASKED_BEHIND for n in (1, 2, 3)) or plain[i - 1 : i] == [","]
    return not behind and not (end < len(raw) and (_stops(raw, plain, end, marked) or _acts(raw, end)))


def _is_part_of_a_number(raw: list[str], i: int, end: int) -> bool:
    """Whether the unit is the symbol of a document's number ("3686/UBND-XD", "QĐ-BCT")."""
    before, after = raw[i - 1] if i else "", raw[end] if end < len(raw) else ""
    return before in {"/", "-"} or (after == "-" and end + 1 < len(raw) and raw[end + 1].isupper())


def _unit_end(raw: list[str], plain: list[str], i: int, marked: bool) -> int:
    """Return where the unit that begins at word ``i`` ends; ``i`` if there is none."""
    for name in _names().get(plain[i], ()):
        if tuple(plain[i : i + len(name)]) == name and _fits(raw, i, len(name), name, marked):
            end = i + len(name)
            if " ".join(name) in _class_names():
                described = " ".join(name[:2]) in _DESCRIBED
                end = _name_end(raw, plain, end, marked, acts=marked and not described)
                if end == i + len(name) and " ".join(name) in _HEADS and not all(word in _QUANTIFIERS for word in plain[:i]):
                    return i
            return _with_tail(raw, plain, end, marked)
    for count in (5, 4, 3, 2, 1):
        head = " ".join(plain[i : i + count])
        full = _HEADS.get(head)
        if full is None or i + count > len(plain):
            continue
        if not _written_as(" ".join(raw[i : i + count]), head, full, marked) or (i and plain[i - 1] == "xa" and head == "hoi"):
            return i
        end = _name_end(raw, plain, i + count, marked, acts=marked and head not in _DESCRIBED)
        first = all(word in _QUANTIFIERS for word in plain[:i])
        if not marked and head in _AMBIGUOUS and not _capital_name(raw, i, count) and not (first and _plain_name(plain, i, end)):
            return i
        if end == i + count and not first and not raw[i].isupper():
            return i  # "đơn vị", "bộ" alone inside a question name nobody
        return _with_tail(raw, plain, end, marked)
    return i


def _written_as(text: str, head: str, full: str, marked: bool) -> bool:
    """Whether the marks of the text agree with the head's, where the question has marks."""
    written = search_key(text)
    if not marked:
        return True
    return written == search_key(full) or (written == head and text.isupper())


# What may follow an ambiguous head in a question without marks when it is an everyday word ("bao nhiêu", "vụ việc").
_EVERYDAY = {
    "bao": {"cao", "nhieu", "gio", "lau", "gom", "dam", "hiem", "ve", "ton", "chi"},
    "vu": {"viec", "an", "nay", "mua"},
    "hoi": {"dap", "thao", "nghi"},
    "ban": {"hanh", "dau", "giao"},
}
# Everyday words that begin with a head, with marks, and words that end with one.
_BEGUN = frozenset(
    (
        "báo cáo|báo động|báo hiệu|báo giá|báo trước|báo ngay|báo lại|bộ phận|bộ luật|bộ máy|bộ đội|bộ hồ sơ|bộ tiêu chí|"
        "bộ chỉ số|bộ câu hỏi|bộ thủ tục|bộ quy tắc|bộ dữ liệu|bộ tài liệu|bộ đề|cục bộ|vụ việc|vụ án|vụ mùa|vụ cháy|vụ tai nạn|"
        "hội nghị|hội thảo|hội họp|hội đàm|ban hành|ban đầu|ban giao|sở hữu|sở tại|sở thích|viện dẫn|viện trợ|viện phí|trường hợp|"
        "đài thọ|đơn vị tính|đơn vị đo|đơn vị hành chính|trung tâm của|công an ninh|thanh tra viên|địa phương án"
    ).split("|")
)
_ENDED = frozenset(
    (
        "thông báo|cảnh báo|dự báo|mật báo|tình báo|điện báo|niên báo|nhiệm vụ|dịch vụ|nghĩa vụ|chức vụ|công vụ|phục vụ|sự vụ|"
        "nghiệp vụ|mùa vụ|đặc vụ|học vụ|tạp vụ|thời vụ|giáo vụ|cán bộ|nội bộ|toàn bộ|đồng bộ|tiến bộ|cục bộ|đường bộ|chi bộ|đảng bộ|"
        "cơ sở|trụ sở|công sở|xã hội|cơ hội|đại hội|quốc hội|lễ hội|giao hội|môi trường|thị trường|hiện trường|chủ trường|nhà trường|"
        "ngân trường|công trường|bệnh viện|thư viện|học viện|ủy ban|ca ban|phần ban|nhân viện|lâu đài"
    ).split("|")
)
# Questions that ask who: the bearer is what is wanted, so none is named.
_WHO = re.compile(
    r"(?:(?:theo|tại|o|ở|tai|trong|doi voi)\s[^,?]*,\s*)?(?:vay\s+|the\s+)?"
    r"(?:ai|(?:nhung\s+|cac\s+)?(?:co quan|don vi|to chuc|ca nhan|nguoi|cap|bo|so|nganh|chuc danh)(?:\s+(?:hay|hoac|,)?\s*"
    r"(?:co quan|don vi|to chuc|ca nhan|nguoi))?\s+nao)(?!\w)"
)


def _plain_name(plain: list[str], i: int, end: int) -> bool:
    """Whether a head without marks at the question's beginning is followed by a name ("bao cong thuong", "vu phap che")."""
    head = plain[i]
    return head in {"bao", "vu", "ban", "vien", "hoi", "dai"} and end > i + 1 and plain[i + 1] not in _EVERYDAY.get(head, ())


def _capital_name(raw: list[str], i: int, count: int) -> bool:
    return raw[i][:1].isupper() and i + count < len(raw) and raw[i + count][:1].isupper()


def _fits(raw: list[str], i: int, count: int, name: tuple[str, ...], marked: bool) -> bool:
    """Whether marks agree where there are any: "bỏ" is not "bộ"."""
    if not marked or count > 2 or name[0] not in _AMBIGUOUS:
        return count > 1 or raw[i].isupper() or (not marked and len(name[0]) > 2) or (len(name[0]) > 4 and raw[i][:1].isupper())
    return search_key(raw[i]) in {"sở", "bộ", "báo", "đài", "vụ", "hội", "ban", "trường", "viện"}


# Words of one syllable that end a name, as written with marks ("cơ" of "cơ sở" is no "có").
_STOP_MARKED = frozenset(
    (
        "phải|có|làm|được|cần|là|gì|nào|khi|trước|trong|chịu|nộp|gửi|không|bị|thế|giao|về|theo|cho|đến|với|như|sau|vào|xong|may|"
        "trình|ký|đang|sẽ|đã|thì|ở|từ|qua|nhằm|nếu|dẫn|mới|còn|những|năm|quý|tháng|ngày|lập|đặt|mua|cử|hạn|việc|dưới|trên|lại"
    ).split("|")
)


def _stops(raw: list[str], plain: list[str], i: int, marked: bool) -> bool:
    """Whether a word or phrase that belongs to no name begins at ``i``."""
    if any(" ".join(plain[i : i + n]) in _STOP for n in (3, 2)):
        return True
    if plain[i] == "ky" and i and plain[i - 1] == "dang":
        return False  # "cơ quan đăng ký kinh doanh"
    return search_key(raw[i]) in _STOP_MARKED if marked else plain[i] in _STOP


def _acts(raw: list[str], i: int) -> bool:
    """Whether an act begins at ``i`` in words with marks; "cấp tỉnh" and "thu nhập" are none."""
    pair = search_key(" ".join(raw[i : i + 2]))
    single = search_key(raw[i]) in _ACTS and pair.split(" ")[-1] not in {
        "tỉnh",
        "xã",
        "huyện",
        "trên",
        "dưới",
        "nhập",
        "cục",
        "nhánh",
    }
    return pair in _ACTS or single


def _name_end(raw: list[str], plain: list[str], i: int, marked: bool, *, acts: bool = False) -> int:
    """Return where the name behind a head ends: at a question word, a verb, a mark; with ``acts`` at any act of a body."""
    while i < len(raw):
        if not plain[i][0].isalnum() and plain[i] not in _JOINERS:
            if plain[i] == "," and i + 1 < len(raw) and raw[i + 1][:1].isupper() and plain[i + 1] not in _HEADS:
                i += 1
                continue
            return i
        if plain[i] in _JOINERS and not (i + 1 < len(raw) and raw[i + 1][:1].isupper()):
            return i
        if not raw[i][:1].isupper() and (_stops(raw, plain, i, marked) or (acts and _acts(raw, i))):
            return i
        i += 1
    return i


def _with_tail(raw: list[str], plain: list[str], i: int, marked: bool) -> int:
    """Take the place or the parent that follows: "tỉnh Lào Cai", "thuộc Bộ Công Thương", "(Bộ VHTTDL)"."""
    j = i + 1 if i < len(plain) and plain[i] in {"tinh", "tp", "huyen", "quan", "xa", "phuong"} else i
    if plain[i : i + 2] in (["thanh", "pho"], ["thi", "xa"], ["thi", "tran"], ["dac", "khu"]):
        j = i + 2
    if j < len(plain) and plain[j] == "." and j > i:
        j += 1
    for count in range(min(4, len(plain) - j), 0, -1):
        if tuple(" ".join(plain[j : j + count]).replace(" - ", " ").split()) in _places() and (not marked or raw[j][:1].isupper()):
            return j + count
    if j > i:
        while j < len(raw) and raw[j][:1].isupper():
            j += 1
        return j
    if i < len(plain) and plain[i] in {"thuoc", "truc", "cua"}:
        k = i + (2 if plain[i] == "truc" else 1)
        end = _unit_end(raw, plain, k, marked) if k < len(raw) else k
        return end if end > k else i
    return i
