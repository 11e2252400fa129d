"""The benchmark's own parts: grown collections are searchable and no two of their rows are the same; every stage is told."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.upkeep.maintenance import ingest_and_follow
from corpus.settings import Home
from eval.bench_search import print_search, stage_times
from eval.scale import clauses, grow, measure, questions
from index.searcher import open_searcher
from index.stores.snapshot import open_snapshot

TOPICS = ("cấp giấy phép xây dựng nhà ở", "báo cáo kết quả công tác hằng năm", "bảo vệ môi trường tại khu công nghiệp")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("bench")
    rows = [
        {
            "document": {"kind": "Nghị định", "number": f"{n}/2020/NĐ-CP", "date": "2020-01-01", "issuer": "Chính phủ", "title": topic},
            "path": "dieu-1", "heading": f"Trình tự {topic} số {n}", "key": str(n),
            "text": f"Cơ quan có trách nhiệm {topic} theo mẫu số {n}.\nngắn\nThời hạn {topic} là {n + 3} ngày làm việc.",
        }
        for n, topic in enumerate(TOPICS)
    ]  # fmt: skip
    (folder / "rows.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    ingest_and_follow(Home(folder / "home"), [folder / "rows.jsonl"], jobs=1)
    return Home(folder / "home")


def test_clauses_are_the_longer_paragraphs(home: Home) -> None:
    found = list(clauses(home))
    assert len(found) == 6
    assert len({entry.id for entry in found}) == 6
    assert all(len(entry.text) >= 30 for entry in found)


def test_a_grown_collection_is_searched_and_no_two_rows_are_the_same(home: Home, tmp_path: Path) -> None:
    target = Home(tmp_path / "large")
    grow(home, target, 60, jobs=1)
    folder, info = open_snapshot(target, verify=True)
    assert (info.rows, info.entries, info.documents) == (60, 60, 3)
    vectors = np.fromfile(next(folder.rglob("vectors.bin")), np.float32).reshape(60, -1)
    assert len(np.unique(vectors, axis=0)) == 60
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)
    assert open_searcher(target).search("cấp giấy phép xây dựng", 1)[0].id.startswith("nghi-dinh/00-2020-nd-cp")
    measured = measure(target, questions(home, 5))
    assert (measured.rows, measured.recall) == (60, 1.0)
    assert measured.p95 >= measured.p50 > 0


def test_every_stage_and_every_rival_is_told(home: Home) -> None:
    pytest.importorskip("bm25s")
    stages = stage_times(open_searcher(home), ["cấp giấy phép", "báo cáo"])
    assert list(stages)[-1] == "search in all"
    told: list[str] = []
    print_search(home.root, ["cấp giấy phép", "báo cáo"], told.append)
    assert [line.split("  ")[1].strip() for line in told if "search / this" in line] == [
        "bare FAISS scan",
        "bare Tantivy query",
        "bm25s",
    ]
    assert sum(line.endswith("%") for line in told) == len(stages)
    assert told[-1].lstrip().startswith("search / (bare FAISS scan + bare Tantivy query)")
