"""Which engine holds words and vectors: the embedded one of the home's own files, or a Milvus server.

1. What a command names (``$CANCU_ENGINE``, ``$CANCU_MILVUS_URI``: what ``--engine`` and ``--uri`` set) comes before what the home stores;
   nothing stored is the embedded engine.
2. The secret of a server (``$CANCU_MILVUS_TOKEN``, else the file ``milvus.token`` of the home) is never stored beside its address, and
   an address that holds one is refused: addresses are shown.
3. Each home writes to the server under a name of its own (``mark_of``); a copy of the folder gets another, so that it never writes into
   what the original searches.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from corpus.choices import MARK, store_choice, stored_choice
from corpus.errors import UsageError
from corpus.settings import Home

ENGINE_VARIABLE: Final = "CANCU_ENGINE"
URI_VARIABLE: Final = "CANCU_MILVUS_URI"
TOKEN_VARIABLE: Final = "CANCU_MILVUS_TOKEN"  # noqa: S105 - the name of a variable
_SETTING: Final = "engine"
_SCHEMES: Final = frozenset({"http", "https", "tcp", "unix"})


class EngineName(StrEnum):
    """The engines."""

    LOCAL = "local"
    MILVUS = "milvus"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine; ``uri`` is the address of its server, or the file of Milvus Lite."""

    name: EngineName
    uri: str = ""


EMBEDDED: Final = EngineChoice(EngineName.LOCAL)


def is_file(uri: str) -> bool:
    """Whether an address is the file of Milvus Lite, which one process at a time can open."""
    return urlsplit(uri).scheme not in _SCHEMES and uri.endswith(".db")


def engine_named(name: str, uri: str) -> EngineChoice:
    """Return the engine of this name and address. Raises ``UsageError`` for one that does not exist or has no usable address."""
    try:
        engine = EngineName(name)
    except ValueError as error:
        message = f"Không có engine “{name}”. Hãy chọn một trong: {', '.join(EngineName)}."
        raise UsageError(message) from error
    if engine is EngineName.LOCAL:
        return EMBEDDED
    if not uri:
        raise UsageError("Engine milvus cần địa chỉ máy chủ. Hãy thêm: --uri http://MÁY_CHỦ:19530")
    address = urlsplit(uri)
    if address.scheme and "@" in address.netloc:
        message = f"Đừng ghi mật khẩu trong địa chỉ. Hãy để mã truy cập trong biến {TOKEN_VARIABLE} hoặc tệp milvus.token của kho."
        raise UsageError(message)
    if address.scheme not in _SCHEMES and not is_file(uri):
        raise UsageError(f"Không hiểu địa chỉ “{uri}”. Hãy viết như http://MÁY_CHỦ:19530, hoặc tên tệp .db của Milvus Lite.")
    return EngineChoice(engine, uri)


def chosen_engine(home: Home) -> EngineChoice:
    """Return the engine to use. Raises ``UsageError`` if what is stored or named cannot be."""
    name, uri = _stored(home)
    return engine_named(os.environ.get(ENGINE_VARIABLE) or name, os.environ.get(URI_VARIABLE) or uri)


def stored_address(home: Home) -> str:
    """Return the address of the server that the home uses, whatever this command names; "" where it uses none."""
    name, uri = _stored(home)
    return uri if name == EngineName.MILVUS else ""


def _stored(home: Home) -> tuple[str, str]:
    stored = stored_choice(home, _SETTING)
    held = stored if isinstance(stored, dict) else {}
    return str(held.get("name", EngineName.LOCAL)), str(held.get("uri", ""))


def address_of(home: Home, built_at: str = "") -> str:
    """Return the address of the home's server: the one chosen, else the one that its index was ``built_at``."""
    choice = chosen_engine(home)
    return choice.uri if choice.name is EngineName.MILVUS else built_at


def refuse_another(home: Home, in_use: str) -> None:
    """Raise ``UsageError`` if this command names another engine than the index ``in_use`` has."""
    named = os.environ.get(ENGINE_VARIABLE)
    if named and chosen_engine(home).name != in_use:
        message = f"Chỉ mục đang ở engine {in_use}. Để chuyển sang {named}, hãy chạy: cancu rebuild --engine {named}"
        raise UsageError(f"{message} --uri ĐỊA_CHỈ" if named == EngineName.MILVUS else message)


def store_engine(home: Home, choice: EngineChoice) -> None:
    """Store which engine the home uses from now on."""
    if choice != EMBEDDED or stored_choice(home, _SETTING) is not None:
        store_choice(home, _SETTING, {"name": choice.name.value, "uri": choice.uri})


def token_of(home: Home) -> str:
    """Return the secret of the home's server, "" where it asks for none."""
    given = os.environ.get(TOKEN_VARIABLE)
    if given is not None:
        return given
    try:
        return home.engine_token.read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def mark_of(home: Home) -> str:
    """Return what the home's data on a server is called by, made at first use; another one for a copy of the folder."""
    home.root.mkdir(parents=True, exist_ok=True)
    place = str(home.root.stat().st_ino)
    stored = stored_choice(home, MARK)
    if isinstance(stored, dict) and stored.get("place") == place and stored.get("mark"):
        return str(stored["mark"])
    mark = f"cancu_{secrets.token_hex(4)}"
    store_choice(home, MARK, {"mark": mark, "place": place})
    return mark
