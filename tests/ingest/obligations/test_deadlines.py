"""Every way a document gives a time, and what looks like one and is none."""

import datetime as dt

import pytest

from ingest.obligations.times.deadlines import find_deadlines, strongest

ISSUED = dt.date(2026, 4, 10)

# wording, the deadline's own words, kind, value, reason
FORMS = [
    ("gửi báo cáo trước ngày 15/4/2026", "trước ngày 15/4/2026", "date", "2026-04-15", "day with slashes"),
    ("gửi báo cáo trước 15-4-2026", "trước 15-4-2026", "date", "2026-04-15", "day with hyphens, no 'ngày'"),
    ("nộp chậm nhất ngày 05 tháng 6 năm 2026", "chậm nhất ngày 05 tháng 6 năm 2026", "date", "2026-06-05", "long form"),
    ("nộp muộn nhất là vào ngày 01/7/2026", "muộn nhất là vào ngày 01/7/2026", "date", "2026-07-01", "muộn nhất là vào"),
    (
        "gửi trước 17 giờ 00 phút ngày 20/5/2026",
        "trước 17 giờ 00 phút ngày 20/5/2026",
        "date",
        "2026-05-20",
        "an hour before the day",
    ),
    ("hoàn thành trong quý III năm 2026", "trong quý III năm 2026", "date", "2026-09-30", "last day of a roman quarter"),
    ("xong trong quý 2/2026", "trong quý 2/2026", "date", "2026-06-30", "arabic quarter"),
    ("Thời hạn hoàn thành: Quý I/2027", "Quý I/2027", "date", "2027-03-31", "a heading names the time"),
    ("xong trong tháng 2/2028", "trong tháng 2/2028", "date", "2028-02-29", "last day of a leap February"),
    ("hoàn thành trong năm 2027", "trong năm 2027", "date", "2027-12-31", "a year"),
    ("Đến năm 2030, hoàn thành mạng lưới", "Đến năm 2030", "date", "2030-12-31", "a year opens the clause"),
    ("gửi về Sở trước ngày 20/5", "trước ngày 20/5", "date", "2026-05-20", "year of the document"),
    ("gửi về Sở trước ngày 20/3", "trước ngày 20/3", "date", "2027-03-20", "a day already past is next year's"),
    ("hằng năm trước ngày 25 tháng 12", "hằng năm trước ngày 25 tháng 12", "recurring", "--12-25", "yearly day, word first"),
    ("trước ngày 15 tháng 3 hằng năm", "trước ngày 15 tháng 3 hằng năm", "recurring", "--03-15", "yearly day, word last"),
    ("trước 30 tháng 01 hàng năm", "trước 30 tháng 01 hàng năm", "recurring", "--01-30", "spelling hàng"),
    ("trước ngày 15/6 và 15/12 hằng năm", "trước ngày 15/6 và 15/12 hằng năm", "recurring", "--06-15,--12-15", "two days"),
    ("trước ngày 15 hằng tháng", "trước ngày 15 hằng tháng", "recurring", "---15", "monthly day"),
    ("hằng tháng, trước ngày 05", "hằng tháng, trước ngày 05", "recurring", "---05", "monthly day, word first"),
    ("trước ngày 10 của tháng cuối quý", "trước ngày 10 của tháng cuối quý", "recurring", "quarterly", "day of a quarter"),
    ("Định kỳ hằng năm", "Định kỳ hằng năm", "recurring", "yearly", "period by a word"),
    ("định kỳ 06 tháng và hằng năm", "định kỳ 06 tháng và hằng năm", "recurring", "half-yearly,yearly", "two periods"),
    ("báo cáo hằng quý", "hằng quý", "recurring", "quarterly", "quarterly"),
    ("báo cáo hằng tuần", "hằng tuần", "recurring", "weekly", "weekly"),
    ("cập nhật hàng ngày", "hàng ngày", "recurring", "daily", "daily"),
    ("tối thiểu 03 tháng 01 lần", "tối thiểu 03 tháng 01 lần", "recurring", "quarterly", "once in three months"),
    ("định kỳ 02 năm một lần", "định kỳ 02 năm một lần", "recurring", "R/P2Y", "once in two years"),
    ("1 lần/năm", "1 lần/năm", "recurring", "yearly", "times a year"),
    (
        "trong thời hạn 10 ngày kể từ khi nhận được đề nghị",
        "trong thời hạn 10 ngày kể từ khi nhận được đề nghị",
        "within",
        "P10D",
        "days",
    ),
    ("Trong vòng 05 ngày làm việc", "Trong vòng 05 ngày làm việc", "within", "P5BD", "working days"),
    (
        "trong thời hạn 05 (năm) ngày làm việc kể từ ngày ký",
        "trong thời hạn 05 (năm) ngày làm việc kể từ ngày ký",
        "within",
        "P5BD",
        "number twice",
    ),
    ("Chậm nhất là 15 ngày, kể từ ngày kết thúc", "Chậm nhất là 15 ngày, kể từ ngày kết thúc", "within", "P15D", "chậm nhất là"),
    ("trong vòng 24 giờ kể từ khi phát hiện", "trong vòng 24 giờ kể từ khi phát hiện", "within", "PT24H", "hours"),
    ("trong thời hạn 24 tháng", "trong thời hạn 24 tháng", "within", "P24M", "months"),
    (
        "sau thời hạn 12 tháng kể từ ngày có hiệu lực",
        "sau thời hạn 12 tháng kể từ ngày có hiệu lực",
        "within",
        "P12M",
        "sau thời hạn",
    ),
    ("trước ít nhất 03 ngày trước khi tổ chức", "trước ít nhất 03 ngày trước khi tổ chức", "within", "P3D", "before an event"),
    (
        "ngay sau khi văn bản được ban hành",
        "ngay sau khi văn bản được ban hành",
        "event",
        "ngay sau khi văn bản được ban hành",
        "event",
    ),
    ("khi có yêu cầu của Bộ Tư pháp", "khi có yêu cầu của Bộ Tư pháp", "event", "khi có yêu cầu của Bộ Tư pháp", "on request"),
    ("cho đến khi có chỉ đạo mới", "cho đến khi có chỉ đạo mới", "event", "cho đến khi có chỉ đạo mới", "until"),
]

NONE = [
    ("Nghị định số 09/2017/NĐ-CP ngày 09 tháng 02 năm 2017", "date of a cited document"),
    ("Quyết định này có hiệu lực từ ngày 01/7/2025", "day of force"),
    ("đúng quy định, kịp thời, thường xuyên", "no time at all"),
    ("báo cáo định kỳ theo quy định", "bare định kỳ"),
    ("trước ngày 31/02/2026", "a day that does not exist"),
    ("quy hoạch phát triển đô thị đến năm 2030 được duyệt", "year inside a plan's title"),
    ("Giấy phép có giá trị không quá 05 năm", "a limit without a starting point"),
    ("lưu hồ sơ ít nhất 10 năm kể từ ngày kết thúc", "how long something is kept"),
    ("tỷ lệ đạt 20/30", "a fraction"),
    ("tại khoản 2 Điều 5", "a clause"),
]


@pytest.mark.parametrize(("text", "words", "kind", "value", "reason"), FORMS, ids=[row[4] for row in FORMS])
def test_1_and_2_wording_kind_and_value(text, words, kind, value, reason):
    span = strongest(find_deadlines(text, ISSUED))
    assert span is not None, reason
    assert (span.deadline.text, span.deadline.kind.value, span.deadline.value) == (words, kind, value), reason
    assert text[span.start : span.end] == span.deadline.text


@pytest.mark.parametrize(("text", "reason"), NONE, ids=[row[1] for row in NONE])
def test_3_what_is_no_deadline(text, reason):
    assert find_deadlines(text, ISSUED) == (), reason


def test_2_a_day_without_year_and_without_date_of_issue_is_none():
    assert find_deadlines("gửi về Sở trước ngày 20/5") == ()


def test_the_dated_deadline_outweighs_the_word_of_a_period():
    spans = find_deadlines("định kỳ báo cáo hằng quý, gửi trước ngày 15 tháng 12 hằng năm")
    assert [s.deadline.value for s in spans] == ["quarterly", "--12-15"]
    assert strongest(spans).deadline.value == "--12-15"


def test_a_day_of_the_month_behind_dinh_ky():
    span = strongest(find_deadlines("Định kỳ ngày 25 hằng tháng, cơ quan gửi số liệu"))
    assert span is not None and (span.deadline.text, span.deadline.value) == ("Định kỳ ngày 25 hằng tháng", "---25")
