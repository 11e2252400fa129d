"""The unit in a question, with and without marks."""

import pytest

from corpus.units import find_unit

FOUND = [
    ("Sở Công Thương phải báo cáo gì, khi nào?", "Sở Công Thương", "a department"),
    ("so cong thuong phai bao cao gi", "so cong thuong", "without marks"),
    ("SCT phai bao cao gi?", "SCT", "abbreviation"),
    ("bo tt&tt co nhiem vu gi", "bo tt&tt", "abbreviated ministry without marks"),
    ("UBND xã Bát Xát phải làm gì trước 30/6?", "UBND xã Bát Xát", "committee of a commune"),
    ("ubnd tinh lao cai phai lam gi", "ubnd tinh lao cai", "committee without marks"),
    ("Sở Y tế tỉnh Yên Bái gửi báo cáo khi nào?", "Sở Y tế tỉnh Yên Bái", "department with its province"),
    ("Báo Công Thương có nhiệm vụ gì?", "Báo Công Thương", "a newspaper"),
    ("bao cong thuong co nhiem vu gi", "bao cong thuong", "a newspaper without marks"),
    ("Các cơ quan chủ quản cơ sở dữ liệu phải công bố gì?", "cơ quan chủ quản cơ sở dữ liệu", "a class with its attribute"),
    ("Trách nhiệm của Thanh tra Chính phủ là gì?", "Thanh tra Chính phủ", "behind 'trách nhiệm của'"),
    ("Việc nào giao cho Sở Tư pháp?", "Sở Tư pháp", "behind 'giao cho'"),
    ("Trước ngày nào Sở Tư pháp gửi báo cáo?", "Sở Tư pháp", "not at the beginning"),
    ("Giám đốc Sở Nội vụ chịu trách nhiệm gì?", "Giám đốc Sở Nội vụ", "an officer"),
    ("Chủ tịch UBND tỉnh quyết định sáp nhập trường nào?", "Chủ tịch UBND tỉnh", "ends before what it decides"),
    ("Vụ Pháp chế Bộ Y tế tổ chức họp lúc nào?", "Vụ Pháp chế Bộ Y tế", "ends before what it holds"),
    ("Cục Thú y đào tạo ai?", "Cục Thú y", "ends before whom it trains"),
    ("Ủy ban nhân dân cấp tỉnh cấp thẻ trong mấy ngày?", "Ủy ban nhân dân cấp tỉnh", "a level is no act"),
    ("Cơ quan đăng ký kinh doanh phải làm gì?", "Cơ quan đăng ký kinh doanh", "a class keeps what it is for"),
    ("UBND tỉnh Lào Cai kiến nghị Bộ Xây dựng điều gì?", "UBND tỉnh Lào Cai", "before another unit"),
    ("Thủ tướng giao Bộ Nội vụ làm gì?", "Bộ Nội vụ", "whom another one charges"),
    ("Tổ công tác báo cáo Chủ tịch UBND tỉnh khi nào?", "Tổ công tác", "not to whom it reports"),
    ("Báo cáo gửi Bộ Tư pháp ngày nào, Vụ Pháp chế làm?", "Vụ Pháp chế", "not where the report goes"),
    ("Khi có tin sai thì cơ quan báo chí phải làm gì?", "cơ quan báo chí", "a class inside a question that has to do something"),
    ("Trách nhiệm của cơ quan báo chí?", "cơ quan báo chí", "a class behind 'trách nhiệm của'"),
]

NONE = [
    ("Lãi suất cho vay mua nhà ở xã hội là bao nhiêu?", "hội is part of xã hội"),
    ("thoi han nop bao cao so lieu la bao nhieu ngay", "so and bao are everyday words without marks"),
    ("Công văn 3686/UBND-XD nói gì?", "the symbol of a number"),
    ("Mức phạt khi đơn vị nộp chậm là bao nhiêu?", "đơn vị alone names nobody"),
    ("Ai phải nộp hồ sơ trước tháng 6?", "no unit at all"),
    ("", "nothing"),
    ("báo cáo?", "an everyday word that begins like a newspaper"),
    ("Thông báo chọn đối tác phải đăng trước mấy ngày?", "an everyday word that ends like one"),
    ("Nhiệm vụ khoa học được xét trong bao lâu?", "'vụ' of 'nhiệm vụ'"),
    ("Bộ hồ sơ gồm những gì?", "a set of papers"),
    ("Ai là người phát ngôn của cơ quan hành chính nhà nước?", "who: the bearer is what is asked for"),
    ("Cơ quan nào cấp giấy phép?", "which body: the bearer is what is asked for"),
    ("Nghị định nào quy định về phát ngôn báo chí?", "a class that does nothing here"),
    ("Phải báo cáo Sở Công Thương những gì?", "to whom is reported"),
]


@pytest.mark.parametrize(("question", "unit", "reason"), FOUND, ids=[row[2] for row in FOUND])
def test_the_unit_is_taken_out(question, unit, reason):
    assert find_unit(question) == unit, reason


@pytest.mark.parametrize(("question", "reason"), NONE, ids=[row[1] for row in NONE])
def test_no_unit_is_made_up(question, reason):
    assert find_unit(question) is None, reason
