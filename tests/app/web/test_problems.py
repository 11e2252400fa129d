from __future__ import annotations

import pytest

from app.web import asking, duties, library, lookups, state
from app.web.problems import FAILED
from tests.app.web.fake import FakeBase


def test_state_lists_counts_model_and_failed_files() -> None:
    fragment = state.state(FakeBase())
    expected = ("static-256", "&lt;b&gt;hong&lt;/b&gt;.pdf", "Tệp bị cụt; hãy xin lại tệp.", "1.234")
    assert [part for part in expected if part not in fragment] == []


def test_the_search_is_tried_on_request_only() -> None:
    words = "Tìm lại được 38 trên 40 điều khoản"
    assert (words in state.state(FakeBase()), words in state.state(FakeBase(), tried=True)) == (False, True)


ERRORS = [
    ("documents", lambda base: library.library(base, {}), "the library"),
    ("documents", lambda base: asking.welcome(base), "the first screen"),
    ("duties", lambda base: duties.duties(base, {"don-vi": "A"}), "duties"),
    ("references", lambda base: lookups.look_up(base, "1/A"), "look-ups"),
    ("status", lambda base: state.state(base), "the state"),
    ("ask", lambda base: asking.ask(base, "x"), "a question"),
]


@pytest.mark.parametrize(("broken", "call", "reason"), ERRORS, ids=[row[2] for row in ERRORS])
def test_a_program_error_becomes_a_sentence(broken: str, call, reason: str) -> None:
    fragment = call(FakeBase(broken=broken))
    assert (FAILED in fragment, "secret" in fragment) == (True, False), reason


def test_a_known_error_keeps_its_own_sentence() -> None:
    assert "Chưa có chỉ mục; chạy &#39;cancu rebuild&#39;." in state.state(FakeBase(unindexed=True))
