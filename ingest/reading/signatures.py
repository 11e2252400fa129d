"""What digital signatures say of themselves: who signed, for which body, when. Validity is not checked here.

Evidence: the signature dictionary's time, the signing certificate's subject; else the lines of the signature's banner on the page.
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

import pypdfium2.raw as pdfium

from ingest.source import Signature

_MOST = 50
_TIME = re.compile(r"D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2})?)?")
# Signing programs that leave the zone out write Vietnamese time.
_HOME_ZONE = dt.timezone(dt.timedelta(hours=7))


def parse_time(text: str) -> dt.datetime | None:
    """Return the moment of a PDF date string ("D:20240412143717+07'00'"), or ``None``."""
    match = _TIME.match(text)
    if not match:
        return None
    zone = _HOME_ZONE
    if match[7]:
        zone = dt.UTC
    elif match[8]:
        offset = dt.timedelta(hours=int(match[9]), minutes=int(match[10] or 0))
        zone = dt.timezone(offset if match[8] == "+" else -offset)
    try:
        year, month, day, hour, minute, second = (int(match[i] or 0) for i in range(1, 7))
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _subject(contents: bytes) -> tuple[str | None, str | None]:
    """Common name and organisation of the certificate that signed, out of a PKCS#7 container."""
    from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates
    from cryptography.x509.oid import NameOID

    certificates = load_der_pkcs7_certificates(_der(contents))
    issuers = {c.issuer for c in certificates}
    own = [c for c in certificates if c.subject not in issuers] or certificates
    if not own:
        return None, None
    subject = own[0].subject
    found = []
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        values = subject.get_attributes_for_oid(oid)
        found.append(str(values[0].value).strip() if values else None)
    return found[0], found[1]


def _der(contents: bytes) -> bytes:
    """Cut the padding behind a DER structure."""
    if len(contents) > 4 and contents[1] & 0x80:
        count = contents[1] & 0x7F
        return contents[: 2 + count + int.from_bytes(contents[2 : 2 + count], "big")]
    return contents


def _bytes(call: Any, handle: Any) -> bytes:  # noqa: ANN401
    size = call(handle, None, 0)
    if not 0 < size < 4_000_000:
        return b""
    buffer = ctypes.create_string_buffer(size)
    call(handle, buffer, size)
    return buffer.raw


def read_signatures(document: Any) -> tuple[Signature, ...]:  # noqa: ANN401
    """Return the signatures of an open pdfium document, in the file's order."""
    out: list[Signature] = []
    for index in range(min(pdfium.FPDF_GetSignatureCount(document), _MOST)):
        handle = pdfium.FPDF_GetSignatureObject(document, index)
        time = parse_time(_bytes(pdfium.FPDFSignatureObj_GetTime, handle).rstrip(b"\0").decode("latin-1"))
        signer = organisation = None
        with contextlib.suppress(ValueError, TypeError, ImportError):
            signer, organisation = _subject(_bytes(pdfium.FPDFSignatureObj_GetContents, handle))
        if signer or organisation or time:
            out.append(Signature(signer, organisation, time))
    return tuple(dict.fromkeys(out))


_BANNER_PARTS = {
    "signer": re.compile(r"(?:người\s+ký|ký\s+bởi|signed\s+by)\s*:\s*(.+)", re.IGNORECASE),
    "organisation": re.compile(r"cơ\s+quan\s*:\s*(.+)", re.IGNORECASE),
    "time": re.compile(
        r"(?:thời\s+gian\s+ký|ngày\s+ký|ký\s+ngày)\s*:\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\s+(\d{1,2}):(\d{2}))?",
        re.IGNORECASE,
    ),
}


def read_banner(texts: Iterable[str]) -> Signature | None:
    """Return what the lines of a signature's banner say, or ``None``."""
    found: dict[str, re.Match[str]] = {}
    for text in texts:
        for name, pattern in _BANNER_PARTS.items():
            match = pattern.search(text)
            if match:
                found.setdefault(name, match)
    if "time" not in found:
        return None
    day, month, year, hour, minute = (int(g or 0) for g in found["time"].groups())
    try:
        time = dt.datetime(year, month, day, hour, minute, tzinfo=_HOME_ZONE)
    except ValueError:
        return None
    names = {name: found[name][1].strip() if name in found else None for name in ("signer", "organisation")}
    return Signature(names["signer"], names["organisation"], time)
