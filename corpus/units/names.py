"""Official names and abbreviations inside running words, longest first, in any case and tone style.

Only names whose spelling is fixed by law (ministries, departments, central bodies) and the everyday abbreviations of
offices; whatever depends on the reader ("Bộ", "Sở") is left alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from corpus.vietnamese import search_key

DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*|[^\w\s]")

# Everyday abbreviations of offices (Nghị định 30/2020/NĐ-CP leaves them to use; these are the common ones).
COMMON = {
    "UBND": "Ủy ban nhân dân",
    "UBNN": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "UBMTTQVN": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "MTTQ": "Mặt trận Tổ quốc",
    "MTTQVN": "Mặt trận Tổ quốc Việt Nam",
    "TAND": "Tòa án nhân dân",
    "VKSND": "Viện kiểm sát nhân dân",
    "CAND": "Công an nhân dân",
    "QĐND": "Quân đội nhân dân",
    "BHXH": "Bảo hiểm xã hội",
    "KBNN": "Kho bạc Nhà nước",
    "BCHQS": "Bộ Chỉ huy Quân sự",
    "CHQS": "Chỉ huy Quân sự",
    "BQL": "Ban Quản lý",
    "BCĐ": "Ban Chỉ đạo",
    "LĐLĐ": "Liên đoàn Lao động",
    "DN": "doanh nghiệp",
    "HTX": "hợp tác xã",
    "CQĐP": "chính quyền địa phương",
    "CBCCVC": "cán bộ, công chức, viên chức",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
}


def expand_abbreviation(word: str) -> str | None:
    """Return the full words of an everyday abbreviation ("UBND"), or ``None``."""
    return COMMON.get(word)


def words_of(name: str) -> tuple[str, ...]:
    """Return the keys of a name as running text is split into words."""
    return tuple(_WORD.findall(search_key(name)))


@cache
def _official() -> dict[str, list[tuple[int, dict[tuple[str, ...], str]]]]:
    """Return for each first word the lengths of the names that begin with it, longest first, and the names of that length."""
    table: dict[str, dict[int, dict[tuple[str, ...], str]]] = {}
    for file, section in (("state.toml", "unit"), ("departments.toml", "department")):
        with (DATA / file).open("rb") as stream:
            entries = tomllib.load(stream)[section]
        for entry in entries:
            for form in (entry["name"], *entry.get("abbr", ())):
                keys = words_of(form)
                name = (
                    entry["name"]
                    if form == entry["name"]
                    or (form[:1].isupper() and form.upper()[:3] == form[:3])
                    or "&" in form
                    or form.isupper()
                    else form
                )
                table.setdefault(keys[0], {}).setdefault(len(keys), {}).setdefault(keys, _canonical(form, entry["name"], name))
    return {first: sorted(forms.items(), reverse=True) for first, forms in table.items()}


def _canonical(form: str, name: str, fallback: str) -> str:
    """An abbreviation stands for the unit's name; another full wording stands for itself."""
    short = len(form) < 9 or any(part.isupper() and len(part) > 2 for part in re.split(r"[\s&-]", form))
    return name if short and form not in {"Thủ tướng"} else form if form != name else fallback


# Single capitals that are also everyday words or another sign when written in running text.
_NOT_IN_TEXT = frozenset({"cp", "qh", "cat", "stc", "bdt", "sdl", "ctn", "vov", "vtv", "bng"})


def official_at(keys: Sequence[str], i: int) -> tuple[int, str]:
    """Return how many of ``keys`` from ``i`` make an official name or abbreviation, and the name; (0, "") if none."""
    for length, forms in _official().get(keys[i], ()) if i < len(keys) else ():
        name = forms.get(tuple(keys[i : i + length]))
        if name is not None and not (length == 1 and keys[i] in _NOT_IN_TEXT):
            return length, name
    return 0, ""


def official_name_at(keys: Sequence[str], i: int) -> int:
    """Return how many of ``keys`` from ``i`` make an official name or abbreviation; 0 if none."""
    return official_at(keys, i)[0]
