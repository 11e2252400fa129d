"""Drafts become nodes: addresses, unique within the document, in one pass.

Levels above Điều are part of the breadcrumb only: what stands below an Điều is addressed from the Điều down. In a text
without Điều every level counts. Quoted units are addressed in the document that is amended.

A numbered row of an appendix's table is addressed as a khoản of what holds the table.

1. No two nodes of the document share a path: repeats get ``~2``, ``~3`` and a notice.
2. Children lie inside their parent, in order, without overlap.
"""

from __future__ import annotations

from collections import Counter

from corpus.addresses import step
from corpus.model import Level, Node, Notice
from corpus.vocabulary import ATTACHMENTS
from ingest.outline.draft import Draft
from ingest.outline.markers import Style
from ingest.outline.pieces import BLANK

_COUNTED = {Level.GACH, Level.DOAN, Level.BANG}


class Freezer:
    """Gives drafts their paths; one per document, so that paths are unique in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.seen: Counter[str] = Counter()
        self.notices: list[Notice] = []
        self.attached = False

    def freeze(self, draft: Draft, prefix: str, dieu_base: str) -> Node:
        """Return ``draft`` as a node below ``prefix``; an Điều below it is addressed from ``dieu_base``."""
        base = dieu_base if draft.style is Style.DIEU else prefix
        return self._node(draft, self._path(draft, _join(base, _step(draft))), dieu_base)

    def root(self, draft: Draft, path: str) -> Node:
        """Return the draft of an attachment as a node at ``path``."""
        self.attached = True
        node = self._node(draft, self._path(draft, path), path)
        self.attached = False
        return node

    def children(self, parent: Draft, prefix: str, dieu_base: str) -> tuple[Node, ...]:
        """Return the children of ``parent`` as nodes."""
        counts: Counter[Level] = Counter()
        nodes: list[Node] = []
        for child in parent.children:
            if child.quoted and not parent.quoted:
                nodes.append(self._quoted(child))
                continue
            if child.level in _COUNTED:
                counts[child.level] += 1
                child.ordinal = str(counts[child.level])
            row = self.attached and parent.level is Level.BANG and child.level is Level.KHOAN
            nodes.append(self.freeze(child, prefix.rpartition("/")[0] if row else prefix, dieu_base))
        return tuple(nodes)

    def _quoted(self, child: Draft) -> Node:
        inner = Freezer(self.text)
        container = child.container or ""
        dieu_base = ""
        if child.level is Level.DOAN:
            return inner._node(child, container or "doan-1", dieu_base)
        return inner.freeze(child, container, dieu_base)

    def _path(self, draft: Draft, path: str) -> str:
        self.seen[path] += 1
        times = self.seen[path]
        if times == 1:
            return path
        unique = f"{path}~{times}"
        if draft.numbered and not draft.quoted:
            message = f"Địa chỉ {path} xuất hiện lần thứ {times} (trang {draft.page}, dòng {draft.line}); lần này ghi là {unique}."
            self.notices.append(Notice("outline-duplicate", message, draft.page))
        return unique

    def _node(self, draft: Draft, path: str, dieu_base: str) -> Node:
        inner_base = dieu_base if draft.style in _ABOVE_DIEU or draft.level in ATTACHMENTS else path
        children = self.children(draft, path, inner_base)
        heading_start, heading_end = _trim(self.text, draft.marker_end, max(draft.heading_end, draft.marker_end))
        body_start, body_end = _trim(self.text, max(draft.body_start, heading_end), max(draft.body_end, heading_end))
        if draft.body_end <= draft.body_start:
            body_start = body_end = heading_end if heading_end > heading_start else draft.marker_end
        marker_end = draft.marker_end
        return Node(
            level=draft.level,
            path=path,
            marker=self.text[draft.start : marker_end].strip(),
            start=draft.start,
            marker_end=marker_end,
            heading_start=heading_start,
            heading_end=heading_end,
            body_start=body_start,
            body_end=body_end,
            end=max(draft.end, body_end),
            quoted=draft.quoted,
            children=children,
        )


_ABOVE_DIEU = {Style.PHAN, Style.CHUONG, Style.MUC, Style.TIEU_MUC, Style.CAPITAL, Style.ROMAN, None}


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    if not words.strip(BLANK):
        return start, start
    return start + len(words) - len(words.lstrip(BLANK)), start + len(words.rstrip(BLANK))


def _step(draft: Draft) -> str:
    return step(draft.level, draft.ordinal)


def _join(base: str, last: str) -> str:
    return f"{base}/{last}" if base else last
