"""SARIF of findings, compared whole."""

import io
import json

from app.drafts.findings import CODE_WORDS, CheckedDraft
from app.export import export_findings
from app.export.sarif import SCHEMA
from corpus.model import Page
from ingest.citations.findings import Code, Finding, Severity

WORDS = "Nghị định số 1/2020/NĐ-CP"
TEXT = f"Căn cứ\n{WORDS}; {WORDS}\nkết thúc"
WRONG = Finding(Code.NUMBER_FORM, Severity.ERROR, 7, 32, WORDS, "Số hiệu viết sai.", "Viết là “01/2020/NĐ-CP”.")
AGAIN = Finding(Code.NUMBER_FORM, Severity.ERROR, 34, 59, WORDS, "Số hiệu viết sai.")
OVER = Finding(Code.UNKNOWN_DOCUMENT, Severity.NOTE, 56, 63, "-CP\nkết", "Hai dòng.", evidence=("k",))
NOWHERE = Finding(Code.MISSING_BASIS, Severity.WARNING, 0, 0, "", "Không có căn cứ.")
DRAFT = CheckedDraft("dự thảo.txt", TEXT, (WRONG, AGAIN, OVER, NOWHERE), (Page(1, 1, 1, 0, 33), Page(2, 1, 1, 33, 68)))


def exported(drafts) -> dict:
    out = io.BytesIO()
    export_findings(drafts, "sarif", out)
    return json.loads(out.getvalue())


def region(first_line: int, first_column: int, last_line: int, last_column: int, finding: Finding) -> dict:
    return {
        "startLine": first_line,
        "startColumn": first_column,
        "endLine": last_line,
        "endColumn": last_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": finding.quote},
    }


def test_quotes_are_what_stands_there():
    assert [TEXT[finding.start : finding.end] for finding in DRAFT.findings] == [finding.quote for finding in DRAFT.findings]


def test_1_and_2_the_whole_log():
    log = exported([DRAFT])
    results = log["runs"][0].pop("results")
    assert log == {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "cancu",
                        "fullName": "Căn Cứ",
                        "language": "vi",
                        "rules": [{"id": code, "shortDescription": {"text": words}} for code, words in CODE_WORDS.items()],
                    }
                },
                "language": "vi",
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": "d%E1%BB%B1%20th%E1%BA%A3o.txt"}}],
            }
        ],
    }
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rules[made["ruleIndex"]]["id"] for made in results] == [made["ruleId"] for made in results]
    assert [
        (
            made["ruleId"],
            made["level"],
            made["message"]["text"],
            made["locations"][0]["physicalLocation"]["region"],
            made["properties"],
        )
        for made in results
    ] == [
        (
            "number-form",
            "error",
            "Số hiệu viết sai. Viết là “01/2020/NĐ-CP”.",
            region(2, 1, 2, 26, WRONG),
            {"page": 1, "evidence": []},
        ),
        ("number-form", "error", "Số hiệu viết sai.", region(2, 28, 2, 53, AGAIN), {"page": 2, "evidence": []}),
        ("unknown-document", "note", "Hai dòng.", region(2, 50, 3, 4, OVER), {"page": 2, "evidence": ["k"]}),
        ("missing-basis", "warning", "Không có căn cứ.", region(1, 1, 1, 1, NOWHERE), {"page": 1, "evidence": []}),
    ]
    artifact = {"uri": "d%E1%BB%B1%20th%E1%BA%A3o.txt", "index": 0}
    assert all(made["locations"][0]["physicalLocation"]["artifactLocation"] == artifact for made in results)
    assert len({made["partialFingerprints"]["cancu/v1"] for made in results}) == 4


def test_3_fingerprints_survive_changes_elsewhere():
    moved = Finding(Code.NUMBER_FORM, Severity.ERROR, 12, 37, WORDS, "Khác.")
    (later,) = exported([CheckedDraft("b.txt", f"Thêm\n{TEXT}", (moved,))])["runs"][0]["results"]
    assert later["partialFingerprints"] == exported([DRAFT])["runs"][0]["results"][0]["partialFingerprints"]


def test_nothing_found():
    assert exported([CheckedDraft("a.txt", "")])["runs"][0]["results"] == []
    assert exported([])["runs"][0]["artifacts"] == []
