"""Which strings of letters are Vietnamese syllables: onset, rime and tone by the rules of the orthography.

1. ``is_syllable`` is true for every syllable of standard spelling in either tone style, in any case.
2. It is false for single consonants, for stops with a tone that they cannot carry, and for foreign words that break the rules.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split())
_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uê uêch uên uênh ui um un
    ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yên yêm yêng yêt yêu
    """.split()
)
_TONES = {"\u0300": "`", "\u0301": "'", "\u0303": "~", "\u0309": "?", "\u0323": "."}
_STOPS = ("c", "ch", "p", "t")


def split_tone(text: str) -> tuple[str, str] | None:
    """Return lower-case letters without tone, and the tone's sign; ``None`` with two tones."""
    letters: list[str] = []
    tone = ""
    for char in unicodedata.normalize("NFD", text.lower()):
        if char in _TONES:
            if tone:
                return None
            tone = _TONES[char]
        else:
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters)), tone


def _rime_fits(onset: str, rime: str) -> bool:
    if onset == "" and rime.startswith("iê"):
        # Written "yê" without an onset.
        return False
    if rime in _RIMES:
        return True
    # "giếng" is gi + iêng with one i, "gì" is gi + i.
    return onset == "gi" and (rime == "" or f"i{rime}" in _RIMES)


@lru_cache(maxsize=65536)
def is_syllable(text: str) -> bool:
    """Whether ``text`` is one Vietnamese syllable."""
    if not text or not text.isalpha() or len(text) > 7:
        return False
    split = split_tone(text)
    if split is None:
        return False
    letters, tone = split
    for cut in range(min(3, len(letters)) + 1):
        onset, rime = letters[:cut], letters[cut:]
        if (cut == 0 or onset in _ONSETS) and _rime_fits(onset, rime):
            return tone in {"'", "."} or not rime.endswith(_STOPS)
    return False
