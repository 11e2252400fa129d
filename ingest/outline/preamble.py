"""The block of legal bases: what stands before the first unit and says on what the document rests.

1. In a document with Điều everything before the first unit is the block.
2. In others it is the leading run of bases that end with ";" or stand in a list; the sentence that opens the text
   ("Căn cứ Nghị định ..., Sở ... đề nghị") is an unnumbered paragraph like any other.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.model import Level
from ingest.outline.draft import Draft

_BASIS: Final = re.compile(r"[-–+\s]*(?:Căn cứ|Thực hiện|Theo|Xét|Thi hành|Sau khi|Trên cơ sở)\s", re.IGNORECASE)


def take_preamble(text: str, root: Draft, *, has_dieu: bool) -> None:
    """Put the leading bases of ``root`` under one draft of level CAN_CU, if there are any."""
    count = 0
    for child in root.children:
        words = text[child.start : child.line_end].rstrip()
        if (has_dieu and child.style is None and not child.quoted) or (
            not has_dieu and _BASIS.match(words) and words.endswith((";", ","))
        ):
            count += 1
        else:
            break
    if (
        not has_dieu
        and count
        and _BASIS.match(text[root.children[count].start : root.children[count].line_end] if count < len(root.children) else "")
    ):
        following = text[root.children[count].start : root.children[count].line_end]
        count += following.count(" ") < 60 and following.rstrip().endswith((".", ";")) and root.children[count].style is None
    if not count:
        return
    taken = root.children[:count]
    block = Draft(Level.CAN_CU, None, "", (0, ()), taken[0].start, taken[0].start, taken[-1].end)
    block.line, block.page = taken[0].line, taken[0].page
    root.children[:count] = [block]
