"""Which engine a home uses, where its secret is, and that the embedded one needs nothing of the other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.choices import store_choice, stored_choice
from corpus.errors import IndexStateError, UsageError
from corpus.settings import Home
from index.stores import leases
from index.stores.choice import (
    EMBEDDED,
    ENGINE_VARIABLE,
    TOKEN_VARIABLE,
    URI_VARIABLE,
    EngineChoice,
    EngineName,
    address_of,
    chosen_engine,
    engine_named,
    mark_of,
    refuse_another,
    store_engine,
    token_of,
)

AT = "http://may-chu:19530"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.mark.parametrize(
    ("name", "uri", "expected", "reason"),
    [
        ("local", "", EMBEDDED, "the default"),
        ("local", AT, EMBEDDED, "needs no address"),
        ("milvus", AT, EngineChoice(EngineName.MILVUS, AT), "a server"),
        ("milvus", "kho.db", EngineChoice(EngineName.MILVUS, "kho.db"), "the file of Milvus Lite"),
        ("milvus", "", "--uri", "a server is somewhere"),
        ("milvus", "may-chu", "Không hiểu địa chỉ", "neither address nor file"),
        ("milvus", "http://nguoi:mat-khau@may-chu:19530", TOKEN_VARIABLE, "addresses are shown, so they hold no secret"),
        ("faiss", AT, "Không có engine", "no such engine"),
    ],
)
def test_engines_by_name(name: str, uri: str, expected: EngineChoice | str, reason: str) -> None:
    if isinstance(expected, EngineChoice):
        assert engine_named(name, uri) == expected, reason
        return
    with pytest.raises(UsageError, match=expected) as refused:
        engine_named(name, uri)
    assert "mat-khau" not in str(refused.value)


def test_what_a_command_names_comes_before_what_is_stored(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen_engine(home) == EMBEDDED
    assert address_of(home, "http://cu:1") == "http://cu:1"
    store_engine(home, engine_named("milvus", AT))
    assert chosen_engine(home) == EngineChoice(EngineName.MILVUS, AT)
    monkeypatch.setenv(URI_VARIABLE, "http://moi:19530")
    assert address_of(home, "http://cu:1") == "http://moi:19530"
    monkeypatch.setenv(ENGINE_VARIABLE, "local")
    assert chosen_engine(home) == EMBEDDED
    refuse_another(home, "local")
    with pytest.raises(UsageError, match="cancu rebuild --engine local"):
        refuse_another(home, "milvus")


def test_the_default_writes_nothing_into_the_home(home: Home) -> None:
    store_engine(home, EMBEDDED)
    assert not home.choices.exists()


def test_one_choice_leaves_the_others(home: Home) -> None:
    store_choice(home, "reranker", "mô hình")
    store_engine(home, engine_named("milvus", AT))
    mark = mark_of(home)
    assert mark_of(home) == mark
    assert stored_choice(home, "reranker") == "mô hình"
    store_engine(home, EMBEDDED)
    assert (chosen_engine(home), mark_of(home), stored_choice(home, "reranker")) == (EMBEDDED, mark, "mô hình")
    home.choices.write_text("{", "utf-8")
    with pytest.raises(UsageError, match="Không đọc được"):
        chosen_engine(home)


def test_the_secret_is_kept_apart_from_the_address(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store_engine(home, engine_named("milvus", AT))
    assert token_of(home) == ""
    home.engine_token.write_text("bi-mat\n", "utf-8")
    assert token_of(home) == "bi-mat"
    monkeypatch.setenv(TOKEN_VARIABLE, "khac")
    assert token_of(home) == "khac"
    assert json.loads(home.choices.read_text("utf-8")) == {"engine": {"name": "milvus", "uri": AT}}


def test_leases_are_held_by_readers_and_end_with_them(home: Home) -> None:
    home.snapshots.mkdir(parents=True)
    (home.snapshots / "current").write_text("000004\n", "utf-8")
    first, second = leases.take(home, 4, "kho_1"), leases.take(home, 4, "kho_1")
    with pytest.raises(IndexStateError, match="thử lại"):
        leases.take(home, 3, "kho_0")
    assert leases.held(home, 4) == {}, "only older ones are asked for"
    assert leases.held(home, 5) == {4: "kho_1"}
    del first
    assert leases.held(home, 5) == {4: "kho_1"}, "one reader is left"
    del second
    assert leases.held(home, 5) == {}
    assert list((home.snapshots / "readers").iterdir()) == []


def test_the_embedded_engine_loads_nothing_of_a_server() -> None:
    code = (
        "import sys, app.upkeep.maintenance, index.searcher, index.stores.build; "
        "sys.exit(', '.join({'pymilvus', 'grpc', 'pandas', 'index.stores.milvus.engine'} & set(sys.modules)) or 0)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
