"""Batch jobs give way where a server answers, and nowhere else."""

import os
import signal
import subprocess
import sys

from app.serving.presence import NICENESS, answering, give_way, is_answered
from corpus.settings import Home

_SERVER = (
    "from pathlib import Path; import sys, time; from app.serving.presence import answering; from corpus.settings import Home\n"
)
_SERVER += "with answering(Home(Path(sys.argv[1]))): print(flush=True); time.sleep(60)"
_JOB = "from pathlib import Path; import os, sys; from app.serving.presence import give_way; from corpus.settings import Home\n"
_JOB += "give_way(Home(Path(sys.argv[1]))); give_way(Home(Path(sys.argv[1]))); print(os.getpriority(os.PRIO_PROCESS, 0))"


def test_1_a_server_is_known_as_long_as_it_lives(tmp_path):
    home = Home(tmp_path)
    assert not is_answered(home), "nobody ever answered"
    with subprocess.Popen([sys.executable, "-c", _SERVER, str(tmp_path)], stdout=subprocess.PIPE) as server:
        server.stdout.readline()
        assert is_answered(home)
        with answering(home):
            assert is_answered(home), "two may answer"
        assert is_answered(home)
        server.send_signal(signal.SIGKILL)
    assert not is_answered(home)


def test_2_a_job_gives_way_once_and_only_beside_a_server(tmp_path):
    before = os.getpriority(os.PRIO_PROCESS, 0)

    def niceness():
        return int(subprocess.run([sys.executable, "-c", _JOB, str(tmp_path)], capture_output=True, check=True).stdout)

    assert niceness() == before
    with answering(Home(tmp_path)):
        assert niceness() == max(NICENESS, before)
    assert niceness() == before
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_a_home_that_cannot_be_written_to_is_served_all_the_same(tmp_path):
    with answering(Home(tmp_path / "khong-co")):
        give_way(Home(tmp_path / "khong-co"))
