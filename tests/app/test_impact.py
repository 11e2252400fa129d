"""What a document changes, who stands around it, and what rests on what rests on it."""

import pytest

from app.impact import impact_of
from app.neighbours import neighbourhood
from corpus.errors import UsageError
from corpus.model import EffectKind, Relation

DECREE, NEW_DECREE = "nghi-dinh/09-2017-nd-cp/2017-02-09", "nghi-dinh/244-2026-nd-cp/2026-06-26"


def test_an_ended_decree_is_named_with_its_day_its_quote_and_what_rests_on_it(base):
    impact = impact_of(base, "244/2026/NĐ-CP")
    (change,) = [c for c in impact.changes if c.document.key == DECREE]
    assert (change.effect.kind, change.since.isoformat()) == (EffectKind.REPEALS, "2026-07-01")
    text = base.document(NEW_DECREE).text
    assert text[change.effect.start : change.effect.end] == change.effect.quote
    resting = {r.quote.document.number for r in change.resting}
    assert {"3163/KH-BCT", "1575/QĐ-BCT"} <= resting
    assert "244/2026/NĐ-CP" not in resting, "the ending document does not rest on what it ends"
    assert len(change.duties) == len(base.document(DECREE).obligations)


def test_a_document_that_changes_nothing_says_so(base):
    assert impact_of(base, "3163/KH-BCT").changes == ()


@pytest.mark.parametrize("asked", ["999/2001/NĐ-CP", "xin chào"])
def test_an_unknown_document_is_an_error_that_says_what_to_do(base, asked):
    with pytest.raises(UsageError):
        impact_of(base, asked)


def test_the_table_of_authorities_groups_by_relation_and_keeps_absent_documents(base):
    around = neighbourhood(base, "1575/QĐ-BCT", ("out",))
    named = [(n.relation, n.document.number if n.document else None) for n in around.neighbours]
    assert (Relation.CAN_CU, "09/2017/NĐ-CP") in named
    assert {n.direction for n in around.neighbours} == {"out"}
    order = [list(Relation).index(n.relation) for n in around.neighbours]
    assert order == sorted(order)


def test_each_neighbour_stands_once_per_relation_with_its_places(base):
    around = neighbourhood(base, "407/QĐ-TTg", ("in",))
    edges = [(n.relation, n.name) for n in around.neighbours]
    assert len(edges) == len(set(edges))
    plan = next(n for n in around.neighbours if n.document.number == "3163/KH-BCT")
    assert plan.count == len(plan.places) == 2


def test_chains_follow_what_rests_on_what_rests_on_it(base):
    direct = base.references("407/QĐ-TTg").references
    chained = base.references("407/QĐ-TTg", chain=True).references
    assert chained[: len(direct)] == direct
    assert all(reference.via for reference in chained[len(direct) :])
    decision = "quyet-dinh/1908-qd-bct/2023-07-25"
    assert ("ke-hoach/3163-kh-bct/2024-05-13", (decision,)) in {(r.quote.document.key, r.via) for r in chained}


COMMANDS = [
    (("impact", "244/2026/NĐ-CP"), "changes", "what it changes"),
    (("relations", "3163/KH-BCT"), "neighbours", "who stands around it"),
    (("refs", "407/QĐ-TTg", "--chain"), "results", "what rests on it, and on that"),
]


@pytest.mark.parametrize(("command", "field", "why"), COMMANDS, ids=[row[2] for row in COMMANDS])
def test_the_commands_print_json_and_text(cancu, command, field, why):
    assert cancu(*command, "--json").json[field], why
    told = cancu(*command)
    assert (told.status, told.err) == (0, "")
    assert told.out.endswith("\n")
