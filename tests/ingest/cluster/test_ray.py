"""Ingestion by a Ray cluster of two machines (one of them without Tesseract): the same catalogue as without, whatever dies.

The cluster is started once; the run that everything is compared with is one of processes of this machine.
"""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.errors import MissingLibraryError, UsageError
from corpus.settings import MIB, Home
from ingest.cluster import fleet, reading
from ingest.cluster.connecting import cluster_readers
from ingest.cluster.node import carry_out
from ingest.run import Progress, ingest
from ingest.versions import differences
from ingest.workers import FileToRead, ReadTask
from tests.ingest.cluster.scenes import contents, outcomes, pictures_read, results, scan, tesseract, write_files

ROOT = Path(__file__).resolve().parents[3]
LOCAL = """
import sys
from pathlib import Path
from corpus.settings import Home
from ingest.run import ingest
from tests.ingest.cluster.scenes import outcomes

if __name__ == "__main__":
    print(outcomes(ingest(Home(Path(sys.argv[1])), [Path(sys.argv[2])], jobs=2)))
"""
needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs ray")


class Cluster:
    """Two machines that are processes of this one, and what was ingested without them."""

    def __init__(self, folder: Path) -> None:
        from ray.cluster_utils import Cluster as RayCluster

        self.files = write_files(folder / "files")
        self.program, surroundings = tesseract(folder / "programs"), os.environ | {"PYTHONPATH": str(ROOT)}
        local = tesseract(folder / "local programs")
        script = folder / "local.py"
        script.write_text(LOCAL, encoding="utf-8")
        self.home = Home(folder / "local home")
        command = [sys.executable, str(script), str(self.home.root), str(self.files)]
        alone = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings | {"PATH": str(local)})
        self.outcomes = alone.stdout.strip()
        self._small = {"num_cpus": 1, "object_store_memory": 100 * MIB}
        head = {**self._small, "include_dashboard": False, "env_vars": {"PATH": str(self.program)}}
        self.ray = RayCluster(initialize_head=True, head_node_args=head)
        self.add(PATH="/nowhere")
        self.pictures = pictures_read(local)

    def add(self, **env_vars):
        return self.ray.add_node(**self._small, env_vars=env_vars)

    def busy(self, node=None) -> list[int]:
        """Return the processes that are reading a file, on one machine or on all."""
        nodes = [node] if node else self.ray.list_all_nodes()
        raylets = {str(process.process.pid) for one in nodes for process in one.all_processes["raylet"]}
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if "ray::" in (folder / "cmdline").read_text("ascii", "replace"):
                    title, parent = (folder / "cmdline").read_bytes(), (folder / "stat").read_text().rsplit(")", 1)[1].split()[1]
                    if parent in raylets and title.startswith((b"ray::carry_out", b"ray::slowly")):
                        found.append(int(folder.name))
            except OSError:
                continue
        return found


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    import ray

    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0", "RAY_AUTH_MODE": "disabled"}
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        ray.init(address=made.ray.address, log_to_driver=False, logging_level="ERROR")
        yield made
    finally:
        ray.shutdown()
        made.ray.shutdown()


@pytest.fixture(autouse=True)
def alike(monkeypatch):
    """Machines that read alike, also while somebody edits the code that these processes load at different moments."""
    monkeypatch.setattr(fleet, "differences", lambda ours, theirs: ())


def slowly(job, content, kept):
    """A machine on which every step takes a while."""
    time.sleep(0.3)
    return carry_out(job, content, kept)


def deadly(job, content, kept):
    """A machine on which one file kills the process that reads it."""
    if job.name == "101.txt":
        os.kill(os.getpid(), signal.SIGKILL)
    return carry_out(job, content, kept)


class Striking(Progress):
    """Does harm once, when the first file that a machine has read is stored."""

    def __init__(self, harm) -> None:
        self.harm, self.struck = harm, None

    def file(self, outcome):
        if self.struck is None and outcome.name.endswith(".txt"):
            self.struck = self.harm()


def run(cluster, home, told, progress=None, files=None):
    with cluster_readers("auto", tell=told.append) as readers:
        return ingest(home, [files or cluster.files], readers=readers, progress=progress)


@needs_ray
def test_the_catalogue_is_that_of_one_machine(cluster, tmp_path):
    home, told = Home(tmp_path / "kho"), []
    assert str(outcomes(run(cluster, home, told))) == cluster.outcomes
    stored = contents(home)
    assert stored == contents(cluster.home)
    assert len(stored) == 6 + 1 + 1 + 40
    assert results(home) == results(cluster.home), "results of pages come home"
    assert pictures_read(cluster.program) == cluster.pictures, "each picture was read once, on the machine that can"
    assert told[0] == "Cụm Ray: 2 máy, 2 lõi."
    assert [message for message in told[1:] if "Tesseract" not in message] == []
    assert len(told) == 2
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-vie" in told[1]
    assert {f.status.value for f in run(cluster, home, []).files} == {"unchanged", "failed"}


@needs_ray
def test_processes_killed_half_way_cost_nothing(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "carry_out", slowly)
    home = Home(tmp_path / "kho")

    def kill():
        killed = cluster.busy()
        for process in killed:
            os.kill(process, signal.SIGKILL)
        return killed

    harm = Striking(kill)
    assert str(outcomes(run(cluster, home, [], harm))) == cluster.outcomes
    assert harm.struck, "somebody must have been at work"
    assert contents(home) == contents(cluster.home)


@needs_ray
def test_a_machine_lost_half_way_costs_nothing(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "carry_out", slowly)
    monkeypatch.setattr(fleet, "_LOOK", 0.1)
    home, told = Home(tmp_path / "kho"), []
    third = cluster.add(PATH=str(cluster.program))

    def remove():
        deadline = time.monotonic() + 20
        while not (at_work := cluster.busy(third)) and time.monotonic() < deadline:
            time.sleep(0.05)
        cluster.ray.remove_node(third)
        return at_work

    harm = Striking(remove)
    try:
        assert str(outcomes(run(cluster, home, told, harm))) == cluster.outcomes
    finally:
        if third in cluster.ray.list_all_nodes():
            cluster.ray.remove_node(third)
    assert told[0] == "Cụm Ray: 3 máy, 3 lõi."
    assert harm.struck, "it must have been at work"
    assert contents(home) == contents(cluster.home)


@needs_ray
def test_a_file_that_kills_its_process_each_time_fails_alone(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "carry_out", deadly)
    files = tmp_path / "files"
    files.mkdir()
    for name in ("101.txt", "102.txt"):
        (files / name).write_bytes((cluster.files / name).read_bytes())
    dead, other = outcomes(run(cluster, Home(tmp_path / "kho"), [], None, files))
    assert (dead[1], dead[2], dead[3]) == ("failed", (), "crash")
    assert "bị dừng 3 lần" in dead[4]
    assert str(other) in cluster.outcomes


@needs_ray
def test_a_scan_that_was_stopped_goes_on_where_it_was(cluster, tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    scan(files / "dai.tif", 12)
    home, before = Home(tmp_path / "kho"), len(pictures_read(cluster.program))

    class Stopping(Progress):
        def pages(self, name, done, total):
            seen.append((name, done, total))
            if done >= 6:
                raise KeyboardInterrupt

    seen = []
    with pytest.raises(KeyboardInterrupt):
        run(cluster, home, [], Stopping(), files)
    kept = sum(place.startswith("pages/") for place in results(home))
    assert kept == seen[-1][1] >= 6
    report = run(cluster, home, [], None, files)
    assert [(f.name, f.status.value) for f in report.files] == [("dai.tif", "stored")]
    assert len(pictures_read(cluster.program)) - before <= 12 + 4, (
        "pages that were home are not read again, those on their way may be"
    )
    assert sum(place.startswith("pages/") for place in results(home)) == 12


@needs_ray
def test_files_on_a_shared_disk_are_opened_there_and_must_be_the_same(cluster, tmp_path):
    good, other = tmp_path / "tot.txt", tmp_path / "khac.txt"
    for path in (good, other):
        path.write_text("Phòng Một làm việc.", encoding="utf-8")
    import hashlib

    sha256 = hashlib.sha256(good.read_bytes()).hexdigest()
    files = [FileToRead(good, sha256, 20), FileToRead(other, "0" * 64, 20), FileToRead(tmp_path / "mat.txt", sha256, 20)]
    with cluster_readers("auto", by_path=True) as readers:
        found = {f.path.name: f.result for f in readers.read(iter(files), ReadTask(), lambda *_: None)}
    assert found["tot.txt"].text == "Phòng Một làm việc."
    assert [found[name].code for name in ("khac.txt", "mat.txt")] == ["not-shared", "not-shared"]
    assert all(str(tmp_path) not in str(found[name]) for name in ("khac.txt", "mat.txt"))


@needs_ray
def test_machines_that_read_otherwise_are_named_and_get_no_work(cluster, monkeypatch):
    from dataclasses import replace

    ours = replace(fleet.versions(), digest="0" * 64, libraries=(*fleet.versions().libraries[:-1], ("python-docx", "0.1")))
    monkeypatch.setattr(fleet, "versions", lambda: ours)
    monkeypatch.setattr(fleet, "differences", differences)
    with pytest.raises(UsageError) as caught, cluster_readers("auto"):
        pass
    assert "dữ liệu đọc của cancu khác" in str(caught.value)
    assert "ở đây 0.1" in str(caught.value)
    assert "cùng một bản cancu" in str(caught.value)


def test_without_ray_and_without_a_cluster_it_is_said_what_to_do(monkeypatch):
    if importlib.util.find_spec("ray"):
        monkeypatch.setattr("ray.is_initialized", lambda: False)
    for address in ("127.0.0.1:1", "nowhere", "ray://127.0.0.1:10001"):
        with pytest.raises(UsageError, match="ray start"), cluster_readers(address):
            pass
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingLibraryError, match=r"pip install ray"), cluster_readers("auto"):
        pass
