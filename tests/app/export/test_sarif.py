"""SARIF of remarks, and the JSON beside it, compared whole."""

import io
import json

from app.export import export_remarks
from app.export.sarif import SCHEMA
from app.results import CheckedDraft, Remark

TEXT = "Căn cứ\nNghị định số 1/2020/NĐ-CP; Nghị định số 1/2020/NĐ-CP\nkết thúc"
WRONG = Remark("wrong-number", "error", "Số hiệu viết sai.", 7, 32, "Nghị định số 1/2020/NĐ-CP", "Nghị định số 01/2020/NĐ-CP", 1)
AGAIN = Remark("wrong-number", "error", "Số hiệu viết sai.", 34, 59, "Nghị định số 1/2020/NĐ-CP")
OVER = Remark("odd", "note", "Hai dòng.", 56, 63, "-CP\nkết")
DRAFT = CheckedDraft("dự thảo.txt", TEXT, (WRONG, AGAIN, OVER))


def exported(file_format: str, drafts, **options):
    out = io.BytesIO()
    export_remarks(drafts, file_format, out, **options)
    return json.loads(out.getvalue())


def result(rule: int, code: str, level: str, message: str, region: dict, fingerprint: str, properties: dict) -> dict:
    location = {"artifactLocation": {"uri": "d%E1%BB%B1%20th%E1%BA%A3o.txt", "index": 0}, "region": region}
    return {
        "ruleId": code,
        "ruleIndex": rule,
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"cancu/v1": fingerprint},
        "properties": properties,
    }


def region(numbers: tuple[int, int, int, int], offset: int, quote: str) -> dict:
    names = ("startLine", "startColumn", "endLine", "endColumn")
    return {
        **dict(zip(names, numbers, strict=True)),
        "charOffset": offset,
        "charLength": len(quote),
        "snippet": {"text": quote},
    }


def test_quotes_are_what_stands_there():
    assert [TEXT[remark.start : remark.end] for remark in DRAFT.remarks] == [remark.quote for remark in DRAFT.remarks]


def test_1_and_2_the_whole_log():
    log = exported("sarif", [DRAFT], rules=[("unused", "Không dùng"), ("odd", "Lạ")])
    prints = [made["partialFingerprints"]["cancu/v1"] for made in log["runs"][0]["results"]]
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
                        "rules": [
                            {"id": "unused", "shortDescription": {"text": "Không dùng"}},
                            {"id": "odd", "shortDescription": {"text": "Lạ"}},
                            {"id": "wrong-number"},
                        ],
                    }
                },
                "language": "vi",
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": "d%E1%BB%B1%20th%E1%BA%A3o.txt"}}],
                "results": [
                    result(
                        2,
                        "wrong-number",
                        "error",
                        "Số hiệu viết sai. Đề nghị ghi: “Nghị định số 01/2020/NĐ-CP”.",
                        region((2, 1, 2, 26), 7, WRONG.quote),
                        prints[0],
                        {"page": 1, "suggestion": "Nghị định số 01/2020/NĐ-CP"},
                    ),
                    result(
                        2,
                        "wrong-number",
                        "error",
                        "Số hiệu viết sai.",
                        region((2, 28, 2, 53), 34, AGAIN.quote),
                        prints[1],
                        {"page": None, "suggestion": None},
                    ),
                    result(
                        1,
                        "odd",
                        "note",
                        "Hai dòng.",
                        region((2, 50, 3, 4), 56, OVER.quote),
                        prints[2],
                        {"page": None, "suggestion": None},
                    ),
                ],
            }
        ],
    }
    assert len(set(prints)) == 3


def test_3_fingerprints_survive_changes_elsewhere():
    moved = CheckedDraft("b.txt", f"Thêm\n{TEXT}", (Remark("wrong-number", "error", "Khác.", 12, 37, WRONG.quote),))
    (later,) = exported("sarif", [moved])["runs"][0]["results"]
    assert later["partialFingerprints"] == exported("sarif", [DRAFT])["runs"][0]["results"][0]["partialFingerprints"]


def test_nothing_found():
    assert exported("sarif", [CheckedDraft("a.txt", "")])["runs"][0]["results"] == []
    assert exported("sarif", [])["runs"][0]["artifacts"] == []
    assert exported("json", [CheckedDraft("a.txt", "")]) == [{"file": "a.txt", "total": 0, "findings": []}]


def test_json():
    assert exported("json", [CheckedDraft("a.txt", TEXT, (WRONG,))]) == [
        {
            "file": "a.txt",
            "total": 1,
            "findings": [
                {
                    "code": "wrong-number",
                    "severity": "error",
                    "message": "Số hiệu viết sai.",
                    "suggestion": "Nghị định số 01/2020/NĐ-CP",
                    "quote": "Nghị định số 1/2020/NĐ-CP",
                    "start": 7,
                    "end": 32,
                    "page": 1,
                }
            ],
        }
    ]
