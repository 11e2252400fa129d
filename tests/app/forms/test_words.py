"""Words for citations, deadlines and enumerations: (value, expected, reason)."""

import datetime as dt

import pytest

from app.forms import words
from app.results import LookUpState
from corpus.model import AnswerStatus, Deadline, DeadlineKind, DocumentSummary, Modality, Relation, Role, Status
from tests.app.samples import DECREE, LAW, PLAN, duty


def document(kind=None, number=None, date=None, issuer=None, title=None) -> DocumentSummary:
    return DocumentSummary("k", kind, number, date, issuer, title)


DAY = dt.date(2017, 2, 9)
CITATIONS = [
    (
        document("Nghị định", "09/2017/NĐ-CP", DAY, "Chính phủ"),
        "điểm đ khoản 2 Điều 5",
        "điểm đ khoản 2 Điều 5 Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ",
        "the full form",
    ),
    (document("Nghị định", "09/2017/NĐ-CP"), "", "Nghị định số 09/2017/NĐ-CP", "date and issuer unknown"),
    (document("Nghị định", None, DAY, "Chính phủ"), "", "Nghị định ngày 09/02/2017 của Chính phủ", "number unknown"),
    (document(None, "05/X-Y", DAY), "Điều 2", "Điều 2 văn bản số 05/X-Y ngày 09/02/2017", "kind unknown"),
    (document("Khác", "05/X-Y"), "", "văn bản số 05/X-Y", "'Khác' is no kind to be printed"),
    (document(), "Điều 2", "Điều 2 văn bản không rõ số hiệu", "nothing known is said, not invented"),
    (document("Kế hoạch", title="Dọn đường"), "", "Kế hoạch “Dọn đường”", "without a number the title stands for it"),
    (document("Công văn", title="Về việc dọn đường"), "", "Công văn Về việc dọn đường", "a title with its own 'Về việc'"),
    (document("Quyết định", "5/QĐ-X"), "toàn văn bản", "Quyết định số 5/QĐ-X", "the whole document needs no label"),
    (document("Quyết định", "5/QĐ-X"), "Toàn văn bản", "Quyết định số 5/QĐ-X", "in either case"),
    (document("Luật", "103/2016/QH13", DAY, "Quốc hội", "Báo chí"), "", "Luật Báo chí số 103/2016/QH13", "a law by its name"),
    (document("Luật", "103/2016/QH13", DAY, None, "Luật Báo chí"), "", "Luật Báo chí số 103/2016/QH13", "the kind only once"),
    (document("Luật", None, DAY, None, "LUẬT BÁO CHÍ"), "Điều 3", "Điều 3 Luật báo chí năm 2017", "capitals become normal case"),
    (document("Luật", None, None, None, "HÀNG HẢI VIỆT NAM"), "", "Luật Hàng hải Việt Nam", "a country keeps its capitals"),
    (
        document("Luật", "1/2025/QH15", title="SỬA ĐỔI CỦA LUẬT ĐƯỜNG LÀNG"),
        "",
        "Luật Sửa đổi của Luật Đường làng số 1/2025/QH15",
        "inner law",
    ),
    (document("Bộ luật", "91/2015/QH13", None, None, "Dân sự"), "", "Bộ luật Dân sự số 91/2015/QH13", "codes too"),
    (
        document("Hiến pháp", None, dt.date(2013, 11, 28)),
        "Điều 4",
        "Điều 4 Hiến pháp năm 2013",
        "the constitution has its kind only",
    ),
    (
        document("Nghị quyết", "202/2025/QH15", DAY, "Quốc hội", "Sắp xếp"),
        "",
        "Nghị quyết số 202/2025/QH15 ngày 09/02/2017 của Quốc hội",
        "no law",
    ),
]


@pytest.mark.parametrize(("summary", "label", "expected", "reason"), CITATIONS, ids=[row[3] for row in CITATIONS])
def test_1_formal_citation(summary, label, expected, reason):
    assert words.formal_citation(summary, label) == expected, reason


def test_1_short_citation():
    assert words.short_citation(DECREE, "Điều 5") == "Điều 5 Nghị định số 12/2020/NĐ-CP"
    assert words.short_citation(LAW) == "Luật Đường làng số 77/2019/QH14"
    assert words.short_citation(document("Kế hoạch", title="Dọn đường")) == "Kế hoạch “Dọn đường”"
    assert words.formal_citation(PLAN) == "Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu"


def test_2_every_member_has_words_of_its_own():
    assert [words.modality_words(m) for m in Modality] == ["phải", "không được", "được phép", "được đề nghị"]
    assert [words.role_words(r) for r in Role] == ["chủ trì", "phối hợp", "thực hiện"]
    assert {words.relation_words(r) for r in Relation} == set(words.RELATION_WORDS.values())
    assert len(set(words.RELATION_WORDS.values())) == len(Relation)
    assert len({words.answer_words(s) for s in AnswerStatus}) == len(AnswerStatus)
    assert set(words.STATE_WORDS) == set(LookUpState.__args__)
    assert words.status_words(Status.ENDED) == "Hết hiệu lực toàn bộ"
    assert words.status_words(None) == ""


D, R, W, E = DeadlineKind.DATE, DeadlineKind.RECURRING, DeadlineKind.WITHIN, DeadlineKind.EVENT
DEADLINES = [
    (Deadline("trước ngày 31/3/2022", D, "2022-03-31"), "trước ngày 31/03/2022", "a day"),
    (Deadline("chậm nhất là ngày 31/3/2022", D, "2022-03-31"), "chậm nhất ngày 31/03/2022", "latest"),
    (Deadline("Quý II/2022", D, "2022-06-30"), "đến hết ngày 30/06/2022", "a quarter ends on its last day"),
    (Deadline("Từ ngày 01/7/2026", D, "2026-07-01"), "từ ngày 01/7/2026", "a start is no end"),
    (Deadline("trước ngày 31/2/2022", D, "2022-02-31"), "trước ngày 31/2/2022", "no such day: the document's words"),
    (Deadline("hàng năm trước ngày 25 tháng 12", R, "--12-25"), "trước ngày 25/12 hằng năm", "yearly day"),
    (Deadline("ngày 25 tháng 12 hàng năm", R, "--12-25"), "ngày 25/12 hằng năm", "on, not before"),
    (Deadline("chậm nhất ngày 15 hằng tháng", R, "---15"), "chậm nhất ngày 15 hằng tháng", "monthly day"),
    (Deadline("định kỳ 06 tháng và hằng năm", R, "half-yearly,yearly"), "6 tháng một lần và hằng năm", "two rhythms"),
    (Deadline("03 năm một lần", R, "R/P3Y"), "3 năm một lần", "a repeated duration"),
    (Deadline("Định kỳ theo mùa", R, "seasonal"), "định kỳ theo mùa", "an unknown rhythm keeps its words"),
    (Deadline("trong thời hạn 05 (năm) ngày làm việc", W, "P5BD"), "trong 5 ngày làm việc", "working days"),
    (
        Deadline("Trong vòng 10 ngày, kể từ ngày nhận đơn", W, "P10D"),
        "trong 10 ngày kể từ ngày nhận đơn",
        "what it is counted from stays",
    ),
    (Deadline("Kể từ ngày nhận bằng 12 tháng", W, "P12M"), "kể từ ngày nhận bằng 12 tháng", "reversed order: the document's words"),
    (Deadline("sau thời hạn 12 tháng", W, "P12M"), "sau 12 tháng", "after is not within"),
    (Deadline("ít nhất 05 ngày trước khi họp", W, "P5D"), "ít nhất 05 ngày trước khi họp", "before an event: the document's words"),
    (Deadline("trong 24 giờ", W, "PT24H"), "trong 24 giờ", "hours"),
    (Deadline("trong 1 năm 6 tháng", W, "P1Y6M"), "trong 1 năm 6 tháng", "mixed"),
    (Deadline("Sau khi được duyệt", E, "Sau khi được duyệt"), "sau khi được duyệt", "an event inside a sentence"),
    (Deadline("Tết Nguyên đán", E, "Tết Nguyên đán"), "Tết Nguyên đán", "a name keeps its capital"),
    (None, "", "no deadline"),
]


@pytest.mark.parametrize(("deadline", "expected", "reason"), DEADLINES, ids=[row[2] for row in DEADLINES])
def test_3_deadline_words(deadline, expected, reason):
    assert words.deadline_words(deadline, dt.date(2020, 1, 1)) == expected, reason


def test_3_a_duration_from_the_issue_gets_its_last_day():
    deadline = Deadline("trong 30 ngày kể từ ngày ký ban hành", W, "P30D")
    assert words.deadline_words(deadline, dt.date(2026, 1, 2)) == ("trong 30 ngày kể từ ngày ký ban hành (đến hết ngày 01/02/2026)")
    assert words.deadline_words(deadline) == "trong 30 ngày kể từ ngày ký ban hành"


@pytest.mark.parametrize(
    ("quote", "modality", "expected", "reason"),
    [
        ("báo cáo kết quả", Modality.MUST, "báo cáo kết quả", "a duty needs no marker"),
        ("Lấn chiếm đường", Modality.MUST_NOT, "[Không được] Lấn chiếm đường", "an item below 'Các hành vi bị nghiêm cấm'"),
        ("Không lấn chiếm đường", Modality.MUST_NOT, "Không lấn chiếm đường", "the ban is in the words"),
        ("Sử dụng\nđường", Modality.MAY, "[Được phép] Sử dụng đường", "an item below 'Quyền'; lines joined"),
        ("được sử dụng đường", Modality.MAY, "được sử dụng đường", "the permission is in the words"),
        ("quan tâm", Modality.SHOULD, "[Được đề nghị] quan tâm", "an item below 'đề nghị ...:'"),
    ],
)
def test_duty_words_never_turn_a_ban_into_a_duty(quote, modality, expected, reason):
    assert words.duty_words(duty(quote, modality=modality).obligation) == expected, reason
