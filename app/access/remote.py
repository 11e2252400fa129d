"""Where a request comes from.

Behind a proxy on the same machine uvicorn puts the client's address (``X-Forwarded-For``) in place of the proxy's; the header
of any other sender is not believed.
"""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

_FORWARDED: Final = ("x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host")


def address_of(scope: Scope) -> str:
    """Return the client's address, empty where there is none."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def is_forwarded(headers: Headers) -> bool:
    """Whether a proxy passed the request on."""
    return any(name in headers for name in _FORWARDED)
