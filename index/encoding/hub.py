"""A model by name: in a folder, in the local store of the model hub, or on the hub; one quick clear answer where it is none of them.

The loading libraries ask the hub again and again for files that are not there, and print each try. So the hub is asked once, with a
short limit of time, before anything heavy is loaded.

1. ``find_model`` says where the model is, or raises ``UsageError`` with what to do; it never waits longer than ``_SECONDS`` for an
   answer.
2. Models that bring code of their own are loaded only where ``CANCU_TRUST_MODEL_CODE=1`` allows it.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.errors import MissingLibraryError, UsageError

_SECONDS: Final = 8.0
_NAME: Final = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_ALLOWED: Final = "CANCU_TRUST_MODEL_CODE"
_NOISY: Final = ("huggingface_hub", "transformers", "sentence_transformers", "httpx", "urllib3", "filelock")


@dataclass(frozen=True, slots=True)
class FoundModel:
    """Where a model is. ``local`` says that loading needs no network; ``code`` that its own code may run."""

    name: str
    local: bool
    code: bool = False


def _stored(name: str) -> bool:
    """Whether the local store of the hub holds the model."""
    from huggingface_hub import try_to_load_from_cache

    return isinstance(try_to_load_from_cache(name, "config.json"), str) or isinstance(
        try_to_load_from_cache(name, "modules.json"), str
    )


def find_model(name: str, *, code: bool = False) -> FoundModel:
    """Return where the model called ``name`` is. ``code``: whether it brings code of its own.

    Raises ``MissingLibraryError`` without sentence-transformers, ``UsageError`` if there is no such model or the hub does not answer.
    """
    allowed = code and os.environ.get(_ALLOWED) == "1"
    if code and not allowed:
        message = (
            f"Mô hình “{name}” kèm mã chương trình của tác giả. Nếu cơ quan tin cậy mã này, hãy đặt {_ALLOWED}=1 rồi chạy lại."
        )
        raise UsageError(message)
    if Path(name).is_dir():
        return FoundModel(name, local=True, code=allowed)
    if _NAME.fullmatch(name) is None:
        raise UsageError(f"Không có thư mục mô hình “{name}”. Hãy kiểm tra đường dẫn.")
    try:
        from huggingface_hub import HfApi
        from huggingface_hub.errors import RepositoryNotFoundError
    except ImportError as error:
        raise MissingLibraryError(MISSING) from error
    with quiet():
        if _stored(name):
            return FoundModel(name, local=True, code=allowed)
        try:
            HfApi().model_info(name, timeout=_SECONDS)
        except RepositoryNotFoundError as error:
            message = (
                f"Không có mô hình “{name}” trên kho mô hình. Hãy kiểm tra tên (dạng tác-giả/tên) hoặc dùng thư mục đã tải về."
            )
            raise UsageError(message) from error
        except Exception as error:  # of the hub, of the system, and the http library's own, which change with its versions
            raise UsageError(_unreachable(name)) from error
    return FoundModel(name, local=False, code=allowed)


MISSING: Final = "Mô hình này cần thư viện sentence-transformers. Hãy cài: pip install 'cancu[models]'"


def _unreachable(name: str) -> str:
    return (
        f"Máy này chưa có mô hình “{name}” và không hỏi được kho mô hình. "
        "Hãy kiểm tra kết nối mạng, hoặc chép thư mục mô hình về máy và ghi đường dẫn thay cho tên."
    )


def not_opened(name: str) -> str:
    """Return the message for a model that is there but cannot be loaded."""
    return f"Không mở được mô hình “{name}”: thư mục thiếu tệp hoặc không phải mô hình của sentence-transformers."


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the loading libraries from printing; what matters becomes a message of ours."""
    loggers = [logging.getLogger(name) for name in _NOISY]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
