"""Document numbers: what is read, how it is kept, which kind it tells."""

import datetime as dt

import pytest

from corpus.model import Head
from corpus.numbers import canonical, document_key, number_key, parse_number

CANONICAL = [
    ("09/2017/NĐ-CP", "09/2017/NĐ-CP", "already canonical"),
    ("7/CT-TTg", "07/CT-TTg", "leading zero"),
    ("07 /CT-TTg", "07/CT-TTg", "space before the slash"),
    ("176-HĐBT", "176-HĐBT", "the Council of Ministers before 1993 wrote a hyphen and no kind"),
    ("07/CTTTg", "07/CT-TTg", "hyphen lost between kind and body"),
    ("12/2020/nd-cp", "12/2020/NĐ-CP", "lower case without marks"),
    ("21/2019/tt-bldtbxh", "21/2019/TT-BLĐTBXH", "a ministry's Đ comes back"),
    ("15/2014/TT-BTС", "15/2014/TT-BTC", "Cyrillic С"),
    ("89/2015/NÐ-CP", "89/2015/NĐ-CP", "Icelandic eth for Đ"),
    ("33/2011/TTLT- BLĐTBXH-BTC", "33/2011/TTLT-BLĐTBXH-BTC", "space behind a hyphen"),
    ("18-\nNQ/TW", "18-NQ/TW", "line break inside"),
    ("1234@QĐ-BCT", "1234/QĐ-BCT", "@ as separator"),
    ("30/2026//NQ-CP", "30/2026/NQ-CP", "doubled slash"),
    ("211/2013NĐ-CP", "211/2013/NĐ-CP", "slash behind the year lost"),
    ("95/1998-NĐ-CP", "95/1998/NĐ-CP", "hyphen for the second slash"),
    ("56/202/QH15", "56/202/QH15", "a damaged year stays: content is never repaired"),
    ("05/2025/QĐ-UNBD", "05/2025/QĐ-UBND", "letters of a known body swapped"),
    ("41-LCT/HĐNN8", "41-LCT/HĐNN8", "law before 1992"),
    ("270B-NQ/HĐNN8", "270B-NQ/HĐNN8", "letter behind the serial"),
    ("23-L/CTN", "23-L/CTN", "law signed by the president"),
    ("119-CP", "119-CP", "government decree before 1997"),
    ("60 TC/TCT", "60-TC/TCT", "circular of the Ministry of Finance before 1998"),
    ("13038-CV/VPTW", "13038-CV/VPTW", "letter of the Party"),
    ("2560/BCA(X13)", "2560/BCA(X13)", "department in brackets"),
    ("Số: 16/2026/QĐ-UBND", "16/2026/QĐ-UBND", "with its label"),
    ("12/HĐ-ABC", "12/HĐ-ABC", "a contract does not become guidance"),
    ("12/DA-UBND", "12/DA-UBND", "a project does not become a scheme"),
    ("05/1999/NQLT-BTC-ND", "05/1999/NQLT-BTC-ND", "ND as a body is no decree"),
    ("2020", None, "a year alone"),
    ("12/2020", None, "no symbol"),
    ("QĐ-TTg", None, "no serial"),
    ("xin chào", None, "no number"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CANONICAL, ids=[row[2] for row in CANONICAL])
def test_canonical(text, expected, reason):
    assert canonical(text) == expected, reason
    if expected is not None:
        assert canonical(expected) == expected, "canonical forms stay"


KINDS = [
    ("09/2017/NĐ-CP", "Nghị định", "CP", "decree"),
    ("28/2013/TTLT-BYT-BTC", "Thông tư liên tịch", "BYT-BTC", "joint circular"),
    ("2595/BTTTT-CBC", "Công văn", "BTTTT", "body first, unit second: a letter"),
    ("05/CV-BCĐTKNQ18", "Công văn", "BCĐTKNQ18", "steering committees write CV"),
    ("13038-CV/VPTW", "Công văn", "VPTW", "letter of the Party"),
    ("66-QĐ/TW", "Khác", "TW", "Quyết định or Quy định: the symbol cannot tell"),
    ("18-NQ/TW", "Nghị quyết", "TW", "resolution of the Party"),
    ("39-CTr/TU", "Chương trình", "TU", "programme of the Party"),
    ("270B-NQ/HĐNN8", "Nghị quyết", "HĐNN8", "resolution of the State Council"),
    ("104/2016/QH13", None, "QH13", "law or resolution: the title tells"),
    ("41-LCT/HĐNN8", None, "HĐNN8", "law or code before 1992"),
    ("52/VBHN-VPQH", "Văn bản hợp nhất", "VPQH", "consolidated text"),
    ("819/TTg", None, "TTg", "no kind in the symbol"),
]


@pytest.mark.parametrize(("text", "kind", "body", "reason"), KINDS, ids=[row[0] for row in KINDS])
def test_kind_and_body(text, kind, body, reason):
    number = parse_number(text)
    assert number is not None, reason
    assert (number.kind.name if number.kind else None, number.body) == (kind, body), reason


def test_keys_compare_without_marks_case_and_zeros():
    assert number_key("07/CT-TTg") == number_key("7/ct-ttg") == "7-ct-ttg"
    assert number_key("09/2017/NĐ-CP") == number_key("9/2017/nd-cp")
    assert number_key("09/2017/NĐ-CP") != number_key("09/2018/NĐ-CP")
    assert number_key("12/HĐ-ABC") != number_key("12/QĐ-ABC")


def test_document_key_names_the_issuer_only_where_numbers_repeat():
    decree = Head(kind="Nghị định", number="09/2017/NĐ-CP", date=dt.date(2017, 2, 9), issuer="Chính phủ")
    province = Head(kind="Quyết định", number="16/2026/QĐ-UBND", date=dt.date(2026, 2, 25), issuer="Ủy ban nhân dân tỉnh Lào Cai")
    assert document_key(decree) == "nghi-dinh/09-2017-nd-cp/2017-02-09"
    assert document_key(province) == "quyet-dinh/16-2026-qd-ubnd/2026-02-25/uy-ban-nhan-dan-tinh-lao-cai"
