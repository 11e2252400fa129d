"""Whole obligations from provisions of our own words; the empty ones beside the full ones."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Deadline, DeadlineKind, Modality, Obligation, Role
from ingest.obligations import extract_obligations

MUST, BAN, MAY, SHOULD = Modality.MUST, Modality.MUST_NOT, Modality.MAY, Modality.SHOULD


def test_a_whole_obligation_with_every_field():
    text = (
        "Giao Sở Công Thương chủ trì, phối hợp với Công an tỉnh rà soát kho chứa hóa chất, báo cáo UBND tỉnh trước ngày 15/4/2026."
    )
    assert extract_obligations(text, path="khoan-1") == (
        Obligation(
            start=0,
            end=len(text) - 1,
            quote=text[:-1],
            modality=MUST,
            bearers=("Sở Công Thương",),
            role=Role.CHU_TRI,
            partners=("Công an tỉnh",),
            recipients=("Ủy ban nhân dân tỉnh",),
            action="rà soát kho chứa hóa chất, báo cáo UBND tỉnh",
            deadline=Deadline("trước ngày 15/4/2026", DeadlineKind.DATE, "2026-04-15"),
            path="khoan-1",
        ),
    )


# text, lead-in, [(modality, bearers, role, quote or None for the whole)], reason
READ = [
    ("Bộ Y tế có trách nhiệm hướng dẫn việc tiêm chủng.", "", [(MUST, ("Bộ Y tế",), "thuc_hien")], "marker"),
    ("Bộ Y tế hướng dẫn việc tiêm chủng.", "", [(MUST, ("Bộ Y tế",), "thuc_hien")], "a unit with a verb"),
    (
        "a) Rà soát quy hoạch chợ; xử lý chợ tự phát.",
        "2. Sở Công Thương:",
        [(MUST, ("Sở Công Thương",), "thuc_hien")] * 2,
        "bearer from the line above; semicolon",
    ),
    (
        "Công khai số liệu trên cổng thông tin.",
        "Điều 7. Trách nhiệm của nhà trường",
        [(MUST, ("nhà trường",), "thuc_hien")],
        "bearer from a heading",
    ),
    (
        "Kiện toàn đội ngũ phát ngôn.",
        "Bộ Nội vụ đề nghị các bộ, cơ quan ngang bộ:",
        [(SHOULD, ("bộ", "cơ quan ngang bộ"), "thuc_hien")],
        "request above",
    ),
    ("Phối hợp với Sở Tư pháp kiểm tra văn bản.", "3. Sở Du lịch", [(MUST, ("Sở Du lịch",), "phoi_hop")], "phối hợp leads"),
    (
        "Kiểm tra đột xuất các kho.",
        "2. Bộ Công Thương:\nb) Phối hợp với các bộ liên quan thực hiện:",
        [(MUST, ("Bộ Công Thương",), "phoi_hop")],
        "two levels",
    ),
    ("Doanh nghiệp không được chuyển nhượng giấy phép.", "", [(BAN, ("doanh nghiệp",), "thuc_hien")], "ban with a bearer"),
    ("Tẩy xóa giấy phép.", "Điều 6. Các hành vi bị nghiêm cấm", [(BAN, (), "thuc_hien")], "ban for everybody"),
    ("Nhà giáo không ép buộc học sinh học thêm.", "", [(BAN, ("nhà giáo",), "thuc_hien")], "bare negative"),
    ("Cá nhân được khai thác dữ liệu mở.", "", [(MAY, ("cá nhân",), "thuc_hien")], "được with an act"),
    ("Được hỗ trợ kinh phí đi lại.", "Quyền của chuyên gia:", [(MAY, ("chuyên gia",), "thuc_hien")], "entitlement below a right"),
    (
        "Tổ chức được cấp giấy phép khai thác cát có trách nhiệm đóng phí.",
        "",
        [(MUST, ("tổ chức được cấp giấy phép khai thác cát",), "thuc_hien")],
        "long attribute",
    ),
    (
        "Cơ quan đăng ký tàu biển cấp Giấy chứng nhận.",
        "",
        [(MUST, ("cơ quan đăng ký tàu biển",), "thuc_hien")],
        "a verb that tells which body",
    ),
    (
        "Trường hợp từ chối phải trả lời bằng văn bản.",
        "Điều 9. Trách nhiệm của Sở Xây dựng",
        [(MUST, ("Sở Xây dựng",), "thuc_hien")],
        "condition without comma",
    ),
    ("Trường hợp người học nghỉ ốm thì được bảo lưu kết quả.", "", [(MAY, ("người học",), "thuc_hien")], "who the case is about"),
    (
        "Chánh Văn phòng; Giám đốc Sở Y tế; Chủ tịch UBND các xã chịu trách nhiệm thi hành Quyết định này.",
        "",
        [(MUST, ("Chánh Văn phòng", "Giám đốc Sở Y tế", "Chủ tịch Ủy ban nhân dân xã"), "thuc_hien")],
        "units joined by semicolons",
    ),
    (
        "Bộ Tư pháp theo dõi việc thi hành. Biên soạn tài liệu phổ biến.",
        "",
        [(MUST, ("Bộ Tư pháp",), "thuc_hien")] * 2,
        "bearer of the sentence before",
    ),
    (
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Bộ Nội vụ.",
        "",
        [(SHOULD, (), "thuc_hien")],
        "request to nobody named",
    ),
    (
        "Định kỳ báo cáo và không được giao lại nhiệm vụ đã nhận.",
        "1. Sở Tư pháp",
        [(MUST, ("Sở Tư pháp",), "thuc_hien"), (BAN, ("Sở Tư pháp",), "thuc_hien")],
        "duty and ban in one sentence",
    ),
    ("Sổ theo dõi phải được lưu giữ tại kho.", "", [(MUST, (), "thuc_hien")], "a thing as subject"),
    (
        "Lập biên bản\nbàn giao mốc giới.",
        "4. UBND cấp xã",
        [(MUST, ("Ủy ban nhân dân cấp xã",), "thuc_hien")],
        "a printed line breaks the sentence",
    ),
]

EMPTY = [
    ("Thông tư này quy định về quản lý chợ.", "Điều 1. Phạm vi điều chỉnh", "scope"),
    ("Chợ đầu mối là chợ thu hút hàng hóa từ các nguồn sản xuất.", "Điều 2. Giải thích từ ngữ", "definition"),
    ("Tổ chức họp trao đổi, lấy ý kiến.", "Điều 5. Hình thức phối hợp\n1. Các hình thức phối hợp như sau:", "a list of forms"),
    ("Có thay đổi lớn về chính sách;", "1. Chiến lược được điều chỉnh trong các trường hợp sau:", "a case"),
    ("Không niêm yết giá theo quy định.", "1. Phạt tiền từ 1.000.000 đồng đối với một trong các hành vi sau:", "a fine"),
    ("Thông tư này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2026.", "Điều 20. Hiệu lực thi hành", "force"),
    ("Bãi bỏ Quyết định số 02/2022/QĐ-UBND.", "Điều 3. Hiệu lực thi hành", "repeal"),
    ("Kinh phí thực hiện do ngân sách nhà nước bảo đảm.", "", "funding"),
    ("Ban hành kèm theo Quyết định này Kế hoạch rà soát chợ.", "", "the enacting article"),
    ("Bộ Xây dựng đề nghị các bộ, cơ quan ngang bộ:", "", "a lead-in whose items carry the duties"),
    ("Người nộp hồ sơ trực tuyến thì không phải ký số.", "", "an exemption"),
    ("Chính phủ quy định chi tiết Điều này.", "", "a delegation"),
    ("Sở Công Thương đã ban hành hướng dẫn nhưng đến nay còn vướng mắc.", "", "the past"),
    ("Chính phủ sẽ ban hành chiến lược trong quý tới.", "", "news of what someone will do"),
    ("KẾ HOẠCH TRUYỀN THÔNG CHÍNH SÁCH", "", "a title in capitals"),
    ("Xây dựng mạng lưới truyền thông", "", "a bare verb without lead-in"),
    ("Các cơ quan có trách nhiệm quản lý chợ.", "Điều 2. Đối tượng áp dụng", "whom a text applies to"),
    ("Việc triển khai phải bảo đảm thiết thực.", "I. MỤC ĐÍCH, YÊU CẦU", "a purpose"),
    ("Chủ đầu tư: Ban Quản lý dự án xã.", "1. Thông tin về dự án", "who, no duty"),
    ("Người nào buôn lậu thì bị phạt tù.", "", "a penalty"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), READ, ids=[row[3] for row in READ])
def test_2_what_is_read(text, context, expected, reason):
    found = extract_obligations(text, context=context)
    assert [(o.modality, o.bearers, o.role.value) for o in found] == expected, reason


@pytest.mark.parametrize(("text", "context", "reason"), EMPTY, ids=[row[2] for row in EMPTY])
def test_3_what_states_no_duty(text, context, reason):
    assert extract_obligations(text, context=context) == (), reason


def test_3_the_block_of_legal_bases_binds_nobody():
    text = "Căn cứ Luật Báo chí năm 2016; Theo đề nghị của Vụ trưởng Vụ Pháp chế, Bộ trưởng ban hành Thông tư quy định về chợ."
    assert extract_obligations(text) == ()
    assert extract_obligations(text, path="can-cu") == ()


RECIPIENTS = [
    ("Báo cáo Bộ trưởng (qua Văn phòng Bộ) kết quả.", ("Bộ trưởng", "Văn phòng Bộ"), "addressee and way"),
    ("Gửi báo cáo về Sở Tài chính để tổng hợp, báo cáo UBND tỉnh.", ("Sở Tài chính",), "the addressee's own work"),
    ("Tham mưu UBND tỉnh ban hành quyết định.", ("Ủy ban nhân dân tỉnh",), "tham mưu"),
    ("Cung cấp số liệu giá cho Cục Thống kê.", ("Cục Thống kê",), "object between verb and recipient"),
    ("Kiểm tra kết quả của Sở Y tế.", (), "an owner is no recipient"),
    ("Rà soát văn bản do Sở tham mưu UBND tỉnh ban hành.", (), "another one's act"),
    ("Thực hiện chế độ báo cáo theo quy định.", (), "báo cáo as a noun"),
]


@pytest.mark.parametrize(("text", "recipients", "reason"), RECIPIENTS, ids=[row[2] for row in RECIPIENTS])
def test_recipients(text, recipients, reason):
    (found,) = extract_obligations(text, context="1. Vụ Pháp chế:")
    assert found.recipients == recipients, reason


def test_a_leading_deadline_governs_its_whole_sentence():
    text = "Trong vòng 05 ngày làm việc, doanh nghiệp phải nộp lại giấy phép, kịp thời thông báo khách hàng biết để chuyển dịch vụ."
    found = extract_obligations(text)
    assert [o.deadline and o.deadline.value for o in found] == ["P5BD"] * len(found)


def test_a_deadline_of_its_own_line_holds_for_the_provision():
    text = "Cử đầu mối liên hệ. Xây dựng kế hoạch riêng. Thời hạn hoàn thành: Quý II/2026."
    found = extract_obligations(text, context="2. Sở Nội vụ:")
    assert [o.deadline and o.deadline.value for o in found] == ["2026-06-30"] * 2


def test_a_deadline_may_stand_in_the_lead_in():
    (found,) = extract_obligations("Tổng hợp số liệu chợ.", context="1. Định kỳ hằng năm, Sở Công Thương có trách nhiệm:")
    assert found.deadline == Deadline("Định kỳ hằng năm", DeadlineKind.RECURRING, "yearly")


ACTIONS = [
    (
        "Giám đốc Sở Y tế chịu trách nhiệm trước UBND tỉnh về kết quả.",
        ("chịu trách nhiệm trước UBND tỉnh về kết quả",),
        "the answer is the act",
    ),
    ("Sở Y tế chịu trách nhiệm hướng dẫn các trạm.", ("hướng dẫn các trạm",), "the marker is left out"),
    ("Sở Y tế phối hợp với Sở Nội vụ để rà soát biên chế.", ("rà soát biên chế",), "behind the partners"),
    ("Sở Y tế gửi danh sách về Sở Nội vụ trước ngày 20/5/2026.", ("gửi danh sách về Sở Nội vụ",), "a trailing deadline is cut"),
    (
        "Yêu cầu các sở; UBND các xã nghiêm túc thực hiện, định kỳ trước ngày 15 tháng cuối quý báo cáo UBND tỉnh.",
        ("nghiêm túc thực hiện", "báo cáo UBND tỉnh"),
        "the act stands behind the time",
    ),
]


@pytest.mark.parametrize(("text", "actions", "reason"), ACTIONS, ids=[row[2] for row in ACTIONS])
def test_actions(text, actions, reason):
    assert tuple(o.action for o in extract_obligations(text)) == actions, reason


def test_a_day_without_year_is_read_against_the_date_of_issue():
    (found,) = extract_obligations("Gửi kết quả trước ngày 20/5.", context="1. Sở Y tế:", issued=dt.date(2026, 4, 1))
    assert found.deadline is not None and found.deadline.value == "2026-05-20"


def test_4_a_bare_verb_of_a_plan_without_lead_in_is_uncertain():
    (found,) = extract_obligations("Xây dựng mạng lưới truyền thông.", kind="Kế hoạch")
    assert (found.bearers, found.certain) == ((), False)


def test_the_ministry_alone_is_the_issuing_one():
    (found,) = extract_obligations("Trình Bộ kế hoạch kiểm tra.", context="a) Vụ Pháp chế:", issuer="Bộ Tư pháp")
    assert found.recipients == ("Bộ Tư pháp",)


WORDS = st.sampled_from(
    "Sở|Bộ|Công Thương|Y tế|các|cơ quan|đơn vị|có trách nhiệm|phải|không được|được|giao|đề nghị|báo cáo|gửi|trình|"
    "trước ngày 15/4/2026|hằng năm|"
    "phối hợp với|chủ trì|,|;|.|:|và|(|)|“|”|-|a)|trường hợp|thì|rà soát|xây dựng|kế hoạch|UBND tỉnh|qua|để|\n|Điều 5|khoản 2".split(
        "|"
    )
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(WORDS, max_size=40), st.lists(WORDS, max_size=12))
def test_1_spans_are_the_text_in_order_without_overlap(words, lead):
    text = " ".join(words)
    found = extract_obligations(text, context=" ".join(lead))
    end = 0
    for one in found:
        assert text[one.start : one.end] == one.quote != ""
        assert one.start >= end
        assert one.action in one.quote
        end = one.end
