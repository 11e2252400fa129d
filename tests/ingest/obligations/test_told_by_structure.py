"""Duties whose bearer, act or force no list of words tells: learned attributes, open lead-ins, things as subject; negatives beside."""

import pytest

from ingest.obligations import extract_obligations

ROWS = [
    (
        "Cơ quan quản lý bến lập sổ lưu danh sách thuyền viên.",
        "",
        [("must", ("cơ quan quản lý bến",))],
        "the second verb is the act",
    ),
    ("Cơ quan gửi danh sách thuyền viên cho xã.", "", [("must", ("cơ quan",))], "beside it: the first verb is the act"),
    (
        "Cá nhân có nhu cầu thuê bến gửi đơn tới xã.",
        "",
        [("must", ("cá nhân có nhu cầu thuê bến",))],
        "what somebody needs tells who",
    ),
    (
        "Tổ chức, cá nhân có bè cá bị trôi báo ngay cho xã.",
        "",
        [("must", ("tổ chức có bè cá bị trôi", "cá nhân có bè cá bị trôi"))],
        "an attribute that a list shares",
    ),
    (
        "Tổ chức, cá nhân đề nghị thuê hoặc mua bến nộp hồ sơ tại xã.",
        "",
        [("must", ("tổ chức đề nghị thuê hoặc mua bến", "cá nhân đề nghị thuê hoặc mua bến"))],
        "applicants hand in, they order nobody",
    ),
    ("Đơn vị là đầu mối thu phí đò.", "", [], "beside them: what somebody is"),
    (
        "Tổ chức cung cấp dịch vụ đò dọc gửi báo cáo cho xã.",
        "",
        [("must", ("tổ chức cung cấp dịch vụ đò dọc",))],
        "tổ chức as a body",
    ),
    ("Tổ chức cung cấp nước sạch cho khách.", "Điều 3. Trách nhiệm của chủ đò", [("must", ("chủ đò",))], "beside it: as an act"),
    ("Hoa tiêu sông có trách nhiệm chờ tại bến.", "", [("must", ("hoa tiêu sông",))], "an agent without a known head"),
    ("Người gác bến liên đới có trách nhiệm.", "", [], "beside it: nothing to do"),
    ("Chủ bè nộp phí neo đậu hằng năm.", "", [("must", ("Chủ bè",))], "an owner"),
    ("Chủ trương thu phí đò được giữ nguyên.", "", [], "beside it: no owner"),
    ("Mỗi xã cân bố trí một người coi bến.", "", [("must", ("xã",))], "cần as a scanner reads it"),
    ("Xã cân bằng thu chi.", "", [], "beside it: another word"),
    ("Phiên họp phải có mặt chủ đò.", "", [("must", ())], "what must be so"),
    ("Độ dốc của bến không được quá 6%.", "", [("must_not", ())], "a measure that must not be exceeded"),
    ("Bến này phải là bến gần nhất.", "", [], "beside them: which one is meant"),
    (
        "Chủ đò phải mặc áo phao khi chở khách và phải mua bảo hiểm cho khách.",
        "",
        [("must", ("Chủ đò",)), ("must", ("Chủ đò",))],
        "a second duty behind và phải",
    ),
    (
        "Chủ đò phải mặc áo phao khi chở khách và phải chịu trách nhiệm về khách.",
        "",
        [("must", ("Chủ đò",))],
        "beside it: a tail",
    ),
    (
        "Xã phê duyệt phương án thu phí và thông báo bằng văn bản cho chủ đò về việc thu phí.",
        "",
        [("must", ("xã",)), ("must", ("xã",))],
        "telling something of its own",
    ),
    ("Xã theo dõi, tổng hợp và báo cáo huyện về tình hình thu phí.", "", [("must", ("xã",))], "beside it: verbs with one object"),
    ("Lập danh sách thuyền viên của bến.", "Điều 4. Trình tự thành lập bến", [("must", ())], "a step of a procedure"),
    ("Lập danh sách thuyền viên của bến.", "Điều 4. Mục tiêu", [], "beside it: an aim"),
    ("Lập danh sách thuyền viên của bến", "Điều 4. Trình tự thành lập bến", [], "beside it: a heading has no full stop"),
    ("Thành lập Quỹ Bến sông thuộc huyện.", "Điều 3. Sắp xếp lại", [], "beside it: what the document does itself"),
    ("Cho thuê bến là việc xã giao bến có thời hạn.", "Điều 4. Thu phí", [], "beside it: a definition"),
    ("Quyết định số 5/QĐ-UBND ngày 1/2/2020 về việc thu phí.", "Điều 4. Trình tự thu", [], "beside it: a document"),
    ("Lập phương án thu phí.", "Chủ tịch huyện phân cấp cho xã thực hiện các việc sau:", [], "powers handed over"),
    ("1. Thực hiện các nhiệm vụ khác do huyện giao.", "Điều 4. Nhiệm vụ của xã", [], "what closes a list"),
    ("1. Thực hiện nhiệm vụ thu phí do huyện giao.", "Điều 4. Nhiệm vụ của xã", [("must", ("xã",))], "beside it: a duty"),
    (
        "Khơi thông luồng đò.",
        "Các xã ven sông cần làm ngay các việc sau:\n2. Đổi mới nội dung, phương thức thu phí",
        [("must", ("xã ven sông",))],
        "a heading that names a task",
    ),
    ("Khơi thông luồng đò.", "Các xã ven sông cần làm ngay các việc sau:\n2. Nội dung chi", [], "beside it: a heading of things"),
    ("a) Từ chối chở hàng cấm;", "Điều 4. Quyền hạn và trách nhiệm của chủ đò\n1. Quyền hạn", [("may", ("chủ đò",))], "powers"),
    (
        "a) Từ chối chở hàng cấm;",
        "Điều 4. Quyền hạn và trách nhiệm của chủ đò\n2. Trách nhiệm",
        [("must", ("chủ đò",))],
        "beside them",
    ),
    ("1. Được huyện cấp kinh phí sửa bến.", "Điều 4. Quyền và nghĩa vụ của xã", [("may", ("xã",))], "a right that opens an item"),
    ("Hộ nghèo được hình thành do tách hộ thì được tính là một hộ.", "", [], "what happens to somebody is no right"),
    ("Trường hợp cần thiết báo cáo huyện quyết định.", "Điều 4. Trách nhiệm của xã", [("must", ("xã",))], "a case in two words"),
    (
        "Trong quá trình thực hiện, nếu có vướng mắc, phản ánh về Sở Nội vụ.",
        "Điều 5. Hiệu lực thi hành",
        [("must", ())],
        "in trouble",
    ),
    ("Trường hợp từ chối thì có văn bản nêu rõ lý do.", "Điều 5. Trình tự cấp phép bến", [("must", ())], "an answer"),
    (
        "Trường hợp từ chối thì thực hiện theo quy định của Luật Đất đai.",
        "Điều 5. Trình tự cấp phép bến",
        [],
        "beside it: other rules",
    ),
    ("Sở Nội vụ có trách nhiệm đề nghị Bộ Nội vụ khen thưởng chủ đò.", "", [("must", ("Sở Nội vụ",))], "asking is the duty"),
    ("Sở Nội vụ đề nghị Bộ Nội vụ khen thưởng chủ đò.", "", [("should", ("Bộ Nội vụ",))], "beside it: the one asked"),
    ("Ủy quyền Sở Nội vụ thông báo lịch nghỉ bến.", "", [("must", ("Sở Nội vụ",))], "in either tone style"),
    ("Khuyến khích lắp phao ở bến.", "Điều 5. An toàn bến", [("should", ())], "a wish to everybody"),
    (
        "Các đối tượng quy định tại Điều 4 phải nộp phí.",
        "",
        [("must", ("đối tượng quy định tại Điều 4",))],
        "nothing else tells who",
    ),
    ("Người nuôi cá quy định tại Điều 4 phải nộp phí.", "", [("must", ("người nuôi cá",))], "beside it: something does"),
    (
        "Thủ trưởng các sở, ban ngành chịu trách nhiệm thi hành.",
        "",
        [("must", ("Thủ trưởng sở", "Thủ trưởng ban", "Thủ trưởng ngành"))],
        "a pair without a comma",
    ),
    ("Phòng Đăng ký kinh doanh cấp giấy cho chủ đò.", "", [("must", ("Phòng Đăng ký kinh doanh",))], "a verb inside a name"),
    (
        "Cục Phòng, chống HIV/AIDS lập danh sách bến.",
        "",
        [("must", ("Cục Phòng, chống HIV/AIDS",))],
        "a comma and a stroke inside a name",
    ),
    ("Các bộ (trừ Bộ Quốc phòng) có trách nhiệm coi bến.", "", [("must", ("bộ (trừ Bộ Quốc phòng)",))], "left out in brackets"),
    (
        "Các bộ, trừ Bộ Quốc phòng và Bộ Công an, báo cáo Sở Nội vụ.",
        "",
        [("must", ("bộ (trừ Bộ Quốc phòng; Bộ Công an)",))],
        "left out between commas",
    ),
    ("Các bộ, ngành, trừ trường hợp khẩn cấp, phải coi bến.", "", [("must", ("bộ", "ngành"))], "beside them: a case left out"),
    (
        "Thành viên của Hội đồng Bến, Ủy ban Sông có trách nhiệm dự họp.",
        "",
        [("must", ("Thành viên của Hội đồng Bến", "Thành viên của Ủy ban Sông"))],
        "members of each",
    ),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), ROWS, ids=[row[3] for row in ROWS])
def test_told_by_structure(text, context, expected, reason):
    assert [(o.modality.value, o.bearers) for o in extract_obligations(text, context=context)] == expected, reason


ADDRESSEES = [
    ("Xã gửi danh sách tới cơ quan quản lý bến bãi và luồng lạch.", ("cơ quan quản lý bến bãi và luồng lạch",), "và inside a name"),
    ("Xã gửi danh sách tới cơ quan thuế và lập sổ.", ("cơ quan thuế",), "beside it: và before another act"),
    ("Xã thông báo cho người bị thu phí kết quả miễn giảm.", ("người bị thu phí",), "what is told follows"),
    ("Xã phản ánh cho Sở Nội vụ (qua Phòng Bến) để xem xét.", ("Sở Nội vụ", "Phòng Bến"), "addressee and way"),
    ("Xã có thông báo bằng văn bản cho chủ đò.", ("chủ đò",), "có thông báo tells somebody"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ADDRESSEES, ids=[row[2] for row in ADDRESSEES])
def test_whole_names_of_addressees(text, expected, reason):
    (duty, *_) = extract_obligations(text)
    assert duty.recipients == expected, reason


def test_a_lead_in_hands_the_role_down_with_its_tasks():
    (duty,) = extract_obligations("a) Lập sổ thu.", context="Xã chủ trì, phối hợp với chủ đò thực hiện các nội dung sau:")
    assert (duty.role.value, duty.bearers, duty.partners) == ("chu_tri", ("xã",), ("chủ đò",))
