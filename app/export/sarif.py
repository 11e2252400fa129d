"""Findings in drafts as SARIF 2.1.0 (OASIS), which editors and review tools show beside the text.

1. One run; every finding is a result with its rule, level, message and region; columns count Unicode code points.
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

from app.drafts.findings import CODE_WORDS, CheckedDraft, finding_words, page_of
from app.forms.jsonform import JsonObject
from ingest.citations.findings import Code, Finding

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_bytes(drafts: Sequence[CheckedDraft]) -> bytes:
    """Return the findings as a SARIF file."""
    return (json.dumps(sarif_json(drafts), ensure_ascii=False, indent=2) + "\n").encode()


def sarif_json(drafts: Sequence[CheckedDraft]) -> JsonObject:
    """Return the log; all rules are listed, whether met or not."""
    results: list[JsonObject] = []
    for number, draft in enumerate(drafts):
        results += _results(number, draft)
    rules = [{"id": code.value, "shortDescription": {"text": words}} for code, words in CODE_WORDS.items()]
    run: JsonObject = {
        "tool": {"driver": {"name": "cancu", "fullName": "Căn Cứ", "language": "vi", "rules": rules}},
        "language": "vi",
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": percent(draft.name)}} for draft in drafts],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _results(number: int, draft: CheckedDraft) -> list[JsonObject]:
    lines = [0, *(i + 1 for i, char in enumerate(draft.text) if char == "\n")]
    seen: Counter[tuple[Code, str]] = Counter()
    places = {code: place for place, code in enumerate(CODE_WORDS)}
    made: list[JsonObject] = []
    for finding in draft.findings:
        seen[finding.code, finding.quote] += 1
        print_of = f"{finding.code.value}\n{finding.quote}\n{seen[finding.code, finding.quote]}"
        location: JsonObject = {
            "artifactLocation": {"uri": percent(draft.name), "index": number},
            "region": _region(finding, lines),
        }
        made.append(
            {
                "ruleId": finding.code.value,
                "ruleIndex": places[finding.code],
                "level": finding.severity.value,
                "message": {"text": finding_words(finding)},
                "locations": [{"physicalLocation": location}],
                "partialFingerprints": {"cancu/v1": hashlib.sha256(print_of.encode()).hexdigest()[:32]},
                "properties": {"page": page_of(draft, finding), "evidence": list(finding.evidence)},
            }
        )
    return made


def _region(finding: Finding, lines: Sequence[int]) -> JsonObject:
    first, last = bisect_right(lines, finding.start), bisect_right(lines, max(finding.end - 1, finding.start))
    return {
        "startLine": first,
        "startColumn": finding.start - lines[first - 1] + 1,
        "endLine": last,
        "endColumn": finding.end - lines[last - 1] + 1,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": finding.quote},
    }
