"""Small vocabularies as regular expressions: phrases are written as people write them, spaces match any white space."""

from __future__ import annotations

import re
from typing import Final

# Letters of Vietnamese for character classes; a range from À to Ỹ would hold both cases.
_MARKED: Final = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
CAPITALS: Final = f"A-Z{_MARKED}"
SMALLS: Final = f"a-z{_MARKED.lower()}"


def phrases(*lines: str) -> str:
    """Return a non-capturing group of the phrases in ``lines``, which are separated by "|"; longer ones come first.

    A first letter in lower case also matches its capital.
    """
    items = [item.strip() for line in lines for item in line.split("|") if item.strip()]
    return "(?:" + "|".join(_phrase(item) for item in sorted(set(items), key=lambda item: (-len(item), item))) + ")"


def _phrase(item: str) -> str:
    first = f"[{item[0]}{item[0].upper()}]" if item[0].islower() else re.escape(item[0])
    return first + r"\s+".join(re.escape(word) for word in item[1:].split(" "))
