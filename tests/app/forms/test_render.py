"""Plain text for the terminal: whole screens compared, with what must never get there."""

import datetime as dt
import subprocess
import sys

import pytest

from app.forms import render
from app.results import BaseStatus, DutyList
from corpus.catalogue.reader import Counts, SourceFile
from corpus.model import (
    Answer,
    AnswerStatus,
    Document,
    Evidence,
    Head,
    Modality,
    Notice,
    Question,
    Source,
)
from tests.app.samples import AMBIGUOUS, DECREE, FOUND, LAW, PLAN, SINGLE, UNKNOWN, YEARLY, duties, duty, hit, reference


def screen(text: str) -> str:
    return text.strip("\n") + "\n"


DUTIES = screen("""
Sở Công Thương tỉnh Mẫu: 3 nhiệm vụ

Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ · Quy định về giữ gìn đường làng · Còn hiệu
lực

1. “báo cáo Bộ Công Thương kết quả dọn đường”
   Thời hạn: trước ngày 25/12 hằng năm
   Tính chất: phải · vai trò: chủ trì
   Phối hợp với: Sở Xây dựng, Sở Tài chính
   Báo cáo, gửi: Bộ Công Thương
   Áp dụng vì: thuộc lớp “Sở Công Thương”
   Căn cứ: điểm đ khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ (trang 3 ·
     Còn hiệu lực)

2. “[Không được] Lấn đường”
   Tính chất: không được · vai trò: chủ trì · chưa chắc chắn, cần đối chiếu nguyên văn
   Phối hợp với: Sở Xây dựng, Sở Tài chính
   Báo cáo, gửi: Bộ Công Thương
   Áp dụng vì: thuộc lớp “Sở Công Thương”
   Căn cứ: Điều 6 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ (trang 3 · Còn hiệu lực)

Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu · Triển khai tuần lễ đường làng

3. “quét đường”
   Thời hạn: trước ngày 30/06/2026
   Tính chất: phải · vai trò: chủ trì
   Phối hợp với: Sở Xây dựng, Sở Tài chính
   Báo cáo, gửi: Bộ Công Thương
   Áp dụng vì: thuộc lớp “Sở Công Thương”
   Căn cứ: khoản 1 Mục II Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu (trang
     3)
""")


def three() -> DutyList:
    ban = duty("Lấn đường", label="Điều 6", path="dieu-6", modality=Modality.MUST_NOT, certain=False)
    sweep = duty("quét đường", SINGLE, document=PLAN, label="khoản 1 Mục II", path="muc-ii/khoan-1")
    return duties(duty(deadline=YEARLY), sweep, ban)


def test_3_duties_stand_under_their_documents():
    assert render.duties_text(three()) == DUTIES


@pytest.mark.parametrize("width", [60, 80, 120])
def test_1_no_line_is_longer_than_asked_for(width):
    answer = Answer(Question("?", "Sở"), AnswerStatus.ANSWERED, three().duties, (reference().quote,), "Xem thêm " * 30)
    texts = (
        render.duties_text(three(), width),
        render.hits_text([hit()], width),
        render.look_ups_text([FOUND], width),
        render.look_ups_text([AMBIGUOUS], width),
        render.answer_text(answer, width),
        render.provision_text(hit().provision, DECREE, width),
    )
    longest = max((line for text in texts for line in text.split("\n")), key=len)
    assert len(longest) <= width, longest


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("a\x1b[31mb", "a [31mb", "an escape sequence loses its escape"),
        ("a\u202eb\u2066c", "a b c", "direction overrides go"),
        ("a\x9bb", "a b", "the one-byte control sequence introducer goes"),
        ("a\r\n\tb", "a b", "one line"),
        ("Điều 5. Ủy ban", "Điều 5. Ủy ban", "letters stay"),
    ],
)
def test_2_nothing_acts_on_the_terminal(text, expected, reason):
    assert render.printable(text) == expected, reason


def test_2_a_hostile_clause_does_not_reach_the_terminal():
    hostile = duties(duty("x\x1b]0;title\x07y", label="Điều\x1b 1"), message="\x1b[2J")
    assert not set(render.duties_text(hostile)) & {"\x1b", "\x07"}


EMPTY = [
    (render.hits_text([]), "Không tìm thấy điều khoản nào. Thử từ khóa khác, hoặc bỏ bớt điều kiện lọc."),
    (render.duties_text(duties()), "Sở Công Thương tỉnh Mẫu: không có nhiệm vụ nào phù hợp trong kho"),
    (render.duties_text(DutyList(None, "Không rõ “Sở X”.")), "Không rõ “Sở X”."),
    (render.duties_text(DutyList(None)), "Không nhận ra đơn vị. Hãy ghi đầy đủ tên đơn vị."),
    (render.look_ups_text([UNKNOWN]), "=1+1: không có trong kho\n\nKho không có văn bản này."),
    (render.documents_text([]), "Kho chưa có văn bản nào. Hãy nạp văn bản bằng 'cancu ingest THƯ_MỤC'."),
    (
        render.answer_text(Answer(Question("?"), AnswerStatus.NO_MATCH, message="Hãy nêu đơn vị.")),
        "Không tìm thấy căn cứ trong kho\n\nHãy nêu đơn vị.",
    ),
    (
        render.answer_text(Answer(Question("?"), AnswerStatus.UNAVAILABLE, message="Hãy nạp văn bản.")),
        "Chưa tra cứu được\n\nHãy nạp văn bản.",
    ),
]


@pytest.mark.parametrize(("text", "expected"), EMPTY)
def test_4_an_empty_result_says_so(text, expected):
    assert text == f"{expected}\n"


def test_hits():
    assert render.hits_text([hit(), hit(0.5)]) == screen("""
1. khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ
   Còn hiệu lực · trang 2 · điểm số 0.750 · Trách nhiệm của sở
   nghi-dinh/12-2020-nd-cp/2020-02-09#dieu-5/khoan-2
   “Sở Công Thương báo cáo mỗi năm một lần.”

2. khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ
   Còn hiệu lực · trang 2 · điểm số 0.500 · Trách nhiệm của sở
   nghi-dinh/12-2020-nd-cp/2020-02-09#dieu-5/khoan-2
   “Sở Công Thương báo cáo mỗi năm một lần.”
""")


def test_answer_with_what_was_understood():
    question = Question("?", "Sở Mẫu", "đường", dt.date(2026, 5, 4), ("k",))
    answer = Answer(question, AnswerStatus.ANSWERED, clauses=(reference().quote,))
    assert render.answer_text(answer) == screen("""
Hiểu câu hỏi: đơn vị: Sở Mẫu · chủ đề: đường · tại ngày: 04/05/2026 · văn bản: k

Có căn cứ trong kho

ĐIỀU KHOẢN (1)

1. phần căn cứ Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu
   trang 1
   “Căn cứ điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ;”
""")


def test_references_and_totals():
    assert render.look_ups_text([FOUND, AMBIGUOUS, UNKNOWN]) == screen("""
nđ 12/2020: tìm thấy — Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ · Quy định về giữ
gìn đường làng · Còn hiệu lực

1. phần căn cứ Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu
   căn cứ: “điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ”
   trang 1
   “Căn cứ điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP của Chính phủ;”

07/CT-TTg: có nhiều văn bản trùng số

Có thể là:
   - Nghị định số 12/2020/NĐ-CP ngày 09/02/2020 của Chính phủ · Quy định về giữ gìn đường làng · Còn
     hiệu lực
   - Kế hoạch số 88/KH-SCT ngày 02/03/2026 của Sở Công Thương tỉnh Mẫu · Triển khai tuần lễ đường
     làng

Hãy thêm ngày ban hành.

=1+1: không có trong kho

Kho không có văn bản này.

Đã tra 3 số hiệu: 1 tìm thấy, 1 không có trong kho, 1 có nhiều văn bản trùng số; tổng cộng 1 lượt
dẫn chiếu.
""")


def test_documents_and_one_document():
    assert render.documents_text([LAW]) == f"Luật Đường làng số 77/2019/QH14\n   {LAW.key}\n"
    document = Document(
        "k",
        Head("Kế hoạch", "88/KH-SCT", dt.date(2026, 3, 2), evidence=(("number", Evidence.STAMP),)),
        "",
        Source("a.pdf", "0", 1),
        provisions=(hit().provision,),
        notices=(Notice("no-text", "Trang không có chữ.", 2),),
    )
    assert render.document_text(document) == screen("""
a.pdf · 0 trang · not-pdf · k
Loại văn bản: Kế hoạch
Số, ký hiệu: 88/KH-SCT [stamp]
Ngày ban hành: 02/03/2026
Cơ quan ban hành: không đọc được
Trích yếu: không đọc được
Người ký: không đọc được
Ngày có hiệu lực: không đọc được
Nơi nhận: không đọc được

  khoản 2 Điều 5. Trách nhiệm của sở

1 điều khoản, 0 dẫn chiếu, 0 nhiệm vụ

! Trang không có chữ. (trang 2)
""")


def test_status():
    status = BaseStatus(
        Counts(2, 30, 4, 5, 1, 7),
        None,
        None,
        0,
        stale=True,
        failed=(SourceFile("x.pdf", "0", "failed", "encrypted", "Có mật khẩu.", ""),),
    )
    assert render.status_text(status) == screen("""
Văn bản: 2 · điều khoản: 30
Dẫn chiếu: 4 · nhiệm vụ: 5
Chỉ mục: 0 mục, mô hình không có (cũ hơn kho dữ liệu, hãy chạy cancu rebuild)
Tệp lỗi: x.pdf: Có mật khẩu.
""")


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [("một hai ba", 10, "một hai ba"), ("một hai ba", 9, "một hai…"), ("một hai, ba bốn", 11, "một hai…"), ("", 5, "")],
)
def test_shortened(text, length, expected):
    assert render.shortened(text, length) == expected


def test_plain_text_and_json_need_no_heavy_library():
    heavy = ("rich", "openpyxl", "docx", "icalendar", "numpy")
    code = f"import sys, app.forms.render, app.forms.jsonform, app.export; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
