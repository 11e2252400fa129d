"""``python -m corpus.typeset [FOLDER]``: every source of ``corpus/sources`` becomes a PDF of ``corpus/documents``, with the manifest."""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import sys
from pathlib import Path

from corpus.bundled import DOCUMENTS, MANIFEST, SOURCES
from corpus.errors import CancuError
from corpus.typeset.forms import scanned, stamped
from corpus.typeset.layout import BREAK, INVENTED, MARK, RESTATED, font_files, typeset
from corpus.typeset.manuscript import Manuscript, read_manuscript

TOOLS = ("reportlab", "pypdf", "pypdfium2", "pillow")


def tools() -> dict[str, str]:
    """What the bytes of a typeset document depend on: versions of the libraries and the hash of the font."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in font_files().values()))
    return {name: importlib.metadata.version(name) for name in TOOLS} | {"Liberation Serif sha256": digest.hexdigest()}


def pdf_of(manuscript: Manuscript) -> bytes:
    """The PDF of one source in the form that it asks for."""
    plain = typeset(manuscript)
    if manuscript.form == "stamped":
        return stamped(plain, manuscript)
    return scanned(plain, MARK) if manuscript.form == "scan" else plain


def entry_of(manuscript: Manuscript, content: bytes) -> dict[str, object]:
    """The manifest's entry of one document; what the public record leaves open is ``null``."""
    date = manuscript.known_date
    return {
        "file": f"{manuscript.name}.pdf",
        "sha256": hashlib.sha256(content).hexdigest(),
        "source": f"{manuscript.name}.txt",
        "form": manuscript.form,
        "kind": manuscript.kind,
        "number": manuscript.known_number,
        "date": date.isoformat() if date else None,
        "issuer": manuscript.issuer.replace(BREAK, " "),
        "title": manuscript.title.replace(BREAK, " "),
        "signer": manuscript.signer or None,
        "effective_date": manuscript.effective or None,
        "invented": manuscript.invented,
        "demonstration": [INVENTED if manuscript.invented else RESTATED, *manuscript.demonstration],
    }


def write_all(folder: Path) -> int:
    """Typeset every source into ``folder`` and write its manifest; returns how many."""
    entries = []
    for source in sorted(SOURCES.glob("*.txt")):
        manuscript = read_manuscript(source)
        content = pdf_of(manuscript)
        (folder / f"{manuscript.name}.pdf").write_bytes(content)
        entries.append(entry_of(manuscript, content))
    manifest = {"mark": MARK, "tools": tools(), "documents": entries}
    (folder / MANIFEST.name).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(entries)


def main() -> int:
    """Typeset; exit status 0 done, 2 could not."""
    parser = argparse.ArgumentParser(description="Dàn trang các văn bản minh họa.")
    parser.add_argument("folder", nargs="?", type=Path, default=DOCUMENTS)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    try:
        count = write_all(folder)
    except CancuError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stderr.write(f"Đã dàn trang {count} văn bản vào {folder}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
