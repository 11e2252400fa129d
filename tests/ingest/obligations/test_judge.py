"""What the judge does with the rules' duties and on its own: with hand-made scores, then with the network that ships."""

import math

import numpy as np
import pytest

from corpus.model import Modality
from ingest.obligations import extract_obligations, judge
from ingest.obligations.extract import extract_obligations as extract
from ingest.obligations.judge import LEAST_ALONE, Finding, asks, findings, settle, shipped
from ingest.obligations.judge_network import Network
from ingest.obligations.words import read_words

TEXT = "Hộ bán hàng quét chợ mỗi tối. Chợ có hai cổng lớn."
QUIET, MUST, MAY = 0, 1, 5  # the tag that opens; the next one continues


def rows(*runs):
    """Return log-probabilities: each run is (words, tag that opens or 0, chance)."""
    made = []
    for count, tag, chance in runs:
        for place in range(count):
            row = np.full(9, (1 - chance) / 8)
            row[tag + (place > 0) if tag else 0] = chance
            made.append(row)
    return np.log(np.array(made, np.float32))


# runs of words, what is read there, reason
PATHS = [
    ([(5, QUIET, 0.9)], [], "nothing"),
    ([(2, QUIET, 0.9), (4, MUST, 0.9)], [(2, 6, Modality.MUST)], "one duty to the end"),
    ([(3, MUST, 0.9), (3, MUST, 0.9)], [(0, 3, Modality.MUST), (3, 6, Modality.MUST)], "a second one opens at once"),
    ([(3, MUST, 0.9), (2, QUIET, 0.9), (3, MAY, 0.9)], [(0, 3, Modality.MUST), (5, 8, Modality.MAY)], "two modalities"),
    ([(3, MUST, 0.9), (1, QUIET, 0.4), (1, MUST + 1, 0.9)], [(0, 5, Modality.MUST)], "a doubtful word does not cut"),
    ([(1, MUST + 1, 0.9), (3, QUIET, 0.9)], [], "what nothing opened does not go on"),
]


@pytest.mark.parametrize(("runs", "expected", "reason"), PATHS, ids=[reason for *_, reason in PATHS])
def test_duties_on_the_likeliest_path(runs, expected, reason):
    assert [(f.first, f.last, f.modality) for f in findings(rows(*runs))] == expected, reason


def test_what_no_word_is_likelier_in_is_on_no_path():
    random = np.random.default_rng(7)
    for _ in range(60):
        scores = np.log(random.dirichlet(np.full(9, 0.25), 30)).astype(np.float32)
        scores[:, 3:5] = np.minimum(scores[:, 3:5], scores[:, :1])  # bans: never likelier than none
        assert 1 not in judge._seen(scores)
        path = judge._path(scores.tolist())
        assert not {3, 4} & set(path)
        tags = [0, 1, 2, 5, 6, 7, 8]
        assert [tags[place] for place in judge._path(scores[:, tags].tolist())] == path


def test_no_words_no_duties():
    assert findings(np.zeros((0, 9), np.float32)) == ()


def settled(scores, propose=lambda finding: None):
    return settle(read_words(TEXT), extract(TEXT, judge=False), scores, propose)


# The rules read the first sentence (seven words of thirteen): what is said of it, the duties that stay, reason
SAID = [
    (rows((7, MUST, 0.95), (7, QUIET, 0.95)), [(Modality.MUST, True)], "agreed"),
    (rows((14, QUIET, 0.99)), [], "nothing of a duty there"),
    (rows((14, QUIET, 0.8)), [(Modality.MUST, False)], "doubted"),
    (rows((7, MAY, 0.95), (7, QUIET, 0.95)), [(Modality.MAY, True)], "surely another modality"),
    (rows((7, MAY, 0.6), (7, QUIET, 0.95)), [(Modality.MUST, True)], "perhaps another modality"),
]


@pytest.mark.parametrize(("scores", "expected", "reason"), SAID, ids=[reason for *_, reason in SAID])
def test_1_and_2_what_becomes_of_a_duty_of_the_rules(scores, expected, reason):
    assert [(duty.modality, duty.certain) for duty in settled(scores)] == expected, reason


# scores, spans proposed, reason
ADDED = [
    (rows((7, MUST, 0.95), (7, MUST, 0.95)), [(7, 14)], "behind the duty of the rules"),
    (rows((7, MUST, 0.95), (1, QUIET, 0.95), (6, MUST, 0.5)), [], "not sure enough"),
    (rows((14, MUST, 0.95)), [], "overlaps the duty of the rules"),
]


@pytest.mark.parametrize(("scores", "expected", "reason"), ADDED, ids=[reason for *_, reason in ADDED])
def test_3_what_the_network_alone_finds(scores, expected, reason):
    asked: list[Finding] = []
    settled(scores, asked.append)
    assert [(finding.first, finding.last) for finding in asked] == expected, reason


def test_3_more_is_needed_where_the_rules_found_nothing():
    asked: list[Finding] = []
    words = read_words("Chợ có hai cổng lớn " * 8 + ".")
    for chance in (0.8, 0.95):
        settle(words, [], rows((LEAST_ALONE, MUST, chance)), asked.append)
    assert [finding.share > 0.9 for finding in asked] == [True]


# text, whether the network is asked, reason
ASKED = [
    ("Chợ có hai cổng lớn.", False, "short, without a duty of the rules"),
    ("Chợ có hai cổng lớn " * 8 + ".", True, "long, without a duty of the rules"),
    ("Hộ bán hàng có trách nhiệm quét chợ mỗi tối.", False, "a certain duty holds nearly all words"),
    ("1. Kiểm tra cân trước khi bán.", True, "an uncertain one does"),
    (TEXT, True, "a certain duty holds half of the words"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ASKED, ids=[reason for *_, reason in ASKED])
def test_4_where_the_network_is_asked(text, expected, reason):
    assert asks(read_words(text), extract(text, judge=False)) is expected, reason


# text, lead-in, what is bound to what, reason
WITH_THE_SHIPPED_NETWORK = [
    ("Chợ là nơi mua bán hàng hóa.", "Điều 3. Giải thích từ ngữ", [], "a definition"),
    ("Chợ làng được xây năm 1990, có hai cổng.", "", [], "a fact"),
    ("Bản đồ chợ; danh sách các hộ.", "Điều 10. Hồ sơ gồm:", [], "papers"),
    ("Giấy phép có giá trị 5 năm.", "Điều 10. Giấy phép", [], "a term of validity"),
    ("Phạt tiền từ 1.000.000 đồng đến 2.000.000 đồng.", "Điều 5. Mức phạt", [], "a penalty"),
    ("Biển hiệu phải đặt ở cổng chợ.", "Điều 4. Biển hiệu", [Modality.MUST], "a thing that must stand somewhere"),
    ("Hộ nghèo được giảm một nửa tiền thuê chỗ.", "Điều 8. Chính sách đối với hộ nghèo", [Modality.MAY], "a right"),
    ("Không được hút thuốc trong phòng họp.", "Điều 6. Nội quy phòng họp", [Modality.MUST_NOT], "a ban"),
]


@pytest.mark.parametrize(("text", "context", "expected", "reason"), WITH_THE_SHIPPED_NETWORK)
def test_rules_and_network_together(text, context, expected, reason):
    assert [duty.modality for duty in extract_obligations(text, context=context)] == expected, reason


def scores(words, context):
    return shipped().scores_of([(words, context)])[0]


def test_the_shipped_network_reads_a_word_a_row_and_forgets_what_stood_before():
    words, lead = read_words("Hộ bán hàng phải quét chợ."), "Điều 2. Vệ sinh"
    first = scores(words, lead)
    scores(read_words("Chợ có 2 cổng."), "")
    assert first.shape == (len(words), 9)
    assert np.allclose(np.exp(first).sum(axis=1), 1, atol=1e-3)
    assert np.array_equal(first, scores(words, lead))
    chance = 1 - np.exp(first[:-1, 0])
    assert chance.min() > 0.5


def test_1_read_beside_others_a_provision_gives_the_same():
    asked = [
        (read_words(text), context)
        for text, context in [
            ("Hộ bán hàng phải quét chợ. " * 40, "Điều 2. Vệ sinh"),
            ("", "Điều 3. Trống"),
            ("Chợ có 2 cổng.", ""),
            ("Không được đốt rác " * 90, "Điều 4. Rác\n1. Đối với hộ bán hàng:"),
            ("Được", "Điều 4. Rác"),
        ]
    ]
    together, alone = shipped().scores_of(asked), [shipped().scores_of([one])[0] for one in asked]
    assert [len(scores) for scores in together] == [len(words) for words, _ in asked]
    assert all(np.allclose(np.exp(a), np.exp(b), atol=1e-5) for a, b in zip(together, alone, strict=True))


def test_lead_ins_are_read_once(monkeypatch):
    asked = []
    network = shipped()
    assert isinstance(network, Network)
    read = Network._lead_words
    monkeypatch.setattr(Network, "_lead_words", lambda self, context: asked.append(context) or read(self, context))
    for text in ("Hộ A quét chợ.", "Hộ B quét chợ."):
        network.scores_of([(read_words(text), "Điều 20. Quét chợ mỗi tối")])
    assert asked == ["Điều 20. Quét chợ mỗi tối"]


def test_no_words_no_scores():
    assert scores(read_words(""), "").shape == (0, 9)
    assert math.isfinite(float(scores(read_words("\u0e01 12345678 x9"), "\n\n").sum()))
