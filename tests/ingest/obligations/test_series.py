"""Units that share a head said once before a colon: ``(text, bearers, partners, reason)``."""

import pytest

from ingest.obligations.extract import extract_obligations
from ingest.obligations.units.names import read_units
from ingest.obligations.words import read_words

CASES = [
    ("Giao các Sở: Tài chính, Nội vụ rà soát hồ sơ.", ("Sở Tài chính", "Sở Nội vụ"), (), "those who are ordered"),
    (
        "Các Sở: Nông nghiệp và Môi trường, Xây dựng có trách nhiệm rà soát hồ sơ.",
        ("Sở Nông nghiệp và Môi trường", "Sở Xây dựng"),
        (),
        "subjects; a name with và is one",
    ),
    (
        "Yêu cầu Giám đốc các Sở: Tài chính, Nội vụ, Chủ tịch UBND các xã báo cáo kết quả.",
        ("Giám đốc Sở Tài chính", "Giám đốc Sở Nội vụ", "Chủ tịch Ủy ban nhân dân xã"),
        (),
        "a title holds for all names; the list goes on with another unit",
    ),
    (
        "Các Sở, ngành: Tài chính, Công Thương, Công an tỉnh rà soát hồ sơ.",
        ("Sở Tài chính", "Sở Công Thương", "Công an tỉnh"),
        (),
        "of several heads the one that makes an official name",
    ),
    (
        "Bộ Y tế phối hợp với các Bộ: Tài chính, Khoa học và Công nghệ và các Bộ, cơ quan liên quan rà soát quy định.",
        ("Bộ Y tế",),
        ("Bộ Tài chính", "Bộ Khoa học và Công nghệ", "bộ liên quan", "cơ quan liên quan"),
        "partners, and classes behind them",
    ),
    (
        "Sở Xây dựng phối hợp với UBND các tỉnh: An Giang, Cà Mau và thành phố Cần Thơ rà soát tuyến đường.",
        ("Sở Xây dựng",),
        ("Ủy ban nhân dân tỉnh An Giang", "Ủy ban nhân dân tỉnh Cà Mau", "Ủy ban nhân dân thành phố Cần Thơ"),
        "places of one level, and one that says its own",
    ),
    ("Các Sở: Rà soát hồ sơ, báo cáo kết quả.", ("sở",), (), "behind the colon stands an act"),
    ("UBND các xã: Lập danh sách hộ nghèo.", ("Ủy ban nhân dân xã",), (), "one word in capitals is no place"),
]


@pytest.mark.parametrize(("text", "bearers", "partners", "reason"), CASES, ids=[row[3] for row in CASES])
def test_names_behind_a_colon(text, bearers, partners, reason):
    assert [(o.bearers, o.partners) for o in extract_obligations(text)] == [(bearers, partners)], reason


def test_a_series_ends_before_what_is_no_name():
    words = read_words("các Bộ: Tài chính, Rà soát và Xây dựng")
    units = read_units(words, 0)
    assert units is not None
    assert (units.names, words.raw(units.end)) == (("Bộ Tài chính",), ",")
