from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.drafts.findings import CODE_WORDS, SEVERITY_WORDS
from app.forms.words import MODALITY_WORDS, OPERATION_WORDS, RELATION_WORDS, ROLE_WORDS, STATE_WORDS
from app.web import asking, duties, intake, language, months, versions, views, words
from app.web.language import Language, chosen_language, say, speaking, told
from corpus.model import Status
from tests.app.web.fake import PLAN

FOLDER = Path(language.__file__).parent
SECTIONS = tomllib.loads((FOLDER / "messages.toml").read_text(encoding="utf-8"))
TABLES = {
    "changes of a question": asking.CHANGES.values(),
    "views of duties": duties.VIEWS.values(),
    "differences": (*words.DIFFERENCES.values(), "Khác nhau"),
    "weekdays": months.WEEKDAYS,
    "short weekdays": months.SHORT,
    "kinds of files": words.PDF_KIND.values(),
    "evidence": words.EVIDENCE.values(),
    "fields of a head": intake.FIELD_NAMES.values(),
    "stages": [words for words, _ in intake.STAGES.values()],
    "events": intake.EVENTS.values(),
    "what the script says": (*views.SCRIPT.values(), *views.FRAMEWORK.values()),
    "audit log": (*words.AUDITED.values(), *words.OUTCOMES.values()),
    "kinds of difference": versions.DIFFERENCES.values(),
    "validity": [status.value for status in Status],
    "capitalised": [
        words.capitalised(one)
        for table in (MODALITY_WORDS, ROLE_WORDS, RELATION_WORDS, STATE_WORDS, OPERATION_WORDS, SEVERITY_WORDS)
        for one in table.values()
    ],
    "codes of findings": CODE_WORDS.values(),
}


def said_in_templates() -> set[str]:
    found = set()
    for path in (FOLDER / "templates").glob("*.html"):
        found |= set(re.findall(r"\b_\(\s*'((?:[^'\\]|\\.)*)'", path.read_text(encoding="utf-8")))
    return found


def said_in_modules() -> set[str]:
    found = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


SAID = said_in_templates() | said_in_modules() | {one for table in TABLES.values() for one in table}


def test_every_sentence_of_the_page_has_its_english() -> None:
    assert sorted(SAID - language.english().keys()) == []


def test_no_sentence_of_the_table_is_left_over() -> None:
    listed = {sentence for name, section in SECTIONS.items() if name != "told" for sentence in section}
    assert sorted(listed - SAID) == []


def test_a_sentence_stands_once_in_the_table() -> None:
    listed = [sentence for section in SECTIONS.values() for sentence in section]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("section", sorted(SECTIONS))
def test_both_sides_have_the_same_places_and_words(section: str) -> None:
    places = {
        vi: (re.findall(r"\{\w+\}", vi), re.findall(r"\{\w+\}", en), bool(en.strip())) for vi, en in SECTIONS[section].items()
    }
    assert [vi for vi, (left, right, said) in places.items() if sorted(left) != sorted(right) or not said] == []


SPOKEN = [
    ("Hỏi đáp", {}, "Ask", "a sentence"),
    ("{n} nhiệm vụ", {"n": "30"}, "30 duties", "a sentence with a place"),
    ("Câu không có trong bảng", {}, "Câu không có trong bảng", "a sentence that the table lacks stays Vietnamese"),
    ("Tải {name}", {"name": "{unit}"}, "Download {unit}", "what is filled in is not read as a place"),
]


@pytest.mark.parametrize(("text", "values", "expected", "reason"), SPOKEN, ids=[row[3] for row in SPOKEN])
def test_say(text: str, values: dict[str, str], expected: str, reason: str) -> None:
    with speaking(Language.ENGLISH):
        assert say(text, **values) == expected, reason
    assert say(text, **values) == text.format_map(values) if values else text


TOLD = [
    ("", "", "nothing"),
    ("Còn hiệu lực", "In force", "a word"),
    ("Văn bản nêu đích danh “Sở Công Thương”.", "The document names “Sở Công Thương”.", "a sentence with a name in it"),
    ("Trước ngày 25/12 hằng năm", "Before 25/12 every year", "the longer pattern goes before the shorter one"),
    ("Trước ngày 25/12/2024", "Before 25/12/2024", "the shorter one"),
    ("Trong 30 ngày", "Within 30 days", "a duration"),
    ("Trong 2 ngày làm việc kể từ ngày nhận", "Within 2 working days from ngày nhận", "what it runs from stays the document's"),
    ("Trong 2 ngày kể từ ngày ký (đến hết ngày 3/4/2026)", "Within 2 days from ngày ký (until 3/4/2026)", "with its last day"),
    (
        "Không tìm thấy căn cứ trả lời trong các văn bản đã nạp. Câu chưa dịch.",
        "No clause in the stored documents answers this. Câu chưa dịch.",
        "sentence by sentence",
    ),
    (
        "Một tiến trình khác đang ghi kho dữ liệu này (“cancu ingest”, tiến trình 7, từ 09:31:05 23/11/2026). "
        "Tệp này đang xếp hàng và sẽ tự được lưu.",
        "Another process is writing to this knowledge base (“cancu ingest”, process 7, since 09:31:05 23/11/2026). "
        "This file waits in line and will be stored by itself.",
        "who else writes",
    ),
    ("Lời lạ.", "Lời lạ.", "what the table does not know"),
    ("Văn bản nêu đích danh “{unit} <b>”.", "The document names “{unit} <b>”.", "braces and markup in a name stay as they are"),
]


@pytest.mark.parametrize(("message", "expected", "reason"), TOLD, ids=[row[2] for row in TOLD])
def test_told(message: str, expected: str, reason: str) -> None:
    with speaking(Language.ENGLISH):
        assert told(message) == expected, reason
    assert told(message) == message


CHOICES = [
    ("/", {}, {}, "vi", "nothing chosen"),
    ("/", {}, {"cancu_lang": "en"}, "vi", "the address says which of the two pages it is"),
    ("/en/", {}, {"cancu_lang": "vi"}, "en", "the English page"),
    ("/en/gradio_api/run/x", {}, {}, "en", "a call of the English page"),
    ("/gradio_api/run/x", {}, {"cancu_lang": "en"}, "vi", "a call of the Vietnamese page"),
    ("/hoi", {}, {"cancu_lang": "en"}, "en", "the choice that was kept"),
    ("/hoi", {"ngon-ngu": "vi"}, {"cancu_lang": "en"}, "vi", "an address goes before what was kept"),
    ("/hoi", {"ngon-ngu": "fr"}, {}, "vi", "a language that is not spoken here"),
    ("/english", {}, {}, "vi", "nearly the English page"),
]


@pytest.mark.parametrize(("path", "query", "cookies", "expected", "reason"), CHOICES, ids=[row[4] for row in CHOICES])
def test_chosen_language(path: str, query: dict[str, str], cookies: dict[str, str], expected: str, reason: str) -> None:
    assert chosen_language(path, query, cookies) == expected, reason


WAYS_BACK = [
    ("en", "http://testserver/vb/a/b/c?ngay=1/2/2024", "/vb/a/b/c?ngay=1%2F2%2F2024", "the page that one came from"),
    ("en", "http://testserver/?the=nap", "/en/?the=nap", "the English Gradio page"),
    ("vi", "http://testserver/en/?the=nap", "/?the=nap", "and back"),
    ("vi", "http://testserver/hoi?q=x&ngon-ngu=en", "/hoi?q=x", "a language in the address does not stay"),
    ("en", "http://evil.example/vb/a", "/en/", "another site is nowhere to go back to"),
    ("en", "http://testserver//evil.example/", "/en/", "nor an address that looks like one of ours"),
    ("en", "", "/en/", "no page"),
    ("xx", "", "/", "no language"),
]


@pytest.mark.parametrize(("chosen", "came", "expected", "reason"), WAYS_BACK, ids=[row[3] for row in WAYS_BACK])
def test_the_switch_leads_back(client: TestClient, chosen: str, came: str, expected: str, reason: str) -> None:
    answer = client.get(f"/ngon-ngu?chon={chosen}", headers={"Referer": came} if came else {}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, expected), reason
    client.cookies.clear()


def test_the_chosen_language_is_kept_and_the_page_says_which_it_is(client: TestClient) -> None:
    client.get("/ngon-ngu?chon=en", follow_redirects=False)
    page, first = client.get(f"/vb/{PLAN}").text, client.get("/", follow_redirects=False)
    client.cookies.clear()
    assert ('<html lang="en">' in page, "Outline" in page, "KẾ HOẠCH" in page) == (True, True, True)
    assert (first.status_code, first.headers["location"]) == (303, "/en/")
    assert '<html\n\tlang="en"' in client.get("/en/").text
    assert '<html lang="vi">' in client.get(f"/vb/{PLAN}").text
