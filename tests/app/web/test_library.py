from __future__ import annotations

import pytest

from app.web import library
from tests.app.web.fake import HOSTILE, PLAN, RULE, FakeBase

MATCHES = [
    ({}, [PLAN, RULE, HOSTILE], "nothing given"),
    ({"tim": "01/2023"}, [RULE], "a number"),
    ({"tim": "NGHI DINH"}, [RULE], "without marks, in capitals"),
    ({"tim": "truyen thong"}, [PLAN], "words of the title"),
    ({"tim": "bộ ví dụ", "loai": "Kế hoạch"}, [PLAN], "issuer and kind"),
    ({"loai": "Luật"}, [], "a kind that is not there"),
    ({"tim": "truyền xyz"}, [], "every word must be there"),
    ({"co-quan": "Chính phủ"}, [RULE], "an issuer"),
    ({"nam": "2024"}, [PLAN, HOSTILE], "a year"),
    ({"nam": "2024", "loai": "Kế hoạch"}, [PLAN], "a year and a kind"),
]


@pytest.mark.parametrize(("values", "expected", "reason"), MATCHES, ids=[row[2] for row in MATCHES])
def test_matching(values: dict[str, str], expected: list[str], reason: str) -> None:
    assert [document.key for document in library.matching(FakeBase().documents(), values)] == expected, reason


SHOWN = [
    ({"tim": "01/2023"}, "1 trên 3 văn bản", (RULE,), "how many of how many"),
    ({"hieu-luc": "Còn hiệu lực"}, "1 trên 3 văn bản", (RULE,), "by validity"),
    ({"hieu-luc": "Hết hiệu lực toàn bộ"}, "1 trên 3 văn bản", (HOSTILE,), "by another validity"),
    ({"loai": "Luật"}, "Không có văn bản nào khớp", (), "nothing"),
]


@pytest.mark.parametrize(("values", "words", "keys", "reason"), SHOWN, ids=[row[3] for row in SHOWN])
def test_the_library_shows_what_matches(values: dict[str, str], words: str, keys: tuple[str, ...], reason: str) -> None:
    fragment = library.library(FakeBase(), values)
    shown = tuple(key for key in (PLAN, RULE, HOSTILE) if f'"/vb/{key}"' in fragment)
    assert (words in fragment, shown) == (True, keys), reason


def test_choices_say_how_many_documents_they_have() -> None:
    found = library.choices_of(FakeBase().documents())
    assert (found.kinds[0], ("Kế hoạch", "Kế hoạch (1)") in found.kinds, found.years) == (
        ("", "Mọi loại"),
        True,
        (("", "Mọi năm"), ("2024", "2024 (2)"), ("2023", "2023 (1)")),
    )
