"""What a page's text layer is worth, from what is measured on it.

Evidence: how many characters there are beside signature banners, how many of them are letters that Vietnamese or English
text has, how many words are words at all, whether the fonts or the bytes speak of an old encoding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.model import PageVerdict
from ingest.reading.fragments import Fragment

# Fewer characters than this on a page with an image are a stamp, a page number or a leftover, not the page's text.
_FEW = 40
_STRANGE = re.compile(r"[\ufffd\ue000-\uf8ff\u0080-\u009f]")
_WORD = re.compile(r"[^\W\d_]+")
_GARBAGE_SHARE = 0.15


def judge(fragments: Sequence[Fragment], stamps: Sequence[Fragment], images: int) -> PageVerdict:
    """Return the verdict on one page; ``fragments`` without furniture."""
    text = " ".join(f.text for f in fragments)
    if len(text) < _FEW and images:
        return PageVerdict.STAMP_ONLY if stamps or text else PageVerdict.NO_TEXT
    if not text:
        return PageVerdict.STAMP_ONLY if stamps else PageVerdict.NO_TEXT
    if len(_STRANGE.findall(text)) > _GARBAGE_SHARE * len(text):
        return PageVerdict.GARBAGE
    if len(text) > 200 and not re.search(r"\d", text):
        words = _WORD.findall(text)
        if sum(map(len, words)) < 0.2 * len(text.replace(" ", "")):
            return PageVerdict.GARBAGE
    return PageVerdict.GOOD
