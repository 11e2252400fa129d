"""The words that name one document: ``(text, words read, what they say, reason)``."""

import pytest

from ingest.citations.documents import DocumentWords, read_document
from ingest.citations.prepare import prepared


def says(**fields):
    return fields


CASES = [
    (
        "Nghị định số 117/2005/NĐ-CP ngày 15 tháng 9 năm2005 và",
        "Nghị định số 117/2005/NĐ-CP ngày 15 tháng 9 năm2005",
        says(kind="Nghị định", number="117/2005/NĐ-CP", date="2005-09-15"),
        "glued year",
    ),
    (
        "Thông tư số 8/2008/TT-BTC ngày 18 tháng 11 tháng 2008 của Bộ Tài chính hướng dẫn",
        "Thông tư số 8/2008/TT-BTC ngày 18 tháng 11 tháng 2008 của Bộ Tài chính",
        says(kind="Thông tư", number="08/2008/TT-BTC", date="2008-11-18", issuer="Bộ Tài chính"),
        "a slip of the pen before the year",
    ),
    (
        "Thông tư liên tịch số 6/1998/TTLT-BTC-BYT ngày 9/9/1998 của liên Bộ Tài chính - Y tế hướng dẫn",
        "Thông tư liên tịch số 6/1998/TTLT-BTC-BYT ngày 9/9/1998 của liên Bộ Tài chính - Y tế",
        says(kind="Thông tư liên tịch", number="06/1998/TTLT-BTC-BYT", date="1998-09-09", issuer="Bộ Tài chính - Y tế"),
        "joint issuers in small letters",
    ),
    (
        "Nghị định số 12/2019/NĐ-CP ngày 05 tháng 02 năm 2019 của Chính phủ quy định",
        "Nghị định số 12/2019/NĐ-CP ngày 05 tháng 02 năm 2019 của Chính phủ",
        says(kind="Nghị định", number="12/2019/NĐ-CP", date="2019-02-05", issuer="Chính phủ"),
        "full form",
    ),
    (
        "Quyết định số 88/QĐ-BCT của Bộ trưởng Bộ Công Thương ngày 3/4/2021 về",
        "Quyết định số 88/QĐ-BCT của Bộ trưởng Bộ Công Thương ngày 3/4/2021",
        says(kind="Quyết định", number="88/QĐ-BCT", date="2021-04-03", issuer="Bộ trưởng Bộ Công Thương"),
        "issuer before date",
    ),
    (
        "Quyết định số 16 /2026/QĐ-UBND ngày 25 / 02 /2026",
        "Quyết định số 16 /2026/QĐ-UBND ngày 25 / 02 /2026",
        says(kind="Quyết định", number="16/2026/QĐ-UBND", date="2026-02-25"),
        "spaces inside number and date",
    ),
    (
        "Chỉ thị số 21-\nCT/TU ngày 04/5/2026 của BTV Tỉnh ủy;",
        "Chỉ thị số 21-\nCT/TU ngày 04/5/2026 của BTV Tỉnh ủy",
        says(kind="Chỉ thị", number="21-CT/TU", date="2026-05-04", issuer="Ban Thường vụ Tỉnh ủy"),
        "line break in a Party number, abbreviation",
    ),
    (
        "Thông tư số 71/1999/TTLT/BTC-BNV ngày 11-6-1999",
        "Thông tư số 71/1999/TTLT/BTC-BNV ngày 11-6-1999",
        says(kind="Thông tư liên tịch", number="71/1999/TTLT/BTC-BNV", date="1999-06-11"),
        "the symbol makes it joint",
    ),
    (
        "Thông tư liên tịch số 4/2014/TTLT-BKHĐT-BTC ngày 1/8/2014 của Bộ Kế hoạch và Đầu tư, Bộ Tài chính và Bộ Nội vụ hướng dẫn",
        "Thông tư liên tịch số 4/2014/TTLT-BKHĐT-BTC ngày 1/8/2014 của Bộ Kế hoạch và Đầu tư, Bộ Tài chính và Bộ Nội vụ",
        says(
            kind="Thông tư liên tịch",
            number="04/2014/TTLT-BKHĐT-BTC",
            date="2014-08-01",
            issuer="Bộ Kế hoạch và Đầu tư, Bộ Tài chính và Bộ Nội vụ",
        ),
        "several issuers of a joint circular",
    ),
    (
        "Thông tư số 4/2014/TT-BTC của Bộ Tài chính và Bộ Nội vụ có trách nhiệm",
        "Thông tư số 4/2014/TT-BTC của Bộ Tài chính",
        says(kind="Thông tư", number="04/2014/TT-BTC", issuer="Bộ Tài chính"),
        "no joint issuers of a plain circular",
    ),
    (
        "Văn bản số 4250/BNNMT-ĐCKS ngày 29/4/2026",
        "Văn bản số 4250/BNNMT-ĐCKS ngày 29/4/2026",
        says(kind="Công văn", number="4250/BNNMT-ĐCKS", date="2026-04-29"),
        "Văn bản number/body-unit is a letter",
    ),
    (
        "Văn bản số 03/VBHN-VPQH",
        "Văn bản số 03/VBHN-VPQH",
        says(kind="Văn bản hợp nhất", number="03/VBHN-VPQH"),
        "consolidated text",
    ),
    (
        "Công văn số 3644/TC-ĐH ngày 17/12/1985",
        "Công văn số 3644/TC-ĐH ngày 17/12/1985",
        says(kind="Công văn", number="3644/TC-ĐH", date="1985-12-17"),
        "the word Công văn goes before the symbol",
    ),
    (
        "Chương trình hành động số 39-CTr/TU ngày 1/2/2026",
        "Chương trình hành động số 39-CTr/TU ngày 1/2/2026",
        says(kind="Khác", number="39-CTr/TU", date="2026-02-01"),
        "words between kind and number",
    ),
    ("Quy định số 368-QĐ/TW;", "Quy định số 368-QĐ/TW", says(kind="Khác", number="368-QĐ/TW"), "rule of the Party"),
    ("tờ trình số 586/TTr-SNNMT", "tờ trình số 586/TTr-SNNMT", says(kind="Tờ trình", number="586/TTr-SNNMT"), "small letter"),
    ("NĐ số 17/2020/NĐ-CP", "NĐ số 17/2020/NĐ-CP", says(kind="Nghị định", number="17/2020/NĐ-CP"), "abbreviated kind"),
    (
        "Nghị định số 85/2017/nđ-cp quy",
        "Nghị định số 85/2017/nđ-cp",
        says(kind="Nghị định", number="85/2017/NĐ-CP"),
        "lower-case symbol",
    ),
    ("Nghị định số 73-CP ngày", "Nghị định số 73-CP", says(kind="Nghị định", number="73-CP"), "before 1997"),
    (
        "Nghị định số96/1998/NĐ-CPngày 17/11/1998",
        "Nghị định số96/1998/NĐ-CPngày 17/11/1998",
        says(kind="Nghị định", number="96/1998/NĐ-CP", date="1998-11-17"),
        "glued text",
    ),
    (
        "Nghị định số 36/2020/NĐ-CP3 quy",
        "Nghị định số 36/2020/NĐ-CP",
        says(kind="Nghị định", number="36/2020/NĐ-CP"),
        "footnote mark behind the number",
    ),
    ("Nghị định 49 để", "Nghị định 49", says(kind="Nghị định", number="49", partial=True), "bare number"),
    (
        "Luật Báo chí năm 2016 và",
        "Luật Báo chí năm 2016",
        says(kind="Luật", date="2016", title="Luật Báo chí"),
        "law by name and year",
    ),
    (
        "Luật Đất đai 20243.",
        "Luật Đất đai 2024",
        says(kind="Luật", date="2024", title="Luật Đất đai"),
        "footnote mark behind the year",
    ),
    (
        "Luật Viễn thông ngày 24 tháng 11 năm 2023;",
        "Luật Viễn thông ngày 24 tháng 11 năm 2023",
        says(kind="Luật", date="2023-11-24", title="Luật Viễn thông"),
        "law by name and date",
    ),
    (
        "Luật Quản lý, sử dụng tài sản công số 15/2017/QH14 được",
        "Luật Quản lý, sử dụng tài sản công số 15/2017/QH14",
        says(kind="Luật", number="15/2017/QH14", title="Luật Quản lý, sử dụng tài sản công"),
        "comma in the name",
    ),
    (
        "Bộ Luật Hàng hải Việt Nam năm 2015",
        "Bộ Luật Hàng hải Việt Nam năm 2015",
        says(kind="Bộ luật", date="2015", title="Bộ Luật Hàng hải Việt Nam"),
        "capital Luật",
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức số 52/2019/QH14;",
        "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức số 52/2019/QH14",
        says(
            kind="Luật",
            number="52/2019/QH14",
            title="Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức",
        ),
        "amending law with its own number",
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Nhà ở số 27/2023/QH15 và Luật Đất đai số 31/2024/QH15 ngày 29/6/2024",
        "Luật sửa đổi, bổ sung một số điều của Luật Nhà ở số 27/2023/QH15 và Luật Đất đai số 31/2024/QH15 ngày 29/6/2024",
        says(
            kind="Luật",
            date="2024-06-29",
            title="Luật sửa đổi, bổ sung một số điều của Luật Nhà ở số 27/2023/QH15 và Luật Đất đai số 31/2024/QH15",
        ),
        "numbers of the amended laws",
    ),
    (
        "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013",
        "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam năm 2013",
        says(kind="Khác", date="2013", title="Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"),
        "Constitution",
    ),
    ("BLTTDS và", "BLTTDS", says(kind="Bộ luật", title="Bộ luật Tố tụng dân sự"), "abbreviated code"),
    ("Thông tư liên tịch này có", "Thông tư liên tịch này", says(kind="Thông tư liên tịch", self_reference=True), "self"),
    ("kế hoạch này", "kế hoạch này", says(kind="Kế hoạch"), "a small letter points back, not to the citing document"),
    ("Nghị định của Chính phủ về đất đai", None, None, "no number"),
    ("Luật sư là người", None, None, "a lawyer"),
    ("Hiến pháp, pháp luật", None, None, "the law in general"),
    ("Giấy phép số 12/GP-BTNMT", None, None, "a licence"),
    ("Hợp đồng số 12/HĐ-ABC", None, None, "a contract"),
    ("Quyết định 3 ngày sau", None, None, "a count of days"),
    ("báo cáo này", None, None, "a small common noun"),
]


@pytest.mark.parametrize(("text", "words", "fields", "reason"), CASES, ids=[f"{row[3]}-{i}" for i, row in enumerate(CASES)])
def test_read_document(text, words, fields, reason):
    found = read_document(prepared(text), 0)
    expected = DocumentWords(0, len(words), **fields) if words is not None else None
    assert found == expected, reason
