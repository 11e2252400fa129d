"""The JSON of the command line as the design writes it: every field that a script may rely on, with its type."""

from collections.abc import Mapping

ABSENT = type(None)
TEXT = (str, ABSENT)
NUMBER = (int, ABSENT)
DOCUMENT = {"kind": TEXT, "number": TEXT, "date": TEXT, "issuer": TEXT, "title": TEXT, "status": TEXT}
HIT = {"id": str, "document": DOCUMENT, "path": str, "label": str, "text": str, "page": NUMBER, "score": float}
DEADLINE = ({"text": str, "kind": str, "value": str}, ABSENT)
DUTY = {
    **HIT,
    "quote": str,
    "modality": str,
    "bearers": [str],
    "matched_unit": str,
    "because": str,
    "role": str,
    "deadline": DEADLINE,
}
CITATION = {
    "path": str,
    "start": int,
    "end": int,
    "quote": str,
    "kind": TEXT,
    "number": TEXT,
    "date": TEXT,
    "title": TEXT,
    "issuer": TEXT,
    "provisions": [str],
    "self": bool,
    "relation": str,
}
OBLIGATION = {
    "path": str,
    "start": int,
    "end": int,
    "quote": str,
    "modality": str,
    "bearers": [str],
    "role": str,
    "partners": [str],
    "recipients": [str],
    "action": str,
    "deadline": DEADLINE,
}
HEAD = {
    "kind": TEXT,
    "number": TEXT,
    "date": TEXT,
    "issuer": TEXT,
    "title": TEXT,
    "signer": TEXT,
    "authority": TEXT,
    "effective_date": TEXT,
    "recipients": [str],
    "evidence": dict,
}
PROVISION = {"path": str, "label": str, "heading": str, "text": str, "page": NUMBER, "start": int, "end": int}
INSPECTED = {
    "file": str,
    "sha256": str,
    "pages": int,
    "kind_of_pdf": str,
    "head": HEAD,
    "provisions": [PROVISION],
    "citations": [CITATION],
    "obligations": [OBLIGATION],
    "ocr": [{"page": int, "confidence": NUMBER, "read": [str]}],
    "warnings": [{"code": str, "page": NUMBER, "message": str}],
}
ANSWER = {
    "question": str,
    "understood": {"unit": TEXT, "topic": str, "as_of": TEXT, "documents": [str]},
    "status": str,
    "duties": [DUTY],
    "clauses": [HIT],
}
REFERENCE = {**HIT, "relation": str, "quote": str, "target": ({"key": str, **DOCUMENT}, ABSENT)}
FINDING = {"code": str, "severity": str, "message": str, "quote": str, "start": int, "end": int, "page": NUMBER}


def misfits(value, shape, place="$"):
    """Return where ``value`` is not of ``shape``: a type, several, a list of one shape, or fields that must be there."""
    if isinstance(shape, tuple):
        found = [misfits(value, one, place) for one in shape]
        return [] if [] in found else found[0]
    if isinstance(shape, list):
        if not isinstance(value, list):
            return [f"{place}: no list"]
        return [wrong for i, one in enumerate(value) for wrong in misfits(one, shape[0], f"{place}[{i}]")]
    if isinstance(shape, Mapping):
        if not isinstance(value, dict):
            return [f"{place}: no object"]
        missing = [f"{place}.{name}: missing" for name in shape if name not in value]
        return missing + [w for name, one in shape.items() if name in value for w in misfits(value[name], one, f"{place}.{name}")]
    return [] if isinstance(value, shape) and (shape is bool or not isinstance(value, bool)) else [f"{place}: {value!r}"]
