"""The HTTP API answers with the JSON of the command line, in the shapes that its description promises."""

import pytest

from app.api import shapes
from tests.app.conftest import IMPORTED

DECREE = "nghi-dinh/09-2017-nd-cp/2017-02-09"
PLAN = "ke-hoach/3163-kh-bct/2024-05-13"

SAME = [
    (
        "search",
        {"q": "cung cấp thông tin cho báo chí", "limit": 3},
        ("search", "cung cấp thông tin cho báo chí", "-k", "3"),
        shapes.HitsShape,
    ),
    (
        "ask",
        {"q": "Sở Công Thương phải báo cáo gì?", "k": 3},
        ("ask", "Sở Công Thương phải báo cáo gì?", "-k", "3"),
        shapes.AnswerShape,
    ),
    ("ask", {"q": "thời tiết ngày mai"}, ("ask", "thời tiết ngày mai"), shapes.AnswerShape),
    ("duties", {"unit": "Sở Công Thương", "limit": 200}, ("duties", "--unit", "Sở Công Thương"), shapes.DutiesShape),
    (
        "duties",
        {"unit": "Văn phòng Bộ", "received": "true", "limit": 200},
        ("duties", "--unit", "Văn phòng Bộ", "--received"),
        shapes.DutiesShape,
    ),
    (
        "changes",
        {"unit": "Sở Công Thương", "since": "2020-01-01", "until": "2025-01-01"},
        ("changes", "--unit", "Sở Công Thương", "--since", "2020-01-01", "--as-of", "2025-01-01"),
        shapes.ChangesShape,
    ),
    (f"documents/{DECREE}/relations", {"limit": 200}, ("relations", DECREE), shapes.NeighboursShape),
    (f"documents/{DECREE}/impact", {}, ("impact", DECREE), shapes.ImpactShape),
    (f"documents/{DECREE}/consolidated", {"at": "2024-01-01"}, ("show", DECREE, "--at", "2024-01-01"), shapes.ConsolidatedShape),
    (
        f"documents/{DECREE}/comparison",
        {"before": "2020-01-01", "after": "2026-07-01"},
        ("show", DECREE, "--compare", "2020-01-01", "2026-07-01"),
        shapes.ComparisonShape,
    ),
    ("status", {}, ("status",), shapes.StateShape),
]


@pytest.mark.parametrize(("path", "query", "command", "shape"), SAME, ids=[f"{row[0]} {row[1]}" for row in SAME])
def test_the_answer_is_the_command_lines_in_the_shape_described(get, cancu, path, query, command, shape):
    answer = get(path, **query)
    assert answer.status_code == 200, answer.text
    value = answer.json()
    shape.model_validate(value, strict=False)
    printed = cancu(*command, *(["--format", "json"] if command[0] == "duties" else ["--json"])).json
    extra = {"limit", "offset", "next", "total"} - set(printed)
    assert {name: part for name, part in value.items() if name not in extra} == printed


def test_references_of_one_number_and_of_many(get, client, cancu):
    one = get("refs", number="09/2017/NĐ-CP", limit=200).json()
    shapes.LookedUpPage.model_validate(one)
    many = client.post("/api/v1/refs", json={"numbers": ["09/2017/NĐ-CP", "không có"], "limit": 200}).json()
    shapes.LookUpsShape.model_validate(many)
    assert many == cancu("refs", "09/2017/NĐ-CP", "không có", "--json").json
    assert {name: one[name] for name in many["results"][0]} == many["results"][0]


def test_a_document_with_its_parts(get, base):
    value = get(f"documents/{DECREE}").json()
    shapes.WholeShape.model_validate(value)
    document = base.document(DECREE)
    assert value["counts"] == {
        "provisions": len(document.provisions),
        "citations": len(document.citations),
        "obligations": len(document.obligations),
    }
    assert value["citation"] == "Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ"
    assert get(f"documents/{DECREE}/text").text == document.text
    listed = get(f"documents/{DECREE}/provisions", under="dieu-2").json()
    shapes.ProvisionsShape.model_validate(listed)
    assert [one["path"] for one in listed["provisions"]] == [
        p.path for p in document.provisions if p.path.split("/")[0] == "dieu-2"
    ]


def test_every_link_of_a_document_opens(get, client):
    links = get(f"documents/{PLAN}").json()["links"]
    answers = {name: client.get(link) for name, link in links.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(links, 200)
    assert answers["page"].content[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_clause_by_its_id(client, base):
    found = client.get(f"/api/v1/provisions/{DECREE}%23dieu-2/khoan-1").json()
    shapes.CitedProvision.model_validate(found)
    assert (found["text"], found["citation"]) == (
        base.provision(f"{DECREE}#dieu-2/khoan-1").text,
        "khoản 1 Điều 2 Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ",
    )


def test_a_marked_page_differs_from_the_plain_one(get, base):
    clause = next(p for p in base.document(PLAN).provisions if p.boxes)
    plain, marked = (get(f"documents/{PLAN}/pages/{clause.boxes[0].page}.png", **mark) for mark in ({}, {"mark": clause.path}))
    assert (plain.status_code, marked.status_code, plain.content == marked.content) == (200, 200, False)


LISTS = [
    ({}, 10, "all"),
    ({"kind": "nghị định"}, 2, "of one kind, in any case"),
    ({"q": "luat bao chi"}, 1, "by words without marks"),
    ({"issuer": "Bộ Công Thương"}, 3, "of one issuer"),
    ({"year": 2024}, 2, "of one year"),
    ({"q": "không có chữ này"}, 0, "none"),
    ({"status": "Hết hiệu lực toàn bộ"}, 1, "of one status"),
]


@pytest.mark.parametrize(("query", "total", "reason"), LISTS, ids=[row[2] for row in LISTS])
def test_documents_are_narrowed(get, query, total, reason):
    value = get("documents", **query).json()
    shapes.DocumentsShape.model_validate(value)
    assert (value["total"], len(value["documents"])) == (total, total), reason


PARTS = [
    ("documents", {}, "documents"),
    ("duties", {"unit": "Sở Công Thương"}, "duties"),
    (f"documents/{DECREE}/provisions", {}, "provisions"),
    (f"documents/{DECREE}/relations", {}, "neighbours"),
    ("refs", {"number": DECREE}, "references"),
    ("search", {"q": "báo cáo"}, "hits"),
]


@pytest.mark.parametrize(("path", "query", "name"), PARTS, ids=[row[0] for row in PARTS])
def test_following_next_gives_every_item_once(get, client, path, query, name):
    whole = get(path, **query, limit=50).json()[name]
    assert len(whole) > 1
    parts, following = [], get(path, **query, limit=3)
    for _ in range(len(whole)):
        parts += following.json()[name]
        link = following.json()["next"]
        assert following.headers.get("link") == (f'<{link}>; rel="next"' if link else None)
        if link is None or len(parts) >= len(whole):
            break
        following = client.get(link)
    assert parts[: len(whole)] == whole


def test_an_imported_collection_keeps_its_outside_ids(get):
    hit = get("search", q="hồ sơ mật lưu bao nhiêu năm", limit=1).json()["hits"][0]
    assert (hit["key"], hit["document"]["number"]) == ("tt.7.1", IMPORTED["number"])
