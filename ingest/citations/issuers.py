"""Who issued a document: the body named behind its number ("của Bộ trưởng Bộ Tài chính và Bộ trưởng Bộ Nội vụ").

A body's name is read by capital letters: it runs on over capitalised words and over small words that names contain, and stops
at punctuation, at words that open a title ("quy định", "về việc") and at verbs. Ministries whose names hold commas are listed.
Several bodies are one issuer only for joint documents.

1. The name read ends with a word, never with "và" or a comma.
2. A place belongs to the body ("Ủy ban nhân dân tỉnh Lào Cai"); "(nay là ...)" does not.
3. ``expand`` writes abbreviations out and mends capitals ("UBND tỉnh" is "Ủy ban nhân dân tỉnh").
"""

from __future__ import annotations

import re

from ingest.citations.prepare import one_line
from ingest.citations.wording import CAPITALS

# Names with commas or dashes inside: fields of ministries and of the departments below them, now and earlier.
_FIELDS = (
    "Văn hóa, Thể thao và Du lịch|Văn hoá, Thể thao và Du lịch|Văn hóa, Thể thao|Khoa học, Công nghệ và Môi trường|"
    "Lao động\\s*-\\s*Thương binh và Xã hội|Lao động\\s*-\\s*Thương binh - Xã hội|Lao động, Thương binh và Xã hội|"
    "Đại học\\s*-\\s*Trung học chuyên nghiệp|Đại học, Trung học chuyên nghiệp và Dạy nghề|Văn hóa\\s*-\\s*Thông tin|"
    "Đại học và Trung học chuyên nghiệp|Thông tin và Truyền thông|Tài nguyên và Môi trường|Giáo dục và Đào tạo|"
    "Nông nghiệp và Phát triển nông thôn|Nông nghiệp và Môi trường|Khoa học và Công nghệ|Kế hoạch và Đầu tư|"
    "Dân tộc và Tôn giáo|Giao thông vận tải|Công thương|Y tế|Tài chính|Nội vụ|Tư pháp|Xây dựng|Quốc phòng|Công an|Ngoại giao|"
    "Công Thương|Công nghiệp|Thương mại|Thủy sản|Thuỷ sản|Bưu chính, Viễn thông|Nông nghiệp và PTNT"
).replace(" ", r"\s+")
_LEADER = (
    r"(?:Thứ\s+trưởng|Bộ\s+trưởng|Giám\s+đốc|Chủ\s+tịch|Chủ\s+nhiệm|Thống\s+đốc|Viện\s+trưởng|Chánh\s+án|Tổng\s+Thanh\s+tra|"
    r"Tổng\s+Kiểm\s+toán(?:\s+[Nn]hà\s+nước)?|Trưởng\s+[Bb]an|Cục\s+trưởng|Tổng\s+cục\s+trưởng|Chánh\s+Văn\s+phòng|Thường\s+trực|"
    r"Liên\s+tịch|Lãnh\s+đạo|Tổng\s+Giám\s+đốc)"
)
_HEAD = re.compile(
    rf"""
    Bộ\s+trưởng,\s+Chủ\s+nhiệm(?!\w)
    | (?:{_LEADER}\s+)?
    (?:Bộ|Liên\s+[Bb]ộ|Sở|Cục|Tổng\s+[Cc]ục|Vụ|Ban|Ủy\s+ban|Uỷ\s+ban|ủy\s+ban|uỷ\s+ban|Hội\s+đồng|UBND|HĐND|UBTVQH|UBMTTQ|BTV
      |Chính\s+[Pp]hủ|Thủ\s+tướng|Quốc\s+hội|Chủ\s+tịch\s+nước|Văn\s+[Pp]hòng|Thanh\s+tra|Tòa\s+án|Toà\s+án|Viện|Kiểm\s+toán
      |Ngân\s+hàng|Bảo\s+hiểm|Hội\s+nghị|Đảng|Tỉnh\s+ủy|Thành\s+ủy|Huyện\s+ủy|Đoàn|Hội|Trung\s+ương|Mặt\s+trận|Tổng\s+[Ll]iên
      |Công\s+an|Tổng\s+[Cc]ông\s+ty|Đại\s+hội|Thường\s+vụ|Kho\s+bạc|Học\s+viện|Trường|Đại\s+học|Phòng|Công\s+đoàn|Quân|Công\s+ty
      |Tập\s+đoàn|Tổ\s+chức|Xã|Cơ\s+quan|[A-ZĐ]{{3,}})(?!\w)
    | (?:{_LEADER})(?!\w)
    """,
    re.VERBOSE,
)
# Bodies whose name is complete: nothing but punctuation or a title can follow.
_COMPLETE = re.compile(
    r"(?:(?:Thủ\s+tướng\s+)?Chính\s+[Pp]hủ|Bộ\s+Chính\s+trị|Chủ\s+tịch\s+nước|(?:Ủy|Uỷ)\s+ban\s+Thường\s+vụ\s+Quốc\s+hội|Quốc\s+hội)(?!\w)"
)
_DOCUMENT_WORD = re.compile(
    r"(?:Nghị|Thông\s+t[ưr]|Thông\s+báo|Quyết|Chỉ|Luật|Bộ\s+luật|Pháp\s+lệnh|Kế\s+hoạch|Công\s+văn|Công\s+điện|Tờ\s+trình|Báo\s+cáo|"
    r"Văn\s+bản|Kết\s+luận|Điều|Khoản|Điểm|Hướng|Chương)(?!\w)"
)
_GAP = re.compile(rf"\s+-\s+(?=[{CAPITALS}])|\s+|,\s+(?=[{CAPITALS}][^\W\d_]*\s+(?:[^\W\d_]+\s+){{0,2}}và\s+[{CAPITALS}])")
_AND_CAPITAL = re.compile(r"và\s+(?=[" + CAPITALS + r"])")
_FIELD = re.compile(rf"\s+(?:{_FIELDS})(?!\w)")
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?")
_PLACE = re.compile(r"\s+(?:tỉnh|thành\s+phố|Thành\s+phố|TP\.?|huyện|quận|xã|phường|thị\s+xã|thị\s+trấn|đặc\s+khu)(?!\w)")
_TERM = re.compile(r"\s+\(?(?:khóa|khoá|Khóa|Khoá)\s+(?:[IVX]+|\d+)\)?")
_JOINT = re.compile(r"\s*,?\s*và\s+|\s*[,;]\s*|\s+-\s+")
# Small words inside bodies' names. A name goes on over these, and over the second syllable of a capitalised word.
_SMALL = frozenset(
    (
        "nhân dân ban bộ bí thư chấp hành trung ương đảng hội nghị đại biểu toàn quốc lần thứ nhất hai ba tư năm sáu bảy tám chín mười "
        "khóa khoá thường vụ trực trị nước nhà sát tối cao kiểm án kinh tế xã tỉnh huyện quận phố phường thành đồng cấp quản lý phẩm "
        "thẩm phán việt nam hàng bảo hiểm mặt trận tổ quốc liên đoàn cục chức văn phòng toán sách chính phủ tướng quyền "
        "nông nghiệp thôn phát triển môi trường giáo dục đào tạo khoa học công nghệ thông tin truyền thương binh thể thao du lịch "
        "tôn giao vận tải xây dựng tài nguyên ngoại nội y tư pháp quốc phòng an ninh đổi mới sáng chuyển xanh khuyến dân tộc "
        "hóa hoá chất dầu khí than điện lực chính sách pháp luật khoáng sản địa chất công nghiệp phụ nữ cựu chiến đạo lãnh trưởng "
        "chuyên nghiệp trung thư viện động vệ chăm sóc trẻ em tư cạnh tranh hải quan thuế địa phương ủy uỷ viên kỳ họp quân đội"
    ).split()
)
# Words that never belong to a name: they open titles and clauses.
_OPENERS = re.compile(
    r"(?:[Vv]ề|[Qq]uy\s+định|[Qq]uy\s+chế|[Hh]ướng\s+dẫn|[Ss]ửa\s+đổi|[Bb]an\s+hành|phê\s+duyệt|triển\s+khai|thực\s+hiện|công\s+bố|thí\s+điểm|dự\s+thảo|"
    r"đính\s+chính|bãi\s+bỏ|thay\s+thế|bổ\s+sung|thông\s+qua|chỉ\s+đạo|tăng\s+cường|xin\s+ý|năm\s+\d|chuyên\s+môn\s+hoá)(?!\w)"
)
_MOST_WORDS = 24
_ABBREVIATIONS = (
    (re.compile(r"\bUBND\b"), "Ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b"), "Hội đồng nhân dân"),
    (re.compile(r"\bBTV\b"), "Ban Thường vụ"),
    (re.compile(r"\bPTNT\b"), "Phát triển nông thôn"),
    (re.compile(r"\bUBTVQH\b"), "Ủy ban Thường vụ Quốc hội"),
    (re.compile(r"\bChính Phủ\b"), "Chính phủ"),
    (re.compile(r"\bVăn Phòng\b"), "Văn phòng"),
    (re.compile(r"\bủy ban\b(?= (?:nhân dân|Thường))"), "Ủy ban"),
)


def read_issuer(text: str, start: int, *, joint: bool = False) -> int | None:
    """Return the end of the issuer whose name begins at ``start``; with ``joint``, of all issuers joined by comma or "và"."""
    end = _read_body(text, start)
    while joint and end is not None:
        link = _JOINT.match(text, end)
        following = _read_body(text, link.end()) if link else None
        if following is None:
            break
        end = following
    return end


def expand(words: str) -> str:
    """Return an issuer's name in full words, one line."""
    name = one_line(words)
    for pattern, full in _ABBREVIATIONS:
        name = pattern.sub(full, name)
    return name


def _read_body(text: str, start: int) -> int | None:
    complete = _COMPLETE.match(text, start)
    if complete is not None:
        return complete.end()
    head = _HEAD.match(text, start)
    if head is None:
        return None
    field = _FIELD.match(text, head.end())
    end = field.end() if field else head.end()
    for _ in range(_MOST_WORDS):
        following = _next_word(text, end)
        if following is None:
            break
        end = following
    term = _TERM.match(text, end)
    return term.end() if term else end


def _next_word(text: str, end: int) -> int | None:
    """Return the end of the next word if the name goes on with it."""
    gap = _GAP.match(text, end)
    if gap is None:
        return None
    field = _FIELD.match(text, end)
    if field is not None:
        return field.end()
    word = _WORD.match(text, gap.end())
    if word is None or _OPENERS.match(text, gap.end()) or _DOCUMENT_WORD.match(text, gap.end()):
        return None
    if word[0] == "và":
        return _after_and(text, gap.end())
    if "," in gap[0] and _HEAD.match(text, gap.end()):
        return None
    if word[0][0].isupper() or word[0] in _SMALL or _PLACE.match(text, end):
        return word.end()
    return None


def _after_and(text: str, start: int) -> int | None:
    """Return the end of the word behind "và" at ``start`` if it is one more part of the same name."""
    link = _AND_CAPITAL.match(text, start)
    if link is None or _HEAD.match(text, link.end()) or _DOCUMENT_WORD.match(text, link.end()):
        return None
    word = _WORD.match(text, link.end())
    return word.end() if word else None
