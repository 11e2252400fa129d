"""The rank of a document among legal documents: a law before a decree, a decree before a circular.

Where several say the same, the one of the higher rank is the answer more often.

1. ``level_of`` is 0 for the constitution and grows downwards (Law on Promulgation of Legal Documents, article 4); kinds that are no
   legal documents, and unknown ones, are ``LOWEST``.
"""

from __future__ import annotations

from typing import Final

from corpus.vietnamese import search_key

LOWEST: Final = 7
_LEVELS: Final = {
    search_key(kind): level
    for level, kinds in enumerate(
        (
            ("Hiến pháp",),
            ("Bộ luật", "Luật"),
            ("Pháp lệnh",),
            ("Nghị quyết",),
            ("Nghị định",),
            ("Quyết định",),
            ("Thông tư", "Thông tư liên tịch"),
        )
    )
    for kind in kinds
}


def level_of(kind: str | None) -> int:
    """Return the rank of a kind of documents."""
    return _LEVELS.get(search_key(kind or ""), LOWEST)
