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
    shape = draw(st.sampled_from(("body", "clauses", "clauses", "lead", *(() if prefix else ("amends",)))))
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


def _headings(draw: st.DrawFn, written: Written, levels: list[tuple[str, str]], path: str) -> str:
    """Write one heading of each level that is drawn; returns the address that the next one stands below."""
    for marker, step in levels:
        title = draw(titles).upper()
        written.lines.extend((marker, title))
        path = f"{path}/{step}" if path else step
        written.rows.append((path, title, "", False))
    return path


@st.composite
def codes(draw: st.DrawFn) -> Written:
    """A code with parts, chapters, sections, subsections, inserted articles, and articles numbered through all of them."""
    written = Written()
    number = 0
    for part in range(1, draw(st.integers(1, 2)) + 1):
        above = _headings(draw, written, [(f"Phần thứ {('nhất', 'hai')[part - 1]}", f"phan-{part}")], "")
        for chapter in range(1, draw(st.integers(1, 2)) + 1):
            inner = [(f"Chương {to_roman(chapter)}", f"chuong-{chapter}")]
            if draw(st.booleans()):
                inner.append(("Mục 1", "muc-1"))
                if draw(st.booleans()):
                    inner.append(("Tiểu mục 1", "tieu-muc-1"))
            _headings(draw, written, inner, above)
            for _ in range(draw(st.integers(1, 2))):
                number += 1
                _article(draw, written, number, "")
                if draw(st.sampled_from((True, False, False))):
                    _inserted(draw, written, number)
    return written


def _inserted(draw: st.DrawFn, written: Written, number: int) -> None:
    """Write Điều 5a behind Điều 5, with khoản 1, 1a and 2, points a, a1 and b."""
    heading, path = draw(titles), f"dieu-{number}a"
    written.unit(f"Điều {number}a.", path, heading, "")
    written.unit("1.", f"{path}/khoan-1", "", draw(titles) + ":")
    for letter in ("a", "a1", "b"):
        written.unit(f"{letter})", f"{path}/khoan-1/diem-{letter}", "", draw(items))
    for clause in ("1a", "2"):
        written.unit(f"{clause}.", f"{path}/khoan-{clause}", "", draw(sentences))


@st.composite
def decisions(draw: st.DrawFn) -> Written:
    """A decision with its signature, and behind it a regulation, appendices with clauses or a table, and a form."""
    written = draw(acts())
    written.lines.extend(("Nơi nhận:", "- Như trên;", "TM. ỦY BAN NHÂN DÂN", "Nguyễn Văn A"))
    if draw(st.booleans()):
        title = f"{draw(titles).upper()}\n(Ban hành kèm theo Quyết định số 5/QĐ-UBND)"
        written.lines.extend(("QUY CHẾ", *title.split("\n")))
        written.rows.append(("kem-theo", f"QUY CHẾ\n{title}", "", False))
        for number in range(1, draw(st.integers(1, 3)) + 1):
            _article(draw, written, number, "kem-theo/")
    for number in range(1, draw(st.integers(0, 3)) + 1):
        title = f"{draw(titles).upper()}\n(Kèm theo Quyết định số 5/QĐ-UBND)"
        written.lines.extend((f"Phụ lục {to_roman(number)}", *title.split("\n")))
        written.rows.append((f"phu-luc-{number}", title, "", False))
        if draw(st.booleans()):
            _clauses(draw, written, f"phu-luc-{number}")
        else:
            _table(draw, written, f"phu-luc-{number}")
    return written


def _table(draw: st.DrawFn, written: Written, parent: str) -> None:
    """Write a table with a head and numbered rows; people cite the rows by their numbers."""
    lines = ["STT | Tên | Ghi chú |"]
    lines += [f"{n} | {draw(titles)} | {draw(st.sampled_from(WORDS))} |" for n in range(1, draw(st.integers(2, 4)) + 1)]
    written.lines.extend(lines)
    written.rows.append((f"{parent}/bang-1", "", "", False))
    written.rows.append((f"{parent}/bang-1/doan-1", "", lines[0], False))
    written.rows.extend((f"{parent}/khoan-{n}", "", line, False) for n, line in enumerate(lines[1:], 1))


def broken(draw: st.DrawFn, text: str) -> str:
    """Return a text as a reader gives it that cut some of its lines at the ends of printed lines and pages."""
    lines = []
    for line in text.split("\n"):
        words = line.split(" ")
        places = [n for n in range(3, len(words)) if words[n][0].islower() and words[n - 1][-1] not in ".;:”)|"]
        if places and "|" not in line and draw(st.sampled_from((True, False, False))):
            cut = draw(st.sampled_from(places))
            line = f"{' '.join(words[:cut])}\n{' '.join(words[cut:])}"
        lines.append(line)
    return "\n".join(lines)


@st.composite
def broken_acts(draw: st.DrawFn) -> tuple[Written, str]:
    """An act, and its text with lines broken."""
    written = draw(st.one_of(acts(), codes(), decisions()))
    return written, broken(draw, written.text)


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
