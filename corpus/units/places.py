"""Places and the bodies of a place: "tỉnh Lào Cai", "UBND xã Bát Xát", "Công an tỉnh", "HĐND các cấp".

A name that several districts share is answered with candidates; the district level ended on 30/6/2025.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from corpus.units.entries import District, Province, UnitMatch, place_key
from corpus.vietnamese import search_key, unmarked

if TYPE_CHECKING:
    from corpus.units.register import Register

_PLACE_KIND = {
    "tinh": "tỉnh",
    "thanh pho": "thành phố",
    "tp": "thành phố",
    "tt": "thị trấn",
    "huyen": "huyện",
    "quan": "quận",
    "thi xa": "thị xã",
    "xa": "xã",
    "phuong": "phường",
    "thi tran": "thị trấn",
    "dac khu": "đặc khu",
    "cap tinh": "tỉnh",
    "cap huyen": "huyện",
    "cap xa": "xã",
}
_LEVEL = {
    "tỉnh": "tinh",
    "thành phố": "tinh",
    "huyện": "huyen",
    "quận": "huyen",
    "thị xã": "huyen",
    "xã": "xa",
    "phường": "xa",
    "thị trấn": "xa",
    "đặc khu": "xa",
}
_KIND_WORDS = "|".join(sorted(_PLACE_KIND, key=len, reverse=True))
_COMMITTEE = re.compile(
    rf"^(?P<body>uy ban nhan dan|hoi dong nhan dan|cong an|uy ban mat tran to quoc(?: viet nam)?|thanh tra|"
    rf"bo chi huy quan su)(?:\s+(?:(?P<kind>{_KIND_WORDS})\s*)?(?P<place>.*))?$"
)
_BODY = {
    "uy ban nhan dan": ("Ủy ban nhân dân", "ubnd"),
    "hoi dong nhan dan": ("Hội đồng nhân dân", "hdnd"),
    "cong an": ("Công an", "cong_an"),
    "uy ban mat tran to quoc": ("Ủy ban Mặt trận Tổ quốc", "mttq"),
    "uy ban mat tran to quoc viet nam": ("Ủy ban Mặt trận Tổ quốc Việt Nam", "mttq"),
    "thanh tra": ("Thanh tra", "so"),
    "bo chi huy quan su": ("Bộ Chỉ huy Quân sự", "so"),
}


def _places(register: Register, text: str) -> tuple[str | None, tuple[Province | District, ...]]:
    """Return the kind word before a place ("tỉnh") and what the place may be."""
    key = place_key(text)
    match = re.match(rf"^(?:(?P<kind>{_KIND_WORDS})\s+)?(?P<name>.+)$", key)
    if match is None:
        return None, ()
    kind = _PLACE_KIND.get(match["kind"] or "")
    whole = register.places.get(key, ())
    return (None, whole) if whole and not match["kind"] else (kind, register.places.get(match["name"], ()))


def province_of(register: Register, text: str) -> Province | None:
    """Return the province that ``text`` names, if it names one."""
    kind, found = _places(register, text)
    provinces = [p for p in found if isinstance(p, Province)]
    return provinces[0] if provinces and kind in {None, "tỉnh", "thành phố"} else None


def read_committee(register: Register, text: str, marked: bool, as_of: dt.date | None) -> UnitMatch | None:
    """Return the committee, council or police of a place, or of every place of a level."""
    key = place_key(text)
    match = _COMMITTEE.match(key)
    if match is None or (marked and unmarked(search_key(text)).split()[0] == "cong" and not search_key(text).startswith("công an")):
        return None
    name, body = _BODY[match["body"]]
    kind, place = _PLACE_KIND.get(match["kind"] or ""), (match["place"] or "").strip()
    if body == "so" and not place and kind is None:
        return None
    if search_key(text) in register.class_of and not place:
        return None
    provinces = register.places.get(place, ()) if place else ()
    if not kind and not place:
        return UnitMatch(
            text,
            f"{body}_cac_cap",
            name,
            single=False,
            kinds=tuple(f"{body}_{level}" for level in ("tinh", "huyen", "xa")),
            reasons=(f"“{text}” không nói rõ cấp.",),
        )
    if not place and kind:
        level = _LEVEL[kind]
        return UnitMatch(
            text,
            _body_kind(body, level),
            f"{name} {kind}",
            single=False,
            kinds=(_body_kind(body, level),),
            reasons=(f"“{text}” là mọi {name} cấp {kind}.",),
        )
    return _committee_of(text, name, body, kind, place, provinces, as_of)


def _body_kind(body: str, level: str) -> str:
    return "so" if body == "so" else f"{body}_{level}"


def _committee_of(
    text: str, name: str, body: str, kind: str | None, place: str, found: tuple[Province | District, ...], as_of: dt.date | None
) -> UnitMatch | None:
    fitting = [
        p
        for p in found
        if (isinstance(p, Province) and kind in {None, "tỉnh", "thành phố"})
        or (isinstance(p, District) and (kind is None or kind == p.kind))
    ]
    if not fitting and kind in {"xã", "phường", "thị trấn", "đặc khu"}:
        where = " ".join(text.split(" ")[-len(place.split()) :])
        kinds = (_body_kind(body, "xa"),)
        return UnitMatch(
            text, kinds[0], f"{name} {kind} {where}", place=where, kinds=kinds, reasons=(f"“{text}” là {name} cấp xã.",)
        )
    provinces = [p for p in fitting if isinstance(p, Province)]
    if provinces and (kind in {"tỉnh", None} or len(fitting) == 1 or (kind == "thành phố" and provinces[0].kind == "thành phố")):
        p = provinces[0]
        full, kinds = f"{name} {p.title(as_of)}", (_body_kind(body, "tinh"),)
        return UnitMatch(text, kinds[0], full, province=p.name, valid_to=p.until, kinds=kinds, reasons=(f"“{text}” là {full}.",))
    districts = tuple(d for d in fitting if isinstance(d, District))
    return _district_body(text, name, _body_kind(body, "huyen"), districts) if districts else None


_DISTRICTS_END = dt.date(2025, 6, 30)


def _district_body(text: str, name: str, kind: str, districts: tuple[District, ...]) -> UnitMatch:
    """Return the body of the one district, or candidates when several share the name."""
    d = districts[0]
    if len(districts) > 1:
        return UnitMatch(
            text,
            kind,
            text,
            single=False,
            valid_to=_DISTRICTS_END,
            kinds=(kind,),
            candidates=tuple(f"{name} {d.kind} {d.name} ({d.province})" for d in districts),
            reasons=("Tên này có ở nhiều tỉnh; cần ghi rõ tỉnh.",),
        )
    return UnitMatch(
        text,
        kind,
        f"{name} {d.kind} {d.name}",
        province=d.province,
        place=d.name,
        valid_to=_DISTRICTS_END,
        kinds=(kind,),
        reasons=(f"“{text}” là {name} {d.kind} {d.name}, {d.province}; cấp huyện kết thúc hoạt động từ 01/7/2025.",),
    )


def read_place(register: Register, text: str, as_of: dt.date | None) -> UnitMatch | None:
    """Return the province or district that ``text`` names."""
    kind, found = _places(register, text)
    provinces = [p for p in found if isinstance(p, Province)]
    if provinces and kind in {None, "tỉnh", "thành phố"}:
        p = provinces[0]
        return UnitMatch(
            text,
            "tinh",
            p.title(as_of),
            province=p.name,
            valid_to=p.until,
            kinds=("tinh", "ubnd_tinh"),
            reasons=(f"“{text}” là {p.title(as_of)}.",),
        )
    districts = [d for d in found if isinstance(d, District) and (kind is None or kind == d.kind)]
    if not districts:
        return None
    end = _DISTRICTS_END
    if len(districts) > 1:
        return UnitMatch(
            text,
            "huyen",
            text,
            single=False,
            valid_to=end,
            kinds=("huyen", "ubnd_huyen"),
            candidates=tuple(f"{d.kind} {d.name} ({d.province})" for d in districts),
            reasons=("Tên này có ở nhiều tỉnh; cần ghi rõ tỉnh.",),
        )
    d = districts[0]
    return UnitMatch(
        text,
        "huyen",
        f"{d.kind} {d.name}",
        province=d.province,
        place=d.name,
        valid_to=end,
        kinds=("huyen", "ubnd_huyen"),
        reasons=(f"“{text}” là {d.kind} {d.name}, {d.province}.",),
    )
