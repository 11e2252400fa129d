"""One knowledge base on every engine: the same answers within ties, through updates, removals, interruptions and a new index.

"server" is the full Milvus server: vectors are there, words in the snapshot, because the version that its package brings has no
sparse vectors. "lite" is Milvus Lite with both.
"""

import datetime as dt
import gc
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexStateError
from corpus.settings import Home
from index.encoding.encoders import load_encoder
from index.scoring.candidates import lexical_terms
from index.searcher import Searcher, open_searcher
from index.stores import build, leases
from index.stores.build import build_index, row_table, update_index
from index.stores.choice import EMBEDDED, engine_named, mark_of, store_engine
from index.stores.lexical import LexicalIndex
from index.stores.milvus import collection, outlet
from index.stores.milvus.server import server_of
from index.stores.snapshot import current, open_snapshot
from index.tokens.entries import Filters, IndexEntry
from index.understanding.query import query_terms

ROWS = 360
WORDS = (
    "giấy phép xây dựng nhà ở đất đai báo cáo tài chính hằng năm môi trường nước thải khu công nghiệp hồ sơ cấp tỉnh ủy ban nhân dân "
    "thủ tục hành chính thời hạn ngày làm việc cơ quan trách nhiệm kiểm tra thanh tra xử phạt vi phạm giao thông đường bộ"
).split()
KINDS = ("Luật", "Nghị định", "Thông tư")
ISSUERS = ("Quốc hội", "Chính phủ", "Bộ Xây dựng")


def entry(number: int, seed: int = 0) -> IndexEntry:
    rng = np.random.default_rng((number, seed))

    def some(count: int) -> str:
        return " ".join(WORDS[int(place)] for place in rng.integers(0, len(WORDS), count))

    document = f"van-ban/{number // 4}"
    which = number // 4 % 3
    date = dt.date(2000 + number // 4 % 20, 1, 1) if number // 4 % 5 else None
    heading, text, title = f"Điều {number}. {some(4)}", f"{some(int(rng.integers(5, 60)))}.", some(6)
    return IndexEntry(f"{document}#dieu-{number}", document, heading, text, "", (), title, KINDS[which], ISSUERS[which], date)


ASKED = (
    "giấy phép xây dựng nhà",
    "báo cáo tài chính hằng năm",
    "xử phạt vi phạm giao thông",
    "nước thải khu công nghiệp",
    "Điều 17",
)
NARROW = [
    (None, "everything"),
    (Filters(kinds=frozenset({"nghị định"})), "a kind, whatever its case"),
    (Filters(issuers=frozenset({"Bộ Xây dựng", "Quốc hội"})), "two issuers"),
    (Filters(date_from=dt.date(2005, 1, 1), date_to=dt.date(2009, 1, 1)), "dates, both ends; documents without one do not pass"),
    (Filters(date_to=dt.date(2003, 1, 1)), "an end only"),
    (Filters(documents=frozenset({"van-ban/3", "van-ban/40"})), "documents"),
    (Filters(without=frozenset({"van-ban/3", "van-ban/4"})), "all documents but two"),
    (Filters(kinds=frozenset({"Hiến pháp"})), "nothing passes"),
]


@dataclass(frozen=True)
class Pair:
    """The embedded engine and another one, with the same rows."""

    embedded: Home
    other: Home
    engine: str

    def both(self) -> tuple[Home, Home]:
        return self.embedded, self.other


@pytest.fixture(scope="module", params=["embedded", "lite", "server"])
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tmp_path_factory.mktemp(request.param)
    made = Pair(Home(folder / "embedded"), Home(folder / "other"), request.param)
    if request.param != "embedded":
        store_engine(made.other, engine_named("milvus", request.getfixturevalue(f"{request.param}_uri")))
    for home in made.both():
        build_index(home, map(entry, range(ROWS)), generation=1, jobs=1)
    return made


@pytest.fixture
def on_server(pair: Pair) -> Pair:
    if pair.engine == "embedded":
        pytest.skip("nothing of it is on a server")
    return pair


def exact(home: Home, text: str, filters: Filters | None) -> tuple[np.ndarray, np.ndarray]:
    """Return the BM25 score of every row by the embedded lexical index, and its product with the question."""
    folder, info = open_snapshot(home)
    table = row_table(folder, info)
    serials, found = LexicalIndex(folder / "lexical").search(lexical_terms(query_terms(text)), len(table))
    words = np.zeros(len(table), np.float32)
    words[table.rows_of(serials)] = found[np.isin(serials, table.serials)]
    query = load_encoder().encode_queries([text])[0]
    products = open_searcher(home)._engine.products(np.arange(len(table)), query)
    mask = table.admitted(filters).mask
    return np.where(mask, words, 0), np.where(mask, products, -2)


def assert_the_best(rows: np.ndarray, scores: np.ndarray, wanted: int, least: float) -> None:
    """Whether ``rows`` are ``wanted`` best rows by ``scores`` (above ``least``), whatever the order among equals."""
    assert len(set(rows.tolist())) == len(rows)
    expected = np.sort(scores[scores > least])[::-1][:wanted]
    np.testing.assert_allclose(scores[rows], expected, rtol=1e-4, atol=1e-5)


def found(searcher: Searcher, filters: Filters | None = None) -> list[list[tuple[str, float]]]:
    return [[(scored.id, round(scored.score, 4)) for scored in searcher.search(text, 8, filters=filters)] for text in ASKED]


def collections(home: Home) -> list[str]:
    return collection.collections_of(server_of(home, open_snapshot(home)[1].uri), mark_of(home))


def count(home: Home) -> int:
    info = open_snapshot(home)[1]
    return collection.count(server_of(home, info.uri), info.collection)


def same(home: Home) -> bool:
    folder, info = open_snapshot(home)
    return outlet.compare(home, folder, info, row_table(folder, info)).none


@pytest.mark.parametrize(("filters", "reason"), NARROW, ids=[reason for _filters, reason in NARROW])
def test_the_best_rows_by_words_and_by_meaning(pair: Pair, filters: Filters | None, reason: str) -> None:
    other = open_searcher(pair.other)
    admitted = other._rows.admitted(filters)
    for text, wanted in zip(ASKED, (7, 60, 7, 60, 7), strict=True):
        words, products = exact(pair.embedded, text, filters)
        query = load_encoder().encode_queries([text])[0]
        assert_the_best(other._engine.lexical(lexical_terms(query_terms(text)), wanted, admitted), words, wanted, 0.0)
        assert_the_best(other._engine.dense(query, wanted, admitted), products, wanted, -1.5)


@pytest.mark.parametrize("listed", [1, 2_000])
def test_filters_too_wide_to_be_named_lose_nothing(pair: Pair, listed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.stores.milvus.engine._LISTED", listed)
    monkeypatch.setattr("index.stores.milvus.engine._MOST", 40)
    monkeypatch.setattr("index.stores.milvus.engine._LOOKED", 1)
    filters = Filters(documents=frozenset(f"van-ban/{n}" for n in range(0, 90, 9)))
    other = open_searcher(pair.other)
    for text in ASKED[:2]:
        words, products = exact(pair.embedded, text, filters)
        admitted = other._rows.admitted(filters)
        query = load_encoder().encode_queries([text])[0]
        assert_the_best(other._engine.dense(query, 30, admitted), products, 30, -1.5)
        assert_the_best(other._engine.lexical(lexical_terms(query_terms(text)), 12, admitted), words, 12, 0.0)


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("giấy phép", "two syllables"),
        ("khu công nghiệp", "three, in their order"),
        ("công khu nghiệp", "another order, which is rare"),
        ("lạ lùng quá", "stands nowhere: the words count"),
    ],
)
def test_phrases_stand_word_for_word(pair: Pair, phrase: str, reason: str) -> None:
    text = f'"{phrase}" báo cáo'
    assert found_ids(pair.other, text) == found_ids(pair.embedded, text), reason


def found_ids(home: Home, text: str) -> set[str]:
    return {scored.id for scored in open_searcher(home).search(text, ROWS)}


def test_searches_end_to_end_are_the_same(pair: Pair) -> None:
    for filters, reason in NARROW:
        assert found(open_searcher(pair.other), filters) == found(open_searcher(pair.embedded), filters), reason


def changed(pair: Pair, generation: int, entries: list[IndexEntry], removed: set[str]) -> None:
    for home in pair.both():
        update_index(home, entries, removed, generation)


def test_a_reader_stays_at_its_generation_and_the_next_sees_the_change(pair: Pair) -> None:
    before = [open_searcher(home) for home in pair.both()]
    first = found(before[0])
    changed(pair, 2, [*map(entry, range(1000, 1010)), *(entry(n, 1) for n in range(20, 24))], {"van-ban/9"})
    assert found(before[0]) == found(before[1]) == first, "whoever had it open stays"
    now = [found(open_searcher(home)) for home in pair.both()]
    assert now[0] == now[1] != first
    gone = {scored.id for scored in open_searcher(pair.other).search(ASKED[0], ROWS)}
    assert not any(identifier.startswith("van-ban/9#") for identifier in gone)


def test_struck_rows_leave_the_server_after_their_last_reader(on_server: Pair) -> None:
    home = on_server.other
    searcher = open_searcher(home)
    living, server = searcher._rows.serials[searcher._rows.alive], server_of(home)
    changed(on_server, 3, [], {"van-ban/11"})
    changed(on_server, 4, [], {"van-ban/12"})
    there = collection.differences(server, searcher.info.collection, living, living[:0], searcher.info.issued)
    assert there.missing == 0, "somebody still searches the first of these generations"
    assert set(leases.held(home, 10**6).values()) == {searcher.info.collection}
    del searcher
    gc.collect()
    changed(on_server, 5, [], {"van-ban/13"})
    assert count(home) == open_snapshot(home)[1].entries + 4, "only what was struck off just now is left"
    assert same(home)


def test_a_new_index_leaves_the_old_one_to_its_readers(on_server: Pair) -> None:
    home = on_server.other
    searcher, old = open_searcher(home), open_snapshot(home)[1].collection
    first = found(searcher)
    for one in on_server.both():
        build_index(one, map(entry, range(ROWS)), generation=6, jobs=1)
    new = open_snapshot(home)[1].collection
    assert collections(home) == sorted([old, new])
    assert found(searcher) == first
    assert collection.named(server_of(home), mark_of(home)) == new
    assert found(open_searcher(home)) == found(open_searcher(on_server.embedded))
    del searcher
    gc.collect()
    changed(on_server, 7, [entry(2000)], set())
    assert collections(home) == [new]
    assert same(home)


@pytest.mark.parametrize("whole", [False, True], ids=["an update", "a new index"])
def test_a_kill_while_rows_are_sent_changes_nothing(on_server: Pair, whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    home = on_server.other
    before, number = found(open_searcher(home)), open_snapshot(home)[1].number

    def half(server, name, records, told, *, fresh):
        collection_fill(server, name, list(records)[:30], told, fresh=fresh)
        raise KeyboardInterrupt

    collection_fill = collection.fill
    with monkeypatch.context() as patched:
        patched.setattr(collection, "fill", half)
        # A killed process clears nothing away.
        patched.setattr(build, "discard", lambda _folder: None)
        patched.setattr(outlet.MilvusOutlet, "abandon", lambda _self: None)
        with pytest.raises(KeyboardInterrupt):
            if whole:
                build_index(home, map(entry, range(ROWS)), generation=8, jobs=1)
            else:
                update_index(home, [entry(n) for n in range(3000, 3050)], (), 8)
    assert open_snapshot(home)[1].number == number
    assert found(open_searcher(home)) == before
    assert same(home)
    changed(on_server, 9 + whole, [entry(3000 + whole)], set())
    assert found(open_searcher(home)) == found(open_searcher(on_server.embedded))
    gc.collect()
    info = open_snapshot(home)[1]
    assert collections(home) == [info.collection]
    assert count(home) == info.entries + len(outlet.struck_of(current(home))), "nothing of the half is left"


def test_rows_lost_or_foreign_are_noticed(on_server: Pair) -> None:
    home = on_server.other
    folder, info = open_snapshot(home)
    table, server = row_table(folder, info), server_of(home)
    row = table.segments[0]
    sent = collection.record(int(table.serials[5]), row.documents[row.owners[5]], np.ones(info.dimension, np.float32), {7: 1.0})
    sent = sent if on_server.engine == "lite" else {name: value for name, value in sent.items() if name != collection.WORDS}
    collection.take_out(server, info.collection, table.serials[5:7])
    assert outlet.compare(home, folder, info, table) == collection.Differences(2, 0, 0)
    collection.fill(server, info.collection, [sent, replace_serial(sent, int(table.serials[6]))], lambda _n: None, fresh=False)
    assert same(home)


def replace_serial(record: dict[str, object], serial: int) -> dict[str, object]:
    return {**record, collection.SERIAL: serial}


def test_a_copy_of_the_folder_never_writes_into_the_original(on_server: Pair, tmp_path: Path) -> None:
    import shutil

    copy = Home(tmp_path / "copy")
    shutil.copytree(on_server.other.root, copy.root)
    with pytest.raises(IndexStateError, match="bản sao khác"):
        update_index(copy, [entry(5000)], (), 20)
    assert same(on_server.other)


def test_back_to_the_embedded_engine(on_server: Pair) -> None:
    home = on_server.other
    before = open_snapshot(home)[1]
    store_engine(home, EMBEDDED)
    build_index(home, map(entry, range(40)), generation=21, jobs=1)
    gc.collect()
    outlet.leave(home, before)
    info = open_snapshot(home)[1]
    assert (info.engine, info.uri, info.collection) == ("local", "", "")
    assert collection.collections_of(server_of(home, before.uri), mark_of(home)) == []
    assert replace(info, files=()).entries == 40
