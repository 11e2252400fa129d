"""Words that the text layer broke ("Đ iều", "x u ấ t") or glued ("phápluật"), mended where the spelling leaves no doubt.

1. Pieces are joined only when together they are one syllable and one of two letters or more is none by itself, or when the line
   holds several lone consonants.
2. A letter of an enumeration ("điểm b", "a, b và c") is never joined.
3. A glued word is cut only when it is no syllable, carries Vietnamese marks, and has exactly one division into syllables.
"""

from __future__ import annotations

import re

from ingest.reading.syllables import is_syllable

_MOST_PIECES = 5
_ENUMERATION = frozenset("điểm tiết khoản mục và hoặc các đến hay phần nhóm loại hạng bảng số mẫu cột".split())
# A consonant, or a few without a vowel, standing alone: what a broken word leaves behind.
_VOWELS = "aeiouyăâêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_SURE_MARKS = "ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9àáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝ"
_LONE = re.compile(rf"(?<!\S)[^\W\d_{_VOWELS}]{{1,3}}(?!\S)", re.IGNORECASE)
_CLUSTER = re.compile(r"ch|gh|kh|ngh?|nh|ph|th|tr")
_MARKED = re.compile(rf"[{_SURE_MARKS}]")
_LEAST_GLUED = 8  # letters; no syllable has so many
_LONG = re.compile(rf"[^\W\d_]{{{_LEAST_GLUED},}}")


def _one_case(text: str) -> bool:
    return text.islower() or text.isupper() or text.istitle()


def _joinable(pieces: list[str], before: str, broken_line: bool) -> bool:
    word = "".join(pieces)
    if not is_syllable(word) or not _one_case(word) or len(word) < 3 or all(is_syllable(piece) for piece in pieces):
        return False
    if len(pieces) == 2 and _CLUSTER.fullmatch(pieces[0]):
        # "th áng": two consonants that open syllables and are no word themselves.
        return True
    if any(len(piece) > 2 and is_syllable(piece) for piece in pieces) or (len(pieces) == 2 and is_syllable(pieces[0])):
        # "c hoặc", "và m": a letter beside a whole word.
        return False
    if len(pieces[0]) == 1 and before.lower().strip(",;") in _ENUMERATION:
        return False
    return broken_line or any(len(piece) > 1 and not is_syllable(piece) for piece in pieces)


def _ends_joint(tokens: list[str], start: int, broken_line: bool) -> int:
    """Return the end of the longest run from ``start`` that is one broken word, or ``start``."""
    before = tokens[start - 1] if start else ""
    for end in range(min(len(tokens), start + _MOST_PIECES), start + 1, -1):
        core = [*tokens[start : end - 1], tokens[end - 1].rstrip('.,;:)”"')]
        if all(piece.isalpha() for piece in core) and _joinable(core, before, broken_line):
            return end
    return start


def mend_broken(text: str) -> str:
    """Join the pieces of broken words in one line."""
    lone = len(_LONE.findall(text))
    if not lone:
        return text
    broken_line = lone >= 2
    tokens = text.split(" ")
    out: list[str] = []
    at = 0
    while at < len(tokens):
        end = _ends_joint(tokens, at, broken_line)
        out.append("".join(tokens[at:end]) if end > at else tokens[at])
        at = max(end, at + 1)
    return " ".join(out)


def _divisions(word: str, most: int = 4) -> list[list[str]]:
    if not word:
        return [[]]
    if most == 0:
        return []
    found: list[list[str]] = []
    for cut in range(2, min(7, len(word)) + 1):
        if is_syllable(word[:cut]):
            found += [[word[:cut], *rest] for rest in _divisions(word[cut:], most - 1)]
            if len(found) > 8:
                break
    return found


def _cut(match: re.Match[str]) -> str:
    word = match[0]
    if not _MARKED.search(word) or is_syllable(word) or not _one_case(word):
        return word
    divisions = [d for d in _divisions(word) if sum(bool(_MARKED.search(part)) for part in d) * 2 >= len(d)]
    return " ".join(divisions[0]) if len(divisions) == 1 else word


def mend_glued(text: str) -> str:
    """Cut glued words of one line."""
    if all(len(word) < _LEAST_GLUED for word in text.split()):
        return text
    return _LONG.sub(_cut, text)


def mend_words(text: str) -> str:
    """Mend broken and glued words of one line."""
    return mend_glued(mend_broken(text))
