"""Sentences that look like duties and are none, and duties that look like statements, side by side."""

import pytest

from ingest.obligations.extract import extract_obligations

ROWS = [
    (
        "Xã tổ chức thực hiện chính sách của huyện; chỉ đạo, điều hành của tỉnh; lập sổ bến.",
        "",
        [("must", ("xã",)), ("must", ("xã",))],
        "guidance in a list behind semicolons",
    ),
    (
        "Xã tổ chức thực hiện chính sách của huyện; chỉ đạo, điều hành hoạt động của bến; lập sổ bến.",
        "",
        [("must", ("xã",)), ("must", ("xã",)), ("must", ("xã",))],
        "beside it: an act with an object",
    ),
    ("Việc chở quá số khách là hành vi bị nghiêm cấm.", "", [("must_not", ())], "what is called forbidden"),
    ("Các hành vi sau là hành vi bị nghiêm cấm:", "", [], "beside it: a lead-in"),
    ("Hành vi bị nghiêm cấm là hành vi gây hại.", "", [], "beside it: a definition"),
    ("Việc bán vé đò cần tuân thủ quy định của bến.", "", [("must", ())], "a deed that is to keep to rules"),
    ("Việc bán vé đò cần nhiều người.", "", [], "beside it: what a deed takes"),
    ("Vụ Bến bãi là cơ quan đầu mối tổng hợp số liệu.", "", [("must", ("Vụ Bến bãi",))], "a named unit's task"),
    ("Vụ Bến bãi là đơn vị đầu mối của Bộ.", "", [], "beside it: what the unit is"),
    ("Cơ quan đầu mối là cơ quan tổng hợp số liệu.", "", [], "beside it: a definition"),
    (
        "- Hướng dẫn các xã lập sổ;",
        "2. Phòng Nội vụ:\na) Là đầu mối giúp huyện triển khai kế hoạch, bao gồm:",
        [("must", ("Phòng Nội vụ",))],
        "a task that its items spell out",
    ),
    ("- Danh sách bến;", "2. Phòng Nội vụ:\na) Hồ sơ bao gồm:", [], "beside it: a list of things"),
    ("Văn phòng huyện thông báo để các xã biết, thực hiện.", "", [], "the formula that closes a letter"),
    ("Sở Nội vụ phải thông báo để các xã biết, thực hiện.", "", [("must", ("Sở Nội vụ",))], "beside it: a modal word"),
    ("Phòng Bến gửi thông báo để các xã biết, thực hiện.", "", [("must", ("Phòng Bến",))], "beside it: a notice that is sent"),
    (
        "Sở Nội vụ thông báo lịch nghỉ bến để các xã biết, thực hiện.",
        "",
        [("must", ("Sở Nội vụ",))],
        "beside it: what is to be told",
    ),
    (
        "Lập sổ bến.",
        "3. Trách nhiệm của Sở Nội vụ; của Sở Y tế:",
        [("must", ("Sở Nội vụ", "Sở Y tế"))],
        "a heading of several owners",
    ),
    ("Lập sổ bến.", "3. Trách nhiệm của Sở Nội vụ; việc thu phí:", [("must", ("Sở Nội vụ",))], "beside it: no second owner"),
    (
        "Doanh nghiệp, đơn vị sự nghiệp công lập có trách nhiệm coi bến.",
        "",
        [("must", ("doanh nghiệp", "đơn vị sự nghiệp công lập"))],
        "only a unit is a public service one",
    ),
    (
        "Cơ quan, đơn vị liên quan có trách nhiệm coi bến.",
        "",
        [("must", ("cơ quan liên quan", "đơn vị liên quan"))],
        "beside it: an attribute of both",
    ),
    (
        "Giao Phó Thủ tướng Chính phủ Trần Lưu Bến trực tiếp chỉ đạo việc này.",
        "",
        [("must", ("Phó Thủ tướng Chính phủ Trần Lưu Bến",))],
        "a verb inside a person's name",
    ),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), ROWS, ids=[row[3] for row in ROWS])
def test_duties_and_statements_are_told_apart(text, context, expected, reason):
    assert [(o.modality.value, o.bearers) for o in extract_obligations(text, context=context)] == expected, reason


def test_a_task_that_its_items_spell_out_hands_down_its_partners():
    lead = "2. Phòng Nội vụ:\na) Là đầu mối chủ trì, phối hợp với Phòng Y tế tổ chức kiểm tra bến, bao gồm:"
    (duty,) = extract_obligations("- Hướng dẫn các xã lập sổ;", context=lead)
    assert (duty.bearers, duty.role.value, duty.partners) == (("Phòng Nội vụ",), "chu_tri", ("Phòng Y tế",))


ADDRESSEES = [
    ("Sở Nội vụ trình cấp có thẩm quyền Kế hoạch sửa bến.", ("cấp có thẩm quyền",), "what is handed in is no part of the name"),
    ("Sở Nội vụ trình Bộ Xây dựng Kế hoạch sửa bến.", ("Bộ Xây dựng",), "a name with capitals"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ADDRESSEES, ids=[row[2] for row in ADDRESSEES])
def test_addressee_before_what_is_handed_in(text, expected, reason):
    (duty,) = extract_obligations(text)
    assert duty.recipients == expected, reason
