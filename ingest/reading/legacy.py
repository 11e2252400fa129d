"""Old Vietnamese encodings: TCVN3 (ABC fonts), VNI-Windows, VPS, and the wrong letters of a common font map, to Unicode.

Evidence: the font's name (".VnTime", "VNI-Times", "VPS Times"), else the profile of the characters: marks of the old encodings are
frequent and letters that only Unicode has (U+1EA0 ff.) are absent. VPS is known by the font's name alone.

1. Text that is Unicode already is returned as it is.
2. Conversion is per run of one font, so that mixed lines keep their good words.
3. Cyrillic and Greek letters that look like Latin ones become Latin where Latin letters or digits stand in the same word.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum


class Encoding(StrEnum):
    """Encodings that can be told apart."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    VPS = "vps"


# TCVN 5712:1993 VN3 as used by ABC fonts, position by position.
_TCVN3_FROM = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
_TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

# VNI-Windows writes the mark as a character of its own behind the vowel.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0323\u0306",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0323\u0302",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_PAIR = re.compile(rf"(?P<vowel>[aeouyôöAEOUYÔÖ])(?P<mark>[{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}])")
_VNI_ONE = str.maketrans({**_VNI_LETTERS, **{k.upper(): v.upper() for k, v in _VNI_LETTERS.items()}})

# VPS as its fonts draw it, seen through Windows-1252. Capitals with a dot below have no code of their own.
_VPS_FROM = "áàäãåâÃÀÄÅÆæ¡¢£¤¥éèÈëËê‰Š‹ÍŒóòÕõ†ôÓÒ°‡¶Ö§©ª«®úùûÛøÜÙØº»¿íìÌïÎšÿ›ÏœÇ"
_VPS_TO = "áàảãạâấầẩẫậăắằẳẵặéèẻẽẹêếềểễệóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựíìỉĩịýỳỷỹỵđ"
_VPS_CAPITALS_FROM = "Á€\x81‚Âƒ„…ˆ\x8dŽ\x8fðÉ×ÞþÊ\x90“”•¹¼½¾Ô–—˜™÷\x9džŸ¦Ú¨Ñ¬Ð\xad¯±´µ·¸Ý²ý³ñ"
_VPS_CAPITALS_TO = "ÁÀẢÃÂẤẦẨĂẮẰẲẴÉÈẺẼÊẾỀỂỄÓÒỎÕÔỐỒỔỖƠỚỜỞỠÚÙỦŨƯỨỪỬÍÌỈĨÝỲỶỸĐ"
_VPS = str.maketrans(_VPS_FROM + _VPS_CAPITALS_FROM, _VPS_TO + _VPS_CAPITALS_TO)

# Letters of other scripts that are drawn like Latin ones (Unicode confusables), capital and small.
_ALIKE = str.maketrans("АВСЕНІЈКМОРЅТХУасеіјорѕхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABCEHIJKMOPSTXYaceijopsxyABEZHIKMNOPTYXo")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_WORD = re.compile(r"\S+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1ea0-\u1ef9]")

_UNICODE_ONLY = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_TCVN3_SIGNS = re.compile(r"[µ¸¶·¹¨»¾¼½©®ª«¬§£¤¥¦\u00ad]")
_VNI_SIGNS = re.compile(r"[aeouyAEOUY][ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ]|[ñöÑÖ]")
_LETTER = re.compile(r"[^\W\d_]")
_FONT_TCVN3 = re.compile(r"(?:^|\+)\.?Vn[A-Z3]|(?:^|\+)\.VN[A-Z]")
_FONT_VNI = re.compile(r"(?:^|\+)VNI[-\s]?[A-Z]", re.IGNORECASE)
_FONT_VPS = re.compile(r"(?:^|\+)VPS[-\s]", re.IGNORECASE)
# Capitals come from a font of their own (".VnTimeH"), with the codes of small letters.
_FONT_CAPITALS = re.compile(r"Vn\w*H(?:[,-]|$|Bold)")

_SUSPECT = re.compile(r"[ƢƣÐÕ]|[†‡‰Š‹Œœš›]|[\u0370-\u03ff\u0400-\u04ff]|[µ¸¶·¹¨»¾¼½©®ª«¬§£¤¥¦\u00ad]|[aeouyAEOUY][ùøûïëåäÙØÛÏËÅÄ]")
# A font map in wide use gives U+01A2/U+01A3 for Ư/ư and Õ for Ò.
_WRONG_HORN = str.maketrans("ƢƣÐ", "ƯưĐ")
_GRAVE_FRAMES = (("H", "A"), ("T", "A"), ("PH", "NG"), ("TR", ""), ("C", "N"), ("Đ", "I"), ("L", "NG"), ("V", "NG"))
_WRONG_GRAVE = tuple((f"{on}Õ{off}", f"{on}Ò{off}") for on, off in _GRAVE_FRAMES)


def encoding_of(text: str, font: str = "") -> Encoding:
    """Return the encoding of a stretch of text by its font and its characters."""
    if _UNICODE_ONLY.search(text):
        return Encoding.UNICODE
    if _FONT_VPS.search(font):
        return Encoding.VPS
    letters = len(_LETTER.findall(text)) or 1
    tcvn3 = len(_TCVN3_SIGNS.findall(text))
    if _FONT_TCVN3.search(font) and (tcvn3 or re.search(r"[À-ÿ]", text)):
        return Encoding.TCVN3
    vni = len(_VNI_SIGNS.findall(text))
    if _FONT_VNI.search(font) and vni:
        return Encoding.VNI
    if tcvn3 >= 3 and tcvn3 > 0.04 * letters:
        return Encoding.TCVN3
    return Encoding.VNI if vni >= 4 and vni > 0.08 * letters else Encoding.UNICODE


def from_tcvn3(text: str, font: str = "") -> str:
    """Convert TCVN3; fonts of capitals give capitals."""
    out = text.translate(_TCVN3)
    return out.upper() if _FONT_CAPITALS.search(font) else out


def _vps_case(match: re.Match[str]) -> str:
    word = match[0]
    rest = [c for c in word if c.isalpha() and c not in "ạậặẹệọộợụựịỵẫ"]
    return word.upper() if len(rest) > 1 and all(c.isupper() for c in rest) else word


def from_vps(text: str) -> str:
    """Convert VPS; letters that it has in small alone follow the other letters of their word."""
    return re.sub(r"[^\W\d_]{2,}", _vps_case, text.translate(_VPS))


def _to_latin(match: re.Match[str]) -> str:
    word = match[0]
    numbered = any(c.isdigit() for c in word) and any(c in "/-" for c in word)
    return word.translate(_ALIKE) if _LATIN.search(word) or numbered else word


def mend_alike(text: str) -> str:
    """Write Latin letters for those of other scripts that look like them ("TT-BTС"), where the word says which is meant."""
    return _WORD.sub(_to_latin, text) if _OTHER_SCRIPT.search(text) else text


def _vni_pair(match: re.Match[str]) -> str:
    vowel, mark = match["vowel"], match["mark"]
    base = vowel.translate(_VNI_ONE)
    return unicodedata.normalize("NFC", base + _VNI_MARKS[mark.lower()])


def from_vni(text: str) -> str:
    """Convert VNI-Windows: vowel and mark become one letter."""
    out: list[str] = []
    at = 0
    for match in _VNI_PAIR.finditer(text):
        out += [text[at : match.start()].translate(_VNI_ONE), _vni_pair(match)]
        at = match.end()
    return "".join(out) + text[at:].translate(_VNI_ONE)


def mend_font_map(text: str) -> str:
    """Repair the letters of the font map that takes Ƣ for Ư and, in capitals, Õ for Ò."""
    if "Ƣ" not in text and "ƣ" not in text and "Ð" not in text and "Õ" not in text:
        return text
    text = text.translate(_WRONG_HORN)
    for wrong, right in _WRONG_GRAVE:
        text = re.sub(rf"\b{wrong}\b", right, text)
    return text


def needs_look(text: str) -> bool:
    """Whether a page's text has any character that old encodings or bad font maps leave behind."""
    return bool(_SUSPECT.search(text))


def to_unicode(text: str, font: str = "", around: Encoding = Encoding.UNICODE) -> tuple[str, Encoding]:
    """Return text in Unicode and the encoding it was in; ``around`` is that of the page it stands on."""
    encoding = encoding_of(text, font)
    if encoding is Encoding.UNICODE and around is not Encoding.UNICODE and not _UNICODE_ONLY.search(text):
        encoding = around
    if encoding is Encoding.TCVN3:
        text = from_tcvn3(text, font)
    elif encoding is Encoding.VNI:
        text = from_vni(text)
    elif encoding is Encoding.VPS:
        text = from_vps(text)
    return unicodedata.normalize("NFC", mend_alike(mend_font_map(text))), encoding
