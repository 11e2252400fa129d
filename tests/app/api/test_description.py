"""The description of the HTTP API, tried out: requests made from it by schemathesis get no 5xx and no undescribed answer.

``python -m tests.app.api.test_description HOME 500`` tries a copy of any knowledge base, with so many requests an operation.
"""

import sys
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from app.access.policy import open_access
from app.api.application import make_api
from app.service import open_knowledge_base
from app.web import views
from corpus.settings import Home

EXAMPLES = 5  # requests an operation in the tests
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
OPERATIONS = [
    "GET /v1/search",
    "GET /v1/ask",
    "GET /v1/duties",
    "GET /v1/changes",
    "GET /v1/refs",
    "POST /v1/refs",
    "GET /v1/status",
    "GET /v1/documents",
    "GET /v1/documents/{key}/pages/{page}.png",
    "GET /v1/documents/{key}/relations",
    "GET /v1/documents/{key}/impact",
    "GET /v1/documents/{key}/consolidated",
    "GET /v1/documents/{key}/comparison",
    "GET /v1/documents/{key}/text",
    "GET /v1/documents/{key}/provisions",
    "GET /v1/provisions/{id}",
    "GET /v1/documents/{key}",
    "POST /v1/check",
    "POST /v1/check/file",
]


def operations_of(base):
    """Return the described operations by name."""
    site = FastAPI()
    site.mount("/api", make_api(base, open_access(), views.render))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", site)
    found = [one.ok() for one in schema.get_all_operations()]
    return {f"{one.method.upper()} {one.path}": one for one in found}


def try_out(operation, examples):
    """Send requests made from the description of one operation; raises at the first answer that fails or is not described."""

    @given(case=operation.as_strategy())
    @settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def attempt(case):
        case.call_and_validate(checks=CHECKS)

    attempt()


@pytest.fixture(scope="module")
def operations(base):
    return operations_of(base)


def test_the_description_names_every_operation(operations):
    assert sorted(operations) == sorted(OPERATIONS)


@pytest.fixture(scope="module")
def described(base):
    return make_api(base, open_access(), views.render).openapi()


def test_every_parameter_says_what_it_is(described):
    silent = [
        (path, one["name"])
        for path, methods in described["paths"].items()
        for operation in methods.values()
        for one in operation.get("parameters", ())
        if not one.get("description")
    ]
    assert silent == []


PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
# An operation, the answers described beside 200, the headers of 200.
ANSWERS = [
    ("/v1/search", "get", {"304", "401", "422", "429", "503"}, {"ETag", "Link"}, "a list without keys"),
    ("/v1/status", "get", {"304", "401", "422", "429", "503"}, {"ETag"}, "no list"),
    ("/v1/documents/{key}", "get", {"304", "307", "401", "404", "422", "429", "503"}, {"ETag"}, "a document by its key"),
    ("/v1/check", "post", {"401", "403", "413", "422", "429", "503"}, set(), "what is not kept has no tag"),
]


@pytest.mark.parametrize(("path", "method", "others", "headers", "reason"), ANSWERS, ids=[row[4] for row in ANSWERS])
def test_answers_are_described_as_they_are(described, path, method, others, headers, reason):
    responses = described["paths"][path][method]["responses"]
    assert (set(responses) - {"200"}, set(responses["200"].get("headers", ()))) == (others, headers)
    assert all(responses[status]["content"] == PROBLEM for status in others - {"304"})


def test_a_program_is_told_how_to_log_in(described):
    assert (described["security"], described["components"]["securitySchemes"]["token"]["scheme"]) == ([{"token": []}, {}], "bearer")


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_fails_or_is_answered_in_a_way_that_is_not_described(operations, name):
    try_out(operations[name], EXAMPLES)


if __name__ == "__main__":
    for name, operation in operations_of(open_knowledge_base(Home(Path(sys.argv[1])))).items():
        try_out(operation, int(sys.argv[2]))
        print(f"{name}: {sys.argv[2]}")  # noqa: T201
