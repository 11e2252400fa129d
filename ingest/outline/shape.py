"""Which words are a unit's heading, which its own text, and to whom unnumbered paragraphs belong.

The tree builder hangs every unnumbered paragraph on the deepest open unit. Here, bottom up:
(1) paragraphs behind the last item of a list of points or dashes go up to the list's parent, unless items of this list
carry paragraphs of their own; (2) in a document without Điều the closing formula behind the last numbered item goes up to
the document; (3) words behind a marker are a heading when the unit goes on and they do not end as a sentence; (4) a
paragraph that is the only body of an Điều or khoản is its own text, and so is a single lead-in before its items;
(5) dashes below an unnumbered lead-in belong to that paragraph.

1. No piece is lost or moved out of order.
2. Shaping is one pass over the tree.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.model import Level
from ingest.outline.draft import Draft
from ingest.outline.markers import BULLETS, HEADING_STYLES, Style

_LISTS: Final = frozenset({Style.LETTER, Style.SUB_LETTER, Style.TIET, Style.BRACKET_ARABIC, *BULLETS})
_CLOSING_LISTS: Final = frozenset({Style.ROMAN, Style.CAPITAL, Style.ARABIC, Style.DECIMAL, *_LISTS})
# What closes a letter, a notice or a plan; the second pattern also stands inside one.
_CLOSING: Final = re.compile(
    r"(?:Trên đây|Căn cứ (?:nội dung|ý kiến|các nội dung)|Nhận được|Rất mong|Trân trọng|Trong quá trình (?:tổ chức |triển khai )?thực hiện|"
    r"[A-ZĐÀ-Ỹ][^.;]{0,200}(?:trân trọng|thông báo để|kính báo|nghiêm túc (?:triển khai|thực hiện)|"
    r"chịu trách nhiệm (?:hướng dẫn|theo dõi|đôn đốc)))"
)
_TURNS: Final = re.compile(r"(?:Ngoài ra|Yêu cầu|Đề nghị|Giao)\s")
_PASSED: Final = re.compile(
    r"(?:Bộ luật|Luật|Nghị quyết|Pháp lệnh|Quy định|Quy chế)[^.;]{0,120}(?:được|đã được)[^.;]{0,200}thông qua"
)
_TEXT_WORDS: Final = re.compile(
    r"\b(?:này|có hiệu lực|có trách nhiệm|chịu trách nhiệm|giao cho|căn cứ)\b|(?:Ban hành|Phê duyệt|Bãi bỏ|Giao)\s"
)
_HEADING_WORDS: Final = 22
_SENTENCE_ENDS: Final = ".;:!?…"


def own_line(text: str, node: Draft) -> str:
    """Return the words on the marker's line."""
    return text[node.marker_end : node.line_end].strip()


def shape(text: str, root: Draft, *, has_dieu: bool, letter: bool = True) -> None:
    """Settle headings, own texts and unnumbered paragraphs of everything below ``root``.

    An appendix is no ``letter``: only words that close a text are its closing formula, notes below its last item are not.
    """
    _unlist_lone_bullets(text, root)
    if not has_dieu:
        _raise_closing(text, root, letter=letter)
    elif root.children:
        _raise_passed(text, root)
    for child in root.children:
        _shape_below(text, child)
    _raise_after_list(text, root)
    _take_dashes(text, root, keep_single=False)


def _shape_below(text: str, node: Draft) -> None:
    for child in node.children:
        _shape_below(text, child)
    if node.level is Level.BANG:
        return
    _raise_after_list(text, node)
    _settle_own(text, node)
    _take_dashes(text, node, keep_single=node.body_end > node.body_start)


# Unnumbered paragraphs -------------------------------------------------------------------------------------------------


def _is_paragraph(node: Draft) -> bool:
    return node.level is Level.DOAN and not node.quoted


def _tail(node: Draft) -> int:
    """Return the index where the unit's closing run of unnumbered paragraphs begins."""
    index = len(node.children)
    while index > 0 and _is_paragraph(node.children[index - 1]):
        index -= 1
    return index


def _complete(text: str, node: Draft) -> bool:
    line = own_line(text, node)
    return bool(node.children and not _is_paragraph(node.children[0])) or (line[-1:] in '.;…/”"' and bool(line))


def _raise_after_list(text: str, node: Draft) -> None:
    """Move the paragraphs behind the last point or dash of each list up to ``node``."""
    index = 0
    while index < len(node.children):
        last = node.children[index]
        following = node.children[index + 1] if index + 1 < len(node.children) else None
        if last.style in _LISTS and (following is None or following.style is not last.style):
            cut = _tail(last)
            moved = last.children[cut:]
            siblings = [c for c in node.children[:index] if c.style is last.style]
            if moved and _complete(text, last) and not any(_is_paragraph(g) for c in siblings for g in c.children):
                del last.children[cut:]
                node.children[index + 1 : index + 1] = moved
                index += len(moved)
        index += 1


def _raise_closing(text: str, root: Draft, *, letter: bool) -> None:
    """Move the closing formula of a document without Điều from its last numbered unit to the document."""
    if not root.children or root.children[-1].style not in _CLOSING_LISTS:
        return
    chain = [root.children[-1]]
    while chain[-1].children and chain[-1].children[-1].style in _CLOSING_LISTS:
        chain.append(chain[-1].children[-1])
    moved: list[Draft] = []
    for node in reversed(chain):
        if moved and node.children and _is_paragraph(node.children[-1]):
            break
        cut = _tail(node)
        run = node.children[cut:]
        if not run:
            continue
        alone = cut == 0 and not _complete(text, node)
        start = _closing_start(text, node, run, alone=alone) if letter else _closing_words(text, run)
        moved = run[start:]
        del node.children[cut + start :]
        break
    root.children.extend(moved)


def _closing_words(text: str, run: list[Draft]) -> int:
    """Return from which paragraph a run reads as a closing formula; behind its end if none does."""
    places = (i for i, node in enumerate(run) if _CLOSING.match(text[node.start : node.line_end]))
    return next(places, len(run))


def _closing_start(text: str, node: Draft, run: list[Draft], *, alone: bool) -> int:
    """Return from which paragraph of the last run the closing formula begins (``alone``: the unit has no other text)."""
    least = 1 if alone else 0
    for cue in (_CLOSING, _TURNS):
        for index in range(least, len(run)):
            if cue.match(text[run[index].start : run[index].line_end]):
                return index
    return least if not alone else max(len(run) - 1, 1)


def _raise_passed(text: str, root: Draft) -> None:
    """Move "Luật này được Quốc hội ... thông qua ngày ..." from the last Điều to the document."""
    node = root
    while node.children and not _is_paragraph(node.children[-1]):
        node = node.children[-1]
    if node is root or not node.children:
        return
    last = node.children[-1]
    if _PASSED.match(text[last.start : last.line_end]):
        node.children.pop()
        root.children.append(last)


def _unlist_lone_bullets(text: str, root: Draft) -> None:
    """A single bullet between paragraphs of the document, without a lead-in, is a paragraph and no list."""
    for index, child in enumerate(root.children):
        if child.style not in BULLETS or not all(_is_paragraph(c) for c in child.children):
            continue
        around = root.children[max(index - 1, 0) : index] + root.children[index + 1 : index + 2]
        before = text[root.children[index - 1].start : root.children[index - 1].end].rstrip() if index else ":"
        if all(_is_paragraph(c) for c in around) and not before.endswith(":"):
            child.level, child.style, child.marker_end = Level.DOAN, None, child.start
            root.children[index + 1 : index + 1] = child.children
            child.children = []


def _take_dashes(text: str, node: Draft, *, keep_single: bool) -> None:
    """Hang dashes that follow an unnumbered lead-in on that paragraph."""
    kept: list[Draft] = []
    for child in node.children:
        host = kept[-1] if kept else None
        if child.style in BULLETS and host is not None and _is_paragraph(host) and not keep_single:
            ends = text[host.start : host.line_end].rstrip()
            if host.children or ends.endswith(":"):
                host.children.append(child)
                continue
        kept.append(child)
    node.children[:] = kept


# Headings and own texts ------------------------------------------------------------------------------------------------


def _settle_own(text: str, node: Draft) -> None:
    line = own_line(text, node)
    heading_end = node.heading_end if node.heading_end > node.line_end else node.line_end
    if node.level is Level.DOAN or not node.numbered:
        node.heading_end = node.marker_end
        node.body_start, node.body_end = node.marker_end, node.line_end
        return
    if _is_heading(line, node):
        node.body_start = node.body_end = node.heading_end = heading_end
    else:
        node.heading_end = node.marker_end
        node.body_start, node.body_end = node.marker_end, node.line_end
    _take_body(text, node)


def _is_heading(line: str, node: Draft) -> bool:
    if node.style in HEADING_STYLES:
        return True
    if not line:
        return False
    ends = line[-1] in _SENTENCE_ENDS or line.endswith("./.")
    if node.style is Style.DIEU:
        if not node.children:
            return False
        if not ends:
            return True
        short = len(line.split()) <= _HEADING_WORDS
        return short and line[-1] in ".:" and _TEXT_WORDS.search(line) is None and not _first_is_quoted(node)
    if node.style in {Style.ROMAN, Style.CAPITAL} and line.isupper():
        return True
    return bool(node.children) and not ends and not _first_is_quoted(node)


def _first_is_quoted(node: Draft) -> bool:
    return bool(node.children) and node.children[0].quoted


def _take_body(text: str, node: Draft) -> None:
    """Take an only paragraph, or a single lead-in before the items, as the unit's own text."""
    line = text[node.body_start : node.body_end].rstrip()
    if line and not line.endswith(":"):
        return
    leading = 0
    while leading < len(node.children) and _is_paragraph(node.children[leading]):
        leading += 1
    if leading != 1 or node.children[0].children:
        return
    alone = len(node.children) == 1
    if alone and node.level not in {Level.DIEU, Level.KHOAN}:
        return
    if line and not alone:
        return
    only = node.children.pop(0)
    if not line:
        node.body_start = only.start
    node.body_end = only.line_end
