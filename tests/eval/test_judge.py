"""Training of the judge: what it is shown, and that what is written reads as what was trained."""

import numpy as np
import pytest

from corpus.model import Modality
from eval.judge.rows import CASE_BITS, CLOSING, IGNORED, NEW_LINE, OPENING, Coder, rows_of, tags_of, vocabulary_of
from ingest.obligations.judge import Finding
from ingest.obligations.judge_network import load
from ingest.obligations.words import read_words

torch = pytest.importorskip("torch")

TEXT = "Hộ A quét chợ. Chợ đẹp."
DUTY = {"start": 0, "end": 13, "modality": "must"}

# row, tags of its nine words, reason
TAGS = [
    ({"text": TEXT, "obligations": [DUTY]}, [1, 2, 2, 2, 0, 0, 0, 0], "a label without its full stop"),
    ({"text": TEXT, "obligations": []}, [0] * 8, "labelled as none"),
    ({"text": TEXT, "obligations": [DUTY | {"modality": "may"}]}, [5, 6, 6, 6, 0, 0, 0, 0], "another modality"),
    ({"text": "Hộ A có trách nhiệm quét chợ."}, [1, 2, 2, 2, 2, 2, 2, 0], "without labels the rules are asked"),
    (
        {"text": "1. Kiểm tra cân trước khi bán.", "context": "Điều 12. Quy trình bán hàng"},
        [0, 0] + [IGNORED] * 6 + [0],
        "uncertain",
    ),
]


@pytest.mark.parametrize(("row", "expected", "reason"), TAGS, ids=[reason for *_, reason in TAGS])
def test_tags_of_words(row, expected, reason):
    assert tags_of(read_words(row["text"]), row) == expected, reason


def test_a_row_is_lead_ins_then_text():
    coder = Coder(["hộ", "chợ"])
    rows = rows_of(coder, [{"text": "Hộ chợ 12.", "context": "CHỢ\n", "doc": "1/QĐ", "obligations": []}])
    house, market, shout = 14 | 1 << CASE_BITS, 15, 15 | 2 << CASE_BITS
    assert rows.codes.tolist() == [
        OPENING,
        shout,
        NEW_LINE,
        CLOSING,
        house,
        market,
        7 | 3 << CASE_BITS,
        1 | 3 << CASE_BITS,
        CLOSING,
    ]
    assert rows.tags.tolist() == [IGNORED] * 4 + [0] * 4 + [IGNORED]


def test_the_vocabulary_knows_frequent_words_first_and_no_long_numbers():
    assert vocabulary_of(["chợ chợ 2024 12", "chợ hộ hộ"])[:2] == ["chợ", "hộ"]
    assert "2024" not in vocabulary_of(["chợ 2024"])


def found(*spans):
    return tuple(Finding(first, last, modality, 1.0) for first, last, modality in spans)


# wanted, given, how many match, reason
MATCHED = [
    (found((0, 6, Modality.MUST)), found((0, 4, Modality.MUST)), 1, "more than half in common"),
    (found((0, 6, Modality.MUST)), found((0, 2, Modality.MUST)), 0, "less than half"),
    (found((0, 6, Modality.MUST)), found((0, 6, Modality.MAY)), 0, "another modality"),
    (found((0, 6, Modality.MUST), (6, 9, Modality.MUST)), found((0, 6, Modality.MUST)), 1, "one is used once"),
]


@pytest.mark.parametrize(("wanted", "given", "expected", "reason"), MATCHED, ids=[reason for *_, reason in MATCHED])
def test_duties_that_agree(wanted, given, expected, reason):
    from eval.judge.training import matches

    assert matches(wanted, given) == expected, reason


def test_what_is_written_reads_as_what_was_trained(tmp_path):
    from eval.judge.student import Student, _inputs, write

    torch.manual_seed(3)
    vocabulary = ["hộ", "chợ", "quét", "điều", "phải"]
    rows = rows_of(Coder(vocabulary), [{"text": "Hộ 12 phải quét chợ.", "context": "Điều 5. QUÉT CHỢ", "obligations": []}])
    student = Student().eval()
    with torch.no_grad():
        inputs, _ = _inputs(rows, [0])
        expected = student.to(inputs[0].device)(*inputs).softmax(-1)[0, :6].cpu().numpy()
    write(student, vocabulary, tmp_path / "judge.npz")
    (scores,) = load(tmp_path / "judge.npz").scores_of([(read_words("Hộ 12 phải quét chợ."), "Điều 5. QUÉT CHỢ")])
    assert np.allclose(np.exp(scores), expected, atol=0.02)
