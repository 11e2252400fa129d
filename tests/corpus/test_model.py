"""The guarantees of corpus.model by number."""

import dataclasses
import enum

import pytest

from corpus import model
from corpus.model import Head
from tests.corpus.samples import document

DATACLASSES = [value for value in vars(model).values() if dataclasses.is_dataclass(value)]


@pytest.mark.parametrize("kind", DATACLASSES, ids=lambda kind: kind.__name__)
def test_1_every_value_is_immutable_and_its_collections_are_tuples(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)
    mutable = [f.name for f in dataclasses.fields(kind) if str(f.type).startswith(("list", "dict", "set"))]
    assert mutable == []


def test_1_values_are_hashable():
    assert len({document(), document()}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        Head().kind = "Luật"  # type: ignore[misc]


def test_2_spans_show_what_their_values_say():
    doc = document()
    for part in (*doc.citations, *doc.obligations):
        assert doc.text[part.start : part.end] == part.quote
    for part in (*doc.provisions, *doc.lines):
        assert doc.text[part.start : part.end] == part.text


def test_an_id_is_the_key_and_the_address():
    assert document().provisions[0].id == "thong-tu/12-2024-tt-bct/2024-05-13#dieu-1"


def test_closed_sets_are_enums_of_strings():
    enums = [v for v in vars(model).values() if isinstance(v, type) and issubclass(v, enum.Enum)]
    assert enums
    assert all(issubclass(v, str) for v in enums)
