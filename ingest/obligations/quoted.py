"""New text that an amending clause puts in quotation marks: 'Sửa đổi khoản 2 Điều 18 như sau: "2. ... Sở X gửi ..."'.

What the new text orders binds from the amending document on, and the amending clause is where it can be cited: its duties are
those of the clause, each quoted from inside the marks.

Guarantees, each with a test of its number in ``tests/ingest/obligations/test_quoted.py``:

1. Only what stands in quotation marks behind an instruction that ends with "như sau:" is new text; phrases that are replaced,
   names and forms in quotation marks are not.
2. Everything else is blanked, so that places in the text stay what they are.
3. The heading of a quoted Điều leads in as it would in the amended document; several quoted Điều have no lead-in in common and
   are left alone.
4. A quoted điểm hangs on a lead-in that is not quoted: it is ``hanging``, and a bare verb in it may be a condition as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_INSTRUCTION: Final = re.compile(
    r"[\s.;,]*(?:(?:\d+|[a-zđ])[.)]\s+)?(?:(?:sửa đổi|bổ sung|thay thế)(?:,| và|\s)[^“”\"]{0,600}?"
    r"|(?:Điểm|Khoản|Điều|Mục|Chương)\s[^“”\"]{0,400}?được (?:sửa đổi|bổ sung|thay thế)[^“”\"]{0,200}?)"
    r"như\s+sau\s*:\s*(?P<mark>[“\"])",
    re.IGNORECASE,
)
_CLOSERS: Final = {"“": "”", '"': '"'}
_ENDS: Final = re.compile(r"[\s.;,/]*\Z")
_ARTICLE: Final = re.compile(r"\s*Điều\s+\d+[a-zđ]?\s*[.:]\s*(?P<heading>[^\n]*)")
_ARTICLES: Final = re.compile(r"(?:\A|\n)\s*Điều\s+\d+[a-zđ]?\s*[.:]")
_INSERTED: Final = re.compile(r"\s*\d+[a-zđ]\.\s")  # "3a."
_POINT: Final = re.compile(r"\s*[a-zđ]\d?\)\s")
_FORM: Final = re.compile(r"\s*(?:Mẫu|Phụ lục|Biểu|Bảng)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewText:
    """The clause with all but the new text blanked, and the lines that lead in to it."""

    text: str
    lead: str
    hanging: bool = False


def new_text(text: str) -> NewText | None:
    """Return the new text that an amending clause quotes; ``None`` where it quotes none, a form, or several Điều."""
    blocks = _blocks(text)
    if not blocks or any(_FORM.match(text, begin, end) for begin, end in blocks):
        return None
    begin, end = blocks[0]
    lead = text[: begin - 1].strip()
    articles = sum(len(_ARTICLES.findall(text[begin:end])) for begin, end in blocks)
    if articles > 1 or (articles and len(blocks) > 1):
        return None
    if article := _ARTICLE.match(text, begin, end):
        blocks = [(article.end(), end)]
        lead = f"{lead}\n{article['heading'].strip()}"
    shown, at = "", 0
    for begin, end in blocks:
        marker = _INSERTED.match(text, begin, end)
        begin = marker.end() if marker else begin
        shown += _blank(begin - at) + text[begin:end]
        at = end
    return NewText(shown + " " * (len(text) - at), lead, any(_POINT.match(text, begin, end) for begin, end in blocks))


def _blank(length: int) -> str:
    """Return blanks that end whatever sentence stands before them."""
    return "\n\n" + " " * (length - 2) if length > 1 else " " * length


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return the places of the new texts; none unless instructions and their new texts make up the whole clause."""
    found: list[tuple[int, int]] = []
    at = 0
    while match := _INSTRUCTION.match(text, at):
        end = _closing(text, match.end(), match["mark"])
        if end is None:
            return []
        found.append((match.end(), end))
        at = end + 1
    return found if _ENDS.match(text, at) else []


def _closing(text: str, begin: int, mark: str) -> int | None:
    """Return where the quotation that begins before ``begin`` closes, quotations inside it apart; ``None``: nowhere."""
    depth, closer = 1, _CLOSERS[mark]
    for place in range(begin, len(text)):
        if text[place] == closer:
            depth -= 1
        elif text[place] == mark:
            depth += 1
        if not depth:
            return place
    return None
