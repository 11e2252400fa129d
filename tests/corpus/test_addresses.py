"""Addresses of provisions: (path, words, reason), and round trips over all steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.addresses import (
    LEVEL_NAMES,
    POINT_LETTERS,
    ascii_ordinal,
    from_roman,
    parse_step,
    print_address,
    print_step,
    printed_ordinal,
    step,
    to_roman,
)
from corpus.model import Level

ADDRESSES = [
    ("dieu-5/khoan-2/diem-dd", "điểm đ khoản 2 Điều 5", "inner first; đ is not d"),
    ("dieu-5/khoan-2/diem-d", "điểm d khoản 2 Điều 5", "d is not đ"),
    ("dieu-5/khoan-2/diem-a/tiet-1", "tiết 1 điểm a khoản 2 Điều 5", "below the point"),
    ("dieu-5/khoan-2/diem-a/gach-2", "gạch đầu dòng thứ 2 điểm a khoản 2 Điều 5", "dashes are counted"),
    ("dieu-36/doan-2", "đoạn 2 Điều 36", "an unnumbered paragraph"),
    ("dieu-9a", "Điều 9a", "an inserted article"),
    ("dieu-2dd", "Điều 2đ", "inserted with đ"),
    ("chuong-2/muc-1", "Mục 1 Chương II", "chapters are roman, sections are not"),
    ("chuong-2", "Chương II", "a chapter"),
    ("muc-iii/khoan-6", "khoản 6 Mục III", "plans number their sections by roman numerals"),
    ("muc-a", "Mục A", "or by letters"),
    ("phan-1/chuong-4", "Chương IV Phần I", "parts are roman"),
    ("phu-luc-1", "Phụ lục I", "appendices are roman"),
    ("phu-luc-1a", "Phụ lục 1a", "unless they are no plain number"),
    ("phu-luc", "Phụ lục", "the only appendix"),
    ("kem-theo/dieu-4", "Điều 4 văn bản kèm theo", "an attached regulation"),
    ("kem-theo", "Văn bản kèm theo", "the attachment itself begins a sentence"),
    ("kem-theo-2/dieu-1", "Điều 1 văn bản kèm theo", "attachments are not numbered for people"),
    ("can-cu", "phần căn cứ", "the legal bases"),
    ("phu-luc-2/mau-01", "Mẫu số 01 Phụ lục II", "a form"),
    ("dieu-4/khoan-1~2", "khoản 1~2 Điều 4", "an address that repeats"),
    ("chuong-0", "Chương 0", "no roman numeral: as it stands"),
    ("chuong-400", "Chương 400", "beyond the numerals used here"),
    ("chuong-²", "Chương ²", "a digit that is no number"),
    ("", "toàn văn bản", "the whole document"),
]


@pytest.mark.parametrize(("path", "words", "reason"), ADDRESSES, ids=[row[2] for row in ADDRESSES])
def test_1_addresses_are_printed_inner_first(path, words, reason):
    assert print_address(path) == words, reason


@pytest.mark.parametrize("path", ["xyz", "dieu 5", "dieu-", "dieu-5/", "Dieu-5", "dieu-5/khoan 2", "điều-5", "#dieu-5"])
def test_what_is_no_address_is_refused(path):
    with pytest.raises(ValueError, match="not a step of an address"):
        print_address(path)


@given(st.sampled_from(list(Level)), st.from_regex(r"[0-9]{1,3}[a-cegđ]?|[a-ceghikđ]|[ivx]{1,3}", fullmatch=True))
def test_1_steps_come_back_as_they_were(level, ordinal):
    assert parse_step(step(level, ordinal)) == (level, ordinal)


@given(st.sampled_from(list(Level)))
def test_1_steps_without_an_ordinal_come_back(level):
    assert parse_step(step(level)) == (level, "")
    assert print_step(step(level)) == LEVEL_NAMES[level]


def test_every_level_has_a_name_and_its_step_is_its_own():
    assert set(LEVEL_NAMES) == set(Level)
    assert len({step(level, "1") for level in Level}) == len(Level)


def test_2_point_letters_are_those_of_vietnamese_drafting():
    assert (len(POINT_LETTERS), len(set(POINT_LETTERS))) == (23, 23)
    assert set("abcdefghijklmnopqrstuvwxyz") - set(POINT_LETTERS) == set("fjwz")
    assert set(POINT_LETTERS) - set("abcdefghijklmnopqrstuvwxyz") == {"đ"}
    assert POINT_LETTERS.index("đ") == POINT_LETTERS.index("d") + 1
    assert len({ascii_ordinal(letter) for letter in POINT_LETTERS}) == 23


@pytest.mark.parametrize(
    ("ordinal", "path", "reason"),
    [
        ("đ", "dd", "the letter"),
        ("2Đ", "2dd", "in capitals behind a number"),
        ("II", "ii", "lower case"),
        ("1a", "1a", "as it is"),
    ],
)
def test_ordinals_are_ascii_in_paths(ordinal, path, reason):
    assert ascii_ordinal(ordinal) == path, reason
    assert path.isascii()
    assert printed_ordinal(path) == ordinal.lower()


@given(st.integers(1, 399))
def test_roman_numerals_come_back(value):
    assert from_roman(to_roman(value)) == value
    assert from_roman(to_roman(value).lower()) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I", 1),
        ("iv", 4),
        ("IX", 9),
        ("xiv", 14),
        ("XL", 40),
        ("XCIX", 99),
        ("CCCXCIX", 399),
        ("IIII", None),
        ("VX", None),
        ("IC", None),
        ("CD", None),
        ("", None),
        ("A", None),
        ("XIa", None),
        ("CCCC", None),
    ],
)
def test_only_well_formed_numerals_have_a_value(text, value):
    assert from_roman(text) == value


@pytest.mark.parametrize("value", [0, -1, 400])
def test_numbers_without_a_numeral_are_refused(value):
    with pytest.raises(ValueError, match="no roman numeral"):
        to_roman(value)
