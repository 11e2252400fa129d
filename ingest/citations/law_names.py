"""Where the name of a law ends: "Luật Quản lý, sử dụng tài sản công và Nghị định ..." stops before "và".

Order of evidence: (1) the longest name of the shipped list of Vietnamese acts (``law_names.txt``), whatever its case, tone
style and commas; (2) for an unknown name, its words up to punctuation or a word that no name contains or that opens what
follows a name.

1. A known name is read to its full length, an unknown one never past ``. ; : ( )`` or a quotation mark.
2. No name is made up: no word, no name.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from corpus.vietnamese import search_key
from ingest.citations.wording import SMALLS

_WORD = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s,;()/-]{1,4}")
_FAMILY = re.compile(r"Bộ luật|Luật|Pháp lệnh")
_ENOUGH_WORDS = 4  # of a listed name, for a name that is cut short ("Luật Quản lý, sử dụng vũ khí, vật liệu nổ")
_JOINING = frozenset(("và", "về", "của", "các"))
_GAP_OF_WORDS = re.compile(r"\s+|,\s+(?=[" + SMALLS + r"])")
# Behind a comma: at most five words, then "và"; or small words up to the number, date or year of the law.
_UP_TO_AND = re.compile(r"(?:[^\W\d_]+\s+){1,5}và\s+[^\W\d_]")
_UP_TO_NUMBER = re.compile(r"(?:[" + SMALLS + r"]+,?\s+){1,15}(?:số\s+\d+/|năm\s+\d{4}|ngày\s+\d)")
_LONGEST_NAME = 18  # words of an unknown name; known ones may be longer
_END = ""  # the key under which the trie marks the end of a name

# Words that follow the name of a law and never belong to an unknown name.
_STOPS = frozenset(
    (
        "số năm ngày được đã có quy là thì để theo tại khi hoặc này khác kể từ đến do bởi phải không hiện hành thuộc nêu trên đối "
        "ban kèm cho như nhằm mà bao gồm trừ bằng về sau trước cũng đang sẽ với nhưng nếu vì còn kịp hướng quyết gửi trình chỉ ở ra"
    ).split()
)
# After "và" or a comma these begin something else than the rest of a name.
_AFTER_AND = frozenset(
    "luật bộ pháp nghị thông quyết chỉ điều khoản điểm các những quy văn hướng có được theo mục chương phụ hiến công kế tờ".split()
)

_Trie = dict[str, "_Trie"]


@cache
def _trie() -> _Trie:
    root: _Trie = {}
    for line in (Path(__file__).with_name("law_names.txt")).read_text("utf-8").splitlines():
        family = None if line.startswith("#") else _FAMILY.match(line)
        if family is None:
            continue
        node = root
        for word in _WORD.findall(search_key(line[family.end() :])):
            node = node.setdefault(word, {})
        node[_END] = {}
    return root


@cache
def _key(word: str) -> str:
    return search_key(word)


def read_known_name(text: str, start: int) -> int | None:
    """Return the end of the longest listed name that begins at ``start``, or of a listed name's first words if they are many.

    ``None`` where no listed name begins.
    """
    node, position, end = _trie(), start, None
    depth, deepest = 0, start
    while (word := _WORD.match(text, position)) is not None:
        child = node.get(_key(word[0]))
        if child is None:
            break
        node, position = child, word.end()
        depth += 1
        if _key(word[0]) not in _JOINING:
            deepest = position
        if _END in node:
            end = position
        gap = _GAP.match(text, position)
        if gap is None:
            break
        position = gap.end()
    if end is None and depth >= _ENOUGH_WORDS:
        end = deepest
    if end is not None and text.count("(", start, end) > text.count(")", start, end) and text[end : end + 1] == ")":
        end += 1
    return end


def read_unknown_name(text: str, start: int) -> int | None:
    """Return the end of a name that is not listed, by its stop words; ``None`` where no name begins."""
    position, end = start, None
    for count in range(_LONGEST_NAME):
        word = _WORD.match(text, position)
        if word is None or _key(word[0]) in _STOPS or (count == 0 and not word[0][0].isupper()):
            break
        if _key(word[0]) == "và" and not _continues(text, word.end()):
            break
        if _key(word[0]) != "và":
            end = word.end()
        gap = _GAP_OF_WORDS.match(text, word.end())
        if gap is None or ("," in gap[0] and not _continues(text, gap.end(), listed=False)):
            break
        position = gap.end()
    return end


def _continues(text: str, position: int, *, listed: bool = True) -> bool:
    following = _WORD.search(text, position)
    if following is None or _key(following[0]) in _AFTER_AND | _STOPS:
        return False
    return listed or any(pattern.match(text, position) for pattern in (_UP_TO_AND, _UP_TO_NUMBER))
