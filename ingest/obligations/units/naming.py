"""From the units of a list as printed to their full names: abbreviations written out, shared titles and attributes repeated.

1. Titles go forwards ("Thủ trưởng các sở, ban"), attributes backwards ("các cơ quan, đơn vị liên quan"; "Hội đồng nhân dân, Ủy ban nhân
   dân cấp tỉnh"; "cơ quan chuyên môn, tổ chức khác thuộc Ủy ban nhân dân").
2. A list of levels of places makes a body of each: "Ủy ban nhân dân các tỉnh, thành phố".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from corpus.units.names import expand_abbreviation
from ingest.obligations.vocabulary import BARE_HEADS, CLASS_HEADS, FIELD_HEADS, GENERIC, ROLE_ATTRIBUTES, TITLES


@dataclass(frozen=True, slots=True)
class Item:
    """One unit of a list: its head and the rest as printed, and how it stands in the list."""

    head: str
    rest: str
    named: bool
    quantified: bool
    title: str = ""
    after: str = ""
    start: int = 0
    end: int = 0


_GEO_TAIL = re.compile(
    r"(?:các\s+)?(?:tỉnh|thành phố|xã|phường|huyện|quận|thị trấn|thị xã|đặc khu)(?:\s*(?:,|và|hoặc|"
    r"/)\s*(?:các\s+)?(?:tỉnh|thành phố|xã|phường|huyện|quận|thị trấn|thị xã|"
    r"đặc khu)(?:\s+(?:trực\s+)?thuộc\s+(?:trung ương|tỉnh|thành phố trực thuộc trung ương))?)*(?:\s+trực\s+thuộc\s+trung ương)?",
    re.IGNORECASE,
)
_GEO_ITEM = re.compile(
    r"(tỉnh|thành phố|xã|phường|huyện|quận|thị trấn|thị xã|đặc khu)"
    r"(\s+(?:trực\s+)?thuộc\s+(?:trung ương|tỉnh|thành phố trực thuộc trung ương))?",
    re.IGNORECASE,
)
_OF_PROVINCE = re.compile(r"^của (?:tỉnh|thành phố)$", re.IGNORECASE)
_PLURAL_PLACES = re.compile(r"^(?:các|những|mỗi|từng|mọi)\s|,|\svà\s|\shoặc\s|/")
_BASES_WITH_PLACES = re.compile(
    r"(?:ủy ban nhân dân|hội đồng nhân dân|công an|đoàn thể|đảng ủy|ủy ban mặt trận tổ quốc(?: việt nam)?|"
    r"mặt trận tổ quốc(?: việt nam)?|tỉnh đoàn|bộ chỉ huy quân sự|tòa án nhân dân|viện kiểm sát nhân dân)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\s*\([^)]*\)?", "", text)).strip(" ,;")


@lru_cache(maxsize=8192)
def spell(text: str) -> str:
    """Write abbreviations out and use one spelling of Ủy ban."""
    words = [expand_abbreviation(word) or word for word in text.split(" ")]
    return re.sub(r"\b([Uu])ỷ\b", lambda m: "Ủy" if m[1] == "U" else "ủy", " ".join(words)).replace("Uỷ", "Ủy").replace("uỷ", "ủy")


_FULL = {"Thủ tướng": "Thủ tướng Chính phủ", "Phó Thủ tướng": "Phó Thủ tướng Chính phủ", "Ủy ban": "Ủy ban nhân dân"}
# What qualifies a bearer without saying who it is.
_TAIL = re.compile(
    r",?\s+(?:nêu tại .*|năm \d{4}|do (?!.*(?:thành lập|quản lý|cấp|cử|bầu)).*|theo quy định.*|"
    r"trên địa bàn(?: toàn| cả)?(?: tỉnh| thành phố)?|"
    r"nêu trên|sau đây|nói trên|theo quy định của pháp luật.*)$",
    re.IGNORECASE,
)


_LOWER = GENERIC | CLASS_HEADS | FIELD_HEADS  # class nouns are written in lower case
_PAIRS = (("bộ", "ngành"), ("ban", "ngành"), ("tổ chức", "cá nhân"))  # written without a comma
_PROVINCES = re.compile(r"^tỉnh,?(?: và)? thành(?: phố)?(?: trực thuộc trung ương)?$", re.IGNORECASE)


_LEVEL = r"(cấp (?:bộ|tỉnh|xã|huyện|trung ương|cơ sở))"
_TWO_LEVELS = re.compile(rf"(?<=\w ){_LEVEL}(?: và| hoặc|,) {_LEVEL}$")  # "cơ quan thi đua cấp bộ hoặc cấp tỉnh"
_TOLD_WORDS = 5  # that say little without the place where they are told


@lru_cache(maxsize=8192)
def _single(head: str, rest: str, named: bool, quantified: bool, title: str, attribute: str) -> tuple[str, ...]:
    """Return the names of one item of a list: the same units are met again and again."""
    head, rest = spell(_clean(head)), spell(_OF_PROVINCE.sub("", _clean(rest)))
    if not named and head.lower() in _LOWER and head.lower() not in {"ủy ban nhân dân"}:
        keep = head == "Bộ" and title and not quantified
        head = head if keep else head[:1].lower() + head[1:]
    if attribute and (not rest or attribute.startswith(f"{rest} ")):
        rest = _OF_PROVINCE.sub("", attribute)
    name = _FULL.get(f"{head} {rest}".strip(), _TAIL.sub("", f"{head} {rest}".strip()))
    known, _, place = name.partition(" quy định tại ")
    if place and (len(known.split()) > _TOLD_WORDS or (known.split()[0] in BARE_HEADS and not title)):
        name = known  # "người nuôi cá quy định tại Điều 4"; "cơ quan có thẩm quyền quy định tại ..." says nothing without it
    if (pair := next((p for p in _PAIRS if name.startswith(" ".join(p))), None)) is not None:
        return tuple(f"{title} {one}{name[len(' '.join(pair)) :]}".strip() for one in pair)
    if _PROVINCES.match(name):
        return "tỉnh", "thành phố" + (" trực thuộc trung ương" if "trung ương" in name.lower() else "")
    if levels := _TWO_LEVELS.search(name):
        return tuple(f"{title} {name[: levels.start()]}{one}".strip() for one in levels.groups())
    geo = _GEO_TAIL.search(name)
    names = [name]
    if geo and geo.start() > 0 and geo.end() == len(name) and _PLURAL_PLACES.search(geo[0]):
        base = name[: geo.start()].strip()
        if _BASES_WITH_PLACES.search(base) or (base.startswith("Cục ") and not geo[0].startswith("các")):
            whole = geo[0].lower()
            names = []
            for match in _GEO_ITEM.finditer(geo[0]):
                tail = (
                    " trực thuộc trung ương"
                    if match[1].lower() == "thành phố" and ("trung ương" in whole or "tỉnh" in whole)
                    else (match[2] or "")
                )
                names.append(f"{base} {match[1].lower()}{tail}".replace("  ", " "))
        else:
            names = [base]
    return tuple(f"{title} {one}".strip() if title else one for one in names)


def _is_person(head: str) -> bool:
    """Whether nobody heads what ``head`` names."""
    return head.lower() in {"cá nhân", "công dân", "hộ gia đình"} or head.lower().startswith("người")


_ANY_BODY = frozenset({"cơ quan", "tổ chức", "đơn vị"})


_OF_EACH = frozenset({"thành viên của", "thân nhân của"})


def names_of(items: list[Item]) -> tuple[str, ...]:
    """Return the full names of a list: titles distributed forwards, attributes backwards (guarantee 2)."""
    titles: list[str] = []
    current, of_named = "", False
    for item in items:
        if item.title:
            current, of_named = item.title, item.named
        elif current.lower() in _OF_EACH and item.after in {",", "và"}:
            pass  # "thành viên của Hội đồng Dân tộc, Ủy ban của Quốc hội"
        elif of_named and item.head.lower() in _ANY_BODY:
            current = ""  # "Chủ tịch Ủy ban nhân dân tỉnh và cơ quan, tổ chức liên quan"
        elif (
            item.head.lower() in TITLES
            or _is_person(item.head)
            or item.quantified
            or item.named
            or item.after == ";"
            or item.head.lower() not in GENERIC
        ):
            current = ""
        titles.append(current)
    if len(items) == 1 and items[0].head == "Bộ" and not (items[0].rest or items[0].quantified or items[0].title):
        return ("Bộ",)
    names: list[str] = []
    for item, title, shared in zip(items, titles, _shared_attributes(items), strict=True):
        one = _single(item.head, item.rest, item.named, item.quantified, title, shared)
        names.extend(name for name in one if name and name not in names)
    return tuple(names)


_BELONGS = re.compile(r"(?:trực )?thuộc ", re.IGNORECASE)


_SERVICE = "sự nghiệp"  # only a unit is one


def _shared_attributes(items: list[Item]) -> list[str]:
    """Return for each item the attribute that the end of its run says once for all ("các cơ quan, đơn vị liên quan")."""
    attributes = [""] * len(items)
    attribute = level = belongs = ""
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        bare = not item.rest and not item.named and item.head.lower() in GENERIC
        bare = bare and not (item.head.endswith("viên") and attribute in ROLE_ATTRIBUTES)  # "Điều tra viên, cán bộ điều tra"
        bare = bare and not (" ngang " in item.head and _BELONGS.match(attribute))  # "cơ quan ngang bộ, cơ quan thuộc Chính phủ"
        councils = _COUNCILS.search(item.head) is not None
        bare = bare and not (
            item.head.lower().startswith(_COMPLETE) and not _GENERAL.match(attribute)
        )  # "chủ đầu tư, tổ chức làm ..."
        bare = bare and not (
            attribute == "trung ương" and item.head.lower() in {"bộ", "ngành", "ban"}
        )  # "bộ, ngành, đoàn thể trung ương"
        bare = bare and not attribute.startswith(_SERVICE)  # "doanh nghiệp, đơn vị sự nghiệp công lập"
        attributes[index] = attribute if bare else level if councils and not item.rest else ""
        if belongs and item.rest and not bare and not item.named and _short(item.rest):
            attributes[index] = f"{item.rest} {belongs}"
        if not bare:
            shares = not item.named and item.head.lower() in GENERIC and item.head.lower() not in BARE_HEADS
            attribute = _OWN_PART.sub("", item.rest) if shares else _concerned(item)
            told = _TOLD.search(item.rest) if shares else None
            belongs = told[0] if told else belongs if _short(item.rest) else ""
        if item.rest:
            level = item.rest if councils and _LEVELS.match(item.rest) else ""
        if item.quantified or item.title or item.after == ";":
            attribute = belongs = ""
        if item.after not in {",", "và"}:
            level = ""
    return attributes


# "cơ quan chuyên môn, tổ chức hành chính khác thuộc Ủy ban nhân dân": both belong to it.
_TOLD = re.compile(r"(?<=\w )(?:(?:trực )?thuộc|được giao|đang) .+$")
_SHORT = 2  # words of an attribute that leaves room for the list's


def _short(rest: str) -> bool:
    return 0 < len(rest.split()) <= _SHORT and not re.search(r"thuộc|được|đang|liên quan|thẩm quyền|khác|cấp ", rest)


_COMPLETE = ("chủ ", "nhà ", "chuyên gia")
_GENERAL = re.compile(r"(?:có )?(?:liên quan|thẩm quyền)|khác|nước ngoài|trong nước")
_COUNCILS = re.compile(r"(?:hội đồng|ủy ban|uỷ ban) nhân dân$", re.IGNORECASE)
_LEVELS = re.compile(r"(?:cấp |các cấp|cùng cấp)", re.IGNORECASE)  # "Hội đồng nhân dân, Ủy ban nhân dân cấp tỉnh"
_OWN_PART = re.compile(r"^(?:\w+ ){1,2}khác (?=được |đang |có |tham gia )")  # "doanh nghiệp và tổ chức kinh tế khác được tặng ..."
_CONCERNED = re.compile(r"(?:có )?liên quan$")


def _concerned(item: Item) -> str:
    """Return what a name ends with and the whole list shares: "các bộ, Ủy ban nhân dân cấp tỉnh có liên quan"."""
    match = _CONCERNED.search(item.rest) if item.named else None
    return match[0] if match else ""
