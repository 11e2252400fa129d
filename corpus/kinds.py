"""The kinds of documents, as data.

Sources: the 29 administrative kinds of Nghị định 30/2020/NĐ-CP (annex III), the normative kinds of Luật 64/2025/QH15
Điều 4, party documents by Quy định 66-QĐ/TW. ``rank`` orders legal force (1 is highest; ``None``: no normative force).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from corpus.vietnamese import search_key, slug, unmarked


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. ``symbol`` is its part of a number ("NĐ"); empty for laws and official letters."""

    name: str
    symbol: str
    rank: int | None = None

    @property
    def slug(self) -> str:
        """The kind's part of a document key ("chi-thi")."""
        return slug(self.name)


KINDS: tuple[Kind, ...] = (
    Kind("Hiến pháp", "", 1),
    Kind("Bộ luật", "", 2),
    Kind("Luật", "", 2),
    Kind("Pháp lệnh", "PL", 3),
    Kind("Lệnh", "L", 4),
    Kind("Nghị quyết liên tịch", "NQLT", 5),
    Kind("Nghị quyết", "NQ", 3),
    Kind("Nghị định", "NĐ", 5),
    Kind("Quyết định", "QĐ", 6),
    Kind("Thông tư liên tịch", "TTLT", 7),
    Kind("Thông tư", "TT", 7),
    Kind("Chỉ thị", "CT"),
    Kind("Quy chế", "QC"),
    Kind("Quy định", "QyĐ"),
    Kind("Thông cáo", "TC"),
    Kind("Thông báo", "TB"),
    Kind("Hướng dẫn", "HD"),
    Kind("Chương trình", "CTr"),
    Kind("Kế hoạch", "KH"),
    Kind("Phương án", "PA"),
    Kind("Đề án", "ĐA"),
    Kind("Dự án", "DA"),
    Kind("Báo cáo", "BC"),
    Kind("Biên bản", "BB"),
    Kind("Tờ trình", "TTr"),
    Kind("Hợp đồng", "HĐ"),
    Kind("Công văn", ""),
    Kind("Công điện", "CĐ"),
    Kind("Bản ghi nhớ", "BGN"),
    Kind("Bản thỏa thuận", "BTT"),
    Kind("Giấy ủy quyền", "GUQ"),
    Kind("Giấy mời", "GM"),
    Kind("Giấy giới thiệu", "GGT"),
    Kind("Giấy nghỉ phép", "GNP"),
    Kind("Phiếu gửi", "PG"),
    Kind("Phiếu chuyển", "PC"),
    Kind("Phiếu báo", "PB"),
    Kind("Thư công", ""),
    Kind("Kết luận", "KL"),
    Kind("Án lệ", "AL"),
    Kind("Văn bản hợp nhất", "VBHN"),
    Kind("Khác", ""),
)


# Kinds that people cite by name and year, mostly without a number.
NAMED_KINDS: Final = frozenset({"Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh"})


@cache
def _by_key() -> dict[str, Kind]:
    table: dict[str, Kind] = {}
    for kind in KINDS:
        table[search_key(kind.name)] = kind
        table.setdefault(unmarked(search_key(kind.name)), kind)
    return table


def kind_named(text: str) -> Kind | None:
    """Return the kind written as ``text`` in any case, tone style or without marks; ``None`` if it is none."""
    key = search_key(text)
    return _by_key().get(key) or _by_key().get(unmarked(key))


@cache
def _by_symbol() -> dict[str, Kind]:
    """Symbols in capitals, with and without marks; a symbol that is spelt without marks goes before one that lost them."""
    exact = {kind.symbol.upper(): kind for kind in reversed(KINDS) if kind.symbol}
    return {unmarked(symbol): kind for symbol, kind in exact.items()} | exact


def kind_of_symbol(symbol: str) -> Kind | None:
    """Return the kind whose symbol is ``symbol`` ("NĐ", "nd"); ``None`` if unknown. "HĐ" is a contract, "HD" guidance."""
    return _by_symbol().get(symbol.upper()) or _by_symbol().get(unmarked(symbol).upper())


def is_normative(kind: str | None, number: str | None) -> bool:
    """Whether a document of this kind and number has a validity status.

    Normative kinds only; a Nghị quyết of the Government, a Quyết định of the Prime Minister, of a ministry or of a
    province is normative only when its number carries a year (Luật 64/2025/QH15; numbers as in Nghị định 78/2025/NĐ-CP).
    """
    found = kind_named(kind) if kind else None
    if found is None or found.rank is None:
        return False
    if found.name in {"Nghị quyết", "Quyết định"} and number:
        parts = number.split("/")
        return len(parts) > 2 and parts[1].isdigit()
    return True
