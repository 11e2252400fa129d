"""The tools, used by real clients of the protocol: in the same process, over standard input and output, and over HTTP."""

import contextlib
import json
import socket
import sys
import threading
import time
from pathlib import Path

import anyio
import httpx2
import pytest
import uvicorn
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from app.access import Person, Role, acting
from app.access.policy import Access
from app.access.users import UsersFile
from app.api.tools import make_tools
from tests.app.sites import make_site

DECREE = "nghi-dinh/09-2017-nd-cp/2017-02-09"
PASSWORD = "một câu dài dễ nhớ"  # noqa: S105 - of the tests


def call(target, *calls):
    """Return the results of tool calls in one session with ``target``."""

    async def session():
        async with Client(target) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            return names, [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(session)


def test_every_tool_answers_with_quotes_that_can_be_cited_and_opened(base, cancu):
    names, results = call(
        make_tools(base),
        ("search", {"query": "cung cấp thông tin cho báo chí", "k": 3}),
        ("ask", {"question": "Sở Công Thương phải báo cáo gì?"}),
        ("duties", {"unit": "Sở Công Thương", "limit": 2}),
        ("refs", {"number": "09/2017/NĐ-CP"}),
        ("check", {"text": "Căn cứ Nghị định số 09/2017/NĐ-CP ngày 10 tháng 02 năm 2017 của Chính phủ;"}),
        ("show", {"reference": "khoản 1 Điều 2 09/2017/NĐ-CP"}),
    )
    assert names == ["search", "ask", "duties", "refs", "check", "show"]
    search, ask, duties, refs, check, show = (result.structured_content for result in results)
    assert search["hits"] == cancu("search", "cung cấp thông tin cho báo chí", "-k", "3", "--json").json["hits"]
    assert (ask["status"], len(duties["duties"]), duties["total"] > 2) == ("answered", 2, True)
    assert (refs["state"], show["id"], check["findings"][0]["code"]) == ("found", f"{DECREE}#dieu-2/khoan-1", "not-in-force")
    quotes = [*search["hits"], *ask["duties"], *ask["clauses"], *duties["duties"], *refs["references"]]
    for quote in quotes:
        stored = base.document(quote["document"]["key"])
        assert stored.text[quote["start"] : quote["end"]] == quote["text"]
        assert quote["citation"]
    _, opened = call(make_tools(base), *(("show", {"reference": quote["id"]}) for quote in quotes[:5]))
    assert [one.structured_content["id"] for one in opened] == [quote["id"] for quote in quotes[:5]]
    assert json.loads(results[0].content[0].text) == search, "assistants without structured results read the same"


# A tool, an argument of its, what an assistant is told of it.
TOLD = [
    ("duties", "due_before", "due before this day"),
    ("duties", "as_of", "Judge validity on this day"),
    ("duties", "offset", "to read on"),
    ("ask", "unit", "Full Vietnamese name"),
    ("search", "k", "At most so many"),
]


def test_arguments_say_what_they_are(base):
    async def schemas():
        async with Client(make_tools(base)) as client:
            return {tool.name: tool.input_schema["properties"] for tool in (await client.list_tools()).tools}

    found = anyio.run(schemas)
    assert [(name, argument, words in json.dumps(found[name][argument])) for name, argument, words in TOLD] == [
        (name, argument, True) for name, argument, _ in TOLD
    ]


def test_a_part_of_a_list_says_how_the_next_is_asked_for(base):
    _, (first, last) = call(
        make_tools(base),
        ("duties", {"unit": "Sở Công Thương", "limit": 1}),
        ("duties", {"unit": "Sở Công Thương", "limit": 50}),
    )
    assert (first.structured_content["next"], last.structured_content["next"]) == ("offset=1", None)


WRONG = [
    ("show", {"reference": "không có"}, "Không đọc được số hiệu", "what is no number"),
    ("show", {"reference": "9999/QĐ-TTg"}, "9999/QĐ-TTg", "what is not stored"),
    ("duties", {"unit": "xyz abc"}, "Không nhận ra đơn vị", "an unknown unit"),
    ("search", {"query": ""}, "query", "nothing asked"),
    ("search", {"query": "a", "k": 1000}, "k", "too much asked"),
]


@pytest.mark.parametrize(("name", "arguments", "told", "reason"), WRONG, ids=[row[3] for row in WRONG])
def test_what_cannot_be_done_is_an_error_result_with_a_sentence(base, name, arguments, told, reason):
    _, (result,) = call(make_tools(base), (name, arguments))
    assert (result.is_error, told in result.content[0].text) == (True, True), reason


def test_a_program_error_tells_nothing_of_the_program(base, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError(f"secret {Path(__file__)}")

    monkeypatch.setattr(base, "search", broken)
    _, (result,) = call(make_tools(base), ("search", {"query": "báo cáo"}))
    assert (result.is_error, "secret" in result.content[0].text, "quản trị" in result.content[0].text) == (True, False, True)


def test_checking_needs_a_drafter(base):
    with acting(Person("doc", Role.READER)):
        _, (result,) = call(make_tools(base), ("check", {"text": "Căn cứ Luật Báo chí;"}))
    assert (result.is_error, "người soạn thảo" in result.content[0].text) == (True, True)


def test_a_real_client_over_standard_input_and_output(base_home):
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "app.cli.main", "--home", str(base_home), "mcp"], cwd=Path.cwd()
    )
    names, (found,) = call(command, ("show", {"reference": f"{DECREE}#dieu-2/khoan-1"}))
    assert (names[0], found.structured_content["id"]) == ("search", f"{DECREE}#dieu-2/khoan-1")


@contextlib.contextmanager
def serving(app):
    """Serve ``app`` on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        server.should_exit = True
        thread.join()


def test_a_real_client_over_http_with_a_token(base, tmp_path):
    users = UsersFile(tmp_path / "users.json")
    users.add("doc", Role.READER, PASSWORD)
    users.add("quan.tri", Role.ADMIN, PASSWORD)
    tokens = {name: users.add_token(name)[1] for name in ("doc", "quan.tri")}
    draft = {"text": "Căn cứ Luật Báo chí số 103/2016/QH13 ngày 05 tháng 4 năm 2016;"}

    async def session(address, token):
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return [await client.call_tool("search", {"query": "báo chí", "k": 1}), await client.call_tool("check", draft)]

    with serving(make_site(base, Access(users=users, key=b"k" * 32))) as address:
        reader = anyio.run(session, address, tokens["doc"])
        admin = anyio.run(session, address, tokens["quan.tri"])
        refused = httpx2.post(address, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert [result.is_error for result in reader] == [False, True], "a reader searches and checks no drafts"
    assert [result.is_error for result in admin] == [False, False]
    assert (refused.status_code, refused.headers["content-type"]) == (401, "application/problem+json")
