"""The closing block: recipients, authority and signer; where the body ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.head.lines import HeadLine, is_capitals, key_of
from ingest.reading.syllables import is_syllable

# OCR garbles the first word at times; alone on a line before a colon it can be nothing else.
_RECIPIENTS = re.compile(r"noi nhan\s*[:.;]?|\w{2,5} nhan\s*:\s*$")
_OFFICES = """
bo truong|thu truong|chu tich|pho chu tich|giam doc|pho giam doc|cuc truong|pho cuc truong|thu tuong|pho thu tuong|chu nhiem|pho chu nhiem
chanh van phong|pho chanh van phong|vu truong|tong cuc truong|thong doc|vien truong|chanh an|hieu truong|tong bi thu|bi thu|pho bi thu
chanh thanh tra|tong thanh tra|tong giam doc|truong ban|truong phong
""".strip().replace("\n", "|")
_OFFICE = re.compile(rf"(?:{_OFFICES})\b")
_AUTHORITY = re.compile(
    rf"(?:t\s?[./]?\s?m\s?[.,]|[tk]\s?/\s?[mtl]\s|k\s?/?t\s?[.,]|t\s?/?l\s?[.,]|tuq\s?[.,]|q\s?\.)\s*\S|(?:{_OFFICES})\b"
)
_RANK = re.compile(
    r"^(?:(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy)|gs\.?|pgs\.?|ts\.?|ths\.?|bs\.?|kts\.?|đồng chí|ông|bà|luật sư"
    r"|đã ký\s*:?|\(đã ký\))[\s.]*",
    re.IGNORECASE,
)
# Capital letters of Vietnamese, one by one: ranges of code points would take small letters in.
_CAPITALS = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXYÀÁẢÃẠẰẮẲẴẶẦẤẨẪẬÈÉẺẼẸỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌỒỐỔỖỘỜỚỞỠỢÙÚỦŨỤỪỨỬỮỰỲÝỶỸỴWJFZ"
_SYLLABLE = rf"[{_CAPITALS}][^\W\d_{_CAPITALS}]*"
_NAME = re.compile(rf"{_SYLLABLE}(?:\s+{_SYLLABLE}){{1,5}}")


@dataclass(frozen=True, slots=True)
class Closing:
    """Where body and closing end, who signed, and in what capacity the first of them did ("KT. BỘ TRƯỞNG, THỨ TRƯỞNG")."""

    body_end: int
    closing_end: int
    signers: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: str | None = None


def name_of(text: str) -> str | None:
    """Return a person's name if the line is one, without rank and degree."""
    tidy = text.strip(" .,:;*_-\"'“”‘’`")
    while (stripped := _RANK.sub("", tidy)) != tidy:
        tidy = stripped.strip(" .")
    if (is_capitals(tidy) and 2 <= len(tidy.split()) <= 5) or _OFFICE.match(key_of(tidy)):
        return None
    return tidy if _NAME.fullmatch(tidy) else None


def _is_surely_name(text: str) -> bool:
    name = name_of(text)
    return name is not None and all(is_syllable(part) for part in name.split()) and len(name.split()) >= 3


def _trailing_name(text: str) -> str | None:
    """The name at the end of a line that runs on from the authority ("TM. ... CHỦ TỊCH Lê Văn A")."""
    words = text.split()
    taken: list[str] = []
    for word in reversed(words):
        if not re.fullmatch(_SYLLABLE, word) or (len(word) > 1 and word.isupper()):
            break
        taken.insert(0, word)
    name = " ".join(taken)
    return name if 2 <= len(taken) <= 5 and len(taken) < len(words) else None


_LONGEST_OFFICE = 120  # code points


def is_authority(line: HeadLine) -> bool:
    """Whether a line states in what capacity somebody signs."""
    if len(line.text) >= _LONGEST_OFFICE or not _AUTHORITY.match(line.key):
        return False
    name = _trailing_name(line.text)
    return is_capitals(line.text[: -len(name)] if name else line.text)


_CAPACITY = re.compile(r"(?:t\s?[./]?\s?m|k\s?/?t|t\s?/?l|tuq)\s?[.,]|[tk]\s?/\s?[mtl]\s")
# Within so many lines below the office stands the name of who signed.
_NAME_REACH = 8


def _is_signed(lines: Sequence[HeadLine], index: int) -> bool:
    """Whether an office line has a name behind or below it before running text goes on."""
    if _trailing_name(lines[index].text):
        return True
    for line in lines[index + 1 : index + 1 + _NAME_REACH]:
        if name_of(line.text) or _RECIPIENTS.match(line.key):
            return True
        if len(line.text) > 75:
            return False
    return False


def _first_closing(lines: Sequence[HeadLine], first: int) -> int | None:
    for index in range(first, len(lines)):
        line = lines[index]
        if _RECIPIENTS.match(line.key):
            return index
        if is_authority(line) and (_CAPACITY.match(line.key) or _is_signed(lines, index)):
            return index
    return None


# File copies, and lines that point at whom the body names.
_NOBODY = re.compile(r"(?:như|nhu)\s+(?:trên|tren|điều|dieu|kính\s+gửi)\b|(?:lưu|luu)\b", re.IGNORECASE)


def _split_recipients(lines: Sequence[HeadLine]) -> tuple[str, ...]:
    out: list[str] = []
    for line in lines:
        text = re.sub(r"^\s*nơi nhận\s*[:.;]?\s*", "", line.text, flags=re.IGNORECASE)
        opens = bool(re.match(r"[-–—+•]\s*", text)) or not out
        pieces = [p.strip() for p in re.split(r"(?<=;)\s*[-–—]\s+|^[-–—+•]\s*", text) if p and p.strip()]
        for number, piece in enumerate(pieces):
            if number == 0 and not opens and out:
                out[-1] = f"{out[-1]} {piece}"
            else:
                out.append(piece)
    tidy = (re.sub(r"\s*[;.,]+$", "", item).strip() for item in out)
    return tuple(item for item in tidy if item and not _NOBODY.match(item))


@dataclass(slots=True)
class _Walk:
    """What was met so far on the way through the closing block."""

    recipients: list[HeadLine]
    names: list[str]
    last: int
    in_list: bool = False
    authority: HeadLine | None = None
    capacity: list[str] = field(default_factory=list)
    capacities: list[str] = field(default_factory=list)

    def sign(self, name: str) -> None:
        """Take in a name, with the capacity that stands above it."""
        self.names.append(name)
        self.capacities.append(", ".join(" ".join(line.split()).strip(" .,;:") for line in self.capacity))
        self.capacity = []


def _step(walk: _Walk, line: HeadLine, index: int) -> bool:
    """Take in one line; ``False`` when it is no part of the closing block."""
    if _RECIPIENTS.match(line.key):
        walk.in_list, walk.authority, walk.last = True, None, index
        walk.recipients.append(line)
        return True
    if is_authority(line):
        walk.in_list, walk.authority, walk.last = False, line, index
        name = _trailing_name(line.text)
        walk.capacity.append(line.text[: -len(name)] if name else line.text)
        if name:
            walk.sign(name)
            walk.authority = None
        return True
    if walk.authority is not None and (name := name_of(line.text)) and (line.left is not True or walk.authority.left):
        walk.sign(name)
        walk.last, walk.authority = index, None
        return True
    if walk.authority is not None and is_capitals(line.text) and len(line.text) < 60:
        walk.capacity.append(line.text)
        walk.last = index
        return True
    if walk.in_list and line.left is False and not walk.names and _is_surely_name(line.text):
        # The office above it was not read: a seal or a signature covers it.
        walk.sign(name_of(line.text) or "")
        walk.last = index
        return True
    if walk.in_list and (line.left is not False or re.match(r"[-–+]", line.text)):
        walk.recipients.append(line)
        walk.last = index
        return True
    return False


def read_closing(lines: Sequence[HeadLine], first: int, text_length: int) -> Closing:
    """Read the closing block of the main document; ``first`` is the first line of its body."""
    start = _first_closing(lines, first)
    if start is None:
        return Closing(text_length, text_length, (), ())
    walk = _Walk([], [], start)
    for index in range(start, min(len(lines), start + 80)):
        line = lines[index]
        if _opens_attachment(line):
            break
        if not _step(walk, line, index) and (
            line.page > lines[walk.last].page or (walk.authority is None and index - walk.last > 2)
        ):
            break
    authority = next(iter(walk.capacities), "") or None
    recipients = _split_recipients(walk.recipients)
    return Closing(lines[start].start, lines[walk.last].end, tuple(dict.fromkeys(walk.names)), recipients, authority)


_ATTACHMENT = re.compile(
    r"(?:phu luc|quy che|quy dinh|ke hoach|danh muc|mau so|dieu le|chuong trinh|de an|dieu 1\b|cong hoa xa hoi)"
)


def _opens_attachment(line: HeadLine) -> bool:
    if not _ATTACHMENT.match(line.key):
        return False
    return is_capitals(line.text) or line.key.startswith(("phu luc", "dieu 1"))
