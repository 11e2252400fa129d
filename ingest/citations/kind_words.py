"""The words by which documents are cited by kind, and the patterns made of them.

1. ``KIND_WORDS`` matches every kind word, with and without capitals, in running text and in titles.
2. Every match of ``KIND_WORDS`` begins with a match of one of ``KIND_OPENERS``.
"""

from __future__ import annotations

from typing import Final

# Kind words, longest first, with the kind of the gold guide they stand for.
_KINDS: Final[tuple[tuple[str, str], ...]] = (
    ("Thông tư liên tịch", "Thông tư liên tịch"),
    ("Thông tư liên bộ", "Thông tư liên tịch"),
    ("Nghị quyết liên tịch", "Nghị quyết"),
    ("Văn bản hợp nhất", "Văn bản hợp nhất"),
    ("Nghị định thư", "Khác"),
    ("Sắc lệnh", "Khác"),
    ("Thông tri", "Khác"),
    ("Kết luận", "Khác"),
    ("Quy định", "Khác"),
    ("Án lệ", "Khác"),
    ("Lệnh", "Khác"),
    ("Đề án", "Khác"),
    ("Phương án", "Khác"),
    ("Chương trình", "Khác"),
    ("Nghị định", "Nghị định"),
    ("Nghị quyết", "Nghị quyết"),
    ("Quyết định", "Quyết định"),
    ("Thông tư", "Thông tư"),
    ("Chỉ thị", "Chỉ thị"),
    ("Kế hoạch", "Kế hoạch"),
    ("Công văn", "Công văn"),
    ("Công điện", "Công điện"),
    ("Thông báo", "Thông báo"),
    ("Báo cáo", "Báo cáo"),
    ("Tờ trình", "Tờ trình"),
    ("Hướng dẫn", "Hướng dẫn"),
    ("Quy chế", "Quy chế"),
    ("Văn bản", "Công văn"),
    ("Pháp lệnh", "Pháp lệnh"),
    ("Bộ luật", "Bộ luật"),
    ("Luật", "Luật"),
    ("TTLT", "Thông tư liên tịch"),
    ("VBHN", "Văn bản hợp nhất"),
    ("NĐ", "Nghị định"),
    ("NQ", "Nghị quyết"),
    ("QĐ", "Quyết định"),
    ("TT", "Thông tư"),
    ("CT", "Chỉ thị"),
    ("KH", "Kế hoạch"),
    ("CV", "Công văn"),
)
KIND_OF: Final = {words.lower().replace(" ", ""): kind for words, kind in _KINDS}


def _either_case(words: str) -> str:
    if words.isupper():
        return words
    spaced = r"\s*".join(f"[{part[0].upper()}{part[0].lower()}]{part[1:]}" for part in words.split())
    return f"{spaced}|{words.upper()}".replace(" ", r"\s+")


def _openers(words: str) -> tuple[str, ...]:
    """Return patterns of the first word of a kind as it is written, each looking ahead at the rest and opening with a letter."""
    if words.isupper():
        return (words,)
    first, *rest = words.split()
    ahead = "".join(rf"\s*[{part[0].upper()}{part[0].lower()}]{part[1:]}" for part in rest)
    shouted = "".join(rf"\s+{part.upper()}" for part in rest)
    if not rest:
        return (first, first[0].lower() + first[1:], first.upper())
    return (rf"{first}(?={ahead})", rf"{first[0].lower()}{first[1:]}(?={ahead})", rf"{first.upper()}(?={shouted})")


KIND_WORDS: Final = "|".join(_either_case(words) for words, _ in _KINDS)
KIND_OPENERS: Final = frozenset(word for words, _ in _KINDS for word in _openers(words))
