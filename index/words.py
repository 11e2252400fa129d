"""Words and syllables of Vietnamese text: the units that the lexical index counts.

Vietnamese writes a space between syllables, not between words ("giấy phép xây dựng" is two words of four syllables). Words
come from underthesea's segmentation model (a CRF over syllables, trained on VLSP 2013), read through its Rust core:
importing ``underthesea`` itself would load its taggers, torch and transformers for seconds.

1. ``Segmenter.words`` gives the words that ``underthesea.word_tokenize`` gives for the same text.
2. ``Segmenter.spans`` gives the same words as places in the text; for NFC text ``text[start:end]`` is the author's own
   spelling, whatever the model's spelling rules made of it inside. They never overlap and come in order.
3. ``syllables`` and ``index_words`` are search keys: lower case, one tone style; no offset refers to them.

It refuses to guess where the package is absent: ``MissingLibraryError`` names the line that installs it.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from corpus.errors import MissingLibraryError
from corpus.vietnamese import nfc, one_tone_style

_SYLLABLE: Final = re.compile(r"\w+")
_WORD: Final = "word_tokenize"
_MODEL: Final = "models/ws_crf_vlsp2013_20230727"
_RULES: Final = "text_normalize/tn_rules_2023_07_14.bin"
_INSIDE: Final = "I-W"
# Spelling rules apply to short tokens only (longest key of the rules; underthesea's own limit).
_LONGEST_RULE: Final = 6
_import_lock = Lock()


@dataclass(frozen=True, slots=True)
class WordSpan:
    """One word: ``text[start:end]`` of the segmented text."""

    start: int
    end: int


def syllables(text: str) -> list[str]:
    """Return the syllables (runs of letters and digits) as search keys, in order."""
    return _SYLLABLE.findall(one_tone_style(text).lower())


@cache
def _pipeline_folder() -> Path:
    spec = importlib.util.find_spec("underthesea")
    if spec is None or not spec.submodule_search_locations:
        message = "Thiếu thư viện tách từ. Hãy cài: pip install underthesea"
        raise MissingLibraryError(message)
    return Path(spec.submodule_search_locations[0]) / "pipeline"


def _token_pattern() -> re.Pattern[str]:
    """Return underthesea's own token pattern, read from its file while the package itself stays unloaded."""
    stub = types.ModuleType("underthesea.pipeline.text_normalize")
    normalize = types.ModuleType("underthesea.pipeline.text_normalize.character_normalize")
    stub.token_normalize = normalize.normalize_characters_in_text = str  # type: ignore[attr-defined]
    names = {
        "underthesea": types.ModuleType("underthesea"),
        "underthesea.pipeline": types.ModuleType("underthesea.pipeline"),
        stub.__name__: stub,
        normalize.__name__: normalize,
    }
    spec = importlib.util.spec_from_file_location("_cancu_regex_tokenize", _pipeline_folder() / _WORD / "regex_tokenize.py")
    if spec is None or spec.loader is None:
        message = "Thư viện underthesea không đúng phiên bản. Hãy cài lại: pip install -c constraints.txt underthesea"
        raise MissingLibraryError(message)
    module = importlib.util.module_from_spec(spec)
    with _import_lock:
        held = {name: sys.modules.get(name) for name in names}
        sys.modules.update(names)
        try:
            spec.loader.exec_module(module)
        finally:
            for name, before in held.items():
                if before is None:
                    sys.modules.pop(name, None)
                else:
                    sys.modules[name] = before
    pattern: re.Pattern[str] = module.patterns
    return pattern


class Segmenter:
    """underthesea's word segmentation without underthesea's start-up; loads in about 0.2 s."""

    def __init__(self) -> None:
        """Load pattern, spelling rules, dictionary and CRF from the installed package.

        Raises ``MissingLibraryError`` if it is not installed.
        """
        folder = _pipeline_folder()
        try:
            import joblib
            from underthesea_core import CRFFeaturizer, CRFTagger
        except ImportError as error:
            message = "Thiếu thư viện tách từ. Hãy cài: pip install underthesea underthesea_core"
            raise MissingLibraryError(message) from error
        rules = joblib.load(folder / _RULES)
        self._token_rules: dict[str, str] = rules["token"]
        self._character_rules = str.maketrans(rules["character"])
        model = folder / _WORD / _MODEL
        self._featurize: Callable[[list[list[list[str]]]], list[Any]] = CRFFeaturizer(
            joblib.load(model / "features.bin"), joblib.load(model / "dictionary.bin")
        ).process
        tagger = CRFTagger()
        tagger.load(str(model / "models.bin"))
        self._tag: Callable[[Any], list[str]] = tagger.tag
        self._pattern = _token_pattern()

    def _tagged(self, text: str) -> Iterator[tuple[str, int, int, bool]]:
        """Yield each token (normalised spelling, start, end, whether it continues the word before it)."""
        text = nfc(text).translate(self._character_rules)
        matches = list(self._pattern.finditer(text))
        if not matches:
            return
        rules = self._token_rules
        tokens = [m if len(m) > _LONGEST_RULE else rules.get(m, m) for m in (match.group() for match in matches)]
        tags = self._tag(self._featurize([[[token] for token in tokens]])[0])
        first = True
        for match, token, tag in zip(matches, tokens, tags, strict=True):
            yield token, match.start(), match.end(), tag == _INSIDE and not first
            first = False

    def words(self, text: str) -> list[str]:
        """Return the words, their syllables joined by one space, punctuation included, as underthesea does."""
        out: list[str] = []
        for token, _start, _end, inside in self._tagged(text):
            if inside:
                out[-1] += " " + token
            else:
                out.append(token)
        return out

    def spans(self, text: str) -> tuple[WordSpan, ...]:
        """Return the words as places in NFC ``text``."""
        out: list[WordSpan] = []
        for _token, start, end, inside in self._tagged(text):
            if inside:
                out[-1] = WordSpan(out[-1].start, end)
            else:
                out.append(WordSpan(start, end))
        return tuple(out)

    def index_words(self, text: str) -> list[str]:
        """Return the words as search keys: lower case, one tone style, syllables joined by ``_``, no punctuation."""
        # The package's spelling rules prefer the other tone style, so one style is made of its words, not of the text.
        keys = one_tone_style("\n".join(self.words(text))).lower().split("\n")
        return [key for word in keys if (key := "_".join(_SYLLABLE.findall(word)))]


@cache
def segmenter() -> Segmenter:
    """Return this process's segmenter, loaded on first use."""
    return Segmenter()


def index_words_of(texts: Sequence[str]) -> list[list[str]]:
    """Return ``index_words`` of each text; lines are segmented one by one, repeated ones once."""
    model = segmenter()
    seen: dict[str, list[str]] = {}
    out: list[list[str]] = []
    for text in texts:
        words: list[str] = []
        for line in text.split("\n"):
            found = seen.get(line)
            if found is None:
                found = seen[line] = model.index_words(line)
            words += found
        out.append(words)
    return out
