"""Numbers of Word's automatic lists, which are not in the text: "1.", "a)", "Điều 3." are counted as Word counts them."""

from __future__ import annotations

from typing import Any

from corpus.addresses import to_roman

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _value(node: Any, path: str, default: str = "") -> str:  # noqa: ANN401
    found = node.find(path) if node is not None else None
    return default if found is None else str(found.get(f"{_W}val", default))


def _print(number: int, style: str) -> str:
    if style in {"lowerLetter", "upperLetter"}:
        letter = _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in {"lowerRoman", "upperRoman"} and number < 400:
        roman = to_roman(number)
        return roman if style == "upperRoman" else roman.lower()
    if style == "decimalZero":
        return f"{number:02d}"
    return str(number)


class Numbering:
    """Counts the lists of one document; paragraphs must be asked for in document order."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self._lists: dict[str, str] = {}
        self._levels: dict[tuple[str, int], Any] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, Any] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        for abstract in root.iter(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId")
            for level in abstract.iter(f"{_W}lvl"):
                self._levels[key, int(level.get(f"{_W}ilvl"))] = level
        for number in root.iter(f"{_W}num"):
            self._lists[number.get(f"{_W}numId")] = _value(number, f"{_W}abstractNumId")
        for style in document.styles.element.iter(f"{_W}style"):
            found = style.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                self._styles[style.get(f"{_W}styleId")] = found

    def label(self, paragraph: Any) -> str:  # noqa: ANN401
        """Return the number that Word draws before the paragraph, with a space behind it; empty without one."""
        properties = paragraph.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            properties = self._styles.get(_value(paragraph, f"{_W}pPr/{_W}pStyle"))
        if properties is None:
            return ""
        key = self._lists.get(_value(properties, f"{_W}numId"))
        level = int(_value(properties, f"{_W}ilvl", "0") or 0)
        if key is None or (key, level) not in self._levels:
            return ""
        return self._count(key, level)

    def _count(self, key: str, level: int) -> str:
        definition = self._levels[key, level]
        start = int(_value(definition, f"{_W}start", "1") or 1)
        self._counts[key, level] = self._counts.get((key, level), start - 1) + 1
        for deeper in range(level + 1, 9):
            self._counts.pop((key, deeper), None)
        style = _value(definition, f"{_W}numFmt", "decimal")
        if style == "bullet":
            return "- "
        if style == "none":
            return ""
        pattern = _value(definition, f"{_W}lvlText", "%1.")
        for shown in range(level + 1):
            form = _value(self._levels.get((key, shown)), f"{_W}numFmt", "decimal")
            pattern = pattern.replace(f"%{shown + 1}", _print(self._counts.get((key, shown), 1), form))
        return f"{pattern} " if pattern.strip() else ""
