"""What is fuzzed of a server: its addresses are called with odd text, and files with odd names and contents are handed in.

The client raises what the server does, so that a finding shows where; what a server must never answer is a finding too.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import quote

from eval.fuzz.answering import small_base
from eval.fuzz.guarantees import must

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.testclient import TestClient

# Every address that takes text, with the name of its parameter.
_ASKED: Final = (("search", "q"), ("ask", "q"), ("ask", "unit"), ("duties", "unit"), ("duties", "topic"), ("refs", "number"))
_FIXED: Final = {"ask": {"q": "Ai báo cáo?"}, "duties": {"unit": "Văn phòng Bộ"}}
_NAMED: Final = ("documents/{}", "provisions/{}", "documents/{}/pages/1.png")


class _Reply(Protocol):
    """What a client gets."""

    @property
    def status_code(self) -> int: ...

    @property
    def text(self) -> str: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


@cache
def _client() -> TestClient:
    from starlette.testclient import TestClient

    from app.access.policy import open_access
    from app.api.application import make_api

    return TestClient(make_api(small_base(), open_access(), lambda *_: ""))


def called(text: str) -> None:
    """Any text in any place of a call gets an answer, or a problem that says what is wrong with the call."""
    text = _sent(text)
    client = _client()
    for address, name in _ASKED:
        _look(client.get(f"/v1/{address}", params={**_FIXED.get(address, {}), name: text}))
    for address in _NAMED:
        _look(client.get(f"/v1/{address.format(quote(text[:300]))}", follow_redirects=False))
    _look(client.post("/v1/refs", json={"numbers": text.splitlines() or [text]}))
    _look(client.post("/v1/check", json={"text": text}))
    _look(client.post("/v1/check", content=text.encode(), headers={"Content-Type": "application/json"}))


def handed_in(text: str) -> None:
    """Any name becomes the name of one file, which names itself; a kind that is not read is refused with a reason.

    What is in a file is for other targets: it is read in a process of its own, which costs too much to be done for every text.
    """
    from app.upkeep.storing import safe_name

    name, _, content = _sent(text).partition("\n")
    safe = safe_name(f"{name}.txt")
    must(PurePath(safe).name == safe and safe not in {".", ".."}, f"not a name: {safe!r}")
    must(PurePath(safe).suffix == ".txt" or safe == "txt", f"another suffix: {safe!r}")  # of nothing but dots the word is left
    must(len(safe) <= 130, f"a long name: {safe!r}")
    must(safe_name(safe) == safe, f"{safe!r} is named otherwise")
    _look(_client().post("/v1/check/file", files={"file": (f"{name}.exe", content.encode())}))


def _sent(text: str) -> str:
    """Return a text as a browser would send it: what is no character is replaced."""
    return text.encode("utf-8", "replace").decode()


def _look(response: _Reply) -> None:
    must(response.status_code < 500, f"status: {response.status_code} {response.text[:200]!r}")
    kind = response.headers.get("content-type", "")
    must("json" in kind or response.status_code == 307, f"kind: {kind!r}")
    if "json" in kind:
        json.loads(response.text)
    must("Traceback" not in response.text or response.status_code == 200, "a trace")
