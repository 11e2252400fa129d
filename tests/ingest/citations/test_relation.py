"""Why a document is cited: ``(text, relations of its citations in order, reason)``."""

import pytest

from ingest.citations import extract_citations

CASES = [
    ("Căn cứ Nghị định số 1/2020/NĐ-CP ngày 1/1/2020 của Chính phủ;", "can_cu", "basis"),
    ("Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 9/TTr-SNV ngày 2/3/2024.", "can_cu", "proposal"),
    ("Xét Tờ trình số 9/TTr-UBND; Báo cáo thẩm tra số 4/BC-HĐND; ý kiến thảo luận;", "can_cu can_cu", "the recital goes on"),
    (
        "Căn cứ Luật Dược số 105/2016/QH13 được sửa đổi, bổ sung bởi Luật số 44/2024/QH15;",
        "can_cu can_cu",
        "chain inherits the basis",
    ),
    (
        "Căn cứ Thông báo số 5/TB-UBND, Sở Y tế đề nghị các đơn vị báo cáo theo Quyết định số 7/QĐ-SYT.",
        "can_cu dan_chieu",
        "the body that acts ends the recital",
    ),
    (
        "1. Căn cứ lập dự toán ngân sách theo quy định tại Điều 41 Luật Ngân sách nhà nước.",
        "dan_chieu",
        "grounds for a budget are no recital",
    ),
    (
        "Thực hiện Chỉ thị số 6/CT-TTg và Công văn số 8/BNV-CCVC ngày 3/3/2024, Sở yêu cầu:",
        "thuc_hien thuc_hien",
        "carried out, list",
    ),
    ("Hồ sơ thực hiện theo quy định tại khoản 2 Điều 9 Nghị định số 1/2020/NĐ-CP.", "thuc_hien", "carried out as laid down"),
    ("Kinh phí thực hiện theo dự toán nêu tại Nghị quyết số 5/2022/NQ-HĐND.", "dan_chieu", "money for carrying out"),
    ("UBND tỉnh ban hành Công văn về việc triển khai thực hiện Chỉ thị số 6/CT-TTg.", "dan_chieu", "object of another document"),
    ("Hồ sơ quy định tại Điều 9 Nghị định số 1/2020/NĐ-CP gồm:", "dan_chieu", "qualifies a noun"),
    (
        "Thông tư này thay thế Thông tư số 2/2015/TT-BNV ngày 2/2/2015; Thông tư số 3/2016/TT-BNV.",
        "dan_chieu thay_the thay_the",
        "replacement, list over a semicolon",
    ),
    (
        "Nghị định này có hiệu lực từ ngày 1/7/2024 và thay thế Nghị định số 1/2020/NĐ-CP.",
        "dan_chieu thay_the",
        "effect and replacement",
    ),
    ("2. Bãi bỏ Điều 4, khoản 2 Điều 5 Thông tư số 2/2015/TT-BNV.", "bai_bo", "repeal of provisions"),
    ("Thông tư số 2/2015/TT-BNV hết hiệu lực kể từ ngày Thông tư này có hiệu lực.", "bai_bo dan_chieu", "loses effect"),
    (
        "Điều 2. Bãi bỏ các văn bản sau đây:\n1. Quyết định số 1/QĐ-BNV ngày 1/1/2020.\n2. Quyết định số 2/QĐ-BNV ngày 2/1/2020.",
        "bai_bo bai_bo",
        "the line above rules its items",
    ),
    ("1. Sửa đổi, bổ sung khoản 2 Điều 7 như sau:", "sua_doi", "amendment without its document"),
    ("3. Khoản 2 Điều 7 được sửa đổi, bổ sung như sau:", "sua_doi", "the verb behind"),
    ("4. Thay thế cụm từ “A” bằng cụm từ “B” tại khoản 2 Điều 7.", "sua_doi", "a phrase is replaced"),
    (
        "4. Bãi bỏ cụm từ “A” tại khoản 3 Điều 6 Luật Thư viện số 1/2019/QH14 đã được sửa đổi theo Luật số 2/2020/QH14; "
        "tại khoản 1 Điều 9 Luật Dược số 3/2016/QH13.",
        "sua_doi dan_chieu sua_doi",
        "the places where a phrase goes run on over a semicolon and a chain",
    ),
    (
        "Bộ trưởng Bộ Y tế ban hành Thông tư sửa đổi, bổ sung một số điều của Thông tư số 2/2015/TT-BYT.",
        "sua_doi",
        "the enacting words say what this document does",
    ),
    (
        "Bộ trưởng Bộ Y tế đã ban hành Thông tư sửa đổi, bổ sung một số điều của Thông tư số 2/2015/TT-BYT.",
        "dan_chieu",
        "what was enacted before is told of",
    ),
    ("Việc chôn cất thực hiện theo hướng dẫn tại Thông tư số 2/2009/TT-BYT.", "thuc_hien", "guidance is carried out"),
    (
        "Việc miễn tiền thuê đất được thực hiện theo trình tự, thủ tục quy định tại khoản 2 Điều 4 Nghị định số 1/2024/NĐ-CP.",
        "thuc_hien",
        "the procedure of the document is carried out",
    ),
    (
        "Việc chấm điểm được thực hiện theo bảng điểm đã bàn giao theo quy định tại khoản 2 Điều 4 Nghị định số 1/2024/NĐ-CP.",
        "dan_chieu",
        "what was handed over is qualified, not carried out",
    ),
    ("Hồ sơ lập theo trình tự quy định tại khoản 2 Điều 4 Nghị định số 1/2024/NĐ-CP.", "dan_chieu", "no word of carrying out"),
    (
        "3. Thay thế cụm từ “A” bằng cụm từ “B” tại khoản 1 Điều 2 và danh mục số 1 của Phụ lục I; danh mục số 2 của Phụ lục II;",
        "sua_doi sua_doi sua_doi",
        "annexes where a phrase is replaced",
    ),
    ("Nội dung tại Thông tư số 2/2015/TT-BYT đã bị bãi bỏ bởi Thông tư số 3/2020/TT-BYT.", "dan_chieu dan_chieu", "others did it"),
    ("Thông tư số 2/2015/TT-BYT bị bãi bỏ.", "bai_bo", "this document does it"),
    ("Thủ tục thực hiện theo qui định tại Thông tư số 22/LĐTBXH ngày 29/8/1995.", "thuc_hien", "the older spelling"),
    ("Chế độ này được áp dụng theo hướng dẫn tại Thông tư số 2/2009/TT-BYT.", "dan_chieu", "nothing is carried out"),
    ("5. Thay thế Phụ lục II ban hành kèm theo Thông tư số 2/2015/TT-BNV.", "thay_the", "an annex is replaced"),
    ("6. Bổ sung Điều 5a vào sau Điều 5 Thông tư số 2/2015/TT-BNV như sau:", "bo_sung", "insertion"),
    ("Đề xuất sửa đổi, bổ sung Nghị định số 1/2020/NĐ-CP trong quý IV.", "dan_chieu", "a proposal amends nothing"),
    ("Điều 1. Đính chính Điều 3 Thông tư số 2/2015/TT-BNV như sau:", "dinh_chinh", "correction"),
    ("Nghị định này quy định chi tiết Điều 8, khoản 2 Điều 9 Luật Thư viện.", "dan_chieu huong_dan", "details a law"),
    ("Chính phủ quy định chi tiết Điều này.", "dan_chieu", "a delegation"),
    ("Các văn bản hướng dẫn thi hành Nghị định số 1/2020/NĐ-CP được tiếp tục áp dụng.", "dan_chieu", "others' guidance"),
    ("Nghị định số 1/2020/NĐ-CP quy định về X (sau đây gọi là Nghị định số 1/2020/NĐ-CP).", "dan_chieu dan_chieu", "a second name"),
    (
        "Thông tư số 1/2015/TT-BNV ngày 1/1/2015 quy định về lưu trữ, có hiệu lực kể từ ngày 1/3/2015, "
        "được sửa đổi, bổ sung bởi:\n1. Thông tư số 2/2016/TT-BNV ngày 2/2/2016.",
        "hop_nhat hop_nhat",
        "opening of a consolidated text",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CASES, ids=[row[2] for row in CASES])
def test_relations(text, expected, reason):
    assert " ".join(c.relation.value for c in extract_citations(text)) == expected, reason
