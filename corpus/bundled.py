"""The documents that come with the program: demonstration texts in our own words, typeset by us (``corpus.typeset``).

``corpus/documents/manifest.json`` says for each PDF what it restates and which parts are demonstration.

1. ``bundled_documents`` returns a document only if its bytes have the manifest's hash; a missing or changed file raises.
2. The order is that of the manifest (by file name).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CancuError

FOLDER = Path(__file__).parent
DOCUMENTS = FOLDER / "documents"
SOURCES = FOLDER / "sources"
MANIFEST = DOCUMENTS / "manifest.json"


class BundledCorpusError(CancuError):
    """A bundled document is missing or is not the one that the manifest describes."""


@dataclass(frozen=True, slots=True)
class BundledDocument:
    """One bundled PDF. ``demonstration`` says what on it is not of the original; ``invented``: there is no original.

    ``number``, ``date``, ``signer`` and ``effective_date`` are ``None`` where the public record, or the print, leaves them open.
    """

    path: Path
    sha256: str
    source: Path
    form: str
    kind: str
    number: str | None
    date: dt.date | None
    issuer: str
    title: str
    signer: str | None
    effective_date: dt.date | None
    invented: bool
    demonstration: tuple[str, ...]


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def bundled_documents(folder: Path = DOCUMENTS) -> tuple[BundledDocument, ...]:
    """Return the bundled documents in ``folder``, each checked against the manifest's hash.

    Raises ``BundledCorpusError`` if the manifest or a document is missing or changed.
    """
    try:
        entries = json.loads((folder / MANIFEST.name).read_text(encoding="utf-8"))["documents"]
    except FileNotFoundError:
        raise BundledCorpusError("Thiếu danh mục văn bản minh họa; hãy cài lại Căn Cứ hoặc tải lại mã nguồn.") from None
    found = []
    for entry in entries:
        path = folder / entry["file"]
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            raise BundledCorpusError(f"Văn bản minh họa {entry['file']} thiếu hoặc đã bị sửa; hãy chạy python -m corpus.typeset.")
        found.append(
            BundledDocument(
                path=path,
                sha256=entry["sha256"],
                source=SOURCES / entry["source"],
                form=entry["form"],
                kind=entry["kind"],
                number=entry["number"],
                date=_date(entry["date"]),
                issuer=entry["issuer"],
                title=entry["title"],
                signer=entry["signer"],
                effective_date=_date(entry["effective_date"]),
                invented=entry["invented"],
                demonstration=tuple(entry["demonstration"]),
            )
        )
    return tuple(found)
