"""What a question says: the unit, the topic, the documents and the kind and time of documents that it names.

1. What was typed is kept; what is searched with has its marks restored and its abbreviations written out.
2. A document named by number (``app.questions.naming``) narrows the answer to it; one named by kind and time ("công điện tháng
   7/2026") is a hint that ranks, never a filter.
3. A unit given beside the question goes before one found in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.questions.conditions import NO_CONDITIONS, Conditions, conditions_in
from app.questions.naming import Mention, mentions_in
from corpus.catalogue import Catalogue, LightDocument
from corpus.kinds import KINDS
from corpus.model import DocumentSummary, Question
from corpus.vietnamese import search_key, unmarked

if TYPE_CHECKING:
    from corpus.units import Register
    from index.searcher import Searcher
    from index.understanding.query import Kept

# Words by which a question asks, not what it asks about.
_ASKING = frozenset(
    (
        "phải làm gì nào khi không có là những các của cho và về theo bao nhiêu lâu như thế thì được bị ai đâu sao hay "
        "hoặc trong tại ở với đến từ này đó nhiệm vụ trách nhiệm nghĩa quy định nội dung việc cần giao đối trước ngày "
        "tháng năm hạn thời gian mấy vì nói nêu bằng cách còn vào ra để cùng dùng nay hiện chót chốt"
    ).split()
)
# Syllables that are asking words without their marks, and words of their own as they stand ("vi phạm", "nam giới", "gian lận").
_OWN_WORDS = frozenset("vi nam gian may can tu dung".split())
# Words that any duty may have: they say that duties are asked for, not on what.
_ACTING = frozenset("báo cáo gửi nộp trình thực hiện triển khai chủ trì phối hợp tổ chức thi hành tham mưu".split())
_ASKING_UNMARKED = frozenset(map(unmarked, _ASKING)) - _OWN_WORDS
WORD = re.compile(r"\w+")
# Who is asked for, with or without marks: "gửi cơ quan nào?" is not about a body.
_WHO = re.compile(r"\b(?:cơ quan|co quan|đơn vị|don vi|bộ phận|bo phan|cấp|cap|nơi|noi|người|nguoi)\s+(?:nào|nao)\b", re.IGNORECASE)
_KIND_NAMES = sorted((search_key(kind.name) for kind in KINDS if kind.name != "Khác"), key=len, reverse=True)
_KIND = re.compile(rf"\b(?:{'|'.join(_KIND_NAMES)})\b")
_MONTH = re.compile(r"tháng\s+(?P<month>1[0-2]|0?[1-9])\s*(?:/|năm\s+)\s*(?P<year>20\d\d|19\d\d)")
_YEAR = re.compile(r"năm\s+(?P<year>20\d\d|19\d\d)")


def is_asking(word: str) -> bool:
    """Whether a syllable is one by which questions ask, with or without marks."""
    return word in _ASKING or word in _ASKING_UNMARKED


class Base(Protocol):
    """What is needed of the knowledge base here."""

    @property
    def catalogue(self) -> Catalogue:
        """This thread's reader."""

    @property
    def register(self) -> Register:
        """The register of units."""

    @property
    def searcher(self) -> Searcher:
        """The search over the snapshot in use."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as understood.

    ``text`` is searched with, ``rest`` is it without the unit's name, documents and conditions; ``words`` are what it is about,
    without asking words; ``mentions`` are the documents it names, stored or not; ``kinds`` and ``when`` ("2026" or "2026-07")
    hint at documents; ``conditions`` are set on duties.
    """

    question: Question
    text: str
    rest: str
    words: tuple[str, ...]
    mentions: tuple[Mention, ...] = ()
    kinds: tuple[str, ...] = ()
    when: str = ""
    conditions: Conditions = NO_CONDITIONS

    @property
    def has_topic(self) -> bool:
        """Whether the question asks for more than what somebody has to do, report or send."""
        return any(word not in _ACTING for word in self.words)

    def hinted(self, document: DocumentSummary | LightDocument) -> int:
        """Return how many of the question's hints (kind, time) a document meets."""
        kind = search_key(document.kind or "") in self.kinds
        time = bool(self.when) and document.date is not None and document.date.isoformat().startswith(self.when)
        return int(kind) + int(time)


def understand(base: Base, question: str, unit: str | None, as_of: dt.date | None, keep: Collection[Kept] = ()) -> Asked:
    """Return what ``question`` says; what ``keep`` names stays as it was typed, and the unit "" is no unit."""
    from corpus.units import find_unit, full_name

    text = base.searcher.understand(question, keep).text
    rest = text
    if unit is None:
        unit = find_unit(text)
        if unit:
            rest = text.replace(unit, " ", 1)
    mentions = mentions_in(base.catalogue, text)
    conditions = conditions_in(_without(rest, mentions), as_of) if unit else Conditions(_without(rest, mentions))
    rest = _WHO.sub(" ", conditions.rest)
    words = tuple(w for w in WORD.findall(search_key(rest)) if not is_asking(w))
    match = base.register.resolve(unit, as_of) if unit else None
    named = full_name(base.register, match, as_of) if match and not match.candidates else unit
    documents = tuple(dict.fromkeys(key for mention in mentions for key in mention.documents))
    key = search_key(text)
    kinds = tuple(dict.fromkeys(_KIND.findall(key)))
    asked = Question(question, named, _topic(rest), as_of, documents)
    return Asked(asked, text, rest, words, mentions, kinds, _when(key), conditions)


# Asking syllables that end a word of their own: "thẩm định", "thay thế".
_ENDS_A_WORD = re.compile(r"\s+(?:định|thế)\b", re.IGNORECASE)


def _topic(rest: str) -> str:
    """Return what a question is about as it was put: its words from the first to the last that does not ask."""
    told = [word for word in WORD.finditer(rest) if not is_asking(search_key(word[0]))]
    if not told:
        return ""
    end = told[-1].end()
    ending = _ENDS_A_WORD.match(rest, end)
    return " ".join(rest[told[0].start() : ending.end() if ending else end].split())


def _without(text: str, mentions: Iterable[Mention]) -> str:
    """Return a question's words without the documents it names: they say where to look, not for what."""
    for mention in mentions:
        text = text.replace(mention.quote, " ")
    return text


def _when(key: str) -> str:
    month = _MONTH.search(key)
    if month:
        return f"{month['year']}-{int(month['month']):02d}"
    year = _YEAR.search(key)
    return year["year"] if year else ""
