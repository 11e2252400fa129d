"""Bearers that need more words than their head: what they are charged with, what they hand in, whom they share a list with."""

import pytest

from corpus.model import DeadlineKind
from ingest.obligations import extract_obligations

# text, lead-in, [(modality, bearers)], reason
DESCRIBED = [
    (
        "Cơ quan được giao nhiệm vụ trông coi kho dựng hai lán để kiểm đếm.",
        "",
        [],
        "charged with a task is no right; without an act that ends the description nothing is read",
    ),
    (
        "Cơ quan được giao nhiệm vụ trông coi kho lập biên bản kiểm đếm.",
        "",
        [("must", ("cơ quan được giao nhiệm vụ trông coi kho",))],
        "the act ends the description",
    ),
    (
        "Cán bộ được giao nhiệm vụ kiểm tra kho có trách nhiệm lập biên bản.",
        "",
        [("must", ("cán bộ được giao nhiệm vụ kiểm tra kho",))],
        "the marker goes before a verb of the description",
    ),
    (
        "Hộ gia đình, cá nhân nộp đơn đề nghị giao đất tại xã.",
        "",
        [("must", ("hộ gia đình", "cá nhân"))],
        "persons who hand in a paper act",
    ),
    (
        "Cơ quan quản lý định danh và xác thực thuê bao ra quyết định khóa thuê bao.",
        "",
        [("must", ("cơ quan quản lý định danh và xác thực thuê bao",))],
        "và joins nouns",
    ),
    (
        "Sau khi nhận đơn của tổ chức, cá nhân, Cơ quan kiểm dịch có trách nhiệm lấy mẫu.",
        "",
        [("must", ("cơ quan kiểm dịch",))],
        "the applicants' list ends before the bearer",
    ),
    (
        "Thủ trưởng các sở, ban, cá nhân chịu trách nhiệm thi hành.",
        "",
        [("must", ("Thủ trưởng sở", "Thủ trưởng ban", "cá nhân"))],
        "nobody heads persons",
    ),
    (
        "Tổ chức, cá nhân thuộc đối tượng nộp phí đò và các cơ quan liên quan chịu trách nhiệm thi hành.",
        "",
        [("must", ("tổ chức thuộc đối tượng nộp phí đò", "cá nhân thuộc đối tượng nộp phí đò", "cơ quan liên quan"))],
        "what they pay is no act",
    ),
    (
        "bộ phận một cửa trả kết quả cho người dân.",
        "",
        [("must", ("bộ phận một cửa",))],
        "the desk is a body",
    ),
    (
        "Đề nghị Giám đốc Sở Nội vụ khen thưởng người làm tốt.",
        "Điều 4. Nhiệm vụ, quyền hạn của Hội đồng thi đua",
        [("must", ("Hội đồng thi đua",))],
        "proposing is the board's own act",
    ),
    (
        "Đề nghị Giám đốc Sở Nội vụ khen thưởng người làm tốt.",
        "",
        [("should", ("Giám đốc Sở Nội vụ",))],
        "beside it: a request of the letter's author",
    ),
    (
        "Xây dựng bãi đỗ xe tại bến.",
        "Điều 3. Nhiệm vụ",
        [("must", ())],
        "tasks without a bearer",
    ),
    ("Gx - Giá nước sạch của năm thứ x, do Sở Tài chính công bố.", "Trách nhiệm của nhà máy nước", [], "a symbol's meaning"),
    (
        "Cơ quan xác nhận đơn ở nước ngoài trong mọi trường hợp là cơ quan đại diện gần nhất.",
        "",
        [],
        "an equation is no duty",
    ),
    ("Tổ giúp việc có ba người.", "", [], "giúp việc is no act"),
    ("Hội đồng đánh giá có từ năm đến bảy thành viên.", "", [], "how a body is made up is no act"),
    (
        "Khi nhận văn bản của bộ, ngành quản lý kho thóc, Bộ Tài chính có trách nhiệm thẩm định.",
        "",
        [("must", ("Bộ Tài chính",))],
        "the bearer behind a genitive list",
    ),
    (
        "Tổng hợp nhu cầu vật tư.",
        "3. Bộ Xây dựng - cơ quan thường trực của Ban chỉ đạo:",
        [("must", ("Bộ Xây dựng",))],
        "an apposition tells what the unit is",
    ),
    (
        "Giữ gìn sổ sách; không được giao sổ cho người khác.",
        "Thành viên ban quản lý chợ có quyền và nghĩa vụ sau:",
        [("must", ("thành viên ban quản lý chợ",)), ("must_not", ("thành viên ban quản lý chợ",))],
        "rights and duties are read as duties",
    ),
    (
        "Xã cấp thẻ trong ba ngày, trường hợp từ chối thì phải nêu lý do.",
        "",
        [("must", ("xã",)), ("must", ("xã",))],
        "a case of its own",
    ),
    (
        "Trường hợp mất thẻ, ngoài nơi quy định người bệnh phải trình giấy khác.",
        "",
        [("must", ("người bệnh",))],
        "a marker behind a prefix without a comma",
    ),
    (
        "Đối với nơi không có hiệu thuốc thì khoa dược của bệnh viện phải bán thuốc cho dân.",
        "",
        [("must", ("khoa dược của bệnh viện",))],
        "a bearer without a known head behind thì",
    ),
    (
        "Xã chịu trách nhiệm phát gạo; không để sót hộ nghèo.",
        "",
        [("must", ("xã",))],
        "a tail says how the duty is done",
    ),
    (
        "Cá nhân cam kết và chịu trách nhiệm về lời khai.",
        "",
        [("must", ("cá nhân",))],
        "two acts are no description",
    ),
    ("Trường hợp muốn đo riêng thì thực hiện theo trình tự do xã quy định.", "", [], "a pointer to other rules"),
    ("Nếu lệch hai bậc thì được tính từ ngày ký.", "", [], "a passive of a thing"),
    ("Trường hợp phòng bơm đặt sâu thì phải có lối ra.", "", [("must", ())], "a room is no department"),
    ("Bộ phận bao che cần sửa chữa ngay.", "", [], "a part is no body"),
    (
        "Hằng năm, chủ trì, phối hợp với Ban Tổ chức, Bộ Nội vụ giúp Bộ trưởng lập kế hoạch.",
        "Trách nhiệm của Cục Mẫu",
        [("must", ("Cục Mẫu",))],
        "a partner with a verb is no bearer",
    ),
    (
        "a) Cấp giấy xác nhận.",
        "2. Bộ Xây dựng giúp Chính phủ quản lý nhà ở và có nhiệm vụ:",
        [("must", ("Bộ Xây dựng",))],
        "what a named unit does is not its name",
    ),
    (
        "Cơ quan thẩm định cử Hội đồng đi xác minh tại chỗ: thời gian xác minh không tính vào hạn.",
        "",
        [("must", ("cơ quan thẩm định",))],
        "a colon that explains the act",
    ),
    ("Luật sư đề nghị Tòa án bác đơn.", "", [], "beside it: what a party asked for is told"),
    ("Cơ quan chịu trách nhiệm thu thập, tổng hợp số liệu: Bộ Xây dựng.", "", [], "a colon that says who"),
    (
        "Chấp hành viên đề nghị kế toán lập phiếu chi.",
        "",
        [("must", ("chấp hành viên",))],
        "asking is what a body in a procedure does",
    ),
    (
        "Trạm có trách nhiệm thông báo cho các xã trong vùng biết, đồng thời trình Chi cục phê duyệt danh mục vật nuôi thay thế.",
        "",
        [("must", ("trạm",)), ("must", ("trạm",))],
        "what is approved is an object of its own",
    ),
    ("c) Phối hợp với các trường sửa đường.", "", [("must", ())], "a numbered sentence without lead-in"),
    ("Sửa đường liên xã", "", [], "beside it: a title"),
    (
        "Chủ tàu, người lái tàu phải mặc áo phao khi rời bến.",
        "",
        [("must", ("chủ tàu", "người lái tàu"))],
        "who someone is, is not shared",
    ),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), DESCRIBED, ids=[row[3] for row in DESCRIBED])
def test_described_bearers(text, context, expected, reason):
    read = [(o.modality.value, tuple(name.lower() for name in o.bearers)) for o in extract_obligations(text, context=context)]
    assert read == [(modality, tuple(name.lower() for name in bearers)) for modality, bearers in expected], reason


# text, lead-in, (kind, value) or None, reason
TIMES = [
    ("Công ty nộp tiền thuê bến hằng năm.", "", None, "the rent is yearly"),
    ("Công ty kiểm tra bến hằng năm.", "", (DeadlineKind.RECURRING, "yearly"), "the act is yearly"),
    ("Công ty sửa bến theo kế hoạch hằng năm.", "", None, "the plan is yearly"),
    (
        "Xã lập danh sách hộ bị ngập.",
        "Trường hợp ngập từ ngày 01 tháng 8 năm 2024 đến trước ngày 01 tháng 10 năm 2024 thì Ủy ban nhân dân xã có trách nhiệm:",
        None,
        "a period of the case",
    ),
    (
        "Xã lắp đặt mạng với huyện, thời hạn chậm nhất hoàn thành việc lắp đặt là ngày 30 tháng 6 năm 2024.",
        "",
        (DeadlineKind.DATE, "2024-06-30"),
        "the time of an act named before it",
    ),
    ("Xã lập danh sách hộ bị ngập trước ngày 01 tháng 10 năm 2024.", "", (DeadlineKind.DATE, "2024-10-01"), "beside it: due"),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), TIMES, ids=[row[3] for row in TIMES])
def test_times_of_things_and_of_acts(text, context, expected, reason):
    (duty,) = extract_obligations(text, context=context)
    assert (duty.deadline and (duty.deadline.kind, duty.deadline.value)) == expected, reason


def test_recipients_with_what_their_office_is_for():
    (duty,) = extract_obligations("Người dân nộp tờ khai cho cơ quan đăng ký tàu thuyền.")
    assert duty.recipients == ("cơ quan đăng ký tàu thuyền",)


# text, recipients, reason
ADDRESSEES = [
    ("Xã báo cáo Bộ trưởng tình hình lũ.", ("Bộ trưởng",), "what is reported is no name"),
    ("Hội nộp danh sách cấp trên trực tiếp để bảo đảm chế độ cho thành viên.", (), "an aim has no addressee"),
    ("Xã gửi danh sách về Sở Nội vụ tổng hợp, báo cáo Chủ tịch tỉnh.", ("Sở Nội vụ",), "the addressee's own report"),
    ("Cục cấp máy tính, thiết bị công nghệ thông tin cho trường học.", (), "công nghệ thông tin does not inform"),
    ("Cục có văn bản thông báo lịch học cho Sở Nội vụ.", ("Sở Nội vụ",), "a notice in writing is given"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ADDRESSEES, ids=[row[2] for row in ADDRESSEES])
def test_addressees(text, expected, reason):
    (duty,) = extract_obligations(text)
    assert duty.recipients == expected, reason
