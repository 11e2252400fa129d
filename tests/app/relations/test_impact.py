"""What a document changes, what rests on it through others, what is known of documents that are only cited."""

import pytest

from app.relations.impact import impact_of
from corpus.errors import UsageError
from tests.app.commands import run

OLD, NEW = "nghi-dinh/09-2017-nd-cp/2017-02-09", "nghi-dinh/244-2026-nd-cp/2026-06-26"


def test_a_document_that_ends_another_names_what_rests_on_it(base):
    found = impact_of(base, "244/2026/NĐ-CP")
    assert found.document.key == NEW
    (change,) = found.changes
    stating = base.document(NEW)
    assert change.document.key == OLD
    assert change.since.isoformat() == "2026-07-01"
    assert stating.text[change.effect.start : change.effect.end] == change.effect.quote
    resting = {reference.quote.document.key for reference in change.resting}
    assert "quyet-dinh/1575-qd-bct/2021-06-15" in resting
    assert resting.isdisjoint({OLD, NEW})
    assert [duty.obligation for duty in change.duties] == list(base.document(OLD).obligations)


def test_a_document_that_changes_nothing_stored_says_what_it_names(base):
    found = impact_of(base, "09/2017/NĐ-CP")
    assert found.changes == ()
    assert any("25/2013/QĐ-TTg" in quote for quote in found.unknown)


@pytest.mark.parametrize("asked", ["77/2031/NĐ-CP", "???"])
def test_a_document_that_is_not_stored_is_refused(base, asked):
    with pytest.raises(UsageError, match="Không"):
        impact_of(base, asked)


def test_the_command_prints_it_for_people_and_scripts(base_home):
    value = run(base_home, "impact", "244/2026/NĐ-CP", "--json").json
    assert (value["document"]["key"], [c["document"]["key"] for c in value["changes"]]) == (NEW, [OLD])
    text = run(base_home, "impact", "244/2026/NĐ-CP")
    assert (text.status, text.err) == (0, "")
    assert "từ ngày 01/07/2026" in text.out


def test_a_chain_goes_on_to_what_rests_on_what_rests_on_it(base):
    direct = base.references("407/QĐ-TTg")
    chain = base.references("407/QĐ-TTg", chain=True)
    assert chain.references[: len(direct.references)] == direct.references
    further = chain.references[len(direct.references) :]
    assert further
    sources = {r.quote.document.key for r in direct.references} | {r.quote.document.key for r in further}
    for reference in further:
        assert set(reference.via) <= sources
        assert reference.quote.document.key not in reference.via
    assert "quyet-dinh/407-qd-ttg/2022-03-30" not in {r.quote.document.key for r in chain.references}


def test_of_an_absent_document_its_mentions_are_counted(base_home):
    (found,) = run(base_home, "refs", "25/2013/QĐ-TTg", "--json").json["results"]
    absent = found["absent"]
    assert (found["state"], found["target"]) == ("found", None)
    assert (absent["number"], absent["mentions"], absent["documents"]) == ("25/2013/QĐ-TTg", 1, 1)
    assert absent["dates"] == [{"value": "2013-05-04", "documents": 1}]
    assert run(base_home, "refs", "407/QĐ-TTg", "--json").json["results"][0]["absent"] is None
