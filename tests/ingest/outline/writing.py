"""Random documents written from the outline's vocabulary, with the addresses they must be read at."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from corpus.addresses import POINT_LETTERS, ascii_ordinal, to_roman

WORDS = ("cơ quan", "báo cáo", "hồ sơ", "thời hạn", "tổ chức", "kết quả", "nhiệm vụ", "địa phương", "người dân", "kế hoạch")
ROW = tuple[str, str, str, bool]

titles = st.lists(st.sampled_from(WORDS), min_size=2, max_size=5).map(lambda words: " ".join(words).capitalize())
sentences = titles.map(lambda title: f"{title}.")
items = titles.map(lambda title: f"{title};")


@dataclass
class Written:
    """Lines of a text and the rows (path, heading, own text, quoted) that they are to be read as."""

    lines: list[str] = field(default_factory=list)
    rows: list[ROW] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def unit(self, marker: str, path: str, heading: str, own: str, *, quoted: bool = False) -> None:
        """Write a unit whose heading or own text stands on the marker's line."""
        self.lines.append(f"{marker} {heading or own}")
        self.rows.append((path, heading, own, quoted))


def _points(draw: st.DrawFn, written: Written, parent: str, *, quoted: bool = False) -> None:
    count = draw(st.integers(2, 5))
    for place in range(count):
        letter = POINT_LETTERS[place]
        path = f"{parent}/diem-{ascii_ordinal(letter)}"
        nested = draw(st.sampled_from(("", "", "", "tiet", "gach")))
        own = draw(titles) + ":" if nested else draw(items)
        written.unit(f"{letter})", path, "", own, quoted=quoted)
        if nested == "tiet":
            for value in range(1, draw(st.integers(2, 4)) + 1):
                numeral = to_roman(value).lower()
                written.unit(f"({numeral})", f"{path}/tiet-{numeral}", "", draw(items), quoted=quoted)
        elif nested == "gach":
            for value in range(1, draw(st.integers(1, 3)) + 1):
                written.unit("-", f"{path}/gach-{value}", "", draw(items), quoted=quoted)


def _clauses(draw: st.DrawFn, written: Written, parent: str, *, quoted: bool = False) -> None:
    for number in range(1, draw(st.integers(2, 5)) + 1):
        path = f"{parent}/khoan-{number}" if parent else f"khoan-{number}"
        shape = draw(st.sampled_from(("plain", "points", "more")))
        written.unit(f"{number}.", path, "", draw(titles) + ":" if shape == "points" else draw(sentences), quoted=quoted)
        if shape == "points":
            _points(draw, written, path, quoted=quoted)
        elif shape == "more":
            own = draw(sentences)
            written.lines.append(own)
            written.rows.append((f"{path}/doan-1", "", own, quoted))


def _article(draw: st.DrawFn, written: Written, number: int, prefix: str) -> None:
    path, heading = f"{prefix}dieu-{number}", draw(titles)
    shape = draw(st.sampled_from(("body", "clauses", "clauses", "lead", "amends")))
    marker = f"Điều {number}."
    if shape == "amends":
        target, clause = draw(st.integers(1, 30)), draw(st.integers(1, 9))
        written.unit(marker, path, "", f"Sửa đổi, bổ sung khoản {clause} Điều {target} như sau:")
        own = draw(titles) + "."
        written.lines.append(f"“{clause}. {own}”.")
        written.rows.append((f"dieu-{target}/khoan-{clause}", "", f"{own}”.", True))
        return
    own = "" if shape == "clauses" else draw(titles) + (":" if shape == "lead" else ".")
    written.unit(marker, path, heading, "")
    if own:
        written.lines.append(own)
        written.rows[-1] = (path, heading, own, False)
    if shape != "body":
        _clauses(draw, written, path)


@st.composite
def acts(draw: st.DrawFn) -> Written:
    """An act with bases, chapters, articles, quoted new text, and appendices with numbered sections."""
    written = Written()
    if draw(st.booleans()):
        basis = f"Căn cứ Luật về {draw(st.sampled_from(WORDS))};"
        written.lines.append(basis)
        written.rows.append(("can-cu", "", basis, False))
    number = 0
    for chapter in range(1, draw(st.integers(0, 3)) + 1):
        title = draw(titles).upper()
        written.lines.extend((f"Chương {to_roman(chapter)}", title))
        written.rows.append((f"chuong-{chapter}", title, "", False))
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            _article(draw, written, number, "")
    if not number:
        for number in range(1, draw(st.integers(1, 4)) + 1):
            _article(draw, written, number, "")
    return written


@st.composite
def plans(draw: st.DrawFn) -> Written:
    """A text without Điều: roman headings, clauses, points, and a closing formula of the document."""
    written = Written()
    opening = f"{draw(titles)} như sau:"
    written.lines.append(opening)
    written.rows.append(("doan-1", "", opening, False))
    for section in range(1, draw(st.integers(1, 4)) + 1):
        heading = draw(titles).upper()
        written.unit(f"{to_roman(section)}.", f"muc-{to_roman(section).lower()}", heading, "")
        _clauses(draw, written, f"muc-{to_roman(section).lower()}")
    closing = "Trên đây là kế hoạch của cơ quan./."
    written.lines.append(closing)
    written.rows.append(("doan-2", "", closing, False))
    return written


# Lines that real files hold side by side in any order: markers, references, quotes, tables, headings, rubbish.
LINES = (
    "Điều 1. Phạm vi",
    "Điều 2",
    "Điều 7. Hồ sơ gồm:",
    "Điều 3 của Luật này quy định",
    "Chương I",
    "QUY ĐỊNH CHUNG",
    "1. Một",
    "2. Hai:",
    "12. Mười hai.",
    "a) Điểm",
    "đ) Điểm;",
    "i) Điểm hay tiết",
    "(ii) Tiết",
    "- Gạch;",
    "+ Cộng.",
    "1.1. Hai cấp",
    "104.042 đồng",
    "“Điều 9. Trích",
    "“1. Trích mở",
    "Đóng trích.”.",
    "Có “cụm từ” ở giữa.",
    "Một dấu “ lẻ",
    "Phụ lục I",
    "Mẫu số 01",
    "Phụ lục II ban hành kèm theo Thông tư này.",
    "QUY CHẾ",
    "(Ban hành kèm theo Quyết định số 1/QĐ-UBND)",
    "STT | Tên | Ghi chú |",
    "1 | Hồ sơ | |",
    "| |",
    "Nơi nhận:",
    "TM. ỦY BAN NHÂN DÂN",
    "đoạn văn nối tiếp",
    "Sửa đổi, bổ sung khoản 2 Điều 5 như sau:",
    "1. Bãi bỏ Điều 4.",
    "\u200b",
    "./.",
    "...............",
)
rubble = st.lists(st.sampled_from(LINES), max_size=40).map("\n".join)
