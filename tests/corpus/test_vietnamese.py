"""Derived forms of Vietnamese text; the numbers are those of the module's guarantees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import nfc, one_tone_style, search_key, slug, unmarked

VIETNAMESE = st.text(
    st.sampled_from("aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcghklmnpqrstvxĐHÒÁÝ 0/.-\n"),
    max_size=40,
)
TONES = [
    ("hòa", "hoà", "old style moves"),
    ("hoà", "hoà", "new style stays"),
    ("Hòa Bình", "Hoà Bình", "capital first"),
    ("HÒA BÌNH", "HOÀ BÌNH", "all capitals"),
    ("thỏa thuận", "thoả thuận", "hỏi"),
    ("khỏe", "khoẻ", "oe"),
    ("tòa án", "toà án", "before a space"),
    ("hóa-học", "hoá-học", "before a hyphen"),
    ("ủy ban", "uỷ ban", "uy"),
    ("Ủy ban", "Uỷ ban", "capital uy"),
    ("THỦY LỢI", "THUỶ LỢI", "capitals uy"),
    ("hòan", "hòan", "closed syllables are no matter of style"),
    ("hoàn", "hoàn", "closed, as all write it"),
    ("quý", "quý", "y of 'quý' carries its tone in both styles"),
    ("Quý II", "Quý II", "and in capitals"),
    ("quỹ", "quỹ", "the same"),
    ("qua", "qua", "no tone"),
    ("của", "của", "ua is no matter of style"),
    ("múa", "múa", "nor here"),
    ("đòa", "đoà", "after đ"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TONES, ids=[f"{row[0]}: {row[2]}" for row in TONES])
def test_2_one_tone_style(text, expected, reason):
    assert one_tone_style(text) == expected, reason
    assert one_tone_style(unicodedata.normalize("NFD", text)) == expected, "decomposed input"


@given(VIETNAMESE)
def test_2_one_tone_style_is_done_once_and_keeps_the_letters(text):
    once = one_tone_style(text)
    assert one_tone_style(once) == once
    assert unmarked(once) == unmarked(text)


UNMARKED = [
    ("Đường đi", "Duong di", "đ is a letter of its own"),
    ("Nghị định", "Nghi dinh", "tone and letter marks"),
    ("ƯƠNG ưỡn", "UONG uon", "horns"),
    ("Ăn Âm Ê Ô Ơ", "An Am E O O", "capitals"),
    ("số 09/2017/NĐ-CP", "so 09/2017/ND-CP", "digits and signs stay"),
    ("§ “trích” … –", "§ “trich” … –", "other signs stay"),
    ("北京", "北京", "other scripts stay"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), UNMARKED, ids=[row[2] for row in UNMARKED])
def test_3_marks_are_dropped(text, expected, reason):
    assert unmarked(text) == expected, reason
    assert unmarked(unicodedata.normalize("NFD", text)) == expected, "decomposed input"


@given(st.text(max_size=40))
def test_3_dropping_marks_keeps_the_length_of_nfc_text(text):
    assert len(unmarked(text)) == len(nfc(text))


@given(VIETNAMESE)
def test_3_vietnamese_text_becomes_ascii(text):
    assert unmarked(text).isascii()
    assert unmarked(unmarked(text)) == unmarked(text)


@given(VIETNAMESE)
def test_1_composing_is_done_once_and_undoes_decomposing(text):
    assert nfc(unicodedata.normalize("NFD", text)) == nfc(text) == text


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("Chỉ thị", "chi-thi", "a kind"),
        ("07/CT-TTg", "07-ct-ttg", "a number"),
        ("  Bộ Công Thương; ", "bo-cong-thuong", "edges"),
        ("Đề án", "de-an", "đ as d"),
        ("…", "", "nothing is left"),
    ],
)
def test_4_slugs(text, expected, reason):
    assert slug(text) == expected, reason


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("  Ủy  ban\nNhân dân ", "uỷ ban nhân dân", "case, style, white space"),
        ("HÒA\u00a0BÌNH", "hoà bình", "a no-break space"),
        ("Quý I", "quý i", "no style to change"),
    ],
)
def test_5_search_keys(text, expected, reason):
    assert search_key(text) == expected, reason


@given(VIETNAMESE)
def test_5_a_search_key_is_its_own_key(text):
    assert search_key(search_key(text)) == search_key(text)
