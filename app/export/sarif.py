"""Remarks on drafts as SARIF 2.1.0 (OASIS), which editors and review tools show beside the text.

1. One run; every remark is a result with its rule, level, message and region; columns count Unicode code points.
2. Regions refer to the draft's text as it was read: for PDF and DOCX, lines are paragraphs of that text.
3. A fingerprint of rule, words and occurrence stays the same when text elsewhere changes.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote as percent

from app.jsonform import JsonObject
from app.results import CheckedDraft, Remark

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_bytes(drafts: Sequence[CheckedDraft], rules: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return the remarks as a SARIF file; ``rules`` pairs a code with its description."""
    return (json.dumps(sarif_json(drafts, rules), ensure_ascii=False, indent=2) + "\n").encode()


def sarif_json(drafts: Sequence[CheckedDraft], rules: Sequence[tuple[str, str]] = ()) -> JsonObject:
    """Return the log: rules first in the order given, then further codes in the order met."""
    described = dict(rules)
    met = dict.fromkeys((*described, *(remark.code for draft in drafts for remark in draft.remarks)))
    places = {code: number for number, code in enumerate(met)}
    listed = [_rule(code, described.get(code)) for code in met]
    results: list[JsonObject] = []
    for number, draft in enumerate(drafts):
        results += _results(number, draft, places)
    run: JsonObject = {
        "tool": {"driver": {"name": "cancu", "fullName": "Căn Cứ", "language": "vi", "rules": listed}},
        "language": "vi",
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": percent(draft.name)}} for draft in drafts],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, description: str | None) -> JsonObject:
    return {"id": code, "shortDescription": {"text": description}} if description else {"id": code}


def _results(number: int, draft: CheckedDraft, places: dict[str, int]) -> list[JsonObject]:
    lines = [0, *(i + 1 for i, char in enumerate(draft.text) if char == "\n")]
    seen: Counter[tuple[str, str]] = Counter()
    made: list[JsonObject] = []
    for remark in draft.remarks:
        seen[remark.code, remark.quote] += 1
        print_of = f"{remark.code}\n{remark.quote}\n{seen[remark.code, remark.quote]}"
        location: JsonObject = {
            "artifactLocation": {"uri": percent(draft.name), "index": number},
            "region": _region(remark, lines),
        }
        made.append(
            {
                "ruleId": remark.code,
                "ruleIndex": places[remark.code],
                "level": remark.severity,
                "message": {"text": remark_words(remark)},
                "locations": [{"physicalLocation": location}],
                "partialFingerprints": {"cancu/v1": hashlib.sha256(print_of.encode()).hexdigest()[:32]},
                "properties": {"page": remark.page, "suggestion": remark.suggestion or None},
            }
        )
    return made


def _region(remark: Remark, lines: Sequence[int]) -> JsonObject:
    first, last = bisect_right(lines, remark.start), bisect_right(lines, max(remark.end - 1, remark.start))
    return {
        "startLine": first,
        "startColumn": remark.start - lines[first - 1] + 1,
        "endLine": last,
        "endColumn": remark.end - lines[last - 1] + 1,
        "charOffset": remark.start,
        "charLength": remark.end - remark.start,
        "snippet": {"text": remark.quote},
    }


def remark_words(remark: Remark) -> str:
    """Return a remark's explanation with its suggestion."""
    return f"{remark.message} Đề nghị ghi: “{remark.suggestion}”." if remark.suggestion else remark.message
