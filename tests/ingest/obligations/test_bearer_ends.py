"""Where a bearer, an addressee or a partner ends, and which units of a list share what."""

import pytest

from ingest.obligations import extract_obligations

# text, context, bearers of each duty, reason
BEARERS = [
    ("Tòa án ra quyết định bắt tàu phải gửi quyết định cho chủ tàu.", "", [("Tòa án ra quyết định bắt tàu",)], "a marker follows"),
    ("Tòa án ra quyết định bắt tàu trong ba ngày.", "", [("Tòa án",)], "beside it: no marker, the verb acts"),
    (
        "Cơ sở nuôi, nhân giống cá cảnh phải lập sổ theo dõi.",
        "",
        [("cơ sở nuôi, nhân giống cá cảnh",)],
        "verbs with commas describe one body",
    ),
    (
        "Người khai thác bến tàu, hãng vận tải, doanh nghiệp cung cấp dịch vụ kéo tàu, tổ chức xếp dỡ hàng có trách nhiệm báo cáo Cảng vụ.",
        "",
        [("người khai thác bến tàu, hãng vận tải", "doanh nghiệp cung cấp dịch vụ kéo tàu", "tổ chức xếp dỡ hàng")],
        "a list up to its marker",
    ),
    (
        "Cán bộ, nhân viên của Bến xe Miền Tây trong khi làm nhiệm vụ phải đeo thẻ.",
        "",
        [("cán bộ của Bến xe Miền Tây", "nhân viên của Bến xe Miền Tây")],
        "what stands behind trong khi is no description",
    ),
    (
        "Tổ chức xếp dỡ hàng khi nộp hồ sơ phải nộp phí.",
        "",
        [("tổ chức xếp dỡ hàng",)],
        "nor a case behind khi",
    ),
    (
        "Chấp hành viên yêu cầu lực lượng bảo vệ mở kho.",
        "",
        [("chấp hành viên",)],
        "a body in a procedure acts by asking",
    ),
    (
        "Hội đồng nhân dân, Ủy ban nhân dân các cấp không được đặt thêm lệ phí.",
        "",
        [("Hội đồng nhân dân các cấp", "Ủy ban nhân dân các cấp")],
        "council and committee share their level",
    ),
    (
        "Các bộ, Ủy ban nhân dân cấp tỉnh có liên quan phải gửi báo cáo.",
        "",
        [("bộ có liên quan", "Ủy ban nhân dân cấp tỉnh có liên quan")],
        "a name ends with what the list shares",
    ),
    (
        "Cơ quan chuyên môn, tổ chức hành chính khác thuộc Ủy ban nhân dân tỉnh phải lập sổ.",
        "",
        [
            (
                "cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh",
                "tổ chức hành chính khác thuộc Ủy ban nhân dân tỉnh",
            )
        ],
        "both belong to the committee",
    ),
    (
        "- Tổ chức cuộc họp Hội đồng đánh giá để xem xét hồ sơ.",
        "2. Ủy ban nhân dân cấp tỉnh có trách nhiệm:",
        [("Ủy ban nhân dân cấp tỉnh",)],
        "tổ chức is the verb below another bearer",
    ),
    (
        "- Tổ chức xếp dỡ hàng phải lập sổ.",
        "2. Ủy ban nhân dân cấp tỉnh có trách nhiệm:",
        [("tổ chức xếp dỡ hàng",)],
        "beside it: a marker makes it a body",
    ),
    (
        "Yêu cầu cơ quan thuế xác định số tiền nợ.",
        "4. Khi kiểm kê kho, Thủ kho thực hiện như sau:",
        [("thủ kho",)],
        "asking is the bearer's own act",
    ),
    (
        "Trước ngày 01 tháng 6 hằng năm, các cơ quan nuôi giữ giống cá lập báo cáo gửi Cục Thủy sản.",
        "",
        [("cơ quan nuôi giữ giống cá",)],
        "a subject behind a time",
    ),
    ("Hội đồng chấm thi kịp thời xử lý đơn thư.", "", [("hội đồng chấm thi",)], "an adverb belongs to the act"),
    (
        "Khi đổi tên bến, tổ chức lập 01 bộ hồ sơ gửi Cảng vụ.",
        "",
        [("tổ chức",)],
        "who draws up papers behind a case is a body",
    ),
    (
        "Cơ quan có nhiệm vụ áp giải có trách nhiệm kiểm tra xe.",
        "",
        [("cơ quan có nhiệm vụ áp giải",)],
        "the second marker binds",
    ),
    (
        "Cơ quan thi đua cấp bộ hoặc cấp tỉnh phải trả bằng khen.",
        "",
        [("cơ quan thi đua cấp bộ", "cơ quan thi đua cấp tỉnh")],
        "two levels are two bodies",
    ),
    (
        "Cơ sở bán cá, hàng khô chứa phẩm màu có trách nhiệm dán nhãn.",
        "",
        [("cơ sở bán cá, hàng khô chứa phẩm màu",)],
        "hàng is no adverb of time here",
    ),
    (
        "b) Ghi sổ trực hằng ngày.",
        "Điều 6. Trách nhiệm của nhân viên bến tàu trong quá trình đón khách",
        [("nhân viên bến tàu",)],
        "what the heading is about is no description",
    ),
    (
        "a) Ghi sổ trực hằng ngày.",
        "2. Tổ chức, cá nhân quản lý, khai thác bến tàu, kho hàng có trách nhiệm sau đây:",
        [("tổ chức quản lý, khai thác bến tàu, kho hàng", "cá nhân quản lý, khai thác bến tàu, kho hàng")],
        "commas inside the description of a lead-in",
    ),
    (
        "a) Ghi sổ trực hằng ngày.",
        "2. Công an cấp xã có nhiệm vụ trực tiếp giúp Ủy ban nhân dân quản lý bến tàu và có quyền hạn sau đây:",
        [("Công an cấp xã",)],
        "a first marker ends the bearer",
    ),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), BEARERS, ids=[row[3] for row in BEARERS])
def test_bearers_end(text, context, expected, reason):
    assert [o.bearers for o in extract_obligations(text, context=context)] == expected, reason


# text, recipients, reason
ADDRESSEES = [
    (
        "Chủ tàu phải báo ngay cho lực lượng kiểm soát an ninh cảng biển.",
        ("lực lượng kiểm soát an ninh cảng biển",),
        "what the force is for",
    ),
    ("Chủ tàu phải báo cáo cơ quan có thẩm quyền về số cá bị chết.", ("cơ quan có thẩm quyền",), "beside it: what is reported"),
    ("Chủ tàu gửi đơn tới cơ quan tìm kiếm, cứu nạn để tổng hợp.", ("cơ quan tìm kiếm, cứu nạn",), "a comma inside"),
    (
        "Xã gửi hồ sơ lấy ý kiến Sở Tài chính và Sở Tư pháp.",
        ("Sở Tài chính", "Sở Tư pháp"),
        "whose opinion the letter asks for",
    ),
    ("Xã gửi văn bản đề nghị Sở Y tế cấp thuốc.", ("Sở Y tế",), "whom the letter asks"),
    (
        "Trại giam phải báo cáo Tòa án đã ra quyết định bắt tàu để thả tàu.",
        ("Tòa án đã ra quyết định bắt tàu",),
        "what the court did tells which one",
    ),
    (
        "Chủ tàu phải nộp đơn cho cơ quan quy định tại khoản 2 Điều này.",
        ("cơ quan quy định tại khoản 2 Điều này",),
        "where it is told",
    ),
    ("Xã báo cáo về Bộ Y tế (Cục Phòng bệnh) trước ngày 5.", ("Bộ Y tế", "Cục Phòng bệnh"), "the desk in brackets as well"),
    ("Xã báo cáo Bộ Y tế (theo mẫu 2) trước ngày 5.", ("Bộ Y tế",), "beside it: no desk in the brackets"),
    ("Xã thông báo yêu cầu chủ tàu sửa đơn.", ("chủ tàu",), "whom the notice asks"),
    ("Hợp tác xã phải cung cấp dịch vụ chở đò cho người dân.", (), "what is sold is no report"),
    ("Hợp tác xã phải cung cấp số liệu khách cho xã.", ("xã",), "beside it: figures are"),
    ("Xã lấy ý kiến người dân về nơi đặt bến.", (), "beside it: nothing is sent"),
    ("Phòng Nội vụ giúp Ủy ban nhân dân huyện quản lý sổ lương.", (), "helping is no reporting"),
    ("Phòng Nội vụ phải xem lại dự thảo trước khi trình Quốc hội.", (), "a time, not to whom"),
    ("Sở Y tế trình Bộ trưởng Bộ Y tế báo cáo Thủ tướng Chính phủ.", ("Bộ trưởng Bộ Y tế",), "the addressee's own work"),
    ("Quyết định kê biên phải được gửi cho Viện kiểm sát nhân dân.", ("Viện kiểm sát nhân dân",), "must be sent to"),
    (
        "Xã thông báo cho chủ tàu và các phương tiện khác biết.",
        ("chủ tàu",),
        "another thing behind và",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ADDRESSEES, ids=[row[2] for row in ADDRESSEES])
def test_addressees_end(text, expected, reason):
    (duty,) = extract_obligations(text)
    assert duty.recipients == expected, reason


# text, partners, reason
PARTNERS = [
    (
        "Xã phối hợp với cơ quan quản lý quy hoạch cấp tỉnh lập bản đồ bến tàu.",
        ("cơ quan quản lý quy hoạch cấp tỉnh",),
        "the office's description goes on",
    ),
    ("Xã phối hợp với cơ quan có liên quan tổ chức tập huấn lái đò.", ("cơ quan có liên quan",), "beside it: the act begins"),
    (
        "Xã phối hợp với các cơ quan có liên quan, căn cứ quy hoạch, lập bản đồ bến tàu.",
        ("cơ quan có liên quan",),
        "an adjunct behind a comma",
    ),
    (
        "Xã phối hợp với Cục An toàn bức xạ và hạt nhân đo nước giếng.",
        ("Cục An toàn bức xạ và hạt nhân",),
        "a bureau's name goes on in lower case",
    ),
    (
        "Xã phối hợp với Cục Thống kê tỉnh, thành phố lập bảng.",
        ("Cục Thống kê tỉnh", "Cục Thống kê thành phố trực thuộc trung ương"),
        "levels",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PARTNERS, ids=[row[2] for row in PARTNERS])
def test_partners_end(text, expected, reason):
    (duty,) = extract_obligations(text)
    assert duty.partners == expected, reason
