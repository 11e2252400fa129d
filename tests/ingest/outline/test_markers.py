"""Markers: what a paragraph may begin with, and what only looks like it."""

import pytest

from corpus.addresses import POINT_LETTERS, ascii_ordinal, to_roman
from ingest.outline.markers import Style, candidates

# (text, (style, ordinal) of every reading, reason)
READINGS: list[tuple[str, list[tuple[Style, str]], str]] = [
    ("Điều 5. Phạm vi", [(Style.DIEU, "5")], "an article"),
    ("Điều 5: Phạm vi", [(Style.DIEU, "5")], "with a colon"),
    ("Điều 12", [(Style.DIEU, "12")], "alone on its line"),
    ("Điều 15đ. Hồ sơ", [(Style.DIEU, "15đ")], "an inserted article is not article 15"),
    ("Đ iều 7. Hồ sơ", [(Style.DIEU, "7")], "a word broken by the text layer"),
    ("Điêu 6. Hồ sơ", [(Style.DIEU, "6")], "as text recognition reads it"),
    ("Điều 5 của Luật này quy định", [], "a reference that begins a line"),
    ("Điều 5, Điều 6 và Điều 7", [], "a list of references"),
    ("Điều 5 Nghị định này", [], "a reference to this decree"),
    ("Điều kiện cấp phép", [], "no number"),
    ("Chương II", [(Style.CHUONG, "2")], "a chapter on a line of its own"),
    ("CHƯƠNG IV. TỔ CHỨC", [(Style.CHUONG, "4")], "a chapter with its title"),
    ("Chương HI", [(Style.CHUONG, "3")], "III as text recognition reads it"),
    ("Chương LH", [(Style.CHUONG, "3")], "III as text recognition reads it, with an L for the first stroke"),
    ("CHƯƠNG LII", [(Style.CHUONG, "3")], "no act has 52 chapters"),
    ("Chương Vl", [(Style.CHUONG, "6")], "a small L for the last stroke"),
    ("Chương XIV", [(Style.CHUONG, "14")], "a chapter beyond ten stays"),
    ("Chương II của Luật này", [], "a reference to a chapter"),
    ("Phần thứ hai", [(Style.PHAN, "2")], "a part counted in words"),
    ("Mục 3. Hồ sơ", [(Style.MUC, "3")], "a section"),
    ("Tiểu mục 1. Hồ sơ", [(Style.TIEU_MUC, "1")], "a subsection"),
    ("Mục 1 = mục 1.1 + mục 1.2", [], "a formula"),
    ("1. Nội dung", [(Style.ARABIC, "1")], "a clause"),
    ("2.Xử lý", [(Style.ARABIC, "2")], "a clause without a space"),
    ("2đ. Nội dung", [(Style.ARABIC, "2đ")], "an inserted clause"),
    ("1/ Nội dung", [(Style.ARABIC, "1")], "an old form"),
    ("2025. Nội dung", [], "a year"),
    ("104.042 đồng", [], "a number of a table"),
    ("30.000 đồng", [], "an amount of money"),
    ("1.1. Nội dung", [(Style.DECIMAL, "1.1")], "two levels"),
    ("2.1.3 Nội dung", [(Style.DECIMAL, "2.1.3")], "three levels without a full stop"),
    ("1) Nội dung", [(Style.BRACKET_ARABIC, "1")], "a bracket"),
    ("a) Nội dung", [(Style.LETTER, "a")], "a point"),
    ("a1) Nội dung", [(Style.LETTER, "a1")], "an inserted point"),
    ("đ) Nội dung", [(Style.LETTER, "đ")], "the letter that ASCII patterns lose"),
    ("i) Nội dung", [(Style.LETTER, "i"), (Style.TIET, "i")], "a letter or a roman numeral"),
    ("(ii) Nội dung", [(Style.TIET, "ii")], "a roman numeral in brackets"),
    ("(ii). Nội dung", [(Style.TIET, "ii")], "with a full stop behind it"),
    ("I. NỘI DUNG", [(Style.ROMAN, "i"), (Style.CAPITAL, "i")], "a roman numeral or a capital"),
    ("III. NỘI DUNG", [(Style.ROMAN, "iii")], "a roman numeral"),
    ("Í. NỘI DUNG", [(Style.ROMAN, "i")], "I as text recognition reads it"),
    ("HI. NỘI DUNG", [(Style.ROMAN, "iii")], "II read as H"),
    ("LI.NỘI DUNG", [(Style.ROMAN, "li"), (Style.ROMAN, "ii")], "fifty-one, or II read as LI"),
    ("HI. Nội dung", [], "only above a heading in capitals"),
    ("5, Nội dung", [(Style.ARABIC, "5")], "a comma for the full stop"),
    ("5, Điều 6 của Luật", [], "a list of references"),
    ("A. NỘI DUNG", [(Style.CAPITAL, "a")], "a capital"),
    ("a.1) Nội dung", [(Style.SUB_LETTER, "a.1")], "a point below a point"),
    ("- Nội dung", [(Style.DASH, "")], "a dash"),
    ("+ Nội dung", [(Style.PLUS, "")], "a plus"),
    ("-------", [], "a rule"),
    ("Căn cứ Luật Báo chí;", [], "plain words"),
    ("", [], "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), READINGS)
def test_candidates(text: str, expected: list[tuple[Style, str]], reason: str) -> None:
    assert [(m.style, m.ordinal) for m in candidates(text)] == expected, reason


def test_every_point_letter_is_a_marker_in_its_place() -> None:
    keys = [next(m.key for m in candidates(f"{letter}) Nội dung") if m.style is Style.LETTER) for letter in POINT_LETTERS]
    assert keys == [(place, ()) for place in range(1, 24)]
    assert len({ascii_ordinal(letter) for letter in POINT_LETTERS}) == 23


@pytest.mark.parametrize("number", range(1, 40))
def test_roman_headings(number: int) -> None:
    found = [m for m in candidates(f"{to_roman(number)}. NỘI DUNG") if m.style is Style.ROMAN]
    assert [(m.ordinal, m.key) for m in found] == [(to_roman(number).lower(), (number, ()))]


@pytest.mark.parametrize(
    ("text", "words"), [("2.Xử lý", "Xử lý"), ("Điều 5.  Phạm vi", "Phạm vi"), ("đ)  Bản sao", "Bản sao"), ("- Một", "Một")]
)
def test_the_words_begin_behind_marker_and_space(text: str, words: str) -> None:
    assert text[candidates(text)[0].end :] == words


@pytest.mark.parametrize("letter", "fjwz")
def test_letters_outside_the_drafting_alphabet_are_weak(letter: str) -> None:
    assert [m.weak for m in candidates(f"{letter}) Nội dung")] == [True]
