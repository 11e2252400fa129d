"""What is passed over before any sentence is read: legal bases, forms, titles in capitals, the enacting formula."""

from __future__ import annotations

import re


def binds_nobody(path: str) -> bool:
    """Whether an address is that of the legal bases or of a form to be filled in."""
    parts = path.split("/")
    return parts[-1] == "can-cu" or any(part.startswith("mau-") for part in parts)


def is_shouted(piece: str) -> bool:
    """Whether a piece is a title in capitals."""
    if not piece[1:4].isupper():
        return False
    letters = [c for c in piece.split("(")[0] if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


# The block of legal bases and the formula behind it ("Bộ trưởng ... ban hành Thông tư ...") bind nobody.
RECITAL = re.compile(
    r"(?:Căn cứ|Theo đề nghị|Xét đề nghị|Xét Tờ trình)\s(?!.{0,400}?,\s+(?:yêu cầu|đề nghị|giao)\s)(?:[^,;"
    r"]{0,200}$|(?:Luật|Bộ luật|Nghị|Quyết|Thông tư|Pháp lệnh|Hiến pháp|của)\b[^;]{0,600}?(?:;|$))",
    re.MULTILINE,
)
ENACTS = re.compile(
    r"(?:ban hành|quyết định|quyết nghị|thông qua)(?:\s*:|\s+(?:Quy chế|Thông tư|Nghị định|Quyết định|"
    r"Nghị quyết|Luật|Quy định))"
)
