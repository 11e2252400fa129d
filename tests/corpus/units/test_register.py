"""Every unit resolves by each of its names; what fits two is answered with candidates."""

import datetime as dt

import pytest

from corpus.units import covers, load_register
from corpus.units.entries import District
from corpus.units.names import DATA
from corpus.vietnamese import unmarked

REGISTER = load_register()


def test_1_every_unit_resolves_by_name_abbreviation_and_without_marks():
    missed = []
    for unit in (*REGISTER.units, *REGISTER.departments):
        for form in (unit.name, *unit.abbreviations, unmarked(unit.name), unmarked(unit.name).lower(), unit.name.upper()):
            found = REGISTER.resolve(form)
            if found is None or (found.name != unit.name and unit.name not in found.candidates):
                missed.append((form, found.name if found else None))
    assert missed == []


def test_1_every_province_resolves_old_and_new():
    missed = []
    for province in REGISTER.provinces:
        for form in (
            f"{province.kind} {province.name}",
            province.name,
            unmarked(province.name).lower(),
            f"UBND {province.kind} {province.name}",
        ):
            found = REGISTER.resolve(form)
            if found is None or found.province != province.name:
                missed.append((form, found))
        assert (province.merged_into is None) == (province.until is None)
    assert missed == []


def test_1_every_district_resolves_to_itself_or_to_candidates():
    missed = []
    for district in REGISTER.districts:
        found = REGISTER.resolve(f"UBND {district.kind} {district.name}")
        right = found is not None and (found.province == district.province or any(district.province in c for c in found.candidates))
        if not right and not (found and found.kind == "ubnd_tinh"):
            missed.append((district, found))
        elif found is not None and found.kind == "ubnd_huyen":
            assert found.valid_to == dt.date(2025, 6, 30)
    assert missed == []


def test_1_counts_are_those_of_the_law():
    assert sum(p.merged_into is None for p in REGISTER.provinces) == 34
    assert len(REGISTER.provinces) == 63
    ministries = [u for u in REGISTER.units if u.kind == "bo" and u.valid_to is None]
    assert len(ministries) == 14
    assert len([u for u in REGISTER.units if u.kind == "ngang_bo" and u.valid_to is None]) == 3


RESOLVED = [
    ("các Sở Công Thương", ("so", "Sở Công Thương", None, False), "quantifier"),
    ("SCT Lào Cai", ("so", "Sở Công Thương", "Lào Cai", True), "abbreviation with a province"),
    (
        "so tt&tt tinh yen bai",
        ("so", "Sở Thông tin và Truyền thông", "Yên Bái", True),
        "old department of an old province, no marks",
    ),
    ("Sở Y tế TP. Hồ Chí Minh", ("so", "Sở Y tế", "Hồ Chí Minh", True), "TP."),
    ("UBND thành phố Hải Phòng", ("ubnd_tinh", "Ủy ban nhân dân thành phố Hải Phòng", "Hải Phòng", True), "city committee"),
    ("UBND huyện", ("lop", "Ủy ban nhân dân huyện", None, False), "every district"),
    ("đơn vị thuộc Bộ", ("lop", "đơn vị thuộc Bộ", None, False), "a class"),
    ("Vụ Pháp chế Bộ Công Thương", ("noi_bo", "Vụ Pháp chế", None, True), "inside a ministry"),
    ("Báo Công Thương", ("bao_chi", "Báo Công Thương", None, True), "a newspaper"),
    ("Giám đốc Sở Nội vụ", ("so", "Sở Nội vụ", None, False), "an officer stands for the body"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), RESOLVED, ids=[row[2] for row in RESOLVED])
def test_what_is_understood(text, expected, reason):
    found = REGISTER.resolve(text)
    assert found is not None and (found.kind, found.name, found.province, found.single) == expected, reason
    assert found.reasons and found.text == text


@pytest.mark.parametrize("text", ["", "hồ sơ", "báo cáo", "bao nhiêu", "Nguyễn Văn A", "không rõ"])
def test_3_what_is_no_unit_is_none(text):
    assert REGISTER.resolve(text) is None


def test_3_a_name_of_several_districts_is_not_guessed():
    shared = {d.name for d in REGISTER.districts if sum(o.name == d.name and o.kind == d.kind for o in REGISTER.districts) > 1}
    found = REGISTER.resolve(f"UBND huyện {sorted(shared)[0]}")
    assert found is not None and len(found.candidates) > 1 and not found.single


def test_huyen_is_a_place_type():
    assert {type(place) for place in REGISTER.places["ba dinh"]} == {District}


def test_an_office_adds_its_own_units(tmp_path):
    extra = tmp_path / "don-vi.toml"
    extra.write_text(
        '[[unit]]\nname = "Trung tâm Dữ liệu Sao Mai"\nkind = "noi_bo"\nabbr = ["TTSM"]\nparent = "Bộ Công Thương"\n'
        '[[class]]\nnames = ["khối dữ liệu"]\nkinds = ["noi_bo"]\n',
        encoding="utf-8",
    )
    register = load_register(extra)
    found = register.resolve("TTSM")
    assert found is not None and found.name == "Trung tâm Dữ liệu Sao Mai"
    assert REGISTER.resolve("TTSM") is None


def test_the_example_of_an_office_file_says_what_it_does():
    register = load_register(DATA / "office.example.toml")
    centre = register.resolve("TTCĐSTL")
    assert centre is not None and (centre.parent, centre.kind) == ("Bộ Nông nghiệp và Môi trường", "noi_bo")
    ministry = {"issuer": "Bộ Nông nghiệp và Môi trường"}
    assert covers(register, "đơn vị thuộc Bộ", "TTCĐSTL", **ministry).how == "class"
    assert covers(register, "đơn vị thuộc Bộ", "TTCĐSTL", issuer="Bộ Y tế") is None
    assert covers(register, "Bộ Nông nghiệp và Môi trường", "TTCĐSTL").how == "parent"
    assert covers(register, "các đầu mối chuyển đổi số", "TTCĐSTL").how == "class"
    board, day = "Ban Quản lý Khu kinh tế mẫu", dt.date(2026, 2, 1)
    assert covers(register, board, "Sở Công Thương", as_of=day, topic="thuê đất cụm công nghiệp").how == "successor"
    assert covers(register, board, "Sở Công Thương", as_of=dt.date(2025, 12, 1), topic="cụm công nghiệp") is None


def test_a_file_of_another_form_is_refused(tmp_path):
    extra = tmp_path / "sai.toml"
    extra.write_text('[[unit]]\nkind = "bo"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="thiếu mục bắt buộc"):
        load_register(extra)


def test_a_large_collection_of_bearers_stays_understood():
    """24,000 bearers take some 60,000 places; were they forgotten, each unit asked for would cost seconds."""
    register = load_register()
    first = register.resolve("Sở Công Thương")
    register.memory.update({("bearer", f"Phòng Mẫu {number}"): None for number in range(60_000)})
    register.resolve("Bộ Tài chính")
    assert register.resolve("Sở Công Thương") is first
