"""Lists of units read off running words."""

import pytest

from ingest.obligations.units.names import read_units
from ingest.obligations.words import read_words

LISTS = [
    ("Sở Y tế báo cáo", ("Sở Y tế",), "a name ends before its verb"),
    ("các Sở Y tế và Công an tỉnh phối hợp", ("Sở Y tế", "Công an tỉnh"), "và between two units"),
    ("Bộ Giáo dục và Đào tạo, Bộ Y tế chủ trì", ("Bộ Giáo dục và Đào tạo", "Bộ Y tế"), "và inside an official name"),
    (
        "Sở Văn hoá, Thể thao và Du lịch; Sở Du lịch các tỉnh",
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Du lịch"),
        "comma in a name; places of a class",
    ),
    (
        "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ",
        ("bộ", "cơ quan ngang bộ", "cơ quan thuộc Chính phủ"),
        "classes of the centre",
    ),
    ("UBND các huyện, thành phố", ("Ủy ban nhân dân huyện", "Ủy ban nhân dân thành phố"), "places expand"),
    (
        "Ủy ban nhân dân các tỉnh, thành phố",
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân thành phố trực thuộc trung ương"),
        "city beside a province",
    ),
    ("các cơ quan, đơn vị có liên quan", ("cơ quan có liên quan", "đơn vị có liên quan"), "attribute shared backwards"),
    ("Thủ trưởng các sở, ban, ngành", ("Thủ trưởng sở", "Thủ trưởng ban", "Thủ trưởng ngành"), "title shared forwards"),
    (
        "Thủ trưởng các sở; các tổ chức, cá nhân liên quan",
        ("Thủ trưởng sở", "tổ chức liên quan", "cá nhân liên quan"),
        "a new quantifier ends the title",
    ),
    ("các đơn vị thuộc Bộ, các Sở Tư pháp", ("đơn vị thuộc Bộ", "Sở Tư pháp"), "attribute with a body"),
    ("Bộ TT&TT và Sở KH&ĐT", ("Bộ Thông tin và Truyền thông", "Sở Kế hoạch và Đầu tư"), "abbreviations written out"),
    (
        "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công thuộc Bộ Công Thương",
        ("Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công thuộc Bộ Công Thương",),
        "a bureau's long name",
    ),
    ("các bộ ngành, địa phương", ("bộ", "ngành", "địa phương"), "two words without a comma"),
    ("Công ty cổ phần Ánh Sao nghiêm túc thực hiện", ("Công ty cổ phần Ánh Sao",), "a company"),
    (
        "Chủ tịch UBND các xã, phường",
        ("Chủ tịch Ủy ban nhân dân xã", "Chủ tịch Ủy ban nhân dân phường"),
        "title before an expanded place",
    ),
]

NO_UNITS = [
    ("báo cáo kết quả thực hiện", "báo is part of báo cáo"),
    ("bộ tiêu chí đánh giá", "a set is no ministry"),
    ("trường hợp không đủ hồ sơ", "trường hợp is no school"),
    ("thanh tra, kiểm tra việc chấp hành", "an activity, no inspectorate"),
    ("tổ chức thực hiện Quyết định này", "the verb tổ chức"),
    ("hồ sơ đề nghị cấp phép", "a thing"),
]


@pytest.mark.parametrize(("text", "names", "reason"), LISTS, ids=[row[2] for row in LISTS])
def test_1_to_3_lists(text, names, reason):
    found = read_units(read_words(text), 0)
    assert found is not None and found.names == names, reason


@pytest.mark.parametrize(("text", "reason"), NO_UNITS, ids=[row[1] for row in NO_UNITS])
def test_1_what_names_no_unit(text, reason):
    assert read_units(read_words(text), 0) is None, reason
