"""Searches that are narrowed give only what was asked for, and as many as there are; a cross-encoder orders what was found."""

import datetime as dt
import json

import pytest

from app.questions.searching import status_named
from app.results import SearchFilters
from corpus.errors import UsageError
from corpus.model import Status
from tests.app.commands import run
from tests.index.tiny import tiny_cross_encoder

D = dt.date
WORDS = "cơ quan cung cấp thông tin"


@pytest.mark.parametrize(
    ("narrowed", "passes", "reason"),
    [
        ({"kind": "nghị định"}, lambda d: d.kind == "Nghị định", "kind"),
        ({"issuer": "chính phủ"}, lambda d: d.issuer == "Chính phủ", "issuer, without case"),
        ({"date_from": D(2024, 1, 1)}, lambda d: d.date and d.date >= D(2024, 1, 1), "from a day"),
        ({"date_to": D(2023, 12, 31)}, lambda d: d.date and d.date <= D(2023, 12, 31), "to a day"),
        (
            {"date_from": D(2023, 1, 1), "date_to": D(2023, 12, 31), "kind": "quyết định"},
            lambda d: d.kind == "Quyết định" and d.date and d.date.year == 2023,
            "both and kind",
        ),
        ({"status": Status.IN_FORCE}, lambda d: d.status is Status.IN_FORCE, "status today"),
        ({"status": Status.ENDED, "as_of": None}, lambda d: d.status is Status.ENDED, "status ended"),
    ],
)
def test_only_what_was_asked_for(base, narrowed, passes, reason):
    hits = base.search(WORDS, k=300, filters=SearchFilters(**narrowed))
    wide = base.search(WORDS, k=300)
    assert all(passes(hit.document) for hit in hits), reason
    expected = [hit.provision.id for hit in wide if passes(hit.document)]
    assert {hit.provision.id for hit in hits} >= set(expected), f"{reason}: nothing that the wide search found is lost"


@pytest.mark.parametrize("text", [WORDS, "báo cáo kết quả thực hiện", "hồ sơ", "cấp thẻ nhà báo"])
def test_4_more_hits_begin_with_fewer(base, text):
    most = base.search(text, k=200)
    assert len(most) > 100
    for k in (1, 10, 20, 31, 50, 99):
        assert base.search(text, k=k) == most[:k], k
    assert [hit.score for hit in most] == sorted((hit.score for hit in most), reverse=True)


def test_a_narrow_search_is_full(base):
    """Only 5 of many: a document that would never be among the first fills the list when it is asked for."""
    documents = {document.key: 0 for document in base.documents()}
    for document in base.documents():
        hits = (
            base.search(WORDS, k=5, filters=SearchFilters(date_from=document.date, date_to=document.date)) if document.date else ()
        )
        documents[document.key] = len(hits)
    stored = {key: sum(bool(p.text) for p in base.document(key).provisions) for key in documents}
    days = {document.key: document.date for document in base.documents()}
    for key, found in documents.items():
        same_day = sum(count for other, count in stored.items() if days[other] == days[key])
        assert found >= min(5, same_day // 2) if days[key] else True, key


def test_what_had_ended_leaves_its_place_to_others(base):
    for day in (D(2010, 1, 1), D(2018, 1, 1), D(2030, 1, 1)):
        hits = base.search(WORDS, k=8, filters=SearchFilters(as_of=day))
        assert all(hit.document.date is None or hit.document.date <= day for hit in hits)
        assert all(hit.document.status is not Status.ENDED for hit in hits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Còn hiệu lực", Status.IN_FORCE),
        ("con hieu luc", Status.IN_FORCE),
        ("HẾT HIỆU LỰC MỘT PHẦN", Status.PARTLY_ENDED),
        ("hết", None),
    ],
)
def test_status_named(text, expected):
    if expected is None:
        with pytest.raises(UsageError, match="Còn hiệu lực"):
            status_named(text)
    else:
        assert status_named(text) is expected


def test_the_command_narrows_and_says_what_it_does_not_know(cancu):
    found = cancu(
        "search",
        WORDS,
        "--kind",
        "nghị định",
        "--from",
        "1/1/2017",
        "--to",
        "31/12/2017",
        "--status",
        "hết hiệu lực toàn bộ",
        "--json",
    )
    assert {hit["document"]["number"] for hit in found.json["hits"]} <= {"09/2017/NĐ-CP"}
    assert cancu("search", WORDS, "--status", "mới").status == 2
    assert cancu("search", WORDS, "--from", "hôm qua").status == 2


def index_of(home):
    """Return every file of the index in use with the moment when it was written."""
    return {path: path.stat().st_mtime_ns for path in (home / "index").rglob("*") if path.is_file()}


def test_a_reranker_orders_and_its_score_is_told(own_home, tmp_path, monkeypatch):
    monkeypatch.delenv("CANCU_RERANKER", raising=False)
    model = tiny_cross_encoder(tmp_path / "xep-lai")
    plain = run(own_home, "search", WORDS, "-k", "5", "--json").json["hits"]
    ordered = run(own_home, "search", WORDS, "-k", "5", "--reranker", model, "--json").json["hits"]
    own = [hit["reranked"] for hit in ordered]
    assert own == sorted(own, reverse=True)
    assert len(ordered) == 5
    assert all("reranked" not in hit for hit in plain)
    assert run(own_home, "search", WORDS, "-k", "5", "--json").json["hits"] == plain, "one run's choice ends with it"
    assert run(own_home, "ask", WORDS, "--reranker", "./khong-co").status == 2
    index = index_of(own_home)
    noted = run(own_home, "rebuild", "--reranker", model, "--json")
    assert (noted.status, noted.json["model"], index_of(own_home)) == (0, "cancu-static", index), "no other index is needed"
    assert json.loads((own_home / "settings.json").read_text("utf-8")) == {"reranker": model}
    assert run(own_home, "search", WORDS, "-k", "5", "--json").json["hits"] == ordered
    assert run(own_home, "search", WORDS, "-k", "5", "--reranker", "none", "--json").json["hits"] == plain
    assert run(own_home, "rebuild", "--reranker", "./khong-co").status == 2
    assert run(own_home, "rebuild", "--reranker", "none", "--model", "cancu-static", "--jobs", "1").status == 0
    assert index_of(own_home) != index, "a model asks for another index"
    assert run(own_home, "search", WORDS, "-k", "5", "--json").json["hits"] == plain
