"""Where the names of laws and of bodies end: ``(text, name read, reason)``."""

import re
from pathlib import Path

import pytest

from ingest.citations import law_names
from ingest.citations.issuers import expand, read_issuer
from ingest.citations.law_names import read_known_name, read_unknown_name

KNOWN = [
    ("Quản lý, sử dụng tài sản công và Nghị định", "Quản lý, sử dụng tài sản công", "commas and và inside the name"),
    ("quản lý sử dụng tài sản công", "quản lý sử dụng tài sản công", "case and commas do not matter"),
    ("Chất lượng sản phẩm, hàng hoá", "Chất lượng sản phẩm, hàng hoá", "tone style does not matter"),
    ("Tố cáo kịp thời", "Tố cáo", "the name only"),
    ("Đầu tư công năm 2019", "Đầu tư công", "the longest name"),
    ("Đầu tư, Luật Đất đai", "Đầu tư", "not over a comma into another law"),
    ("Xuyên không", None, "not listed"),
]
UNKNOWN = [
    ("Phòng vệ số được ban hành", "Phòng vệ", "stops before số"),
    ("Kinh tế tuần hoàn quốc gia và Nghị định", "Kinh tế tuần hoàn quốc gia", "và before another document"),
    ("Quản trị rủi ro, an toàn và môi trường; các", "Quản trị rủi ro, an toàn và môi trường", "comma and và inside"),
    ("quy định", None, "small letter"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), KNOWN, ids=[row[2] for row in KNOWN])
def test_known_names(text, expected, reason):
    end = read_known_name(text, 0)
    assert (text[:end] if end else None) == expected, reason


@pytest.mark.parametrize(("text", "expected", "reason"), UNKNOWN, ids=[row[2] for row in UNKNOWN])
def test_unknown_names(text, expected, reason):
    end = read_unknown_name(text, 0)
    assert (text[:end] if end else None) == expected, reason


def test_every_listed_name_is_read_to_its_end():
    listed = Path(law_names.__file__).with_name("law_names.txt").read_text("utf-8").splitlines()
    names = [re.sub(r"^(?:bộ luật|luật|pháp lệnh) ", "", line, flags=re.IGNORECASE) for line in listed if not line.startswith("#")]
    assert names
    for name in names:
        assert read_known_name(name, 0) == len(name), name


ISSUERS = [
    ("Chính phủ quy định chi tiết", "Chính phủ", False, "complete body"),
    ("Thủ tướng Chính phủ và Chỉ thị số 3", "Thủ tướng Chính phủ", False, "và before a document"),
    ("Bộ trưởng Bộ Tài nguyên và Môi trường ban hành", "Bộ trưởng Bộ Tài nguyên và Môi trường", False, "và inside the name"),
    ("Bộ Văn hóa, Thể thao và Du lịch về việc", "Bộ Văn hóa, Thể thao và Du lịch", False, "comma inside the name"),
    ("Bộ Lao động - Thương binh và Xã hội hướng dẫn", "Bộ Lao động - Thương binh và Xã hội", False, "dash inside the name"),
    ("Uỷ\n ban nhân dân tỉnh Yên Bái ban hành", "Uỷ\n ban nhân dân tỉnh Yên Bái", False, "place, line break"),
    ("UBND tỉnh: Khu đất", "UBND tỉnh", False, "abbreviation, no place"),
    ("Sở Công Thương tỉnh Quảng Ngãi về việc", "Sở Công Thương tỉnh Quảng Ngãi", False, "department with its province"),
    ("Ban Bí thư Trung ương Đảng (khóa IV) “Về", "Ban Bí thư Trung ương Đảng (khóa IV)", False, "term"),
    ("Bộ Đại học - Trung học chuyên nghiệp (nay là", "Bộ Đại học - Trung học chuyên nghiệp", False, "later name left out"),
    ("Bộ Y tế, Bộ Tài chính và Bộ Nội vụ.", "Bộ Y tế, Bộ Tài chính và Bộ Nội vụ", True, "joint"),
    ("Bộ Y tế, Bộ Tài chính và Bộ Nội vụ.", "Bộ Y tế", False, "not joint"),
    ("nhà trường", None, False, "no body"),
]


@pytest.mark.parametrize(("text", "expected", "joint", "reason"), ISSUERS, ids=[row[3] for row in ISSUERS])
def test_issuers(text, expected, joint, reason):
    end = read_issuer(text, 0, joint=joint)
    assert (text[:end] if end else None) == expected, reason


def test_expand_writes_abbreviations_out():
    assert expand("UBND\n  tỉnh") == "Ủy ban nhân dân tỉnh"
    assert expand("Chính Phủ") == "Chính phủ"
