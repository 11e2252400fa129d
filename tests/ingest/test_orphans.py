"""Workers end with the process that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from ingest.orphans import die_with_parent

def start():
    print(os.getpid(), flush=True)
    time.sleep({late})
    die_with_parent()

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=start)
    pool.submit(os.getpid).result()
    print("working", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("late", [0, 1], ids=["while the worker waits for work", "before the worker watches"])
def test_a_worker_ends_when_its_parent_is_killed(tmp_path, late):
    script = tmp_path / "parent.py"
    script.write_text(CODE.format(late=late), encoding="utf-8")
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=surroundings) as parent:
        worker = int(parent.stdout.readline())
        if not late:
            parent.stdout.readline()
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    assert _ends(worker)


READING = """
import sys, time
from pathlib import Path
from corpus.settings import Limits
from ingest.reading import ReaderPool
from ingest.reading.child import Order

def hang(order):
    import os
    print(os.getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    with ReaderPool(hang) as pool:
        list(pool.read([Order(Path(__file__), Limits())]))
"""


def test_a_reader_in_the_middle_of_a_file_ends_when_its_parent_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(READING, encoding="utf-8")
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=surroundings) as parent:
        reader = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    assert _ends(reader)


def _ends(process):
    for _ in range(100):
        if not _lives(process):
            return True
        time.sleep(0.1)
    return False


def _lives(process):
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
