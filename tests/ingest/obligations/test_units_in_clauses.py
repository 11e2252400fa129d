"""Where a unit ends inside its clause, which levels and lists it stands for, and what only looks like its act or its marker."""

import pytest

from ingest.obligations import extract_obligations

# text, lead-in, [(modality, bearers)], reason
CLAUSES = [
    (
        "Ủy ban nhân dân cấp tỉnh, cấp xã có trách nhiệm niêm yết giá đò.",
        "",
        [("must", ("Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân cấp xã"))],
        "each level is a unit",
    ),
    (
        "Ủy ban nhân dân cấp tỉnh, cơ quan liên quan có trách nhiệm niêm yết giá đò.",
        "",
        [("must", ("Ủy ban nhân dân cấp tỉnh", "cơ quan liên quan"))],
        "beside it: a unit of its own behind the comma",
    ),
    (
        "a) Đối chiếu sổ đò.",
        "Điều 3. Nhiệm vụ của Quản đò viên cấp tỉnh, cấp xã",
        [("must", ("Quản đò viên cấp tỉnh", "Quản đò viên cấp xã"))],
        "levels of a bearer without a known head",
    ),
    (
        "Bộ Nội vụ Chủ trì, phối hợp với Bộ Y tế soạn sổ tay.",
        "",
        [("must", ("Bộ Nội vụ",))],
        "a capital inside the sentence does not make the act a name",
    ),
    (
        "Điều tra viên, Cán bộ điều tra có trách nhiệm giữ kín tin báo.",
        "",
        [("must", ("điều tra viên", "cán bộ điều tra"))],
        "a profession takes no attribute of its neighbour",
    ),
    (
        "Cơ quan đang giữ sổ đò có trách nhiệm trả sổ.",
        "",
        [("must", ("cơ quan đang giữ sổ đò",))],
        "what it is doing tells which body is meant",
    ),
    (
        "Doanh nghiệp quản lý, vận hành, khai thác bến đò phải lập sổ khách.",
        "",
        [("must", ("doanh nghiệp quản lý, vận hành, khai thác bến đò",))],
        "verbs with one object tell which enterprise is meant",
    ),
    (
        "Các hội thành viên của Mặt trận trong phạm vi nhiệm vụ của mình có trách nhiệm giữ bến sạch.",
        "",
        [("must", ("hội thành viên của Mặt trận",))],
        "in what scope is no part of the name",
    ),
    (
        "Cơ quan được giao nhiệm vụ tổ chức bán đò cũ thực hiện bốc thăm.",
        "",
        [("must", ("cơ quan được giao nhiệm vụ tổ chức bán đò cũ",))],
        "tổ chức belongs to the task",
    ),
    (
        "- Gửi sổ đò về huyện.",
        "Sở Y tế có văn bản yêu cầu trạm xá, nhà đò có trách nhiệm:\nb) Sở Y tế có văn bản yêu cầu bệnh viện có trách nhiệm:",
        [("must", ("bệnh viện",))],
        "the one that is asked, not the one that asks",
    ),
    (
        "Không lấp mương; trường hợp mương bị lấp thì đơn vị hoàn toàn chịu trách nhiệm khơi lại.",
        "Đề nghị Chủ đầu tư:",
        [("must_not", ("chủ đầu tư",)), ("must", ("chủ đầu tư",))],
        "a bare đơn vị in a letter is the one addressed",
    ),
    (
        "Trường hợp đã nộp phí đò thì cá nhân được đề nghị trạm tính lại số tiền phí đò phải nộp theo biểu mới.",
        "",
        [("may", ("cá nhân",))],
        "money that is owed is no marker",
    ),
    (
        "Cá nhân thuê bến phải nộp tiền thuê bến trước mùa lũ.",
        "",
        [("must", ("cá nhân thuê bến",))],
        "beside it: owing it is a duty",
    ),
    (
        "Trường hợp người ký văn bản đề nghị thực hiện thủ tục là chủ đò thì hồ sơ gồm hai bản.",
        "",
        [],
        "a paper's name asks nobody",
    ),
    ("Đối với đơn phản tố thì bị đơn có quyền, nghĩa vụ của nguyên đơn.", "", [], "rights and duties of another are no act"),
    ("Bị đơn có nghĩa vụ trả lời đơn phản tố.", "", [("must", ("bị đơn",))], "beside it: an act"),
    ("Biên bản họp bến phải có chữ ký của chủ đò.", "", [("must", ())], "what a writing must have"),
    ("Bến đò phải có nhà chờ rộng.", "", [("must", ())], "what a thing must have: somebody sees to it"),
    ("Bến đò phải là bến gần nhất.", "", [], "beside it: which thing is meant"),
    ("Rác ở bến phải được tập kết ở bãi.", "", [("must", ())], "a passive binds without a bearer"),
    (
        "Tổ chức việc trông bến. Thực hiện nhiệm vụ trông bến, ghi sổ, định kỳ báo cáo, dọn bến và khóa cổng cho xã.",
        "Điều 2. Nhiệm vụ của Tổ giữ bến",
        [("must", ("tổ giữ bến",)), ("must", ("tổ giữ bến",))],
        "a list of acts is one duty",
    ),
    (
        "Giải quyết đơn của người dân; trình Chủ tịch Ủy ban nhân dân xã những đơn vượt thẩm quyền.",
        "Điều 2. Trách nhiệm của Tổ giữ bến",
        [("must", ("tổ giữ bến",)), ("must", ("tổ giữ bến",))],
        "submitting an object of its own",
    ),
    (
        "Soạn sổ bến; trình Chủ tịch Ủy ban nhân dân xã phê duyệt.",
        "Điều 2. Trách nhiệm của Tổ giữ bến",
        [("must", ("tổ giữ bến",))],
        "beside it: submitting what was drawn up",
    ),
    (
        "Hội đồng Dân tộc, Đoàn đại biểu Quốc hội tỉnh Lào Cai giám sát việc trông bến.",
        "",
        [("must", ("Hội đồng Dân tộc", "Đoàn đại biểu Quốc hội tỉnh Lào Cai"))],
        "a delegation is one body",
    ),
    (
        "Tổ chức, cá nhân không giao được sổ, giấy tờ bến phải trả lời bằng văn bản.",
        "",
        [("must", ("tổ chức không giao được sổ, giấy tờ bến", "cá nhân không giao được sổ, giấy tờ bến"))],
        "what they could not do tells who must answer",
    ),
    (
        "Tổ chức, cá nhân không giao sổ cho người lạ, phải khóa tủ sổ.",
        "",
        [("must_not", ("tổ chức", "cá nhân"))],
        "beside it: a ban of its own",
    ),
    (
        "Cục Đường sông trong thời hạn 05 ngày làm việc kể từ ngày nhận sổ phải đánh giá sổ.",
        "",
        [("must", ("Cục Đường sông",))],
        "a limit is no part of the name",
    ),
    (
        "Chủ hộ kinh doanh, các thành viên tham gia hộ kinh doanh vẫn chịu trách nhiệm trả nợ.",
        "",
        [("must", ("chủ hộ kinh doanh", "thành viên tham gia hộ kinh doanh"))],
        "vẫn is no part of the attribute",
    ),
    (
        "Cơ quan chuyên trách công tác thi đua, khen thưởng cấp tỉnh thẩm định sổ.",
        "",
        [("must", ("cơ quan chuyên trách công tác thi đua, khen thưởng cấp tỉnh",))],
        "a pair of words with a comma",
    ),
    (
        "Người yêu cầu bồi thường thiệt hại ở bến không phải nộp phí đò.",
        "",
        [],
        "an exemption binds nobody",
    ),
    (
        "Người yêu cầu bồi thường thiệt hại ở bến phải nộp sổ đò.",
        "",
        [("must", ("người yêu cầu bồi thường thiệt hại ở bến",))],
        "beside it: a duty",
    ),
    (
        "Trường hợp Tòa án tự quyết định thì Tòa án đã ra quyết định có trách nhiệm lập sổ và đề nghị trạm xá mở cửa.",
        "",
        [("must", ("Tòa án đã ra quyết định",))],
        "what was done tells who is bound; asking is the second act",
    ),
    ("Tòa án đã ra quyết định.", "", [], "beside it: a fact"),
    (
        "Tổ chức, cá nhân đề nghị đưa bến vào sổ gửi hồ sơ tới huyện.",
        "",
        [("must", ("tổ chức đề nghị đưa bến vào sổ", "cá nhân đề nghị đưa bến vào sổ"))],
        "applicants order nobody: they send",
    ),
    ("Sở Nội vụ đề nghị đưa bến vào sổ.", "", [("should", ())], "beside it: an office asks"),
    ("Quyết định đóng bến, bãi phải ghi rõ ngày đóng.", "", [("must", ())], "a writing whose name is a verb"),
    (
        "Đơn vị chuẩn bị dự án bến lập báo cáo lũ.",
        "",
        [("must", ("đơn vị chuẩn bị dự án bến",))],
        "chuẩn bị holds a modal syllable",
    ),
    (
        "Trường hợp bến đã sửa xong: Sở Xây dựng thực hiện việc cấp biển.",
        "",
        [("must", ("Sở Xây dựng",))],
        "a case before a colon",
    ),
    (
        "Trong thời hạn 05 ngày, Ngân hàng Nhà nước chi nhánh Khu vực 9 có văn bản lấy ý kiến xã.",
        "",
        [("must", ("Ngân hàng Nhà nước chi nhánh Khu vực 9",))],
        "a branch with its name",
    ),
    (
        "2. Ban hành nội quy bến.",
        "Điều 4. Trách nhiệm của tổ chức cung cấp dịch vụ đò dọc, đò ngang",
        [("must", ("tổ chức cung cấp dịch vụ đò dọc, đò ngang",))],
        "tổ chức behind của is a body",
    ),
    ("2. Ban hành nội quy bến.", "Điều 4. Tổ chức cung cấp dịch vụ", [("must", ())], "beside it: tổ chức is the act"),
    ("1. Báo ngay cho xã.", "Điều 4. Trách nhiệm chủ tàu", [("must", ("chủ tàu",))], "a heading without của"),
    ("1. Báo ngay cho xã.", "Điều 4. Trách nhiệm chủ trì", [("must", ())], "beside it: no person"),
    ("1. Kiểm tra sổ đò.", "Điều 4. Quyền hạn của kiểm soát viên", [("may", ("kiểm soát viên",))], "powers alone are rights"),
    (
        "1. Kiểm tra sổ đò.",
        "Điều 4. Quyền hạn và trách nhiệm của kiểm soát viên",
        [("must", ("kiểm soát viên",))],
        "beside it: powers and duties",
    ),
    (
        "Trường học nơi học sinh đến ở chi trả tiền đò.",
        "",
        [("must", ("trường học nơi học sinh đến ở",))],
        "chi belongs to the act",
    ),
    (
        "Nếu có vướng mắc cần sửa đổi đề nghị phản ánh về Sở Nội vụ.",
        "",
        [("should", ())],
        "the request behind a difficulty",
    ),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), CLAUSES, ids=[row[3] for row in CLAUSES])
def test_bearers_of_clauses(text, context, expected, reason):
    assert [(o.modality.value, o.bearers) for o in extract_obligations(text, context=context)] == expected, reason


# text, recipients, reason
ADDRESSEES = [
    ("Xã thông báo bằng văn bản cho tổ chức đề nghị về lý do từ chối.", ("tổ chức đề nghị",), "the applicant"),
    ("Xã thông báo cho cá nhân đề nghị cấp phép.", ("cá nhân đề nghị cấp phép",), "what was applied for"),
    ("Xã thông báo cho tổ chức đề nghị nộp đủ phí qua đò trước mùa lũ.", ("tổ chức",), "beside it: what it is to do"),
    ("Chủ tàu báo ngay cho cơ quan công an nơi gần nhất.", ("cơ quan công an nơi gần nhất",), "the nearest one"),
    ("Trưởng ban báo cáo Hội đồng quản lý Quỹ về thu chi.", ("hội đồng quản lý Quỹ",), "a board and what it manages"),
    (
        "Xã báo cáo Thủ trưởng Cơ quan An ninh điều tra Bộ Công an.",
        ("Thủ trưởng Cơ quan An ninh điều tra Bộ Công an",),
        "điều tra belongs to the name",
    ),
    ("Cảng vụ gửi sổ bay về Cục Hàng không Việt Nam.", ("Cục Hàng không Việt Nam",), "không inside a name"),
    (
        "Xã báo cáo Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn cấp trên.",
        ("Ban Chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn cấp trên",),
        "a comma inside a name",
    ),
    ("Nhà trường phổ biến thông tin thời sự cho phạm nhân.", (), "thông tin is what is spread"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ADDRESSEES, ids=[row[2] for row in ADDRESSEES])
def test_addressees_with_their_attribute(text, expected, reason):
    (duty,) = extract_obligations(text)
    assert duty.recipients == expected, reason


# text, [value of each deadline], reason
TIMES = [
    ("Định kỳ quý I hàng năm, xã gửi sổ đò về huyện.", ["--03-31"], "a quarter of each year ends on its last day"),
    ("Định kỳ hàng quý, xã gửi sổ đò về huyện.", ["quarterly"], "beside it: each quarter"),
    (
        "Trong thời hạn 05 ngày, xã cấp sổ đò; trường hợp từ chối, phải trả lời bằng văn bản.",
        ["P5D", "P5D"],
        "the limit holds for the refusal",
    ),
    (
        "Sau khi nhận sổ đò, xã lập danh sách; phải niêm yết danh sách.",
        ["Sau khi nhận sổ đò", None],
        "beside it: an event does not",
    ),
    ("Xã hoàn chỉnh kế hoạch hằng năm xây dựng bến.", [None], "which plan, not when"),
    ("Xã hoàn chỉnh kế hoạch hằng năm.", ["yearly"], "beside it: when"),
    (
        "Đối với bến có trước khi có giấy phép thì cơ quan thuế yêu cầu xã giải thích rõ.",
        [None],
        "a time of the case",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TIMES, ids=[row[2] for row in TIMES])
def test_deadlines_of_a_sentence(text, expected, reason):
    assert [o.deadline and o.deadline.value for o in extract_obligations(text)] == expected, reason


def test_a_case_before_a_colon_is_in_the_quote():
    (duty,) = extract_obligations("Trường hợp bến đã sửa xong: Sở Xây dựng thực hiện việc cấp biển.")
    assert duty.quote == "Trường hợp bến đã sửa xong: Sở Xây dựng thực hiện việc cấp biển"


def test_a_topic_before_a_colon_is_not():
    (duty,) = extract_obligations("Về sửa bến: Sở Xây dựng có trách nhiệm cấp biển.")
    assert duty.quote == "Sở Xây dựng có trách nhiệm cấp biển"


def test_a_numbered_sentence_that_a_time_opens_is_uncertain():
    (duty,) = extract_obligations("2. Đến hết năm 2026, kiện toàn các tổ giữ bến.")
    assert (duty.certain, duty.bearers) == (False, ())
