"""Heads of every kind in every layout, made up from a seed, with what must be read from each.

Kinds and their symbols: Nghị định 30/2020/NĐ-CP annex III, laws, Party documents, joint circulars. All words are this project's own.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from corpus.model import Head
from tests import typeset
from tests.typeset import BOLD, REGULAR, Item, Put

STATE, PARTY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


class Layout(StrEnum):
    """How the same head is printed."""

    COLUMNS = "two columns"
    MERGED = "both columns in one text line"
    TEXT = "plain text, one line below the other"
    BARS = "plain text, columns divided by bars"
    NO_STATE = "without the name of the state"
    DECOMPOSED = "marks apart from their letters"
    BROKEN = "broken words"
    NUMBER_BELOW = "the number below the kind"


@dataclass(frozen=True, slots=True)
class Body:
    """An issuing body: its letterhead lines, what is read from them, and the symbol of its numbers."""

    lines: tuple[str, ...]
    name: str
    symbol: str
    party: bool = False


BODIES = (
    Body(("BỘ CÔNG THƯƠNG",), "Bộ Công Thương", "BCT"),
    Body(("BỘ GIÁO DỤC VÀ ĐÀO TẠO",), "Bộ Giáo dục và Đào tạo", "BGDĐT"),
    Body(("CHÍNH PHỦ",), "Chính phủ", "CP"),
    Body(("THỦ TƯỚNG CHÍNH PHỦ",), "Thủ tướng Chính phủ", "TTg"),
    Body(("VĂN PHÒNG CHÍNH PHỦ",), "Văn phòng Chính phủ", "VPCP"),
    Body(("ỦY BAN NHÂN DÂN", "TỈNH HOA LƯ"), "Ủy ban nhân dân tỉnh Hoa Lư", "UBND"),
    Body(("HỘI ĐỒNG NHÂN DÂN", "THÀNH PHỐ MÊ LINH"), "Hội đồng nhân dân thành phố Mê Linh", "HĐND"),
    Body(("UBND TỈNH HOA LƯ", "SỞ CÔNG THƯƠNG"), "Sở Công Thương tỉnh Hoa Lư", "SCT"),
    Body(("ỦY BAN NHÂN DÂN TỈNH HOA LƯ", "SỞ TƯ PHÁP"), "Sở Tư pháp tỉnh Hoa Lư", "STP"),
    Body(("BỘ NỘI VỤ", "CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC"), "Cục Văn thư và Lưu trữ nhà nước", "VTLTNN"),
    Body(("NGÂN HÀNG NHÀ NƯỚC", "VIỆT NAM"), "Ngân hàng Nhà nước Việt Nam", "NHNN"),
    Body(("BỘ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), "Bộ Nông nghiệp và Môi trường", "BNNMT"),
    Body(("TÒA ÁN NHÂN DÂN TỐI CAO",), "Tòa án nhân dân tối cao", "TANDTC"),
)
PARTY_BODIES = (
    Body(("BAN CHẤP HÀNH TRUNG ƯƠNG",), "Ban Chấp hành Trung ương", "TW", party=True),
    Body(("BỘ CHÍNH TRỊ",), "Bộ Chính trị", "TW", party=True),
    Body(("TỈNH ỦY HOA LƯ",), "Tỉnh ủy Hoa Lư", "TU", party=True),
    Body(("VĂN PHÒNG TRUNG ƯƠNG ĐẢNG",), "Văn phòng Trung ương Đảng", "VPTW", party=True),
)
# Kind, symbol, whether a year stands in the number; laws and joint circulars are made apart.
ADMINISTRATIVE = (
    ("Nghị quyết", "NQ"), ("Quyết định", "QĐ"), ("Chỉ thị", "CT"), ("Quy chế", "QC"), ("Quy định", "QyĐ"), ("Thông cáo", "TC"),
    ("Thông báo", "TB"), ("Hướng dẫn", "HD"), ("Chương trình", "CTr"), ("Kế hoạch", "KH"), ("Phương án", "PA"), ("Đề án", "ĐA"),
    ("Dự án", "DA"), ("Báo cáo", "BC"), ("Biên bản", "BB"), ("Tờ trình", "TTr"), ("Hợp đồng", "HĐ"), ("Công điện", "CĐ"),
    ("Bản ghi nhớ", "BGN"), ("Bản thỏa thuận", "BTT"), ("Giấy ủy quyền", "GUQ"), ("Giấy mời", "GM"), ("Giấy giới thiệu", "GGT"),
    ("Giấy nghỉ phép", "GNP"), ("Phiếu gửi", "PG"), ("Phiếu chuyển", "PC"), ("Phiếu báo", "PB"),
)  # fmt: skip
NORMATIVE = (("Thông tư", "TT"), ("Nghị định", "NĐ"), ("Quyết định", "QĐ"), ("Nghị quyết", "NQ"))
PARTY_KINDS = (
    ("Chỉ thị", "CT"),
    ("Nghị quyết", "NQ"),
    ("Kết luận", "KL"),
    ("Quy định", "QĐ"),
    ("Hướng dẫn", "HD"),
    ("Thông báo", "TB"),
)
LAWS = (("Luật", "Luật số: "), ("Bộ luật", "Luật số: "), ("Nghị quyết", "Nghị quyết số: "))

_TITLES = (
    ("Quy định việc lập và giữ sổ mẫu",),
    ("Về việc kiểm kê kho mẫu", "và trả lại hồ sơ mượn"),
    ("Tăng cường quản lý kho mẫu của các đơn vị trực thuộc;", "chấn chỉnh việc mượn, trả hồ sơ năm 2026"),
    (
        "Sửa đổi, bổ sung một số điều của Thông tư số 31/2024/TT-BCT",
        "ngày 02 tháng 10 năm 2024 của Bộ trưởng Bộ Công Thương",
        "quy định về kho mẫu",
    ),
    ("VỀ VIỆC LẬP SỔ MẪU", "VÀ GIỮ KHO MẪU"),
    ("Triển khai Đề án kho mẫu giai đoạn 2026 - 2030",),
)  # fmt: skip
_OFFICES = (
    ("TM. {body}", "CHỦ TỊCH"),
    ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"),
    ("TL. BỘ TRƯỞNG", "CHÁNH VĂN PHÒNG"),
    ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG HÀNH CHÍNH"),
    ("Q. CỤC TRƯỞNG",),
    ("GIÁM ĐỐC",),
    ("T/M BAN BÍ THƯ", "THƯỜNG TRỰC BAN BÍ THƯ"),
)
_NAMES = ("Trần Văn Thử", "Lê Thị Hồng Mẫu", "Nguyễn Hòa Bình", "Phạm Vũ Khánh Ly", "Đỗ Ân", "Y Thanh Hà")
_RANKS = ("", "", "", "Thiếu tướng ", "TS. ")
_PLACES = ("Hà Nội", "Hoa Lư", "Thành phố Hồ Chí Minh", "Mê Linh")
_RECITALS = ("Căn cứ Luật Kho mẫu số 900/2025/QH15;", "Theo đề nghị của Chánh Văn phòng,")
_OPENINGS = ("Thực hiện kế hoạch kiểm kê hằng năm, cơ quan giao các đơn vị trực thuộc rà soát kho mẫu và báo cáo kết quả.",)


@dataclass(frozen=True, slots=True)
class Sample:
    """One head as printed (``data`` of a file named ``name``) and as it must be read; ``body`` opens the running text."""

    name: str
    data: bytes
    head: Head
    body: str
    told: str


@dataclass(frozen=True, slots=True)
class _Words:
    """What a head says, before it is laid out."""

    body: Body
    kind: str
    label: str
    number: str
    printed_number: str
    day: dt.date
    place: str
    title: tuple[str, ...]
    offices: tuple[str, ...]
    signer: str
    rank: str
    recipients: tuple[str, ...]
    addressee: str | None
    opening: tuple[str, ...]


def kinds() -> tuple[tuple[str, str, str], ...]:
    """Return every (family, kind, symbol) of the generator."""
    return (
        *(("administrative", kind, symbol) for kind, symbol in ADMINISTRATIVE),
        *(("normative", kind, symbol) for kind, symbol in NORMATIVE),
        *(("party", kind, symbol) for kind, symbol in PARTY_KINDS),
        *(("law", kind, label) for kind, label in LAWS),
        ("joint", "Thông tư liên tịch", "TTLT"),
        ("letter", "Công văn", ""),
    )


def _number(family: str, symbol: str, body: Body, random: Random) -> tuple[str, str]:
    """Return a number as it is read and its line as printed."""
    serial, year = random.randint(2, 4900), random.choice((2024, 2025, 2026))
    match family:
        case "party":
            return f"{serial:02d}-{symbol}/{body.symbol}", f"Số {serial:02d}-{symbol}/{body.symbol}"
        case "law":
            return f"{serial:02d}/{year}/QH15", f"{symbol}{serial:02d}/{year}/QH15"
        case "normative" | "joint":
            return f"{serial:02d}/{year}/{symbol}-{body.symbol}", f"Số: {serial}/{year}/{symbol}-{body.symbol}"
        case "letter":
            unit = random.choice(("VP", "KTTH", "TCCB", "QLTT"))
            return f"{serial:02d}/{body.symbol}-{unit}", f"Số: {serial}/{body.symbol}-{unit}"
        case _:
            return f"{serial:02d}/{symbol}-{body.symbol}", f"Số: {serial:02d}/{symbol}-{body.symbol}"


def _body_of(family: str, symbol: str, random: Random) -> Body:
    match family:
        case "party":
            return random.choice(PARTY_BODIES)
        case "law":
            return Body(("QUỐC HỘI",), "Quốc hội", "QH15")
        case "joint":
            return Body(("BỘ Y TẾ - BỘ TÀI CHÍNH",), "Bộ Y tế; Bộ Tài chính", "BYT-BTC")
        case "normative" if symbol == "NĐ":
            return BODIES[2]
        case "normative" if symbol == "TT":
            return random.choice([b for b in BODIES if b.symbol in {"BCT", "BGDĐT", "NHNN", "BNNMT"}])
    return random.choice(BODIES)


def _words(family: str, kind: str, symbol: str, random: Random) -> _Words:
    body = _body_of(family, symbol, random)
    number, printed = _number(family, symbol, body, random)
    letter = family == "letter"
    offices = tuple(line.format(body=" ".join(body.lines)) for line in random.choice(_OFFICES))
    return _Words(
        body=body,
        kind=kind,
        label=kind.upper(),
        number=number,
        printed_number=printed,
        day=dt.date(random.choice((2024, 2025, 2026)), random.randint(1, 12), random.randint(1, 28)),
        place=random.choice(_PLACES),
        title=random.choice(_TITLES[:2]) if letter else random.choice(_TITLES),
        offices=offices,
        signer=random.choice(_NAMES),
        rank=random.choice(_RANKS),
        recipients=random.choice((("Các sở, ban, ngành",), ("Các đơn vị trực thuộc", "Cổng thông tin điện tử"))),
        addressee=random.choice(("Các đơn vị trực thuộc", "Bộ Tài chính")) if letter else None,
        opening=_OPENINGS if letter else random.choice((_RECITALS, _OPENINGS)),
    )


def _date_line(words: _Words) -> str:
    return f"{words.place}, ngày {words.day.day:02d} tháng {words.day.month:02d} năm {words.day.year}"


def _text(words: _Words, layout: Layout) -> str:
    flag = [PARTY] if words.body.party else [STATE, MOTTO]
    subject = [f"V/v {words.title[0]}", *words.title[1:]] if words.addressee else []
    if layout is Layout.BARS:
        lines = [
            f"{' '.join(words.body.lines)} | {flag[0]}",
            *(f"{line} |" for line in flag[1:]),
            f"{words.printed_number} | {_date_line(words)} |",
        ]
    else:
        lines = [*words.body.lines, *flag, words.printed_number, _date_line(words)]
    lines += subject or [words.label, *words.title]
    lines += [f"Kính gửi: {words.addressee}"] if words.addressee else []
    lines += [*words.opening, "Nơi nhận:", "- Như trên;", *(f"- {r};" for r in words.recipients), "- Lưu: VT."]
    return "\n".join([*lines, *words.offices, "(Đã ký)", f"{words.rank}{words.signer}"])


_BROKEN = {"ĐỊNH": "Đ ỊNH", "CÔNG": "C ÔNG", "ngày": "ng ày", "tháng": "th áng"}


def _broken(text: str) -> str:
    return " ".join(_BROKEN.get(word, word) for word in text.split(" "))


def _columns(words: _Words, layout: Layout) -> list[Item]:
    flag = PARTY if words.body.party else STATE
    left, right = 150.0, 410.0
    rows = max(len(words.body.lines), 1 if words.body.party else 2)
    row = 50 + 16 * rows + 8
    out: list[Item] = []
    for index in range(rows):
        issuer = words.body.lines[index] if index < len(words.body.lines) else ""
        state = (flag, "" if words.body.party else MOTTO)[index] if index < 2 else ""
        state = "" if layout is Layout.NO_STATE else state
        out += _row(issuer, state, 50 + 16 * index, 11, BOLD, left, right, merged=layout is Layout.MERGED)
    number = "" if layout is Layout.NUMBER_BELOW else words.printed_number
    return [*out, *_row(number, _date_line(words), row, 12, REGULAR, left, right, merged=layout is Layout.MERGED)]


def _row(one: str, other: str, y: float, size: float, font: str, left: float, right: float, *, merged: bool) -> list[Put]:
    if merged and one and other:
        return [Put(f"{one}   {other}", 40, y, size - 1, font)]
    return [Put(text, x, y, size, font, centered=True) for text, x in ((one, left), (other, right)) if text]


def _pdf(words: _Words, layout: Layout) -> bytes:
    items = _columns(words, layout)
    y = 125.0
    if words.addressee:
        for index, line in enumerate((f"V/v {words.title[0]}", *words.title[1:])):
            items.append(Put(line, 150, y + 15 * index, 12, centered=True))
        items.append(Put(f"Kính gửi: {words.addressee}.", 230, y + 60))
        y += 85
    else:
        items.append(Put(words.label, 297, y + 15, 14, BOLD, centered=True))
        y += 35
        if layout is Layout.NUMBER_BELOW:
            items.append(Put(words.printed_number, 297, y, 13, centered=True))
            y += 20
        for index, line in enumerate(words.title):
            items.append(Put(line, 297, y + 17 * index, 13, BOLD, centered=True))
        y += 17 * len(words.title) + 25
    items += typeset.flow(words.opening, y)
    items += typeset.closing(
        ["Như trên;", *(f"{r};" for r in words.recipients), "Lưu: VT."], words.offices, words.rank + words.signer, 480
    )
    change = {Layout.DECOMPOSED: lambda text: unicodedata.normalize("NFD", text), Layout.BROKEN: _broken}.get(layout)
    if change:
        items = [replace(item, text=change(item.text)) if isinstance(item, Put) else item for item in items]
    return typeset.pdf(items)


def make(family: str, kind: str, symbol: str, layout: Layout, seed: int) -> Sample:
    """Return the head of ``kind`` in ``layout`` that ``seed`` makes."""
    words = _words(family, kind, symbol, Random(f"{family}/{kind}/{layout}/{seed}"))  # noqa: S311
    plain = layout in {Layout.TEXT, Layout.BARS}
    data = _text(words, layout).encode() if plain else _pdf(words, layout)
    told = ((words.addressee,) if words.addressee else ()) + words.recipients
    head = Head(kind, words.number, words.day, words.body.name, " ".join(words.title), words.signer, recipients=told,
                authority=", ".join(line.strip(".") for line in words.offices))  # fmt: skip
    return Sample("a.txt" if plain else "a.pdf", data, head, words.opening[0], f"{kind}, {layout}, {seed}")


def fits(family: str, layout: Layout) -> bool:
    """Whether a kind is printed so: letters carry no kind to stand above their number."""
    return layout is not Layout.NUMBER_BELOW or family in {"administrative", "party"}
