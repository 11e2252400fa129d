"""Every kind of fault is met as its row says, and the document tells it word for word."""

import pytest

from eval.faults.kinds import ALL, FAULTS
from eval.faults.table import DOCUMENT, meet_all, table


@pytest.fixture(scope="module")
def met(tmp_path_factory):
    return list(meet_all(tmp_path_factory.mktemp("faults")))


def test_every_fault_says_what_to_do_and_its_way_out_mends_it(met):
    assert {one.fault.name: one.wrong for one in met} == {fault.name: () for fault in FAULTS}


def test_the_document_of_faults_is_true(met):
    told, written = table(met).splitlines(), DOCUMENT.read_text(encoding="utf-8").splitlines()
    assert [line for line in told if line not in written] == [], "run: python -m eval.faults.table --write"
    assert len(written) == len(told) + len(ALL) - len(met), "a row of a fault that is no more"
