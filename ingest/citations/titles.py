"""The title (trích yếu) behind a document's number, and which mentions stand inside it.

"Nghị định số A ... của Chính phủ quy định chi tiết một số điều của Luật B; Nghị định số C": the title of A runs up to the
semicolon, B stands inside it, C does not. What stands inside a title is named by the other document, not by this one.

1. A title begins directly behind the document with a word that opens titles; otherwise there is none.
2. It ends before ";", a full stop, a numbered item, "sau đây gọi", "được sửa đổi", "có hiệu lực" and the next document of the
   same list. A document joined by "và" is inside only if another one already is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.citations.grammar import Mention

_OPENER: Final = re.compile(
    r"\s*,?\s*(?:\((?:khóa|khoá)\s+[IVX]+\)\s*|\(nay\s+là\s[^()]{1,80}\)\s*|nay\s+là\s[^(),;.\n]{2,60}?\s(?=[Vv]ề\s))?(?P<title>[“\"]|[Vv]ề(?!\w)|[Vv]/v|[Qq]uy\s+định(?!\s+(?:tại|như|cụ\s+thể\s+tại|rõ|trên|này|:|các\s+trường\s+hợp))|[Bb]an\s+hành|"
    r"[Hh]ướng\s+dẫn|[Pp]hê\s+duyệt|[Ss]ửa\s+đổi|[Tt]riển\s+khai|[Tt]hực\s+hiện(?!\s+theo)|[Cc]ông\s+bố|[Tt]hí\s+điểm|[Dd]ự\s+thảo|[Đđ]ính\s+chính|"
    r"[Bb]ãi\s+bỏ|[Bb]ổ\s+sung|[Tt]hành\s+lập|[Gg]iao|[Tt]hông\s+qua|[Pp]hân\s+cấp|[Cc]hấn\s+chỉnh|[Đđ]ẩy\s+mạnh|[Tt]ăng\s+cường|"
    r"[Cc]hi\s+tiết|[Tt]hi\s+hành|(?:NĐ|NQ|QĐ|TT|Nghị\s+định|Nghị\s+quyết)\s+(?=sửa|quy|về))"
)
# What ends a title, whatever it is about.
_END: Final = re.compile(
    r""";(?!\s+(?:quy\s+định|hướng\s+dẫn)\s)|\.(?=\s|$|”)|…|\n\s*(?=(?:\d+\.|[a-zđ]\)|-)\s)|\|
    |\s*\((?=sau\s+đây|gọi\s+tắt|viết\s+tắt|đã\s+được|được\s+sửa|dưới\s+đây|nay\s+là)
    |:(?=\s)
    |,?\s+(?<!và\s)(?=(?:đã\s+)?được\s+(?:sửa\s+đổi|bổ\s+sung|thay\s+thế|bãi\s+bỏ|đính\s+chính|áp\s+dụng|tiếp\s+tục|thực\s+hiện))
    |,?\s+(?=thì\s)
    |,?\s+(?=(?:có\s+)?hiệu\s+lực|hết\s+hiệu\s+lực|(?:bao\s+)?gồm\s+các|như\s+sau|cụ\s+thể\s+như|theo\s+đó|trong\s+đó|bằng\s+Phụ|kể\s+từ\s+ngày)
    |,\s+(?=(?:Bộ|Sở|UBND|HĐND|Cục|Chính\s+phủ|Thủ\s+tướng|Ủy\s+ban)(?!\w))
    |,\s+(?=(?:trình|đề\s+nghị|yêu\s+cầu|giao)\s+(?:các\s+)?[A-ZĐ])
    |,\s+(?=(?:tổng\s+hợp|gửi|nộp|báo\s+cáo)\s+(?:vào|cho|về|các|[A-ZĐ]))
    |\s*\((?=[A-ZĐ][^()]{0,40}\d+/)
    |,\s+(?=quy\s+định\s+tại\s)""",
    re.VERBOSE,
)
_CLOSING: Final = re.compile(r"[)\]]")
_AHEAD: Final = 60  # code points behind the next mention's start that an end mark may look at
_LONGEST: Final = 900  # code points; the longest trích yếu seen is below 700


def title_end(text: str, mention: Mention, later: Sequence[Mention]) -> tuple[int, int] | None:
    """Return the span of the title behind ``mention``; ``later`` are the mentions after it, in order."""
    document = mention.document
    if document is None or document.self_reference or (mention.address is not None and document.number is None):
        return None
    if document.number is None and document.kind in {"Luật", "Bộ luật", "Pháp lệnh"}:
        return None
    opener = _OPENER.match(text, mention.end)
    if opener is None:
        return None
    start = opener.start("title")
    if text[start] in '“"':
        close = re.compile('[”"]').search(text, start + 1, start + _LONGEST)
        if close is not None:
            return start, close.end()
    return start, _walk(text, opener.end(), later, document.number)


def _walk(text: str, position: int, later: Sequence[Mention], own: str | None) -> int:
    """Walk over the title of the document numbered ``own``; mentions inside it are stepped over whole."""
    limit, inside, index, depth = min(len(text), position + _LONGEST), False, 0, 0
    while position < limit:
        while index < len(later) and later[index].start < position:
            index += 1
        following = later[index] if index < len(later) else None
        stop = following.start if following else limit
        end = _first_end(text, position, min(stop + _AHEAD, len(text)), depth)
        if end is not None and end <= stop:
            return end
        if following is None or following.start >= limit:
            return limit
        if _is_next_of_list(text, following.start) and (not inside or _changes(following, later[index + 1 : index + 2], own)):
            return _before_link(text, following.start)
        inside, position, index = True, following.end, index + 1
    return limit


def _changes(mention: Mention, later: Sequence[Mention], own: str | None) -> bool:
    """Whether a mention's own title goes on to the document numbered ``own``: no document is named inside its own title."""
    named = mention.document is not None and mention.document.number is not None
    return named and any(m.document is not None and own is not None and m.document.number == own for m in later)


def _first_end(text: str, position: int, limit: int, depth: int) -> int | None:
    """Return where the title ends before ``limit``: at an end mark, or at a bracket or quotation mark that it did not open."""
    quoted = 0
    for match in re.compile(rf"(?P<open>[“(])|(?P<close>[”)])|{_END.pattern}", re.VERBOSE).finditer(text, position, limit):
        if match["close"]:
            if depth == 0 and quoted == 0:
                return match.start()
            quoted -= 1
        elif match["open"] and not _END.match(text, match.start()):
            quoted += 1
        elif quoted <= 0:
            return match.start()
    return None


def _is_next_of_list(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start]
    return re.search(r"(?:,\s*(?:và\s+)?|\s(?:và|hoặc|hay)\s+)(?:các\s+)?$", before) is not None


def _before_link(text: str, start: int) -> int:
    before = text[max(0, start - 14) : start]
    match = re.search(r"(?:\s*,\s*(?:và\s+)?|\s+(?:và|hoặc|hay)\s+)(?:các\s+)?$", before)
    return start - (len(before) - match.start()) if match else start
