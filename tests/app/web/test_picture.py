from __future__ import annotations

from itertools import pairwise

import pytest

from app.results import LookedUp, Reference
from app.web import picture
from app.web.picture import draw
from corpus.model import Citation, DocumentSummary, Quote, Relation, Resolution
from tests.app.web.fake import PLAN, RULE, FakeBase

OWN = DocumentSummary("own/1/2024-01-01", "Kế hoạch", "1/KH", None, None, None)
Row = tuple[str, Relation, bool]


def looked_up(rows: list[Row], *, out: bool) -> LookedUp:
    references = []
    for name, relation, stored in rows:
        other = DocumentSummary(f"quyet-dinh/{name}/2024-01-01", "Quyết định", name, None, None, None) if stored else None
        quote = Quote(OWN if out else (other or OWN), "dieu-1", "Điều 1", "x", 0, 1)
        citation = Citation(0, 1, name, number=name, relation=relation)
        references.append(Reference(quote, citation, other if out else OWN, Resolution(None)))
    return LookedUp("x", "found", OWN, references=tuple(references))


def drawn(outgoing: list[Row], incoming: list[Row]) -> list[tuple[bool, str, str, int, bool]]:
    """Return (left, name, relation, count, linked) of every box."""
    made = draw(OWN, looked_up(outgoing, out=True), looked_up(incoming, out=False))
    assert made is not None
    return [(place.x == 0, place.name, str(place.relation), place.count, bool(place.link)) for place in made.places]


def test_a_neighbour_stands_once_under_the_relation_that_binds_most() -> None:
    rows: list[Row] = [("2/QD", Relation.DAN_CHIEU, True), ("2/QD", Relation.CAN_CU, True), ("3/QD", Relation.DAN_CHIEU, False)]
    assert drawn(rows, [("4/QD", Relation.SUA_DOI, True)]) == [
        (True, "Quyết định số 2/QD", "can_cu", 2, True),
        (True, "3/QD", "dan_chieu", 1, False),
        (False, "Quyết định số 4/QD", "sua_doi", 1, True),
    ]


def test_those_left_out_are_counted() -> None:
    many: list[Row] = [(f"{n}/QD", Relation.CAN_CU, True) for n in range(picture.MOST + 3)]
    made = draw(OWN, looked_up(many, out=True), looked_up([], out=False))
    assert made is not None
    assert (len(made.places), made.more_left, made.more_right, made.right_title) == (picture.MOST, 3, 0, False)


def test_without_neighbours_there_is_no_picture() -> None:
    assert draw(OWN, looked_up([], out=True), looked_up([], out=False)) is None


def test_boxes_stay_inside_the_drawing_and_do_not_overlap() -> None:
    rows: list[Row] = [(f"{n}/QD", Relation.CAN_CU, True) for n in range(5)]
    made = draw(OWN, looked_up(rows, out=True), looked_up(rows[:2], out=False))
    assert made is not None
    left = sorted(place.y for place in made.places if place.x == 0)
    assert all(b - a >= 46 for a, b in pairwise(left))
    assert all(0 <= place.x <= made.width - 290 and 0 <= place.y <= made.height - 46 for place in made.places)


@pytest.mark.parametrize(("key", "shown"), [(RULE, True), (PLAN, False)], ids=["a document that is cited", "one without relations"])
def test_the_page_of_a_document_draws_its_relations(key: str, shown: bool) -> None:
    from app.web import reading, views

    base = FakeBase()
    document, summary = base.document(key), base.summary(key)
    assert document is not None and summary is not None
    page = views.render("document.html", view=reading.document_view(base, document, summary))
    assert ("<svg" in page) is shown
