"""An office moves to a Milvus server: one setting, the same answers, a server that goes away and comes back, and the way home."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli.main import main
from app.service import open_knowledge_base
from app.upkeep.maintenance import catch_up, verify
from corpus.model import AnswerStatus
from corpus.settings import Home
from tests.milvus import LiteServer, missing

SECRET = "mã-bí-mật-của-máy-chủ"  # noqa: S105
SUBJECTS = ("giấy phép xây dựng nhà ở", "báo cáo tài chính hằng năm", "bảo vệ môi trường khu công nghiệp")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiteServer]:
    if reason := missing("milvus_lite"):
        pytest.skip(reason)
    made = LiteServer(tmp_path / "lite")
    made.start()
    yield made
    made.kill()


def _rows(path: Path, numbers: range) -> Path:
    rows = [
        {
            "document": {"kind": "Nghị định", "number": f"{n}/2020/NĐ-CP", "date": "2020-01-01", "issuer": "Chính phủ", "title": subject},
            "path": "dieu-1", "heading": f"Trình tự {subject}", "key": str(n),
            "text": f"Cơ quan có trách nhiệm thực hiện {subject} theo mẫu số {n} trong {n + 3} ngày làm việc.",
        }
        for n in numbers for subject in [SUBJECTS[n % 3]]
    ]  # fmt: skip
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


class Office:
    """Runs commands on one home and keeps everything they said."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.home, self._capsys, self.said = root, Home(root), capsys, ""

    def run(self, *command: object) -> tuple[int, str, str]:
        status = main(["--home", str(self.root), *map(str, command)])
        out, err = self._capsys.readouterr()
        self.said += out + err
        return status, out, err

    def keys(self) -> list[str]:
        return [hit["id"] for hit in json.loads(self.run("search", SUBJECTS[0], "--json")[1])["hits"]]


def _until(holds: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.2)
    return held


def test_there_and_back(
    tmp_path: Path, server: LiteServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANCU_MILVUS_TOKEN", SECRET)
    office = Office(tmp_path / "kho", capsys)
    assert office.run("ingest", _rows(tmp_path / "a.jsonl", range(1, 7)), "--jobs", 1)[0] == 0
    embedded = office.keys()
    assert len(embedded) == 6
    assert "milvus" not in office.run("status")[1]

    moved = office.run("rebuild", "--engine", "milvus", "--uri", server.uri, "--jobs", 1)
    assert moved[0] == 0 and server.uri in moved[1]
    assert json.loads(office.run("status", "--json")[1])["index"]["engine"] == f"milvus ({server.uri})"
    assert set(office.keys()) == set(embedded)
    assert office.run("ingest", _rows(tmp_path / "b.jsonl", range(7, 9)), "--jobs", 1)[0] == 0
    assert office.run("remove", "nghi-dinh/01-2020-nd-cp/2020-01-01")[0] == 0
    now = office.keys()
    assert {key.split("#")[0].split("/")[1] for key in now} == {f"{n:02}-2020-nd-cp" for n in range(2, 9)}
    assert verify(office.home).findings == ()
    assert office.run("search", SUBJECTS[0], "--engine", "local")[0] == 2, "the index is elsewhere"

    server.kill()
    base = open_knowledge_base(office.home)
    answer = base.ask("Ai cấp giấy phép xây dựng?")
    assert (answer.status, "Milvus" in answer.message) == (AnswerStatus.UNAVAILABLE, True)
    assert base.status().engine == f"milvus ({server.uri})"
    assert [office.run("search", SUBJECTS[0])[0], office.run("rebuild", "--jobs", 1)[0]] == [2, 2]
    assert [finding.code for finding in verify(office.home).findings] == ["index-server"]
    status, _out, err = office.run("ingest", _rows(tmp_path / "c.jsonl", range(9, 10)), "--jobs", 1)
    assert status == 2 and "đã lưu đủ" in err
    assert catch_up(office.home) == 1, "a page opens all the same"
    assert len(open_knowledge_base(office.home).documents()) == 8

    server.start()
    assert _until(lambda: office.run("search", SUBJECTS[0])[0] == 0), "an address that was away is not asked for a moment"
    assert len(office.keys()) == 8, "what was stored meanwhile is taken in"
    assert verify(office.home).findings == ()
    assert base.ask("Ai cấp giấy phép xây dựng?").status is not AnswerStatus.UNAVAILABLE

    server.kill()
    server.start()
    assert _until(lambda: verify(office.home).findings == ()), (
        "a server that was started anew takes the collection up, whoever asks first"
    )

    saved = office.run("backup", tmp_path / "kho.tar")
    assert (saved[0], "máy chủ tìm kiếm" in saved[2]) == (0, True)
    assert office.run("rebuild", "--engine", "local", "--jobs", 1)[0] == 0
    assert len(office.keys()) == 8
    assert "milvus" not in office.run("status")[1]
    server.kill()
    assert len(office.keys()) == 8, "the server is not needed any more"

    elsewhere = Office(tmp_path / "khac", capsys)
    status, _out, err = elsewhere.run("restore", tmp_path / "kho.tar")
    assert (status, server.uri in err, "rebuild --engine local" in err) == (0, True, True)
    status, _out, err = elsewhere.run("search", SUBJECTS[0])
    assert (status, "cancu rebuild" in err) == (2, True), "a backup carries no index that is on a server"
    status, _out, err = elsewhere.run("rebuild", "--jobs", 1)
    assert (status, "--engine local" in err) == (2, True), "the server of the first home is still the one chosen, and is away"
    assert elsewhere.run("rebuild", "--engine", "local", "--jobs", 1)[0] == 0
    assert len(elsewhere.keys()) == 8
    server.start()
    assert _until(lambda: elsewhere.run("rebuild", "--engine", "milvus", "--uri", server.uri, "--jobs", 1)[0] == 0)
    assert (len(elsewhere.keys()), len(office.keys())) == (8, 8), "each under a name of its own"
    assert SECRET not in office.said + elsewhere.said
    assert not any(SECRET.encode() in path.read_bytes() for path in office.root.rglob("*") if path.is_file())
