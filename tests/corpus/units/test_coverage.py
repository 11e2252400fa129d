"""Who is bound by what is said to whom, and why."""

import datetime as dt

import pytest

from corpus.units import bearer_keys, covers, load_register, unit_keys

REGISTER = load_register()
Y2024, Y2026 = dt.date(2024, 6, 1), dt.date(2026, 6, 1)
PRESS = "cung cấp thông tin cho báo chí"

# bearer, unit, how ("" for not bound), further facts, reason
CASES = [
    ("Sở Công Thương", "SCT", "named", {}, "abbreviation"),
    ("Sở Công Thương", "Sở Công Thương tỉnh Yên Bái", "class", {"as_of": Y2024}, "one of all provinces"),
    ("Sở Công Thương", "Sở Công Thương tỉnh Lào Cai", "class", {"as_of": Y2026}, "present province"),
    ("Sở Công Thương", "Sở Y tế tỉnh Lào Cai", "", {}, "another department"),
    ("Sở Công Thương", "Sở Công Thương tỉnh Lào Cai", "", {"issuer": "Ủy ban nhân dân tỉnh Cao Bằng"}, "another province's letter"),
    (
        "Sở Công Thương",
        "Sở Công Thương tỉnh Lào Cai",
        "successor",
        {"issuer": "Ủy ban nhân dân tỉnh Yên Bái", "as_of": Y2026},
        "letter of a merged province",
    ),
    ("Sở Công Thương tỉnh Yên Bái", "Sở Công Thương tỉnh Lào Cai", "successor", {"as_of": Y2026}, "merged province"),
    ("Sở Công Thương tỉnh Yên Bái", "Sở Công Thương tỉnh Lào Cai", "", {"as_of": Y2024}, "before the merger"),
    ("đơn vị thuộc Bộ", "Vụ Tổ chức cán bộ", "class", {}, "inside a ministry"),
    ("đơn vị thuộc Bộ", "Vụ Pháp chế Bộ Công Thương", "", {"issuer": "Bộ Y tế"}, "another ministry's decision"),
    ("đơn vị thuộc Bộ Công Thương", "Vụ Pháp chế Bộ Công Thương", "class", {}, "named ministry"),
    ("đơn vị thuộc Bộ Công Thương", "Vụ Pháp chế Bộ Tài chính", "", {}, "named other ministry"),
    ("Thủ trưởng đơn vị thuộc Bộ", "Vụ Tổ chức cán bộ", "class", {}, "head of a class"),
    ("bộ", "Bộ Tài chính", "class", {}, "ministries"),
    ("bộ", "Ngân hàng Nhà nước Việt Nam", "", {}, "ministerial rank is no bộ"),
    ("cơ quan ngang bộ", "NHNN", "class", {}, "ministerial rank"),
    ("ngành", "Bộ Tài chính", "class", {}, "ngành of the centre"),
    ("Bộ trưởng", "Bộ Y tế", "class", {}, "every minister"),
    ("Bộ trưởng", "Bộ Y tế", "", {"issuer": "Bộ Công Thương"}, "this ministry's minister"),
    ("bộ (trừ Bộ Công an)", "Bộ Công an", "", {}, "exclusion"),
    ("bộ (trừ Bộ Công an)", "Bộ Y tế", "class", {}, "exclusion of another"),
    ("bộ (trừ Bộ Văn hóa, Thể thao và Du lịch; Bộ Công an)", "Bộ Công an", "", {}, "exclusion of two"),
    ("bộ (trừ Bộ Văn hóa, Thể thao và Du lịch; Bộ Công an)", "Bộ Văn hóa, Thể thao và Du lịch", "", {}, "a comma in a name"),
    ("sở thuộc tỉnh", "Sở Y tế", "class", {}, "departments"),
    ("Thủ trưởng sở cấp tỉnh", "Sở Y tế tỉnh Lào Cai", "class", {}, "heads of departments"),
    ("địa phương", "UBND tỉnh Lào Cai", "class", {}, "localities"),
    ("Ủy ban nhân dân tỉnh", "UBND tỉnh Lâm Đồng", "class", {}, "every province"),
    ("Ủy ban nhân dân tỉnh", "UBND tỉnh Lâm Đồng", "", {"issuer": "Ủy ban nhân dân tỉnh Lào Cai"}, "the issuing province's own"),
    ("Ủy ban nhân dân huyện", "UBND huyện Ba Vì", "class", {"as_of": Y2024}, "district while it was"),
    ("Ủy ban nhân dân huyện", "UBND huyện Ba Vì", "", {"as_of": Y2026}, "district level abolished"),
    ("Ủy ban nhân dân huyện", "UBND huyện", "class", {}, "the class asks for itself"),
    ("Chủ tịch Ủy ban nhân dân cấp tỉnh", "Chủ tịch UBND tỉnh Lào Cai", "class", {}, "chairmen"),
    ("cơ quan báo chí", "Báo Công Thương", "class", {}, "press"),
    ("cơ quan báo chí", "Tạp chí Công Thương", "class", {}, "magazine"),
    ("cơ quan báo chí", "Sở Y tế", "", {}, "no press body"),
    ("Bộ Công Thương", "Vụ Pháp chế thuộc Bộ Công Thương", "parent", {}, "through the ministry"),
    (
        "Bộ Thông tin và Truyền thông",
        "Bộ Văn hóa, Thể thao và Du lịch",
        "successor",
        {"as_of": Y2026, "topic": PRESS},
        "press went to culture",
    ),
    (
        "Bộ Thông tin và Truyền thông",
        "Bộ Văn hóa, Thể thao và Du lịch",
        "",
        {"as_of": Y2024, "topic": PRESS},
        "not before 1/3/2025",
    ),
    (
        "Bộ Thông tin và Truyền thông",
        "Bộ Khoa học và Công nghệ",
        "",
        {"as_of": Y2026, "topic": PRESS},
        "press did not go to science",
    ),
    (
        "Bộ Thông tin và Truyền thông",
        "Bộ Khoa học và Công nghệ",
        "successor",
        {"as_of": Y2026, "topic": "hạ tầng số"},
        "the rest did",
    ),
    ("Bộ Thông tin và Truyền thông", "Bộ Công an", "one_of", {"as_of": Y2026}, "no topic: one of several"),
    (
        "Sở Thông tin và Truyền thông tỉnh Yên Bái",
        "Sở Khoa học và Công nghệ tỉnh Lào Cai",
        "successor",
        {"as_of": Y2026, "topic": "chuyển đổi số"},
        "function and merger",
    ),
    ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính", "successor", {"as_of": Y2026}, "one successor"),
    (
        "cơ quan chủ quản cơ sở dữ liệu",
        "cơ quan chủ quản cơ sở dữ liệu",
        "named",
        {},
        "a class outside the register by its own words",
    ),
    ("người học", "Sở Y tế", "", {}, "persons are no unit"),
    ("Ủy ban nhân dân tỉnh Yên Bái", "UBND tỉnh Lào Cai", "successor", {"as_of": Y2026}, "the committee of a merged province"),
    ("Ủy ban nhân dân tỉnh Yên Bái", "UBND tỉnh Phú Thọ", "", {"as_of": Y2026}, "another province's committee"),
    ("Ủy ban nhân dân tỉnh Yên Bái", "UBND tỉnh Lào Cai", "", {"as_of": dt.date(2024, 5, 1)}, "before the merger"),
]


@pytest.mark.parametrize(("bearer", "unit", "how", "more", "reason"), CASES, ids=[row[4] for row in CASES])
def test_1_to_4_coverage(bearer, unit, how, more, reason):
    found = covers(REGISTER, bearer, unit, **more)
    assert (found.how if found else "") == how, reason
    if found:
        assert found.because.endswith((".", "nhiệm vụ.")) and found.steps
        assert set(bearer_keys(REGISTER, bearer)) & set(unit_keys(REGISTER, unit)), "keys lose nothing"


def test_a_class_that_says_little_is_marked():
    found = covers(REGISTER, "cơ quan liên quan", "Sở Y tế")
    assert found is not None and found.generic
    found = covers(REGISTER, "sở", "Sở Y tế")
    assert found is not None and not found.generic


def test_1_the_steps_lead_through_function_and_merger():
    found = covers(
        REGISTER,
        "Sở Thông tin và Truyền thông tỉnh Yên Bái",
        "Sở Khoa học và Công nghệ tỉnh Lào Cai",
        as_of=Y2026,
        topic="chuyển đổi số",
    )
    assert found is not None
    assert [step.split(" (")[0] for step in found.steps] == [
        "Sở Thông tin và Truyền thông tỉnh Yên Bái",
        "Sở Thông tin và Truyền thông → Sở Khoa học và Công nghệ",
        "Yên Bái → Lào Cai",
        "Sở Khoa học và Công nghệ tỉnh Lào Cai",
    ]
