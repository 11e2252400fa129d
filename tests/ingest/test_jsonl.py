"""Collections that are already split, one provision a line; the numbers are those of the module's guarantees."""

import datetime as dt
import json

import pytest

from corpus.model import Evidence, Level, Source
from ingest.jsonl import group_lines, keys_of, parts_of, read_part
from ingest.workers import LocalReaders

HEAD = {"kind": "thông tư", "number": "7/2020/TT-BTĐ", "date": "02/01/2020", "issuer": "Bộ Thí điểm", "title": "Về lưu trữ"}
SOURCE = Source("a.jsonl", "ab" * 32, 1)


def line(text="Cục Mẫu phải nộp báo cáo trước ngày 15 hằng tháng.", head=HEAD, path="dieu-1", **more):
    return {"document": head, "path": path, "text": text, **more}


def written(tmp_path, *lines):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in lines))
    return path


def read(tmp_path, *lines):
    path = written(tmp_path, *lines)
    grouped = group_lines(path)
    return tuple(map(read_part, parts_of(path, grouped, SOURCE))), grouped


def test_1_lines_of_one_document_come_together_in_the_files_order(tmp_path):
    other = {**HEAD, "number": "8/2020/TT-BTĐ"}
    lines = [line(path="dieu-2", key=5), line(head=other), line(path="dieu-1", heading=" Phạm vi ", key="k1")]
    (first, second), grouped = read(tmp_path, *lines)
    assert (
        keys_of(grouped, SOURCE)
        == (first.key, second.key)
        == ("thong-tu/07-2020-tt-btd/2020-01-02/bo-thi-diem", "thong-tu/08-2020-tt-btd/2020-01-02/bo-thi-diem")
    )
    assert [(p.path, p.label, p.heading, p.level, p.key) for p in first.provisions] == [
        ("dieu-2", "Điều 2", "", Level.DIEU, "5"),
        ("dieu-1", "Điều 1", "Phạm vi", Level.DIEU, "k1"),
    ]
    assert first.text == f"Điều 2\n{lines[0]['text']}\nĐiều 1. Phạm vi\n{lines[0]['text']}\n"


def test_1_the_head_is_canonical_and_says_that_it_was_imported(tmp_path):
    ((document,), _) = read(tmp_path, line())
    head = document.head
    assert (head.kind, head.number, head.date, head.issuer, head.title) == (
        "Thông tư",
        "07/2020/TT-BTĐ",
        dt.date(2020, 1, 2),
        "Bộ Thí điểm",
        "Về lưu trữ",
    )
    assert dict(head.evidence) == dict.fromkeys(("kind", "number", "date", "issuer", "title"), Evidence.IMPORT)
    assert document.notices == ()


def test_1_spans_are_those_of_the_document_and_duties_stand_in_their_clause(tmp_path):
    text = "1. Cục Mẫu phải:\na) Nộp báo cáo trước ngày 15 hằng tháng;\nb) Thực hiện Nghị định số 09/2017/NĐ-CP."
    ((document,), _) = read(tmp_path, line(text, heading="Trách nhiệm"), line(text, path="dieu-2"))
    spans = [*document.citations, *document.obligations]
    assert [document.text[x.start : x.end] for x in spans] == [x.quote for x in spans]
    assert [document.text[p.start : p.end] for p in document.provisions] == [text, text]
    assert {c.path for c in document.citations} == {"dieu-1/khoan-1/diem-b", "dieu-2/khoan-1/diem-b"}
    monthly = [o for o in document.obligations if o.deadline and o.deadline.value == "---15"]
    assert [(o.path, o.bearers) for o in monthly] == [
        ("dieu-1/khoan-1/diem-a", ("Cục Mẫu",)),
        ("dieu-2/khoan-1/diem-a", ("Cục Mẫu",)),
    ]


def test_1_text_is_composed_whatever_the_file_has(tmp_path):
    import unicodedata

    ((document,), _) = read(tmp_path, line(unicodedata.normalize("NFD", "Hồ sơ được lưu 20 năm.")))
    assert document.provisions[0].text == "Hồ sơ được lưu 20 năm."


BAD = [
    (b"khong phai json\n", "no JSON"),
    (b"[1]\n", "a list"),
    (b"7\n", "a number"),
    (b"null\n", "nothing"),
    (b'{"path": "dieu-1"}\n', "no text"),
    (b'{"text": null}\n', "text that is null"),
    (b'{"text": 5}\n', "text that is a number"),
    (b'{"text": "a", "document": [1]}\n', "a document that is a list"),
    (b'{"text": "a", "document": "07/2020"}\n', "a document that is a text"),
    (b'{"text": "a \\ud800 b"}\n', "half a letter"),
    (b'{"text": "a", "document": {"title": "\\uDC00"}}\n', "half a letter in the head"),
    (b'{"text": "\xff\xfe"}\n', "no UTF-8"),
    (b"[" * 100_000 + b"\n", "nested without end"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=[row[1] for row in BAD])
def test_2_a_bad_line_is_told_by_its_number_and_the_rest_go_on(tmp_path, bad, reason):
    (documents, grouped) = read(tmp_path, line(), b"\n", bad, line(path="dieu-2"))
    assert [b.number for b in grouped.bad] == [3], reason
    assert "Dòng 3" in grouped.bad[0].message
    assert [[p.path for p in d.provisions] for d in documents] == [["dieu-1", "dieu-2"]]


def test_2_letters_beyond_the_first_plane_are_no_halves(tmp_path):
    ((document,), grouped) = read(tmp_path, b'{"text": "a \\ud83d\\ude00 b"}\n')
    assert (document.provisions[0].text, grouped.bad) == ("a 😀 b", ())


PATHS = [
    (["dieu-1", "dieu-1", "dieu-1"], ["dieu-1", "dieu-1~2", "dieu-1~3"], "a repeated address"),
    (["Dieu-1/Khoan-2"], ["dieu-1/khoan-2"], "capitals"),
    ([None, "", "Điều 5", 7], ["doan-1", "doan-2", "doan-3", "doan-4"], "no address: counted paragraphs"),
    (["dieu-1/", "dieu-1/x"], ["doan-1", "doan-2"], "half an address is none"),
    (["chuong-0", "phu-luc-1000"], ["chuong-0", "phu-luc-1000"], "numbers without a numeral"),
    (["doan-2", None], ["doan-2", "doan-2~2"], "a counted paragraph that is taken"),
]


@pytest.mark.parametrize(("given", "expected", "reason"), PATHS, ids=[row[2] for row in PATHS])
def test_3_no_line_is_lost_for_its_address(tmp_path, given, expected, reason):
    ((document,), _) = read(tmp_path, *(line(path=path) for path in given))
    assert [p.path for p in document.provisions] == expected, reason


@pytest.mark.parametrize(
    ("head", "key", "reason"),
    [
        (None, "a", "no document: the file's name"),
        ({"title": "Luật Đường làng"}, "luat-duong-lang", "a law by its title alone"),
        ({"kind": "Luật", "number": None, "date": None, "title": "Luật Đường làng"}, "luat-duong-lang", "nulls are no values"),
        ({"number": " ", "date": "khi khác", "title": 5}, "a", "what cannot be read is null"),
    ],
)
def test_documents_with_little_known_of_them_are_kept_apart(tmp_path, head, key, reason):
    ((document,), _) = read(tmp_path, line(head=head))
    assert key in document.key, reason
    assert document.head.number is None
    assert document.head.date is None
    assert [n.code for n in document.notices] == ([] if document.head.title else ["head-incomplete"])


def test_two_documents_of_one_key_are_both_kept(tmp_path):
    (documents, grouped) = read(tmp_path, line(), line(head={**HEAD, "title": "Về việc khác"}))
    assert [d.key for d in documents] == [
        "thong-tu/07-2020-tt-btd/2020-01-02/bo-thi-diem",
        "thong-tu/07-2020-tt-btd/2020-01-02/bo-thi-diem~2",
    ]
    assert keys_of(grouped, SOURCE) == tuple(d.key for d in documents)


def test_what_is_already_stored_is_passed_over(tmp_path):
    path = written(tmp_path, line(), line(head={**HEAD, "number": "8/2020/TT-BTĐ"}))
    grouped = group_lines(path)
    first, second = keys_of(grouped, SOURCE)
    assert [part.key for part in parts_of(path, grouped, SOURCE, skip={first})] == [second]


def test_several_processes_give_the_same_documents_in_the_same_order(tmp_path):
    heads = [{**HEAD, "number": f"{n}/2020/TT-BTĐ"} for n in range(1, 41)]
    path = written(tmp_path, *(line(head=head) for head in heads))
    grouped = group_lines(path)
    parts = parts_of(path, grouped, SOURCE)
    assert list(LocalReaders(2).documents(parts)) == list(map(read_part, parts))
