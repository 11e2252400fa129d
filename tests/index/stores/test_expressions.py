"""What a Milvus server is told of filters: every row that passes them is admitted."""

import datetime as dt

import numpy as np
import pytest

from index.stores.milvus.collection import day_number, document_id, folded, signed
from index.stores.milvus.engine import expression_of
from index.stores.rows import Admitted
from index.tokens.entries import Filters

DAY = dt.date(2020, 2, 29)
MANY = tuple(f"luat/{n}" for n in range(2_001))


def _admitted(filters: Filters | None, documents: tuple[str, ...] | None) -> Admitted:
    return Admitted(np.ones(1, np.bool_), 1, documents, filters)


@pytest.mark.parametrize(
    ("filters", "documents", "expected", "reason"),
    [
        (None, None, "", "nothing is filtered"),
        (Filters(kinds=frozenset({"Luật"})), ("luat/1",), f"document in [{document_id('luat/1')}]", "few documents are named"),
        (Filters(kinds=frozenset({"Luật", "luật"})), MANY, 'kind in ["luật"]', "many are described; names are folded"),
        (Filters(issuers=frozenset({'Bộ "A\\B"'})), MANY, 'issuer in ["bộ \\"a\\\\b\\""]', "nobody ends the text of a name"),
        (Filters(date_from=DAY), MANY, "date >= 20200229", "a first day"),
        (Filters(date_to=DAY), MANY, "date >= 1 and date <= 20200229", "documents without a date do not pass"),
        (Filters(documents=frozenset(MANY)), MANY, "", "a long list of documents is no expression: they are looked at here"),
        (
            Filters(kinds=frozenset({"Luật"}), without=frozenset({"luat/1"})),
            MANY,
            f'kind in ["luật"] and document not in [{document_id("luat/1")}]',
            "shut out by name",
        ),
    ],
)
def test_expressions(filters: Filters | None, documents: tuple[str, ...] | None, expected: str, reason: str) -> None:
    assert expression_of(_admitted(filters, documents)) == expected, reason


@pytest.mark.parametrize(
    ("given", "expected"), [(0, 0), ((1 << 63) - 1, (1 << 63) - 1), (1 << 63, -(1 << 63)), ((1 << 64) - 1, -1)]
)
def test_numbers_fit_the_signed_fields_of_the_server(given: int, expected: int) -> None:
    assert signed(given) == expected


def test_names_and_days_as_they_are_stored() -> None:
    assert (folded(None), folded("Quốc hội"), len(folded("a" * 900))) == ("", "quốc hội", 500)
    assert (day_number(None), day_number("2020-02-29")) == (0, 20200229)
