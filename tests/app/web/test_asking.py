from __future__ import annotations

import datetime as dt
import re
from urllib.parse import unquote_plus

import pytest

from app.web import asking
from corpus.dates import parse_date
from corpus.model import Answer, AnswerStatus, Question
from tests.app.web.fake import EVIL, RULE, FakeBase

QUESTIONS = [
    ("", "", "", "Hãy ghi câu hỏi", None, "nothing asked"),
    ("a" * 501, "", "", "dài quá 500", None, "a text instead of a question"),
    ("báo cáo", "", "mai", "Không đọc được ngày", None, "a date that cannot be read"),
    (" báo cáo ", " Sở A ", "2/1/2024", "nhiệm vụ", ("báo cáo", "Sở A", dt.date(2024, 1, 2)), "all fields, trimmed"),
    ("báo cáo", "", "", "nhiệm vụ", ("báo cáo", None, None), "empty fields are not given on"),
]


@pytest.mark.parametrize(("question", "unit", "day", "shown", "given", "reason"), QUESTIONS, ids=[row[5] for row in QUESTIONS])
def test_ask(
    question: str, unit: str, day: str, shown: str, given: tuple[str, str | None, dt.date | None] | None, reason: str
) -> None:
    base = FakeBase()
    fragment = asking.ask(base, question, unit, day)
    assert (shown in fragment, base.asked) == (True, [given] if given else []), reason


def named(question: str, **values: str) -> list[tuple[str, str, str, bool]]:
    """Return (name, value, query of the link, undone) of every chip."""
    base, asked = FakeBase(), asking.asked_by({"q": question, **values})
    unit = "" if asked.no_unit else asked.unit or None
    answer = base.ask(asked.question, unit=unit, as_of=parse_date(asked.day), keep=asked.keep)
    found = asking.chips(asked, answer, base.understood(asked.question, asked.keep))
    return [(chip.name, chip.value, unquote_plus(chip.link.partition("?")[2]), chip.undone) for chip in found]


UNIT = ("Đơn vị", "Sở Công Thương", "q=báo cáo&khong-don-vi=1", False)
TOPIC = ("Nội dung", "báo cáo", "q=Sở Công Thương", False)
TODAY = ("Xét tại ngày", "hôm nay", "", False)
CHIPS = [
    ("báo cáo", {}, [UNIT, TOPIC, TODAY], "unit and topic can be taken away, today cannot"),
    (
        "bao cao",
        {},
        [
            ("Thêm dấu", "bao cao → báo cáo", "q=bao cao&giu=marks:bao cao", False),
            ("Đơn vị", "Sở Công Thương", "q=bao cao&khong-don-vi=1", False),
            TOPIC,
            TODAY,
        ],
        "restored marks",
    ),
    (
        "bao cao",
        {"giu": "marks"},
        [
            ("Thêm dấu", "giữ như đã gõ", "q=bao cao", True),
            ("Đơn vị", "Sở Công Thương", "q=bao cao&giu=marks&khong-don-vi=1", False),
            ("Nội dung", "báo cáo", "q=Sở Công Thương&giu=marks", False),
            TODAY,
        ],
        "marks as typed, and the way back",
    ),
    (
        "báo cáo",
        {"khong-don-vi": "1"},
        [("Đơn vị", "không xét riêng đơn vị nào", "q=báo cáo", True), ("Nội dung", "báo cáo", "", False), TODAY],
        "no unit, and the way back; the topic alone cannot be taken away",
    ),
    (
        "báo cáo",
        {"ngay": "1/2/2024"},
        [
            ("Đơn vị", "Sở Công Thương", "q=báo cáo&ngay=2024-02-01&khong-don-vi=1", False),
            ("Nội dung", "báo cáo", "q=Sở Công Thương&ngay=2024-02-01", False),
            ("Xét tại ngày", "01/02/2024", "q=báo cáo", False),
        ],
        "a date",
    ),
    ("báo cáo", {"giu": "script:<b>|lạ"}, [UNIT, TOPIC, TODAY], "what nobody offered is not kept"),
]


@pytest.mark.parametrize(("question", "values", "expected", "reason"), CHIPS, ids=[row[3] for row in CHIPS])
def test_chips(question: str, values: dict[str, str], expected: list[tuple[str, str, str, bool]], reason: str) -> None:
    assert named(question, **values) == expected, reason


def test_a_document_that_the_question_names_is_shown_by_its_name_and_opened() -> None:
    base, question = FakeBase(), Question("Nghị định 01/2023/NĐ-CP", documents=(RULE,))
    summary = base.summary(RULE)
    found = list(
        asking.chips(asking.Asked(question.text), Answer(question, AnswerStatus.ANSWERED), None, [summary] if summary else [])
    )
    shown = [asking.Chip("Văn bản", "Nghị định số 01/2023/NĐ-CP", opens=f"/vb/{RULE}"), asking.Chip(*TODAY[:2], quoted=False)]
    assert found == shown


def test_a_question_without_its_unit_is_asked_so() -> None:
    base = FakeBase()
    asking.answer(base, asking.asked_by({"q": "báo cáo", "don-vi": "Sở A", "khong-don-vi": "1"}))
    assert base.asked == [("báo cáo", "", None)]


def test_what_to_ask_next_is_asked_with_the_same_unit_and_day() -> None:
    base = FakeBase()
    fragment = asking.answer(base, asking.asked_by({"q": "báo cáo", "don-vi": "Sở A", "ngay": "1/2/2024"}))
    (link,) = [unquote_plus(one) for one in re.findall(r'data-again lang="vi" href="([^"]+)"', fragment)]
    assert link == f"/hoi?q={EVIL} báo cáo gì?&amp;don-vi=Sở A&amp;ngay=2024-02-01"
