"""Document numbers: the many ways they are written, one way they are kept.

``parse_number`` reads what people and documents write ("7/CT-TTg", "07 /CTTTg", "nd-cp" for "NĐ-CP", Cyrillic look-alikes,
a line break inside); ``canonical`` is the kept form: no spaces, two digits at least, hyphen-minus, known symbols in their
official spelling. Form faults are repaired, content never: a wrong year stays wrong.

1. ``canonical(canonical(x)) == canonical(x)``.
2. The digits of the number and of the year are those of the input.
3. What is no number gives ``None``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from corpus.kinds import KINDS, Kind, kind_named, kind_of_symbol
from corpus.model import Head
from corpus.vietnamese import nfc, slug, unmarked

# Letters that look like others: Icelandic eth for Đ, Cyrillic and Greek for Latin; seen in "NÐ-CP" and "TT-BTС".
_LOOK_ALIKES = str.maketrans("ÐðƉАВЕКМНОРСТХУавеокрсхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ĐđĐABEKMHOPCTXYabeokpcxyABEZHIKMNOPTYX")
_HYPHENS = re.compile("\\s*[-‐‑‒–—−\u00ad\ufffe\u0002]\\s*")
_SLASHES = re.compile(r"\s*[/@∕⁄]+\s*")
_SPACES = re.compile(r"\s+")

# Official spelling of symbols whose case or Đ is often lost (Nghị định 30/2020/NĐ-CP annex III and bodies' own decisions).
_SPELLINGS = (
    "NĐ CP TTg QĐ CT NQ TT TTLT PL CTr TTr CĐ QyĐ ĐA HĐ UBND HĐND UBTVQH QH TW BCĐ BLĐTBXH BGDĐT BKHĐT BCT BTTTT BNV "
    "BTC BTP BYT BXD BGTVT BTNMT BNNPTNT BNNMT BKHCN BVHTTDL BCA BQP BNG BDTTG NHNN TTCP VPCP UBDT VPQH VBHN KTNN "
    "TANDTC VKSNDTC HĐTP SCT STTTT SKHCN SLĐTBXH SGDĐT SKHĐT SNV STC STP SYT SXD SGTVT STNMT SNNPTNT SNNMT SVHTTDL KH "
    "BC TB HD CV GM PC AL KL HĐNN HĐBT LCT CTN TU"
).split()
_SPELLING = {unmarked(s).upper(): s for s in _SPELLINGS} | {"UNBD": "UBND"}

_EXACT = {s.upper(): s for s in [*(kind.symbol for kind in KINDS if kind.symbol), *_SPELLINGS]}
# Symbols of kinds that are spelt differently where they stand for a body (ND: "Nông dân").
_ONLY_FIRST = frozenset({"ND"})

_BODY = r"[A-Za-zĐđƯưÂâÔô][\w&Đđ]*(?:\([A-Z]\d+\))?"
_STATE = re.compile(
    rf"""
    (?P<serial>\d{{1,5}}(?:\.\d{{1,3}})?[a-zA-Z]?)  # 07, 270B, 66.15
    (?:/(?P<year>\d{{4}}|\d{{2,3}}(?=[/-])))?      # 2017; a damaged year ("202") only before the symbol's slash
    (?:[/-]|(?<=/\d{{4}}))                        # the slash after a year may be lost: 187/2013NĐ-CP
    (?P<symbol>{_BODY}(?:[-/.]{_BODY})*)         # NĐ-CP, QH13, TTLT-BYT-BLĐTBXH, BCA(X13)
    """,
    re.VERBOSE,
)
# Hyphen first: the Party, and the state before 1998 (41-LCT/HĐNN8, 270B-NQ/HĐNN8, 23-L/CTN).
_PARTY = re.compile(rf"(?P<serial>\d{{1,5}}[A-Za-z]?)-(?P<symbol>[A-ZĐ][A-Za-zĐđy]{{0,4}})/(?P<body>{_BODY}(?:[-./]{_BODY})*)")
# The Government, the Council of Ministers and the Ministry of Finance before 1998: 119-CP, 176-HĐBT, 60 TC/TCT.
_OLD = re.compile(r"(?P<serial>\d{1,4})(?:-(?P<symbol>CP|TTg|HĐBT)|-?(?P<tax>(?:TC|LB)/[A-Z]{1,6}(?:[-/][A-Z]{1,6})*))")
# Symbols of acts signed into law by the head of state before 1998: "Lệnh công bố".
_OLD_LAW_SYMBOLS = frozenset({"LCT", "L"})
# Symbols outside Nghị định 30/2020/NĐ-CP annex III that name a kind.
_FURTHER_SYMBOLS = {"CV": "Công văn", "HDLN": "Hướng dẫn", "CTHĐ": "Chương trình"}
_STATE_BODIES_WITH_HYPHEN_FIRST = re.compile(r"HĐNN\d*|HDNN\d*|CTN|UBTVQH\d*|HĐBT", re.IGNORECASE)
_LAW_SYMBOL = re.compile(r"(?:UBTV)?QH\d{1,2}", re.IGNORECASE)
# "CTTTg", "QĐTTg", "NĐCP": the hyphen between kind and body got lost.
_GLUED = re.compile(r"(?P<kind>NĐ|ND|QĐ|QD|CT|NQ)(?P<body>CP|TTg|TTG)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A document number in parts; ``str()`` is the canonical form. ``party`` numbers put the hyphen first."""

    serial: str
    year: str | None
    symbol: str
    party: bool = False

    def __str__(self) -> str:
        if self.party:
            return f"{self.serial}-{self.symbol}"
        middle = f"/{self.year}" if self.year else ""
        return f"{self.serial}{middle}/{self.symbol}"

    @property
    def kind(self) -> Kind | None:
        """The kind that the symbol fixes; ``None`` for laws (law or resolution) and where the symbol names no kind."""
        if _LAW_SYMBOL.fullmatch(self.symbol) or self.symbol.partition("/")[0] in _OLD_LAW_SYMBOLS:
            return None
        first = re.split(r"[-/]", self.symbol)[0]
        if first in _FURTHER_SYMBOLS:
            return kind_named(_FURTHER_SYMBOLS[first])
        found = kind_of_symbol(first)
        if found and self.of_the_party and found.name == "Quyết định":
            return kind_named("Khác")  # "66-QĐ/TW" is a Quy định of the Party, "99-QĐ/TW" a Quyết định: the symbol cannot tell
        if found:
            return found
        return kind_named("Công văn") if "-" in self.symbol and not self.year else None

    @property
    def of_the_party(self) -> bool:
        """Whether it is a number of the Communist Party: hyphen first and no body of the state behind the slash."""
        return self.party and not _STATE_BODIES_WITH_HYPHEN_FIRST.fullmatch(self.symbol.partition("/")[2])

    @property
    def body(self) -> str | None:
        """The part of the symbol that names the issuer ("CP", "TTg", "QH13"), if there is one."""
        if _LAW_SYMBOL.fullmatch(self.symbol):
            return self.symbol
        parts = re.split(r"[-/]", self.symbol, maxsplit=1)
        if self.party or kind_of_symbol(parts[0]) or parts[0] in _FURTHER_SYMBOLS:
            return parts[1] if len(parts) > 1 else None
        return parts[0]


def _spell(token: str, position: int) -> str:
    """Return a part of a symbol in its official spelling; a lost Đ comes back only where nothing is spelt without it."""
    key = unmarked(token).upper()
    if re.fullmatch(r"(QH|UBTVQH)(\d+)", key):
        return key
    exact = _EXACT.get(token.upper())
    if exact is not None:
        return exact
    if position and key in _ONLY_FIRST:
        return token
    return _SPELLING.get(key, token)


def _spell_symbol(symbol: str) -> str:
    glued = _GLUED.fullmatch(symbol)
    if glued:
        symbol = f"{glued['kind']}-{glued['body']}"
    return re.sub(r"[^-/]+", lambda m: _spell(m[0], m.start()), symbol)


def _tidy(text: str) -> str:
    text = nfc(text).translate(_LOOK_ALIKES)
    text = _HYPHENS.sub("-", _SLASHES.sub("/", text))
    text = _SPACES.sub("", text).strip(".,;:“”\"'")
    return text if "(" in text and text.endswith(")") else text.strip("()")


_REMEMBERED = 4096  # numbers; a document names the same ones again and again


@lru_cache(maxsize=_REMEMBERED)
def parse_number(text: str) -> Number | None:
    """Read one number written as ``text``; ``None`` when it is none. A leading "Số:" is allowed."""
    tidy = re.sub(r"^s(?:ố|o)[:.]?", "", _tidy(text), flags=re.IGNORECASE)
    old = _OLD.fullmatch(tidy)
    if old is not None:
        return Number(_pad(old["serial"]), None, old["symbol"] or old["tax"], party=True)
    party = _PARTY.fullmatch(tidy)
    if party:
        return Number(_pad(party["serial"]), None, f"{_spell(party['symbol'], 0)}/{_spell_symbol(party['body'])}", party=True)
    match = _STATE.fullmatch(tidy)
    if match is None or ("/" not in tidy):
        return None
    return Number(_pad(match["serial"]), match["year"], _spell_symbol(match["symbol"]))


def _pad(serial: str) -> str:
    return serial if len(serial) > 1 else f"0{serial}"


def canonical(text: str) -> str | None:
    """Return the canonical form of a number ("7/cttTg" -> "07/CT-TTg"), or ``None``."""
    number = parse_number(text)
    return str(number) if number else None


def number_key(text: str) -> str:
    """Return the comparison key of a number: canonical where it parses, without marks and case, no leading zeros."""
    plain = slug(canonical(text) or _tidy(text))
    return plain.lstrip("0")


# Bodies whose abbreviation names exactly one body of the state, so that number and date fix the document.
_SINGLE_BODIES = frozenset(
    (
        "CP TTG TW VPCP VPQH UBTVQH BCT BTTTT BNV BTC BTP BYT BXD BGTVT BTNMT BNNPTNT BNNMT BKHCN BVHTTDL BCA BQP BNG BDTTG BKHĐT "
        "BGDĐT BLĐTBXH NHNN TTCP UBDT KTNN TANDTC VKSNDTC HĐTP CTN"
    )
    .replace("Đ", "D")
    .split()
)


def _is_single_body(number: Number) -> bool:
    body = unmarked(number.body or "").upper()
    if re.fullmatch(r"(?:UBTV)?QH\d+", body):
        return True
    return all(part in _SINGLE_BODIES for part in re.split(r"[-/]", body)[:1]) and bool(body)


def document_key(head: Head, file_name: str = "") -> str:
    """Return the key of a document: ``kind/number/date``, with the issuer behind it where the number does not name one.

    Numbering restarts every year and repeats between provinces, so neither number nor date is a key by itself. A document
    without a number is known by its title, one without a title by the name of its file; without a date the third part is
    ``khong-ngay``.
    """
    number = parse_number(head.number) if head.number else None
    kind = slug(head.kind or "") or "khac"
    name = slug(head.number or "") or _short(slug(head.title or "")) or _short(slug(PurePath(file_name).stem)) or "khong-so"
    parts = [kind, name, date_part(head.date)]
    if head.issuer and (number is None or not _is_single_body(number)):
        parts.append(slug(head.issuer))
    return "/".join(parts)


_SHORT = 80  # characters of a title in a key; longer ones end in a hash of the rest, so that two titles never share a key


def _short(name: str) -> str:
    if len(name) <= _SHORT:
        return name
    return f"{name[:_SHORT].rstrip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def date_part(date: dt.date | None) -> str:
    """Return the third part of a document key."""
    return date.isoformat() if date else "khong-ngay"
