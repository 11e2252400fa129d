"""Build, update and search a small knowledge base with a tiny model: what is found, and what a crash leaves."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import IndexStateError
from corpus.settings import Home
from index.searcher import open_searcher
from index.stores import build
from index.stores.build import build_index, update_index
from index.stores.segments import Plan, SegmentSize, plan
from index.stores.snapshot import current, current_number, open_snapshot
from index.tokens.entries import Filters, IndexEntry
from tests.index.encoding.test_static_model import _folder

TOPICS = (
    ("luat/1", "Giấy phép xây dựng", "Chủ đầu tư xây dựng nhà phải có giấy phép."),
    ("luat/1", "Giấy phép lái xe", "Người lái xe phải mang giấy phép lái xe."),
    ("chi-thi/2", "Báo cáo", "Sở gửi báo cáo trước ngày 25 tháng 12."),
    ("chi-thi/2", "Hiệu lực", "Chỉ thị này có hiệu lực từ ngày ký."),
)


def _entries() -> list[IndexEntry]:
    kinds = {"luat/1": ("Luật", dt.date(2014, 6, 18)), "chi-thi/2": ("Chỉ thị", dt.date(2023, 3, 21))}
    return [
        IndexEntry(
            f"{document}#dieu-{number}", document, heading, text, title=document, kind=kinds[document][0], date=kinds[document][1]
        )
        for number, (document, heading, text) in enumerate(TOPICS)
    ]


@pytest.fixture
def model(tmp_path: Path) -> str:
    return str(_folder(tmp_path / "model", "int8"))


@pytest.fixture
def home(tmp_path: Path, model: str) -> Home:
    home = Home(tmp_path / "home")
    build_index(home, _entries(), generation=5, model=model, jobs=1)
    return home


def _found(home: Home, text: str, filters: Filters | None = None) -> list[str]:
    return [scored.id for scored in open_searcher(home).search(text, 3, filters=filters)]


def test_the_right_entry_comes_first_with_a_score_in_range(home: Home) -> None:
    best = open_searcher(home).search("Ai phải có giấy phép xây dựng?", 2)
    assert best[0].id == "luat/1#dieu-0"
    assert len(best) == 2
    assert 1.0 >= best[0].score >= best[1].score >= 0.0


def test_an_empty_question_finds_nothing(home: Home) -> None:
    assert open_searcher(home).search("", 3) == ()


@pytest.mark.parametrize(
    ("filters", "expected", "reason"),
    [
        (Filters(kinds=frozenset({"chỉ thị"})), {"chi-thi/2"}, "kinds compare without case"),
        (Filters(documents=frozenset({"luat/1"})), {"luat/1"}, "only these documents"),
        (Filters(without=frozenset({"luat/1"})), {"chi-thi/2"}, "not these documents"),
        (Filters(date_from=dt.date(2023, 3, 21)), {"chi-thi/2"}, "the first day is included"),
        (Filters(date_to=dt.date(2014, 6, 17)), set(), "nothing is that old"),
        (Filters(issuers=frozenset({"Chính phủ"})), set(), "an unknown issuer passes no filter"),
    ],
)
def test_filters(home: Home, filters: Filters, expected: set[str], reason: str) -> None:
    found = _found(home, "giấy phép báo cáo hiệu lực", filters)
    assert {identifier.split("#")[0] for identifier in found} == expected, reason


@pytest.mark.parametrize("narrow", [0, 2_000], ids=["asked deeper", "inside Tantivy"])
def test_a_narrow_filter_gives_a_full_list(tmp_path: Path, model: str, narrow: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.stores.engine._NARROW", narrow)
    monkeypatch.setattr("index.scoring.candidates.DEPTH", 10)
    home = Home(tmp_path / "home")
    many = [replace(entry, kind="Nghị định" if n % 20 == 7 else "Luật") for n, entry in enumerate(_many(0, 400))]
    build_index(home, many, generation=1, model=model, jobs=1)
    found = open_searcher(home).search("giấy phép số 3 xe 21", 15, filters=Filters(kinds=frozenset({"Nghị định"})))
    assert len(found) == 15
    assert {int(scored.id.split("#")[0].split("/")[1]) % 20 for scored in found} == {7}


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ('"giấy phép lái xe"', {"luat/1#dieu-1"}, "only where it stands word for word"),
        ("“giấy phép xây dựng”", {"luat/1#dieu-0"}, "also in a heading, and in typographic marks"),
        ('"lái xe giấy phép" báo cáo', None, "stands nowhere: the words count"),
        ('"phép" xây dựng', None, "one syllable is no phrase"),
    ],
)
def test_quotation_marks_ask_word_for_word(home: Home, text: str, expected: set[str] | None, reason: str) -> None:
    found = {scored.id for scored in open_searcher(home).search(text, 4)}
    assert found == expected if expected else len(found) > 1, reason


def test_the_record_says_what_the_snapshot_was_made_from(home: Home, model: str) -> None:
    info = open_snapshot(home, verify=True)[1]
    assert (info.number, info.generation, info.model, info.dimension, info.entries, info.documents) == (1, 5, model, 16, 4, 2)


def test_an_update_equals_a_fresh_build(home: Home, tmp_path: Path, model: str) -> None:
    changed = [replace(_entries()[2], text="Sở báo cáo xe và giấy phép."), replace(_entries()[3], id="chi-thi/2#dieu-9")]
    info = update_index(home, changed, (), 6)
    fresh = Home(tmp_path / "fresh")
    build_index(fresh, _entries()[:2] + changed, generation=6, model=model, jobs=1)
    assert (info.number, info.generation, info.entries, info.documents, info.rows) == (2, 6, 4, 2, 4)
    for question in ("Sở báo cáo gì", "giấy phép xây dựng", "xe"):
        assert _found(home, question) == _found(fresh, question), question


def _many(first: int, count: int) -> list[IndexEntry]:
    """Return entries of one document each, none like another."""
    return [
        IndexEntry(f"luat/{n}#dieu-1", f"luat/{n}", f"Điều {n}", f"giấy phép số {n} xe {n * 7}", title=f"luật {n}", kind="Luật")
        for n in range(first, first + count)
    ]


def _files(home: Home) -> dict[str, int]:
    folder = current(home)
    assert folder is not None
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def test_a_change_costs_what_changed(tmp_path: Path, model: str) -> None:
    home = Home(tmp_path / "home")
    build_index(home, _many(0, 60), generation=1, model=model, jobs=1)
    before = _files(home)
    changed = [replace(_many(3, 1)[0], text="giấy phép mới hoàn toàn"), *_many(100, 2)]
    info = update_index(home, changed, {"luat/5"}, 2)
    assert (info.segments, info.entries, info.rows, info.issued) == (("000001", "000002"), 61, 63, 63)
    shared = {name for name, number in _files(home).items() if before.get(name) == number}
    assert {name for name in before if name.startswith("segments/000001/")} <= shared, "the old segment is the same files"
    assert any(name.startswith("lexical/") for name in shared), "and so are the old segments of the lexical index"
    open_snapshot(home, verify=True)
    fresh = Home(tmp_path / "fresh")
    entries = [entry for entry in _many(0, 60) if entry.document not in {"luat/3", "luat/5"}]
    build_index(fresh, [*entries, *changed], generation=2, model=model, jobs=1)
    for question in ("giấy phép số 7", "giấy phép mới hoàn toàn", "giấy phép số 101", "luật 5", "xe 35"):
        assert set(_found(home, question)) == set(_found(fresh, question)), question


def test_segments_stay_few_and_without_much_that_is_struck_off(tmp_path: Path, model: str) -> None:
    home = Home(tmp_path / "home")
    build_index(home, _many(0, 64), generation=1, model=model, jobs=1)
    for number in range(1, 33):
        info = update_index(home, _many(100 + number, 1), (), number + 1)
        assert len(info.segments) <= 4, number
    assert info.entries == 64 + 32
    assert _found(home, "giấy phép số 132")[0] == "luat/132#dieu-1"
    first = info.segments[0]
    gone = update_index(home, (), {f"luat/{n}" for n in range(30)}, 50)
    assert first not in gone.segments, "a segment of which much is struck off is written anew"
    assert (gone.entries, gone.rows) == (66, 66)
    assert _found(home, "giấy phép số 132")[0] == "luat/132#dieu-1"
    assert _found(home, "giấy phép số 3") != ["luat/3#dieu-1"]
    open_snapshot(home, verify=True)


@pytest.mark.parametrize(
    ("sizes", "fresh", "expected", "reason"),
    [
        ([], 5, Plan((), (), ()), "the first segment"),
        ([(100, 100)], 5, Plan((0,), (), ()), "a small change beside a large segment"),
        ([(100, 100)], 30, Plan((), (), (0,)), "as large as a quarter: written together"),
        ([(100, 100), (6, 6)], 2, Plan((0,), (), (1,)), "the small one at the end grows"),
        ([(200, 200), (20, 20), (6, 6)], 2, Plan((0,), (), (1, 2)), "growing takes in the next one too"),
        ([(100, 70), (20, 20)], 2, Plan((1,), (0,), ()), "too much struck off: written anew"),
        ([(100, 75), (20, 20)], 2, Plan((0, 1), (), ()), "a quarter struck off is borne"),
        ([(100, 100), (10, 0)], 0, Plan((0,), (1,), ()), "nothing left of it"),
    ],
)
def test_plan(sizes: list[tuple[int, int]], fresh: int, expected: Plan, reason: str) -> None:
    assert plan([SegmentSize(*size) for size in sizes], fresh) == expected, reason


def test_removing_a_document_removes_its_entries(home: Home) -> None:
    assert update_index(home, (), {"luat/1"}, 7).entries == 2
    assert set(_found(home, "giấy phép xây dựng lái xe")) <= {"chi-thi/2#dieu-2", "chi-thi/2#dieu-3"}


def test_a_crash_before_the_swap_leaves_the_old_snapshot(home: Home, model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _found(home, "giấy phép xây dựng")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(build, "publish", crash)
        with pytest.raises(KeyboardInterrupt):
            build_index(home, [], generation=9, model=model)
    assert current_number(home) == 1
    assert _found(home, "giấy phép xây dựng") == before
    (home.snapshots / "000002.partial").mkdir()
    assert build_index(home, _entries(), generation=9, model=model, jobs=1).number == 3
    assert sorted(path.name for path in home.snapshots.iterdir()) == ["000003", "current"]


@pytest.mark.parametrize("damage", ["truncate", "delete", "record", "pointer"])
def test_a_damaged_snapshot_is_refused_with_the_command_that_mends_it(home: Home, damage: str) -> None:
    folder = current(home)
    assert folder is not None
    if damage == "truncate":
        (folder / "segments/000001/vectors/vectors.bin").write_bytes(b"short")
    elif damage == "delete":
        (folder / "segments/000001/rows/owners.bin").unlink()
    elif damage == "record":
        (folder / "snapshot.json").write_text("{", "utf-8")
    else:
        (home.snapshots / "current").write_text("000042\n", "utf-8")
    with pytest.raises(IndexStateError, match="cancu rebuild"):
        open_searcher(home)


def test_verify_notices_a_changed_byte(home: Home) -> None:
    folder = current(home)
    assert folder is not None
    path = folder / "segments/000001/vectors/vectors.bin"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    open_snapshot(home)
    with pytest.raises(IndexStateError, match=r"vectors\.bin"):
        open_snapshot(home, verify=True)


def test_no_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(IndexStateError, match="Chưa có chỉ mục"):
        open_searcher(Home(tmp_path))
    with pytest.raises(IndexStateError, match="cancu rebuild"):
        update_index(Home(tmp_path), [], (), 1)


@pytest.mark.parametrize("text", ["", " ", "?!", "\0", "giấy phép " * 3000, "a" * 5000, "😀 𝒜", "15/2020/NĐ-CP"])
def test_odd_questions_are_answered_or_not_but_never_fail(home: Home, text: str) -> None:
    assert len(open_searcher(home).search(text, 2)) <= 2


def test_an_empty_index_finds_nothing(tmp_path: Path, model: str) -> None:
    home = Home(tmp_path / "home")
    build_index(home, [], generation=1, model=model)
    assert _found(home, "giấy phép") == []


def test_another_model_of_the_same_name_is_refused(home: Home, model: str) -> None:
    path = Path(model) / "model.safetensors"
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(IndexStateError, match="cancu rebuild"):
        open_searcher(home)
    with pytest.raises(IndexStateError, match="cancu rebuild"):
        update_index(home, [], {"luat/1"}, 8)
