"""Citations: where a text names other documents or provisions, which, and why.

Find the start by regex (``find``), read on by a small recursive parser (``address_list``, ``documents``, ``grammar``), tell
the relation (``relation``), resolve against what is stored (``resolve``). Effects, validity and the draft check rest on these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.citations.extract import extract_citations

__all__ = ["extract_citations"]


def __getattr__(name: str) -> object:
    """Load the extractor when it is first asked for: validity and resolution need none of its many patterns."""
    if name != "extract_citations":
        raise AttributeError(name)
    from ingest.citations.extract import extract_citations

    return extract_citations
