from __future__ import annotations

import re

import pytest

from app.web import duties
from tests.app.web.fake import FakeBase


def test_duties_with_a_date_come_first() -> None:
    fragment = duties.duties(FakeBase(), {"don-vi": "Sở Công Thương"})
    assert 0 < fragment.index("Trước ngày 25/12 hằng năm") < fragment.index("lập danh mục chính sách")


TABLES = [
    ({"don-vi": ""}, "Hãy chọn hoặc ghi tên đơn vị", "no unit"),
    ({"don-vi": "abc"}, "Chưa nhận ra đơn vị", "a unit that is not understood"),
    ({"don-vi": "Sở Công Thương", "noi-dung": "không có từ này"}, "Không có nhiệm vụ nào khớp", "nothing passes"),
    ({"don-vi": "Báo Ví Dụ"}, "/xuat/nhiem-vu.ics?don-vi=B%C3%A1o+V%C3%AD+D%E1%BB%A5", "files of the same table"),
]


@pytest.mark.parametrize(("values", "expected", "reason"), TABLES, ids=[row[2] for row in TABLES])
def test_duties(values: dict[str, str], expected: str, reason: str) -> None:
    assert expected in duties.duties(FakeBase(), values), reason


def rows(fragment: str) -> list[str]:
    return re.findall(r'<q class="cc-cell-quote" lang="vi">(.*?)</q>', fragment, re.DOTALL)


ORDERS = [
    ("", ["báo cáo", "lập danh mục"], "deadlines first"),
    ("-han", ["lập danh mục", "báo cáo"], "and last"),
    ("viec", ["báo cáo", "lập danh mục"], "by its words"),
    ("-viec", ["lập danh mục", "báo cáo"], "by its words, turned"),
    ("lạ", ["báo cáo", "lập danh mục"], "an unknown order is the first"),
]


@pytest.mark.parametrize(("order", "expected", "reason"), ORDERS, ids=[row[2] for row in ORDERS])
def test_a_column_sorts_the_whole_list(order: str, expected: list[str], reason: str) -> None:
    fragment = duties.duties(FakeBase(), {"don-vi": "Sở Công Thương", "xep": order})
    assert [next(word for word in expected if word in row) for row in rows(fragment)] == expected, reason


def test_thousands_of_rows_come_in_pages() -> None:
    base = FakeBase(copies=125)
    first = duties.duties(base, {"don-vi": "Sở Công Thương", "noi-dung": "báo cáo"})
    last = duties.duties(base, {"don-vi": "Sở Công Thương", "noi-dung": "báo cáo", "trang": "99"})
    assert (len(rows(first)), len(rows(last))) == (100, 25)
    assert ("1 đến 100 trong 125" in first, "101 đến 125 trong 125" in last, 'rel="next"' in last) == (True, True, False)


SEEN = [
    ("lich", ["cc-calendar", "Tháng 12/2024", "báo cáo Bộ trưởng"], "a month with a recurring deadline"),
    ("nhan", ["Gửi tới Sở Công Thương"], "what others must send"),
    ("khong-han", ["2 nhiệm vụ"], "those without a deadline"),
    ("mau-thuan", ["1 chỗ mâu thuẫn", "Khác thời hạn", "Hai văn bản ghi hai thời hạn khác nhau."], "what conflicts"),
    ("la-la", ["cc-table-duties"], "an unknown view is the table"),
]


@pytest.mark.parametrize(("view", "expected", "reason"), SEEN, ids=[row[2] for row in SEEN])
def test_views(view: str, expected: list[str], reason: str) -> None:
    fragment = duties.duties(FakeBase(), {"don-vi": "Sở Công Thương", "xem": view, "thang": "2024-12"})
    assert [part for part in expected if part not in fragment] == [], reason


def test_the_permalink_carries_unit_date_and_filters() -> None:
    fragment = duties.duties(FakeBase(), {"don-vi": "Báo Ví Dụ", "ngay": "1/2/2024", "noi-dung": "chuyên mục"})
    assert (
        'href="/nhiem-vu?don-vi=B%C3%A1o+V%C3%AD+D%E1%BB%A5&amp;noi-dung=chuy%C3%AAn+m%E1%BB%A5c&amp;ngay=1%2F2%2F2024"' in fragment
    )
