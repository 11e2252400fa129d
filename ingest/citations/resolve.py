"""Which stored document a citation means: number, date, issuer, kind, title and the date of citing together.

A number is no key ("07/CT-TTg" is of 2012, 2015, 2023 and 2025), a law is cited by its name, dates are miswritten. Order of
evidence: (1) a self reference is the citing document; (2) number and date; (3) number, with kind, issuer, title, the date of
citing, and dated mentions of the same number in the same document to tell several apart; (4) the name of a law with its year
or date, else the law of that name that was there when the citing document was made.

1. ``target`` is set only where exactly one document remains and nothing contradicts it.
2. Otherwise ``candidates`` and ``reason`` (Vietnamese) say what remained and why it was not taken.
3. A document that must be meant, but whose date, issuer or title differs, is a candidate with a ``Contradiction`` for each
   difference; another document of the same number is not: its date differs in more than a slip.
4. What changes a document, or rests on it, is not older than it: a target issued after the citing document is a candidate with
   a ``Contradiction`` of the field ``order`` (a slip in number or date), and changes nothing.
5. Addresses that the target does not have are listed; they never change the target.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from corpus.dates import parse_date
from corpus.kinds import NAMED_KINDS, kind_named
from corpus.model import Citation, DocumentSummary, Head, Relation, Resolution
from corpus.numbers import canonical, document_key, number_key, parse_number
from corpus.vietnamese import search_key
from ingest.citations.prepare import one_line, written_date

# Nobody changes, consolidates, carries into detail or rests on what is issued later; a consolidated text may refer to it.
_NEVER_LATER: Final = frozenset(
    {
        Relation.CAN_CU,
        Relation.SUA_DOI,
        Relation.BO_SUNG,
        Relation.THAY_THE,
        Relation.BAI_BO,
        Relation.DINH_CHINH,
        Relation.HOP_NHAT,
    }
)
_FAMILY: Final = re.compile(r"(?:bộ luật|luật|pháp lệnh)\s+")
_SAME_TITLE: Final = 0.6  # share of the shorter title's words that the longer one must have
_TRANSITION: Final = dt.timedelta(days=550)  # a new law takes effect within a year and a half of its passing
_SOONEST: Final = dt.timedelta(days=120)  # a law hardly ever takes effect sooner
_WORD: Final = re.compile(r"\w+")
_TITLE_FRAME: Final = re.compile(r"^(?:về việc|về|v/v|ban hành|phê duyệt|quy định)\s+")


class Targets(Protocol):
    """What the catalogue offers for finding targets."""

    def by_number(self, number_key: str) -> Sequence[DocumentSummary]:
        """Documents with this ``corpus.numbers.number_key``."""

    def by_title(self, title_key: str) -> Sequence[DocumentSummary]:
        """Documents whose title has this ``corpus.vietnamese.search_key``."""

    def has_provision(self, document_key: str, path: str) -> bool:
        """Whether a document has this address."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A field (``date``, ``issuer``, ``title``) that the citation states otherwise than the stored document.

    ``order``: the document cited was issued (``stored``) after the one that changes it or rests on it (``cited``).
    """

    field: str
    cited: str
    stored: str
    document: str


@dataclass(frozen=True, slots=True)
class Match:
    """A resolution with everything that the draft check must know about it."""

    resolution: Resolution
    contradictions: tuple[Contradiction, ...] = ()
    missing: tuple[str, ...] = ()


def resolve(
    citation: Citation, targets: Targets, citing: Head | None = None, *, key: str | None = None, context: Sequence[Citation] = ()
) -> Resolution:
    """Return what ``citation`` points to. ``key`` is the citing document's, ``context`` its other citations."""
    return match_citation(citation, targets, citing, key=key, context=context).resolution


def match_citation(
    citation: Citation, targets: Targets, citing: Head | None = None, *, key: str | None = None, context: Sequence[Citation] = ()
) -> Match:
    """Return the resolution of ``citation`` with its contradictions and missing addresses."""
    if citation.self_reference:
        return _own(citation, targets, citing, key)
    if citation.number is None and citation.kind is None:
        return Match(Resolution(None, (), "Không nêu văn bản nào; thuộc văn bản nêu ở phần dẫn phía trên."))
    known = _from_context(citation, context)
    if known.number is not None:
        match = _by_number(known, targets, citing)
    else:
        match = _by_name(known, targets, _carrier(citation, context) or (citing.date if citing else None))
    if match.resolution.target is None:
        return match
    later = _later(citation, match.resolution.target, targets, citing)
    if later is not None:
        return later
    missing = tuple(path for path in citation.provisions if not targets.has_provision(match.resolution.target, path))
    return Match(match.resolution, match.contradictions, missing)


def _later(citation: Citation, target: str, targets: Targets, citing: Head | None) -> Match | None:
    """Return the match that tells of a target issued after the document that changes it or rests on it; ``None`` if it was not."""
    if citation.relation not in _NEVER_LATER or citing is None or citing.date is None or citation.number is None:
        return None
    found = next((d for d in targets.by_number(number_key(citation.number)) if d.key == target), None)
    if found is None or found.date is None or found.date <= citing.date:
        return None
    cited, stored = written_date(citing.date), written_date(found.date)
    reason = f"Văn bản số {citation.number} trong kho ban hành ngày {stored}, sau văn bản đang dẫn ({cited}); có thể ghi nhầm số."
    return Match(Resolution(None, (target,), reason), (Contradiction("order", cited, stored, target),))


def absolute_paths(citation: Citation, path: str = "") -> tuple[str, ...]:
    """Return the addresses of a self reference made at ``path`` (default: its own), "này" replaced by where it stands.

    A step that the place does not have ("khoản này" outside any khoản) gives no path for that address.
    """
    here = (path or citation.path).split("/")
    return tuple(full for given in citation.provisions if (full := _absolute(given, here)))


def _absolute(given: str, here: list[str]) -> str | None:
    first, _, rest = given.partition("/")
    if not first.endswith("-nay"):
        return given
    level = first[: -len("-nay")]
    for index in range(len(here) - 1, -1, -1):
        if here[index].startswith(f"{level}-"):
            head = "/".join(here[: index + 1])
            return f"{head}/{rest}" if rest else head
    return None


def _own(citation: Citation, targets: Targets, citing: Head | None, key: str | None) -> Match:
    target = key or (document_key(citing) if citing else None)
    if target is None:
        return Match(Resolution(None, (), "Tự dẫn chiếu, nhưng không rõ văn bản đang đọc là văn bản nào."))
    paths = absolute_paths(citation)
    missing = tuple(path for path in paths if not targets.has_provision(target, path))
    return Match(Resolution(target, (target,), "Tự dẫn chiếu."), (), missing)


def _from_context(citation: Citation, context: Sequence[Citation]) -> Citation:
    """Return ``citation`` with the date, or for a law the number, that the same document states elsewhere."""
    if citation.number is not None and citation.date is None:
        dates = {other.date for other in context if other.number == citation.number and other.date and len(other.date) == 10}
        if len(dates) == 1:
            return replace(citation, date=dates.pop())
    if citation.number is None and citation.title and citation.date is None:
        name = search_key(citation.title)
        numbers = {o.number for o in context if o.number and o.title and search_key(o.title) == name and o.kind in NAMED_KINDS}
        if len(numbers) == 1:
            return replace(citation, number=numbers.pop())
    return citation


def _carrier(citation: Citation, context: Sequence[Citation]) -> dt.date | None:
    """Return the day of the document in whose title a law is named: the law was there then, not when the title was cited."""
    words = one_line(citation.quote)
    before = [other for other in context if other.end <= citation.start and other.title and words in one_line(other.title)]
    if not before:
        return None
    other = max(before, key=lambda c: c.end)
    year = parse_number(other.number or "")
    if other.date and len(other.date) == _ISO_DATE:
        return parse_date(other.date)
    return dt.date(int(year.year), 12, 31) if year and year.year and len(year.year) == len("2017") else None


_ISO_DATE: Final = len("2017-02-09")


# ------------------------------------------------------------------------------------------------------------- by number


def _by_number(citation: Citation, targets: Targets, citing: Head | None) -> Match:
    found = [d for d in targets.by_number(number_key(citation.number or "")) if _kind_fits(citation.kind, d.kind)]
    if not found and citation.kind in NAMED_KINDS and citation.title and canonical(citation.number or "") is None:
        return _by_name(citation, targets, citing.date if citing else None)
    if not found:
        return Match(Resolution(None, (), f"Chưa có văn bản số {citation.number} trong kho."))
    date = parse_date(citation.date)
    exact = [d for d in found if date is not None and d.date == date]
    if len(exact) == 1:
        return _checked(citation, exact[0])
    narrowed = _narrow(citation, exact or found, citing)
    if date is not None and not exact:
        return _other_date(citation, date, narrowed)
    if len(narrowed) == 1:
        return _checked(citation, narrowed[0])
    keys = tuple(d.key for d in narrowed)
    return Match(Resolution(None, keys, f"Có {len(keys)} văn bản cùng số {citation.number}; cần ghi thêm ngày ban hành."))


def _kind_fits(cited: str | None, stored: str | None) -> bool:
    """Whether the kinds can be one: unnamed or "Khác" fit everything, official letters fit unnamed kinds."""
    if not cited or not stored or "Khác" in {cited, stored} or cited == stored:
        return True
    pair = {cited, stored}
    return pair in ({"Luật", "Bộ luật"}, {"Thông tư", "Thông tư liên tịch"}, {"Công văn", "Văn bản hợp nhất"})


def _narrow(citation: Citation, found: Sequence[DocumentSummary], citing: Head | None) -> Sequence[DocumentSummary]:
    """Return ``found`` without those that issuer, title or the date of citing rule out, as long as one remains."""
    for keeps in (
        lambda d: same_issuer(citation.issuer, d.issuer) is not False,
        lambda d: citing is None or citing.date is None or d.date is None or d.date <= citing.date,
        lambda d: same_title(citation.title, d.title) is True,
    ):
        rest = [d for d in found if keeps(d)]
        if rest and len(found) > 1:
            found = rest
    return found


def _checked(citation: Citation, document: DocumentSummary) -> Match:
    """Return the match with a document whose date fits; issuer and title are compared."""
    against = []
    if same_issuer(citation.issuer, document.issuer) is False:
        against.append(Contradiction("issuer", citation.issuer or "", document.issuer or "", document.key))
    if same_title(citation.title, document.title) is False and citation.kind not in NAMED_KINDS:
        against.append(Contradiction("title", citation.title or "", document.title or "", document.key))
    if not against:
        return Match(Resolution(document.key, (document.key,), "Khớp số, ngày và các yếu tố đã nêu."))
    if citation.date is None and len(against) > 1:
        reason = f"Văn bản số {citation.number} trong kho của cơ quan khác và có trích yếu khác; có thể là văn bản khác cùng số."
        return Match(Resolution(None, (document.key,), reason))
    names = {"issuer": "cơ quan ban hành", "title": "trích yếu"}
    reason = "Khác về " + " và ".join(names[c.field] for c in against) + "."
    target = document.key if citation.date is not None else None
    return Match(Resolution(target, (document.key,), reason), tuple(against))


def _other_date(citation: Citation, date: dt.date, found: Sequence[DocumentSummary]) -> Match:
    """Return the match where no document of the number has the date cited: a slip, or another document?"""
    undated = [d for d in found if d.date is None]
    if len(found) == 1 and undated:
        return _checked(citation, found[0])
    meant = [d for d in found if d.date is not None and _is_slip(citation, date, d)]
    keys = tuple(d.key for d in found)
    if len(meant) != 1 or meant[0].date is None:
        reason = f"Có văn bản số {citation.number} trong kho nhưng không bản nào ngày {written_date(date)}; có thể là văn bản khác cùng số."
        return Match(Resolution(None, keys, reason))
    document, stored = meant[0], written_date(meant[0].date)
    against = Contradiction("date", written_date(date), stored, document.key)
    reason = f"Ngày {written_date(date)} không khớp: văn bản số {citation.number} trong kho ban hành ngày {stored}."
    return Match(Resolution(None, (document.key,), reason), (against,))


def _is_slip(citation: Citation, cited: dt.date, document: DocumentSummary) -> bool:
    """Whether a different date must be a slip: the number carries its year, the title is the same, or one part differs."""
    if document.date is None:
        return False
    number = parse_number(citation.number or "")
    if number is not None and number.year is not None and number.kind is not None and number.body in {"CP", "TTg"}:
        return True
    title = same_title(citation.title, document.title)
    if title is not None:
        return title
    stored = document.date
    parts = (cited.day == stored.day, cited.month == stored.month, cited.year == stored.year)
    return sum(parts) == len(parts) - 1 and same_issuer(citation.issuer, document.issuer) is not False


# --------------------------------------------------------------------------------------------------------------- by name


def _by_name(citation: Citation, targets: Targets, made: dt.date | None) -> Match:
    if not citation.title:
        return Match(Resolution(None, (), "Không nêu số và tên văn bản."))
    found = {d.key: d for key in title_keys(citation.title) for d in targets.by_title(key) if _is_law(citation, d)}
    rest = [d for d in found.values() if _date_fits(citation.date, d)]
    if not rest:
        keys = tuple(found)
        reason = f"Chưa có “{citation.title}” trong kho." if not keys else f"“{citation.title}” trong kho khác năm đã ghi."
        return Match(Resolution(None, keys, reason))
    if not citation.date:
        rest = _then_in_force(rest, made)
    if not rest:
        reason = f"“{citation.title}” trong kho ban hành sau hoặc ngay trước văn bản đang dẫn; cần ghi năm hoặc số."
        return Match(Resolution(None, tuple(found), reason))
    if len(rest) == 1:
        return Match(Resolution(rest[0].key, (rest[0].key,), "Khớp tên và năm."))
    return Match(
        Resolution(None, tuple(d.key for d in rest), f"Có {len(rest)} văn bản tên “{citation.title}”; cần ghi năm hoặc số.")
    )


def title_keys(title: str) -> tuple[str, ...]:
    """Return the keys under which a law's name may be stored: with and without its family ("luật báo chí", "báo chí")."""
    key = search_key(title)
    bare = _FAMILY.sub("", key, count=1)
    return tuple(dict.fromkeys((key, bare, f"luật {bare}", f"bộ luật {bare}", f"pháp lệnh {bare}")))


def _is_law(citation: Citation, document: DocumentSummary) -> bool:
    if citation.kind == "Khác":
        return document.kind in {"Hiến pháp", "Khác", None}
    return document.kind is None or document.kind == citation.kind or {document.kind, citation.kind} == {"Luật", "Bộ luật"}


def _date_fits(cited: str | None, document: DocumentSummary) -> bool:
    if not cited or document.date is None:
        return not cited or (document.date is None and cited[:4] in (document.number or cited[:4]))
    return document.date.isoformat().startswith(cited)


def _then_in_force(found: list[DocumentSummary], made: dt.date | None) -> list[DocumentSummary]:
    """Return the one law of the name that was in force when the citing document was ``made``.

    Both newest ones, where the new one may not yet have been in force; none, where the only one is younger than the citing
    document or so new that one of the same name before it, not stored, may be meant.
    """
    if made is None or any(d.date is None for d in found):
        return found
    before = sorted((d for d in found if d.date and d.date <= made), key=lambda d: d.date or made)
    newest = before[-1] if before else None
    if newest is None or newest.date is None:
        return []
    if len(before) == 1:
        return before if newest.date + _SOONEST <= made else []
    return [newest] if newest.date + _TRANSITION <= made else before[-2:]


# -------------------------------------------------------------------------------------------------------------- comparing


def same_issuer(cited: str | None, stored: str | None) -> bool | None:
    """Whether two issuers are one body ("Bộ trưởng Bộ X" acts for "Bộ X"); ``None`` where one is unknown."""
    if not cited or not stored:
        return None
    left, right = _body(cited), _body(stored)
    return left == right or left in right or right in left


def _body(name: str) -> str:
    key = search_key(name).replace(",", "")
    key = re.sub(r"^(?:bộ trưởng|thứ trưởng|giám đốc|chủ tịch|thống đốc|chánh án|viện trưởng|lãnh đạo)\s+", "", key)
    return key.replace("uỷ ban", "ủy ban").replace("ubnd", "ủy ban nhân dân").replace("thành phố ", "").replace("tỉnh ", "")


def same_title(cited: str | None, stored: str | None) -> bool | None:
    """Whether two titles say the same, by their words; ``None`` where one is unknown."""
    if not cited or not stored:
        return None
    left, right = _words(cited), _words(stored)
    if not left or not right:
        return None
    return len(left & right) / min(len(left), len(right)) >= _SAME_TITLE


def _words(title: str) -> set[str]:
    return set(_WORD.findall(_TITLE_FRAME.sub("", search_key(title))))


def rank_of(kind: str | None) -> int | None:
    """Return the rank of a kind in legal force (1 is highest), ``None`` without one."""
    found = kind_named(kind) if kind else None
    return found.rank if found else None
