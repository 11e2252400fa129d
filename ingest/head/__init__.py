"""The head of a document (Nghị định 30/2020/NĐ-CP, annex I): kind, number, date, issuer, title, signer, recipients.

Evidence: position and words of the letterhead, the line that names the kind, "V/v" and "Kính gửi" of official letters, the closing
block; stamps of the digital signature inside those lines. A field that was not read is ``None``.

1. Nothing is made up: a form or an appendix without a head of its own has no number, date or signer.
2. ``body_start <= body_end <= closing_end``; the body is what lies between.
3. Every field that is given says where it was read.
"""

from __future__ import annotations

from ingest.head.reading import HeadReading, read_head

__all__ = ["HeadReading", "read_head"]
