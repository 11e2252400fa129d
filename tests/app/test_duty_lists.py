"""Pages of a unit's duties, duties that two documents give differently, what to ask next, and units through their changes."""

import datetime as dt

import pytest

from app.duties.conflicting import conflicts_of
from app.results import DutyFilters
from app.service import open_knowledge_base
from app.upkeep.maintenance import file_bearers
from corpus.catalogue import open_writer
from corpus.settings import Home
from tests.app.commands import run, write_jsonl

UNIT = "Sở Công Thương"


def test_pages_make_up_the_list_in_its_order(base):
    every = base.duties(UNIT)
    assert every.total == len(every.duties) > 6 and every.offset == 0
    pages = [base.duties(UNIT, limit=4, offset=start) for start in range(0, every.total, 4)]
    assert tuple(duty for page in pages for duty in page.duties) == every.duties
    assert {page.total for page in pages} == {every.total} and pages[1].offset == 4
    beyond = base.duties(UNIT, limit=4, offset=every.total)
    assert (beyond.duties, beyond.total, beyond.message) == ((), every.total, "")


def test_a_list_is_the_same_from_filed_names_and_from_judging_every_name(own_home):
    home = Home(own_home)
    filed = open_knowledge_base(home).duties(UNIT)
    (own_home / "units.toml").write_text('[[unit]]\nid = "x"\nname = "Trạm Thử"\nkind = "khac"\n', encoding="utf-8")
    judged = open_knowledge_base(home).duties(UNIT)
    assert judged == filed
    with open_writer(home) as writer:
        assert file_bearers(home, writer) > 0 and file_bearers(home, writer) == 0
    assert open_knowledge_base(home).duties(UNIT) == filed


def test_the_commands_page(cancu):
    found = cancu("duties", "--unit", UNIT, "--limit", "2", "--offset", "1", "--format", "json").json
    every = cancu("duties", "--unit", UNIT, "--format", "json").json
    assert found["duties"] == every["duties"][1:3] and (found["total"], found["offset"]) == (every["total"], 1)
    told = cancu("duties", "--unit", UNIT, "--limit", "2")
    assert f"{UNIT}: {every['total']} nhiệm vụ, đang xem 1-2" in told.out
    assert cancu("duties", "--unit", UNIT, "--limit", "0").status == 2


def decision(number, day, text, issuer="Bộ Thí điểm", kind="Thông tư", title="Việc của kho"):
    head = {"kind": kind, "number": number, "date": day, "issuer": issuer, "title": title}
    return {"document": head, "path": "dieu-1", "heading": "", "text": text, "key": number}


@pytest.fixture(scope="module")
def changing(tmp_path_factory):
    """Duties of units that were merged, renamed or are members of a class; two circulars that differ."""
    folder = tmp_path_factory.mktemp("don-vi")
    inspect = "kiểm tra việc bảo quản tiền mặt tại các kho trên địa bàn"
    rows = (
        decision("01/2020/TT-BTĐ", "2020-01-02", f"Sở Tài chính phải {inspect} trước ngày 15 hằng tháng."),
        decision("02/2021/TT-BTĐ", "2021-01-02", f"Sở Tài chính phải {inspect} trước ngày 20 hằng tháng."),
        decision("03/2021/TT-BTĐ", "2021-02-02", f"Sở Tài chính phải {inspect} ngay khi có người báo."),
        decision(
            "04/2022/TT-BTĐ", "2022-02-02", "Sở Tài chính không được kiểm tra việc bảo quản tiền mặt tại các kho trên địa bàn."
        ),
        decision("05/2019/CT-BTĐ", "2019-01-02", "Bộ Thông tin và Truyền thông phải cấp thẻ nhà báo hằng năm.", kind="Chỉ thị"),
        decision(
            "06/2019/CT-BTĐ", "2019-01-03", "Bộ Thông tin và Truyền thông phải bảo vệ an toàn thông tin mạng.", kind="Chỉ thị"
        ),
        decision("09/2020/TT-BTĐ", "2020-03-03", "Các sở (trừ Sở Y tế) phải kiểm kê kho thóc."),
        decision("07/2020/CT-BCT", "2020-01-03", "Các đơn vị thuộc Bộ phải lập kế hoạch.", "Bộ Công Thương", "Chỉ thị"),
        decision("08/2020/CT-BCT", "2020-01-04", "Các Sở Công Thương phải thống kê chợ.", "Bộ Công Thương", "Chỉ thị"),
    )
    write_jsonl(folder / "viec.jsonl", *rows)
    made = run(folder / "kho", "ingest", folder / "viec.jsonl")
    assert made.status == 0, made.err
    opened = open_knowledge_base(Home(folder / "kho"))
    yield opened
    opened.close()


# unit, day, number of the document that binds it (or must not), whether it does, how, reason
EXAMPLES = [
    ("Vụ Tổ chức cán bộ Bộ Công Thương", None, "07/2020/CT-BCT", "class", "a department of the ministry"),
    ("Vụ Tổ chức cán bộ Bộ Y tế", None, "07/2020/CT-BCT", None, "beside it: another ministry's"),
    ("Sở Tư pháp", None, "09/2020/TT-BTĐ", "class", "a class with an exception"),
    ("Sở Y tế tỉnh Lào Cai", None, "09/2020/TT-BTĐ", None, "beside it: the exception"),
    ("Sở Công Thương tỉnh Yên Bái", dt.date(2024, 5, 1), "08/2020/CT-BCT", "class", "before the merger"),
    ("Sở Công Thương tỉnh Yên Bái", dt.date(2025, 8, 1), "08/2020/CT-BCT", None, "beside it: gone after the merger"),
    ("Sở Công Thương tỉnh Lào Cai", dt.date(2025, 8, 1), "08/2020/CT-BCT", "class", "after the merger"),
    ("Bộ Văn hóa, Thể thao và Du lịch", dt.date(2025, 4, 1), "05/2019/CT-BTĐ", "successor", "press went to culture"),
    ("Bộ Văn hóa, Thể thao và Du lịch", dt.date(2025, 2, 1), "05/2019/CT-BTĐ", None, "beside it: not yet"),
    ("Bộ Khoa học và Công nghệ", dt.date(2025, 4, 1), "05/2019/CT-BTĐ", None, "beside it: the main successor has no press"),
    ("Bộ Công an", dt.date(2025, 4, 1), "06/2019/CT-BTĐ", "successor", "network security went to the police"),
    ("Bộ Văn hóa, Thể thao và Du lịch", dt.date(2025, 4, 1), "06/2019/CT-BTĐ", None, "beside it: not to culture"),
]


@pytest.mark.parametrize(("unit", "day", "number", "how", "reason"), EXAMPLES, ids=[row[4] for row in EXAMPLES])
def test_units_through_classes_mergers_and_functions(changing, unit, day, number, how, reason):
    found = changing.duties(unit, DutyFilters(as_of=day)).duties
    assert [duty.how for duty in found if duty.quote.document.number == number] == ([how] if how else []), reason


def test_duties_that_two_documents_give_differently(changing):
    found = changing.conflicts("Sở Tài chính tỉnh Lào Cai")
    pairs = {(one.first.quote.document.number[:2], one.second.quote.document.number[:2]): one for one in found.conflicts}
    assert {pair: one.differs for pair, one in pairs.items()} == {
        ("02", "01"): "deadline",
        ("04", "03"): "modality",
        ("04", "02"): "modality",
        ("04", "01"): "modality",
    }, "a time told by an event is no other time"
    assert pairs["02", "01"].because == (
        "Thông tư 02/2021/TT-BTĐ giao thời hạn “trước ngày 20 hằng tháng”, Thông tư 01/2020/TT-BTĐ giao “trước ngày 15 hằng tháng”."
    )


def test_no_conflict_where_nothing_differs_or_the_unit_is_not_understood(changing):
    assert changing.conflicts("Sở Công Thương tỉnh Lào Cai").conflicts == ()
    assert "giao khác nhau" in changing.conflicts("Sở Công Thương tỉnh Lào Cai").message
    assert conflicts_of(changing, "Đội Không Có", DutyFilters()).unit is None


def test_the_command_of_conflicts(changing):
    home = changing.home.root
    told = run(home, "duties", "--unit", "Sở Tài chính tỉnh Lào Cai", "--conflicts", "--format", "json").json
    assert told["total"] == 4 and {"differs", "because", "first", "second"} == set(told["conflicts"][0])
    assert "KHÁC THỜI HẠN" in run(home, "duties", "--unit", "Sở Tài chính tỉnh Lào Cai", "--conflicts").out
    assert run(home, "duties", "--unit", "Sở Tài chính tỉnh Lào Cai", "--conflicts", "--format", "csv").status == 2


def test_what_to_ask_next_can_be_asked(base):
    answer = base.ask("Sở Công Thương phải làm gì?")
    assert answer.follow_ups and len(answer.follow_ups) <= 4
    assert all("Sở Công Thương" in one and one.endswith("?") for one in answer.follow_ups)
    assert all(base.ask(one).duties or base.ask(one).clauses for one in answer.follow_ups)


def test_what_to_ask_where_nothing_is_found_names_what_the_unit_has(base):
    answer = base.ask("Sở Công Thương nuôi ong lấy mật thế nào?")
    assert (answer.duties, answer.clauses) == ((), ())
    assert answer.follow_ups and all("Sở Công Thương" in one for one in answer.follow_ups)
    assert base.ask("nuôi ong lấy mật thế nào?").follow_ups == ()
