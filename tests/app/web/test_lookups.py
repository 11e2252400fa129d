from __future__ import annotations

import pytest

from app.web import lookups
from tests.app.web.fake import FakeBase

LOOK_UPS = [
    ("", ["Chưa có số hiệu nào"], "nothing given"),
    (
        "01/2023/NĐ-CP",
        ["1 chỗ dẫn chiếu", '<mark class="cc-mention">báo cáo Bộ trưởng</mark>', "Căn cứ"],
        "found, the mention marked",
    ),
    ("9/9", ["Không có văn bản này trong kho."], "unknown"),
    ("<b>x</b>", ["&lt;b&gt;x&lt;/b&gt;"], "markup stays text"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), LOOK_UPS, ids=[row[2] for row in LOOK_UPS])
def test_look_up(text: str, expected: list[str], reason: str) -> None:
    fragment = lookups.look_up(FakeBase(), text)
    assert [part for part in expected if part not in fragment] == [], reason
