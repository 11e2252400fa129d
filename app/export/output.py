"""Where an export goes: a stream, or a file that is either whole or not there.

1. A file is written beside its place and moved there at the end; an old one survives a failure.
2. ``settled`` makes ZIP-based office files the same bytes for the same input: entry times and the time of the last change are
   those given.
3. What cannot be written is a ``UsageError`` that says what to do, without a path of the machine.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import tempfile
import zipfile
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from corpus.errors import UsageError

Target: TypeAlias = "Path | BinaryIO"
_MODIFIED: Final = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*(</dcterms:(?:modified|created)>)")


def utc(now: dt.datetime | None) -> dt.datetime:
    """Return ``now`` in UTC without fractions of a second; the clock's time when it is ``None``."""
    moment = now or dt.datetime.now(dt.UTC)
    return moment.astimezone(dt.UTC).replace(microsecond=0)


def write(data: bytes, out: Target) -> None:
    """Write ``data`` to a stream or, whole or not at all, to a file."""
    if not isinstance(out, Path):
        out.write(data)
        return
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
        temporary.chmod(0o644)
        temporary.replace(out)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                temporary.unlink()
        message = f"Không ghi được tệp {out.name}: thư mục không có, không cho ghi hoặc đã đầy. Hãy chọn nơi khác bằng -o."
        raise UsageError(message) from error


def settled(data: bytes, now: dt.datetime) -> bytes:
    """Return a ZIP-based office file with all its times set to ``now`` (UTC)."""
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, (max(now.year, 1980), now.month, now.day, now.hour, now.minute, now.second))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return result.getvalue()
