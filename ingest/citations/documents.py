"""The words that name one document: kind, number, date and issuer in any order, or a law's name and year.

``read_document(text, start)`` reads on from a kind word ("Nghị định số 09/2017/NĐ-CP ngày 09/02/2017 của Chính phủ"), from a
law ("Luật Báo chí năm 2016"), from a lone "số 219/QĐ-TTg" in a list, or a self reference ("Thông tư này").

1. The span ends with number, date or issuer (a law: with its name), never in the title that may follow.
2. ``number`` is canonical (``corpus.numbers``); form faults are repaired, content never. ``partial`` marks a number that lacks
   its symbol or its year.
3. A kind without number is no document, except laws, codes, ordinances and the Constitution, which are known by name.
4. Licences, contracts, judgments, standards and form codes are none: their words are no kinds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.dates import parse_date
from corpus.numbers import canonical, parse_number
from ingest.citations.issuers import expand, read_issuer
from ingest.citations.kind_words import KIND_OF, KIND_WORDS
from ingest.citations.law_names import read_known_name, read_unknown_name
from ingest.citations.prepare import one_line
from ingest.citations.wording import CAPITALS, SMALLS


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """A document as one mention names it; ``listed`` for a lone "số ..." that takes its kind from its symbol."""

    start: int
    end: int
    kind: str | None = None
    number: str | None = None
    date: str | None = None
    title: str | None = None
    issuer: str | None = None
    self_reference: bool = False
    partial: bool = False
    listed: bool = False


# Abbreviated codes as courts and ministries write them.
_ABBREVIATED: Final = {
    "BLHS": "Bộ luật Hình sự",
    "BLTTHS": "Bộ luật Tố tụng hình sự",
    "BLDS": "Bộ luật Dân sự",
    "BLTTDS": "Bộ luật Tố tụng dân sự",
    "BLLĐ": "Bộ luật Lao động",
}
_ABBREVIATION: Final = re.compile(r"(?:" + "|".join(sorted(_ABBREVIATED, key=len, reverse=True)) + r")(?!\w)")
_LAWS: Final = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
# Kinds whose name means the citing document even in small letters, and kinds whose name is a common word before "này".
_FORMAL: Final = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Nghị quyết", "Thông tư", "Thông tư liên tịch", "Chỉ thị"})
_COMMON: Final = frozenset({"Báo cáo", "Công văn"})
_COMMON_TEXT: Final = re.compile(r"(?:Phương\s*án|Lệnh|Văn\s*bản)(?!\w)")
# Kinds that are cited by a bare number ("Nghị định 49"); others need a symbol.
_SHORT: Final = frozenset({"Nghị định", "Thông tư", "Thông tư liên tịch", "Quyết định", "Nghị quyết", "Chỉ thị"})


_KIND: Final = re.compile(rf"(?P<kind>{KIND_WORDS})(?!\w)")
_THIS: Final = re.compile(r"\s+này(?!\w)")
_PART: Final = r"[A-ZĐƯÔÂƠ]+[a-zđ]{0,3}[A-ZĐƯÔÂƠ0-9&]*(?:(?![^\W\d_])|(?=(?:của|ngày|về|quy|và|có|được)(?!\w)))(?:\([A-Z]\d+\))?"
_LINK: Final = r"(?:[-/]{1,2}\s{0,12}|\s[-/]|\.(?=[A-ZĐ]{2}))"
_SYMBOL: Final = rf"(?:(?:QĐ|NĐ|TT|NQ|CT|KH|TTr|BC|TB|TTLT|NĐ)\s-\s(?=[A-ZĐ]{{2}}))?{_PART}(?:{_LINK}{_PART}){{0,8}}"
_SPACED_SLASH: Final = r"\s{0,3}[/@]{1,2}\s{0,3}"
NUMBER: Final = re.compile(
    rf"""
    (?: \d{{1,5}}(?:\.\d{{1,3}})?[A-Za-z]?{_SPACED_SLASH}\d{{2,4}}\s{{0,3}}[/@-]{{1,2}}\s{{0,12}}{_SYMBOL}          # 09/2017/NĐ-CP
      | \d{{1,5}}/\d{{4}}\s?(?=NĐ|QĐ|TT|NQ|CT|QH|UBTVQH|PL){_SYMBOL}                                # 187/2013 NĐ-CP
      | \d{{1,5}}[A-Za-z]?\s{{0,2}}-\s{{0,12}}[A-ZĐ][A-Za-zĐđ]{{0,4}}\s{{0,2}}/\s{{0,3}}{_SYMBOL}     # 18-NQ/TW
      | \d{{1,5}}[A-Za-z]?{_SPACED_SLASH}{_SYMBOL}                                                  # 407/QĐ-TTg
      | \d{{1,5}}(?:/\d{{4}})?/(?:nđ|qđ|tt|nq|ct|ttlt|nđ)-[a-zđ]+(?:-[a-zđ]+)*(?!\w)                  # 85/2017/nđ-cp
      | \d{{1,4}}\s?-\s?(?:CP|HĐBT)(?!\w)                                                            # 119-CP, 176-HĐBT (before 1997)
      | \d{{1,4}}\s(?=TC[-/]|LB/|TT/|UB/|QĐ/|TTg(?!\w)){_SYMBOL}                                            # 60 TC/TCT
    )
    """,
    re.VERBOSE,
)
_FOOTNOTE: Final = re.compile(r"(?<=CP|Tg|ND|TW)\d{1,2}$")
_PARTIAL: Final = re.compile(r"\d{1,5}/(?:19|20)\d{2}(?![\d/])|\d{1,5}[a-zA-Z]?(?![\w/%]|[.,]\d|-\d)")
_NOT_A_NUMBER: Final = re.compile(
    r"\s+(?:ngày(?!\s+\d)|tháng|năm|bản|lần|triệu|tỷ|đồng|người|điểm|khoản|điều|đơn|bộ|cơ|trường|loại|văn)(?!\w)"
)
_SO: Final = re.compile(r"\s*,?\s*(?:[Ss]ố\s*:?|SỐ|[Ss][ốô]\.)\s*(?=\d)|\s+(?=\d)")
# Small words between kind and number ("Báo cáo thẩm tra số"); "mẫu" would make it a form.
_NO_EXTRA: Final = rf"(?!(?:số|này|của|và|hoặc|được|về|theo|tại|quy|có|kèm|thi|[{SMALLS}]*mẫu|biểu)(?!\w))"
_EXTRA: Final = re.compile(rf"\s+(?:{_NO_EXTRA}[{SMALLS}]+\s+){{1,4}}(?=[Ss]ố\s*\d)")
# "của liên Bộ Tài chính - Nội vụ", "của Liên Bộ: Bộ A, Bộ B"
_BY: Final = re.compile(r"\s*,?\s*của\s+(?:liên\s+(?=Bộ\s)|Liên\s+[Bb]ộ\s*:?\s*)?")
_DATE: Final = re.compile(
    r"\s*,?\s*(?:(?:ký|ban\s+hành|ra)\s+)?(?:[Nn]gày|NGÀY)\s*(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
    r"|\d{1,2}\s*(?:tháng|THÁNG)\s*\d{1,2}\s*(?:năm|NĂM|tháng)\s*\d{4})(?!\d)"
)
# "25 / 02 /2026", "năm2005", "tháng 11 tháng 2008"
_DATE_SLIPS: Final = re.compile(r"\s*(?P<sign>[/.-])\s*|(?:năm|NĂM|tháng)\s*(?=\d{4})")
# Titles in capitals: "... CỦA BỘ TRƯỞNG BỘ TÀI CHÍNH QUY ĐỊNH".
_CAPITAL_WORD: Final = (
    r"(?!(?:VỀ|QUY|HƯỚNG|SỬA|BAN\s+HÀNH|PHÊ|ĐƯỢC|VÀ\s+(?:NGHỊ|THÔNG|QUYẾT|LUẬT))(?!\w))" + f"[{CAPITALS}]+(?![{SMALLS}])"
)
_CAPITAL_ISSUER: Final = re.compile(rf"\s+CỦA\s+({_CAPITAL_WORD}(?:(?:\s+-\s+|,?\s+){_CAPITAL_WORD})*)(?=\s|$|[;.,])")
_YEAR: Final = re.compile(r"\s+(?:năm\s+)?\(?((?:19|20)\d{2})(?=\d?(?!\w))(?![/-]\d)\)?")
_CONSTITUTION: Final = re.compile(
    r"Hiến\s+pháp(?!\w)(?:\s+nước\s+Cộng\s+h(?:òa|oà)\s+(?:xã\s+hội\s+chủ\s+nghĩa|XHCN)\s+Việt\s+Nam)?", re.IGNORECASE
)
_AMENDING: Final = re.compile(
    r"[Ss]ửa\s+đổi(?:\s*,\s*bổ\s+sung)?\s+(?:(?:một\s+số|các)\s+điều(?:\s+(?:và|,)\s+[^;,.()]{1,80}?)?|(?:[Đđ]iều|khoản)\s[^;.()]{1,60}?)\s+(?:của\s+)?(?:các\s+)?"
)
_LAW_LINK: Final = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+")
_LAW_WORD: Final = re.compile(r"(?:Bộ\s+[Ll]uật|Luật|luật|Pháp\s+lệnh)(?!\w)")
_ALIAS: Final = re.compile(
    r"(?:Luật|Bộ\s+luật|Pháp\s+lệnh|Nghị\s+định|Nghị\s+quyết|Thông\s+tư|Quyết\s+định)(?=\s*[.,;:()”\n]|\s*$|\s+(?:và|hoặc|thì|mà|như|được|bao|là|có|không)(?!\w))"
)
_AND_LAW: Final = re.compile(r"\s*(?:,|và)\s+(?:các\s+)?pháp\s+luật")
_INNER_SO: Final = re.compile(r"\s+số\s+")
_SPACE: Final = re.compile(r"\s+")
# "... của Luật X số N đã được sửa đổi": the number is that of the amended law.
_AMENDED_SINCE: Final = re.compile(r"\s*(?:đã\s+)?được\s+sửa\s+đổi")
_LISTED_SO: Final = re.compile(r"[Ss]ố\s*")
_LAW_SO: Final = re.compile(r"\s*,?\s*\(?số\s*:?\s*")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_MANY_LAWS: Final = re.compile(
    r"\d{1,2}\s+[Ll]uật\s+(?:(?!số\s|ngày\s|được\s|đã\s|và\s+(?:[Đđ]iều|khoản|điểm|Nghị|Thông|Luật|Quyết|các|quy)\b)[^\W\d_]+,?\s*){1,25}"
)
# A listed name with a word lost or changed goes on up to its number.
_NAME_GOES_ON: Final = re.compile(
    r"(?:\s+(?!(?:số|và|của|năm|ngày|được|đã|Luật|Nghị|Bộ\s+luật|Thông|Quyết|Pháp|theo|tại|về)(?!\w))[^\W\d_]+){1,10}(?=\s+số\s+\d+/\d{4}/)"
)
_NO_NAME: Final = re.compile(r"Việt\s+Nam(?!\w)")  # "pháp Luật Việt Nam"
_NOT_A_LAW: Final = frozenset(
    {"sư", "gia", "khác", "định", "pháp", "lệ", "học", "chuyên", "quốc", "của", "và", "hiện", "nước", "hoặc"}
)


def read_document(text: str, start: int) -> DocumentWords | None:
    """Return the document named from ``start`` on, or ``None``."""
    constitution = _CONSTITUTION.match(text, start)
    if constitution is not None:
        return _read_constitution(text, constitution)
    short = _ABBREVIATION.match(text, start)
    if short is not None:
        return _read_tails(text, DocumentWords(start, short.end(), "Bộ luật", title=_ABBREVIATED[short[0]]), law=True)
    word = _KIND.match(text, start)
    if word is None:
        return None
    kind = KIND_OF[_SPACE.sub("", word["kind"]).lower()]
    this = _THIS.match(text, word.end())
    if this is not None:
        return _self_document(text, start, this.end(), kind)
    if kind in _LAWS:
        return _read_law(text, start, word.end(), kind)
    return _read_numbered(text, start, word.end(), kind)


def read_listed(text: str, start: int, before: str | None = None) -> DocumentWords | None:
    """Return the document of a lone "số 219/QĐ-TTg" at ``start``.

    Its symbol tells the kind; where it does not (laws), ``before``, the kind of the document before it in the list, does.
    """
    gap = _LISTED_SO.match(text, start)
    match = NUMBER.match(text, gap.end()) if gap else None
    if match is None:
        return None
    raw, end = _number_words(match)
    number = parse_number(raw)
    kind = number.kind.name if number and number.kind else before
    if number is None or kind is None or kind in {"Công văn", "Hợp đồng", "Khác"}:
        return None
    return _read_tails(text, DocumentWords(start, end, kind, str(number), listed=True))


def _self_document(text: str, start: int, end: int, kind: str) -> DocumentWords | None:
    """ "Nghị định này" is the citing document; a small "kế hoạch này" points back to one just mentioned."""
    small = text[start].islower()
    if small and kind not in _FORMAL | {"Kế hoạch"}:
        return None
    if kind in _COMMON or _COMMON_TEXT.match(text, start):
        return None
    return DocumentWords(start, end, kind, self_reference=not small or kind in _FORMAL)


def read_alias(text: str, start: int) -> DocumentWords | None:
    """Return the document that provisions before ``start`` belong to when only its kind is named ("Điều 11 của Pháp lệnh")."""
    match = _ALIAS.match(text, start)
    return DocumentWords(start, match.end(), KIND_OF[_SPACE.sub("", match[0]).lower()]) if match else None


def _read_constitution(text: str, match: re.Match[str]) -> DocumentWords | None:
    if _AND_LAW.match(text, match.end()):
        return None
    title = one_line(match[0])
    words = DocumentWords(match.start(), match.end(), "Khác", title=title)
    return _read_tails(text, words, law=True)


def _number_words(match: re.Match[str]) -> tuple[str, int]:
    """Return the number's words and end without a footnote mark glued to it ("NĐ-CP3")."""
    raw = _FOOTNOTE.sub("", match[0])
    return raw, match.start() + len(raw)


def _read_numbered(text: str, start: int, position: int, kind: str) -> DocumentWords | None:
    words = DocumentWords(start, position, kind)
    extra = _EXTRA.match(text, position)
    if extra is not None:
        position = extra.end()
    else:
        by = _BY.match(text, position)
        issuer = read_issuer(text, by.end(), joint=kind == "Thông tư liên tịch") if by else None
        if by is not None and issuer is not None:
            position, words = issuer, replace(words, issuer=expand(text[by.end() : issuer]))
    so = _SO.match(text, position) or (extra and _LISTED_SO.match(text, position))
    if not so:
        return None
    match = NUMBER.match(text, so.end())
    if match is not None:
        raw, end = _number_words(match)
        number = parse_number(raw)
        word = one_line(text[start : start + len("Công văn")]).lower()
        kind = _kind_by_number(kind, number.kind.name if number and number.kind else None, word)
        return _read_tails(text, replace(words, end=end, kind=kind, number=canonical(raw) or one_line(raw)))
    match = _PARTIAL.match(text, so.end())
    if match is None or kind not in _SHORT or extra is not None or _NOT_A_NUMBER.match(text, match.end()):
        return None
    if not text[start].isupper() or text[start + 1].isupper():
        return None
    return _read_tails(text, replace(words, end=match.end(), number=match[0], partial=True))


def _kind_by_number(kind: str, by_symbol: str | None, word: str) -> str:
    """Return the kind; the symbol overrides the word where the guide says so ("Thông tư số .../TTLT-..." is joint)."""
    if by_symbol in {"Thông tư liên tịch", "Văn bản hợp nhất"}:
        return by_symbol
    if word.startswith("văn bản") and by_symbol:
        return by_symbol
    return kind


def _read_tails(text: str, words: DocumentWords, *, law: bool = False) -> DocumentWords:
    """Read date, issuer and (for laws) number and year on, each once, in any order."""
    for _ in range(4):
        following = _read_tail(text, words, law=law)
        if following is None:
            break
        words = following
    return words


def _read_tail(text: str, words: DocumentWords, *, law: bool) -> DocumentWords | None:
    if words.date is None or (law and len(words.date) == 4):
        date = _DATE.match(text, words.end)
        if date is not None:
            value = parse_date(_DATE_SLIPS.sub(_tidy_date, one_line(date[0])))
            return replace(words, end=date.end(), date=value.isoformat() if value else None) if value else None
    capitals = _CAPITAL_ISSUER.match(text, words.end) if words.issuer is None else None
    if capitals is not None:
        return replace(words, end=capitals.end(1), issuer=one_line(capitals[1]).capitalize())
    if words.issuer is None:
        by = _BY.match(text, words.end)
        end = read_issuer(text, by.end(), joint=words.kind == "Thông tư liên tịch") if by else None
        if by is not None and end is not None:
            return replace(words, end=end, issuer=expand(text[by.end() : end]))
    if law and words.number is None:
        so = _LAW_SO.match(text, words.end)
        match = (NUMBER.match(text, so.end()) or _PARTIAL.match(text, so.end())) if so else None
        if match is not None:
            raw, end = _number_words(match)
            number = canonical(raw) or one_line(raw)
            return replace(words, end=end, number=number, date=None if words.date and len(words.date) == 4 else words.date)
    if law and words.date is None and words.number is None:
        year = _YEAR.match(text, words.end)
        if year is not None:
            closed = year.end() if year[0].count("(") == year[0].count(")") else year.end(1)
            return replace(words, end=closed, date=year[1])
    return None


def _tidy_date(match: re.Match[str]) -> str:
    return match["sign"] or "năm "


# ------------------------------------------------------------------------------------------------------------------- laws


def _read_law(text: str, start: int, position: int, kind: str) -> DocumentWords | None:
    so = _SO.match(text, position)
    match = NUMBER.match(text, so.end()) if so else None
    if match is not None:
        raw, end = _number_words(match)
        return _read_tails(text, DocumentWords(start, end, kind, canonical(raw) or one_line(raw)))
    if not text[start].isupper():
        return None
    gap = _SPACE.match(text, position)
    if gap is None:
        return None
    name = gap.end()
    amending = _read_amending(text, start, name, kind)
    if amending is not None:
        return amending
    first = _LETTERS.match(text, name)
    if first is None or (first[0].lower() in _NOT_A_LAW and read_known_name(text, name) is None):
        return None
    if _NO_NAME.match(text, name) or (kind == "Bộ luật" and first[0].isupper() and len(first[0]) > 1):
        return None
    closing = read_known_name(text, name) or read_unknown_name(text, name)
    if closing is None:
        return None
    slip = _NAME_GOES_ON.match(text, closing)
    closing = slip.end() if slip else closing
    return _read_tails(text, DocumentWords(start, closing, kind, title=one_line(text[start:closing])), law=True)


def _read_amending(text: str, start: int, name: int, kind: str) -> DocumentWords | None:
    """ "Luật sửa đổi, bổ sung một số điều của Luật A, Luật B số N": the laws inside are part of the name.

    The last number is the amending law's own when it is the only one; with several, each belongs to the law before it.
    """
    head = _AMENDING.match(text, name)
    if head is None:
        return None
    many = _MANY_LAWS.match(text, head.end())
    if many is not None:
        closing = many.start() + len(many[0].rstrip(" ,\n"))
        return _read_tails(text, DocumentWords(start, closing, kind, title=one_line(text[start:closing])), law=True)
    position = end = last_name = head.end()
    inner: list[str] = []
    while (word := _LAW_WORD.match(text, position)) is not None:
        stop = _name_end(text, word.end())
        if stop is None:
            break
        end = last_name = stop
        number = _INNER_SO.match(text, end)
        found = NUMBER.match(text, number.end()) if number else None
        if found is not None:
            end = found.end()
            inner.append(found[0])
        link = _LAW_LINK.match(text, end)
        if link is None or not _LAW_WORD.match(text, link.end()):
            break
        position = link.end()
    if end == head.end():
        return None
    words = DocumentWords(start, end, kind, title=one_line(text[start:end]))
    if len(inner) == 1 and end != last_name and not _AMENDED_SINCE.match(text, end):
        words = replace(words, number=canonical(inner[0]), title=one_line(text[start:last_name]))
    return _read_tails(text, words, law=not inner)


def _name_end(text: str, position: int) -> int | None:
    """Return the end of the law's name behind the white space at ``position``."""
    gap = _SPACE.match(text, position)
    return (read_known_name(text, gap.end()) or read_unknown_name(text, gap.end())) if gap else None
