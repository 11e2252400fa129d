"""What opens a sentence before its clause: connectors that say nothing of their own, and the request that closes a report."""

from __future__ import annotations

import re

from ingest.obligations.words import Words

# Openers that tie a sentence to the one before and say nothing of their own.
_CONNECTOR = re.compile(
    r"(?:trên cơ sở đó|đồng thời|ngoài ra|bên cạnh đó|từ đó|mặt khác|trước mắt|(?:trong )?trường hợp cần thiết|"
    r"trong quá trình (?:tổ chức )?(?:thực hiện|triển khai)(?: (?:thông tư|nghị định|quyết định|kế hoạch|chỉ thị|quy chế) này)?(?= bộ )|"
    r"theo đó|trong đó|cụ thể|do đó|vì vậy|sau đó)\s*,?\s+"
)


def after_connector(words: Words, keys: str, start: int, end: int) -> int:
    """Return the word behind an opener that says nothing of its own ("Đồng thời,")."""
    connector = _CONNECTOR.match(keys, words.starts[start])
    behind = words.at(connector.end()) if connector else start
    return behind if behind < end else start


_HERE_ENDS = re.compile(r"trên đây là ")


def closing_request(words: Words, keys: str, start: int, end: int) -> int:
    """Return where the request begins in "Trên đây là ... đề nghị X ..."; ``start`` if there is none."""
    if not _HERE_ENDS.match(keys, words.starts[start]):
        return start
    at = keys.find("đề nghị ", words.starts[start], words.ends[end - 1])
    return words.at(at) if at >= 0 else start
