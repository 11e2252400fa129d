"""CSV and XLSX read back with their own readers: same cells, nothing executed, nothing lost."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from app.export import export_duties, export_references
from app.export.rows import DUTY_COLUMNS, REFERENCE_COLUMNS, cited_parts, cited_words, duty_rows, permalink, reference_rows
from app.export.separated import safe_cell
from app.results import DutyList, Reference
from corpus.errors import UsageError
from corpus.model import Citation, Modality, Resolution
from tests.app.samples import AMBIGUOUS, DECREE, FOUND, NOW, QUARTERLY, SINGLE, UNKNOWN, YEARLY, duties, duty

SELF = Citation(0, 8, "Điều này", provisions=("dieu-nay",), self_reference=True)
DUTY_CELLS = (
    1,
    "báo cáo Bộ Công Thương kết quả dọn đường",
    "điểm đ khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ",
    "Còn hiệu lực",
    3,
    "phải",
    "chủ trì",
    "Sở Công Thương",
    "Sở Xây dựng; Sở Tài chính",
    "Bộ Công Thương",
    "trước ngày 30/06/2026",
    dt.date(2026, 6, 30),
    None,
    "thuộc lớp “Sở Công Thương”",
    "rõ",
    "nghi-dinh/12-2020-nd-cp/2020-02-09#dieu-5/khoan-2/diem-dd",
    None,
)
LINK = "https://kho.example/vb/nghi-dinh/12-2020-nd-cp/2020-02-09/dieu-5/khoan-2/diem-dd"
REFERENCE_CELLS = [
    (
        1,
        "nđ 12/2020",
        "tìm thấy",
        "Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ",
        "điểm a khoản 2 Điều 5",
        "căn cứ",
        "phần căn cứ Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu",
        "",
        1,
        "điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ",
        "Căn cứ điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ;",
        "ke-hoach/88-kh-sct/2026-03-02/so-cong-thuong-tinh-mau#can-cu",
        "khớp số hiệu",
    ),
    (
        2,
        "07/CT-TTg",
        "có nhiều văn bản trùng số",
        *("",) * 5,
        None,
        *("",) * 3,
        "Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ; "
        "Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu; Hãy thêm ngày ban hành.",
    ),
    (3, "=1+1", "không có trong kho", *("",) * 5, None, *("",) * 3, "Kho không có văn bản này."),
]


def exported(listed, file_format: str, **options) -> bytes:
    out = io.BytesIO()
    (export_duties if isinstance(listed, DutyList) else export_references)(listed, file_format, out, now=NOW, **options)
    return out.getvalue()


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_sheet(data: bytes, position: int = 0):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[position]


def test_rows():
    (row,) = duty_rows([duty(deadline=SINGLE)], "https://kho.example/")
    assert row.cells == DUTY_CELLS
    assert row.link == LINK
    rows = reference_rows([FOUND, AMBIGUOUS, UNKNOWN])
    assert [row.cells for row in rows] == REFERENCE_CELLS
    assert {len(row.cells) for row in rows} == {len(REFERENCE_COLUMNS)}
    assert {row.link for row in rows} == {""}


@pytest.mark.parametrize(
    ("target", "citation", "expected", "reason"),
    [
        (DECREE, Citation(0, 1, "x", "Thông tư"), "Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ", "the stored one"),
        (
            None,
            Citation(0, 1, "x", "Thông tư", "01/2020/TT-BCT", "2020-03-04"),
            "Thông tư số 01/2020/TT-BCT ngày 04/03/2020",
            "absent",
        ),
        (None, Citation(0, 1, "x", "Luật", None, "2016", "Luật Báo chí"), "Luật Báo chí năm 2016", "a law by its year"),
        (None, SELF, "Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu", "the citing document itself"),
    ],
)
def test_cited_words(target, citation, expected, reason):
    reference = Reference(FOUND.references[0].quote, citation, target, Resolution(None))
    assert cited_words(reference) == expected, reason


@pytest.mark.parametrize(
    ("paths", "expected", "reason"),
    [
        (("dieu-5/khoan-2/diem-dd", "dieu-7"), "điểm đ khoản 2 Điều 5; Điều 7", "several"),
        (("dieu-nay/khoan-2",), "khoản 2 Điều này", "a relative address"),
        (("somewhere",), "somewhere", "no address: as it is"),
        ((), "", "the whole document"),
    ],
)
def test_cited_parts(paths, expected, reason):
    assert cited_parts(Citation(0, 5, "x", provisions=paths)) == expected, reason


@pytest.mark.parametrize(
    ("base", "expected", "reason"),
    [
        ("https://a.example", "https://a.example/vb/luat/x/dieu-1", "https"),
        ("http://127.0.0.1:7860/", "http://127.0.0.1:7860/vb/luat/x/dieu-1", "one slash"),
        ("", "", "no server, no link"),
        ("javascript:alert(1)", "", "another scheme"),
        ("https://a b", "", "white space"),
    ],
)
def test_permalink(base, expected, reason):
    assert permalink(base, "luat/x", "dieu-1") == expected, reason


@pytest.mark.parametrize(
    ("cell", "expected", "reason"),
    [
        ("=1+1", "'=1+1", "a formula"),
        ("+84 24", "'+84 24", "plus"),
        ("- báo cáo", "'- báo cáo", "minus, as dash items begin"),
        ("@SUM(A1)", "'@SUM(A1)", "the at sign"),
        ("  =1", "'  =1", "white space before"),
        ("\t=1", "'\t=1", "a tab"),
        ("\n=1", "'\n=1", "a line break"),
        ("\r=1", "'\r=1", "a carriage return"),
        ("＝1", "'＝1", "full-width sign"),
        ("\x00=1", "'=1", "hidden behind a control character that is removed"),
        ("báo cáo = 1", "báo cáo = 1", "a sign inside is harmless"),
        ("Điều 5 - khoản 2", "Điều 5 - khoản 2", "a dash inside is harmless"),
        ("'=1", "'=1", "already a text"),
        ("", "", "empty"),
        (None, "", "nothing"),
        (-3, "-3", "a number is no text"),
        (dt.date(2026, 6, 30), "2026-06-30", "a day"),
    ],
)
def test_csv_2_no_formula_gets_through(cell, expected, reason):
    assert safe_cell(cell) == expected, reason


def test_csv_1_reads_back():
    data = exported(duties(duty("“a”, b\nc; đ", SINGLE)), "csv")
    header, row = read_csv(data)
    assert data.startswith(b"\xef\xbb\xbf")
    assert header == [column.title for column in DUTY_COLUMNS]
    assert row == ["1", "“a”, b c; đ", *("" if c is None else str(c) for c in DUTY_CELLS[2:])]


def test_csv_of_references():
    rows = read_csv(exported([FOUND, AMBIGUOUS, UNKNOWN], "csv"))
    assert rows[0] == [column.title for column in REFERENCE_COLUMNS]
    assert rows[3][:3] == ["3", "'=1+1", "không có trong kho"]
    assert [len(row) for row in rows] == [len(REFERENCE_COLUMNS)] * 4


@pytest.mark.parametrize(("listed", "columns"), [(duties(), DUTY_COLUMNS), ((), REFERENCE_COLUMNS)])
def test_empty_lists_have_a_header_only(listed, columns):
    titles = [column.title for column in columns]
    assert read_csv(exported(listed, "csv")) == [titles]
    assert [[cell.value for cell in row] for row in read_sheet(exported(listed, "xlsx")).rows] == [titles]


def test_xlsx_1_and_3_reads_back():
    sheet = read_sheet(exported(duties(duty(deadline=SINGLE), duty("quét", YEARLY)), "xlsx", base_url="https://kho.example"))
    header, first, second = sheet.rows
    assert [cell.value for cell in header] == [column.title for column in DUTY_COLUMNS]
    values = [cell.value.date() if isinstance(cell.value, dt.datetime) else cell.value for cell in first]
    assert tuple(values) == DUTY_CELLS
    assert second[1].value == "quét"
    assert first[2].hyperlink.target == LINK
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:Q3")
    assert (header[0].font.bold, header[0].font.name, first[1].alignment.wrap_text) == (True, "Times New Roman", True)
    assert [sheet.column_dimensions[c.column_letter].width for c in header] == [column.width for column in DUTY_COLUMNS]
    assert first[11].number_format == "dd/mm/yyyy"
    assert (header[-1].value, first[-1].value) == ("Phân công", None)


@pytest.mark.parametrize("words", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@x"])
def test_xlsx_2_texts_stay_texts(words):
    sheet = read_sheet(exported(duties(duty(words)), "xlsx"))
    cell = sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)


def test_xlsx_2_what_no_sheet_can_hold():
    sheet = read_sheet(exported(duties(duty("a\x00\x0bđ\ud800"), duty("x" * 40_000)), "xlsx"))
    assert sheet["B2"].value == "a đ"
    assert (len(sheet["B3"].value), sheet["B3"].value[-2:]) == (32_767, "x…")


def test_xlsx_4_says_what_it_is():
    facts = [tuple(cell.value for cell in row) for row in read_sheet(exported(duties(duty(), message="=Xem"), "xlsx"), 1).rows]
    assert facts == [
        ("Đơn vị", "Sở Công Thương tỉnh Mẫu"),
        ("Số nhiệm vụ", 1),
        ("Ngày xuất", dt.datetime(2026, 5, 4)),
        ("Ghi chú", "=Xem"),
    ]
    facts = [tuple(cell.value for cell in row) for row in read_sheet(exported([FOUND, UNKNOWN], "xlsx"), 1).rows]
    assert facts == [
        ("Số hiệu đã tra", 2),
        ("Tìm thấy", 1),
        ("Không có trong kho", 1),
        ("Có nhiều văn bản trùng số", 0),
        ("Không đọc được số hiệu", 0),
        ("Số lượt dẫn chiếu", 1),
        ("Ngày xuất", dt.datetime(2026, 5, 4)),
    ]


def test_xlsx_of_references():
    sheet = read_sheet(exported([FOUND, AMBIGUOUS, UNKNOWN], "xlsx", base_url="https://kho.example"))
    rows = [tuple(cell.value for cell in row) for row in sheet.rows]
    assert rows[1:] == [tuple(cell if cell != "" else None for cell in row) for row in REFERENCE_CELLS]
    assert sheet["G2"].hyperlink.target.endswith("/can-cu")
    assert sheet["G3"].hyperlink is None


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "docx", "ics"])
def test_the_same_input_gives_the_same_bytes(file_format):
    listed = duties(duty(deadline=YEARLY), duty("Lấn đường", modality=Modality.MUST_NOT))
    first, second = exported(listed, file_format), exported(listed, file_format)
    assert first == second
    if file_format in {"xlsx", "docx"}:
        with zipfile.ZipFile(io.BytesIO(first)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(2026, 5, 4, 8, 30, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert core.count("2026-05-04T08:30:00Z") == 2


def test_a_file_is_whole_or_not_there(tmp_path):
    path = tmp_path / "nhiệm vụ.csv"
    path.write_text("cũ")
    done = export_duties(duties(duty()), "csv", path, now=NOW)
    assert (done.written, done.left_out, done.message) == (1, 0, "Đã ghi 1 nhiệm vụ.")
    assert [file.name for file in tmp_path.iterdir()] == ["nhiệm vụ.csv"]
    assert len(read_csv(path.read_bytes())) == 2


def test_what_cannot_be_written_is_told(tmp_path):
    with pytest.raises(UsageError) as caught:
        export_duties(duties(duty()), "csv", tmp_path / "không có" / "a.csv", now=NOW)
    assert "a.csv" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_deadline_that_comes_again_is_dated_by_its_next_day():
    column = [one.title for one in DUTY_COLUMNS].index("Hạn (ngày)")
    listed = [duty(deadline=SINGLE), duty(deadline=YEARLY), duty(deadline=QUARTERLY), duty()]
    days = [row.cells[column] for row in duty_rows(listed, today=dt.date(2026, 12, 26))]
    assert days == [dt.date(2026, 6, 30), dt.date(2027, 12, 25), None, None]
    assert [row.cells[column] for row in duty_rows(listed)] == [dt.date(2026, 6, 30), None, None, None]
