"""Rows of tables that share out tasks: the guarantees of ``ingest.obligations.table_rows`` by number."""

import datetime as dt
from dataclasses import replace

import pytest

from corpus.model import Deadline, DeadlineKind, Modality, Obligation, Role
from ingest.obligations.extract import Setting, extract_obligations, read_by_rules
from ingest.obligations.table_rows import Columns, column_time, read_columns, read_row

ISSUED = dt.date(2026, 1, 10)
HEAD = "TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành"
STEPS = "| Thứ tự | Nội dung công việc | Trách nhiệm thực hiện | Thời gian thực hiện |"

# 1
COLUMNS = [
    (HEAD, Columns(5, 1, 2, 3, 4, leads=True), "task, those who lead, those who help, time"),
    (STEPS, Columns(4, 1, 2, None, 3), "bars around the row are no columns"),
    (
        "STT | Tên luật | Nội dung giao | Đơn vị chủ trì soạn thảo | Kết quả",
        Columns(5, 2, 3, leads=True),
        "of several columns the task is the one next to those who do it",
    ),
    ("Phụ lục\n" + HEAD, Columns(5, 1, 2, 3, 4, leads=True), "lines of other lead-ins stand above"),
    ("STT | Tên thủ tục hành chính | Thời hạn giải quyết | Địa điểm thực hiện", None, "a list of procedures says where, not who"),
    ("TT | Tên thủ tục hành chính | Cơ quan thực hiện", None, "procedures are no tasks of this document"),
    ("TT | Nội dung | Mức chi | Ghi chú", None, "nobody is named"),
    ("3. Tổ chức thực hiện:", None, "no table"),
]


@pytest.mark.parametrize(("context", "expected", "reason"), COLUMNS, ids=[row[2] for row in COLUMNS])
def test_1_columns_by_their_heads(context, expected, reason):
    assert read_columns(context) == expected, reason


def duty(text, task, bearers, **fields):
    start = text.index(task)
    return Obligation(start, start + len(task), task, Modality.MUST, bearers, action=task, **fields)


SURVEY = "3 | Khảo sát nhu cầu đào tạo. | Sở Nội vụ, Sở Tài chính | Các sở, ngành có liên quan; UBND các xã, phường | Tháng 6"
STEP = "| Bước 2 | - Thẩm định hồ sơ của chủ kho | Lãnh đạo Phòng Quản lý kho | 02 ngày làm việc |"
STEP_TIME = Deadline("02 ngày làm việc", DeadlineKind.WITHIN, "P2BD")
UNKNOWN = "| Bước 1 | Tiếp nhận và ghi sổ hồ sơ | Người trực cổng; nhóm vận hành kho | 0,5 ngày |"

# 2
ROWS = [
    (
        SURVEY,
        HEAD,
        duty(
            SURVEY,
            "Khảo sát nhu cầu đào tạo",
            ("Sở Nội vụ", "Sở Tài chính"),
            role=Role.CHU_TRI,
            partners=("sở có liên quan", "ngành có liên quan", "Ủy ban nhân dân xã", "Ủy ban nhân dân phường"),
            deadline=Deadline("Tháng 6", DeadlineKind.DATE, "2026-06-30"),
        ),
        "every column says its share",
    ),
    (
        STEP,
        STEPS,
        duty(STEP, "Thẩm định hồ sơ của chủ kho", ("Lãnh đạo Phòng Quản lý kho",), deadline=STEP_TIME),
        "who does it, not leads",
    ),
    (
        UNKNOWN,
        STEPS,
        duty(UNKNOWN, "Tiếp nhận và ghi sổ hồ sơ", ("người trực cổng", "nhóm vận hành kho")),
        "words that name no known unit stand as they are",
    ),
    ("I | CÔNG TÁC ĐÀO TẠO | | |", HEAD, None, "a heading names nobody"),
    ("| | Tổng thời gian giải quyết: | | 15 ngày |", STEPS, None, "a sum names nobody"),
    (HEAD, HEAD, None, "the head itself is no row"),
    ("Khảo sát | Sở Nội vụ", HEAD, None, "a row that does not fit"),
]


@pytest.mark.parametrize(("text", "head", "expected", "reason"), ROWS, ids=[row[3] for row in ROWS])
def test_2_a_row_is_a_duty(text, head, expected, reason):
    assert read_row(text, read_columns(head), ISSUED) == expected, reason


def test_2_a_number_that_was_taken_for_the_marker_is_no_column():
    whole, rest = (read_row(text, read_columns(HEAD), ISSUED) for text in (SURVEY, SURVEY[4:]))
    assert replace(rest, start=whole.start, end=whole.end) == whole


# 3
MERGED = [
    ("| | Họp tổ thẩm định | | 15 ngày |", ("nhóm kho",), "number and doers are those of the row above"),
    ("| | Tổng hợp ý kiến của các xã | | 2 ngày |", ("nhóm kho",), "putting together is no sum"),
    ("| | Họp tổ thẩm định | Sở Nội vụ | 15 ngày |", ("Sở Nội vụ",), "doers of its own"),
    ("| | Tổng thời gian giải quyết: | | 15 ngày |", None, "a sum"),
    ("| | THỦ TỤC CẤP TỈNH | | 15 ngày |", None, "a title"),
    ("| | Công tác đào tạo | | |", None, "a heading says nothing more"),
    ("| Bước 3 | Họp tổ thẩm định | | 15 ngày |", None, "a row of its own that names nobody"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), MERGED, ids=[row[2] for row in MERGED])
def test_3_a_row_merged_with_the_one_above(text, expected, reason):
    found = read_row(text, read_columns(STEPS), ISSUED, ("nhóm kho",))
    assert (found.bearers if found else None) == expected, reason


def test_3_only_rows_of_one_table_share_cells():
    first = read_by_rules(STEP, Setting(STEPS))
    merged = "| | Họp tổ thẩm định | | 15 ngày |"
    bearers = [
        [o.bearers for o in read_by_rules(merged, Setting(context), above=above).found]
        for context, above in ((STEPS, first), ("Bảng khác\n" + STEPS, first), (STEPS, None))
    ]
    assert bearers == [[("Lãnh đạo Phòng Quản lý kho",)], [], []]


# 4
TIMES = [
    ("2026", DeadlineKind.DATE, "2026-12-31"),
    ("Năm 2027", DeadlineKind.DATE, "2027-12-31"),
    ("2024 - 2026", DeadlineKind.DATE, "2026-12-31"),
    ("Giai đoạn 2026-2030", DeadlineKind.DATE, "2030-12-31"),
    ("Tháng 6", DeadlineKind.DATE, "2026-06-30"),
    ("Quý IV", DeadlineKind.DATE, "2026-12-31"),
    ("Quý III - IV/2026", DeadlineKind.DATE, "2026-12-31"),
    ("Tháng 5, tháng 6 năm 2027", DeadlineKind.DATE, "2027-06-30"),
    ("Trước ngày 15/4/2026", DeadlineKind.DATE, "2026-04-15"),
    ("20/11/2026", DeadlineKind.DATE, "2026-11-20"),
    ("Hằng năm", DeadlineKind.RECURRING, "yearly"),
    ("30 ngày (kể từ ngày nhận)", DeadlineKind.WITHIN, "P30D"),
    ("Thường xuyên", None, None),
    ("Theo kế hoạch", None, None),
    ("0,25 ngày", None, None),
]


@pytest.mark.parametrize(("cell", "kind", "value"), TIMES, ids=[row[0] for row in TIMES])
def test_4_times_of_a_column(cell, kind, value):
    assert column_time(cell, ISSUED) == (Deadline(cell, kind, value) if kind else None)


def test_the_rows_of_other_tables_are_read_as_before():
    text = "Sở Nội vụ phải lập sổ theo dõi trước ngày 15/4/2026 | 5 | 10"
    plain = extract_obligations(text, context="TT | Nội dung | Mức chi")
    assert plain == extract_obligations(text), "no column names those who do it"
    assert extract_obligations(SURVEY, context=HEAD, issued=ISSUED) == (ROWS[0][2],)
