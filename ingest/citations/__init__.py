"""Citations: where a text names other documents or provisions, which, and why.

Find the start by regex (``find``), read on by a small recursive parser (``address_list``, ``documents``, ``grammar``), tell
the relation (``relation``), resolve against what is stored (``resolve``). Effects, validity and the draft check rest on these.
"""

from ingest.citations.extract import extract_citations

__all__ = ["extract_citations"]
