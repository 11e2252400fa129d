"""Verbs behind a class noun that only tell which body is meant: "cơ quan đăng ký tàu biển cấp Giấy chứng nhận".

1. The act begins at the first verb of acting behind the telling words; a comma, a preposition or a modal word ends the search.
2. Persons who hand in a paper act ("cá nhân nộp hồ sơ"); a verb behind a paper's noun is no act ("văn bản đề nghị").
"""

from __future__ import annotations

from ingest.obligations import cues
from ingest.obligations.units.heads import is_modal, is_verb, starts_unit
from ingest.obligations.units.names import UnitList
from ingest.obligations.vocabulary import ACTS, ADVERBS, BARE_HEADS
from ingest.obligations.words import Words

# Verbs that, right behind a class noun, tell which body is meant ("cơ quan đăng ký tàu biển cấp Giấy chứng nhận").
_TELLING = frozenset(
    (
        "đăng ký|quản lý|kinh doanh|chuẩn bị|sản xuất|cung cấp|sử dụng|tham gia|đề nghị|ban hành|thẩm định|tiếp nhận|"
        "kiểm tra|thanh tra|điều tra|"
        "soạn thảo|chủ trì|vận tải|vận hành|nhập khẩu|xuất khẩu|chứng nhận|giám định|kiểm định|đánh giá|"
        "thử nghiệm|hành nghề|khai thác|"
        "xử lý|tư vấn|đào tạo|phát hành|hoạt động|nuôi|trồng|chế biến|lưu trữ|thuê|cho thuê|nhận|cấp|lập|nộp|"
        "bán|mua|thu|giải quyết|đặt hàng|giao nhiệm vụ|giám sát|bảo lãnh|phê duyệt|xác nhận"
    ).split("|")
)


def telling_attribute(words: Words, units: UnitList, end: int) -> int:
    """Return the word of the act when a verb behind the class noun only tells which body is meant; 0 if it is the act."""
    i = units.end
    if i < end and units.generic and words.keys[i - 1] in BARE_HEADS:
        return _act_behind(words, i, end)
    if units.generic and words.phrase(i, 2) in CHARGED:
        task = i + 4 if words.phrase(i + 2, 2) == "nhiệm vụ" else 0  # "được giao nhiệm vụ tổ chức bán đấu giá thực hiện ..."
        behind = _act_behind(words, task + is_verb(words, task), end) if task and task < end else 0
        return behind or _act_behind(words, i + 1, end)
    if not units.generic or i >= end or is_modal(words, i) or words.longest(i, ADVERBS, 2):
        return 0
    near = words.longest(i, _TELLING_AT_ONCE, 2)
    if near == 1 and words.phrase(i + 1, 2) == "báo cáo":
        return 0  # "Các đơn vị gửi báo cáo ...": what is sent
    if near and i + near < end and words.longest(i + near, ACTS, 3) and words.phrase(i + near, 2) != "kết quả":
        return i + near
    if is_verb(words, i) and not words.longest(i, _TELLING, 2):
        return 0
    paper = i + 1 < len(words) and (words.keys[i + 1] in _PAPERS or words.keys[i + 1].isdigit())  # "lập 01 bộ hồ sơ"
    if paper and words.keys[i] in _HANDING and words.keys[i - 1] in _PERSONS:
        return 0
    return _act_behind(words, i, end)


# "Hộ gia đình, cá nhân nộp văn bản ...": handing in a paper is the act of persons, not what tells them apart.
_HANDING = frozenset({"nộp", "lập", "gửi", "nhận", "cấp"})
_PAPERS = frozenset("hồ|văn|đơn|tờ|báo|bản|giấy|phiếu|biên".split("|"))
_PERSONS = frozenset("nhân|đình|chức|nghiệp|học|sinh|viên|dân".split("|"))


# "cơ quan được giao nhiệm vụ tổ chức bán ...": who was charged, no right.
CHARGED = frozenset({"được giao", "được phân", "được uỷ", "được chỉ", "được cử", "được mời", "được bầu", "được thuê"})


# Verbs that tell which body is meant only when the act follows at once ("đơn vị báo cáo chấp hành").
_TELLING_AT_ONCE = frozenset({"báo cáo", "gửi", "nhận"})


def _act_behind(words: Words, i: int, end: int) -> int:
    """Return the word of the act behind the telling word at ``i``; 0 if none follows closely."""
    bare = words.keys[i - 1] in BARE_HEADS
    paired = 0
    for k in range(i + max(1, words.longest(i, _TELLING, 2)), min(end - 1, i + _TELLING_WORDS)):
        key = words.keys[k]
        if key == "," and (words.phrase(k - 2, 2), words.phrase(k + 1, 2)) in _PAIRS:
            paired = k + 3
        if k < paired:
            continue
        if key in _TELLING_ENDS or is_modal(words, k) or (key in {",", "và", "hoặc"} and not _goes_on(words, i, k, bare)):
            return 0
        count = words.longest(k, ACTS, 3)
        if count and words.phrase(k, 2) == "báo cáo" and words.longest(k + 2, ACTS, 3):
            continue  # "nhận và duyệt báo cáo chấp hành ...": what is received
        if count and is_verb(words, k) and k > i + words.longest(i, _TELLING, 2) - 1 and words.keys[k - 1] not in _NO_ACT_AFTER:
            return k
    return 0


_PAIRS = frozenset({("thi đua", "khen thưởng"), ("an toàn", "vệ sinh"), ("trật tự", "an toàn"), ("phòng", "chống")})
_TELLING_WORDS = 16  # "thương nhân tham gia cơ chế tự chứng nhận xuất xứ hàng hóa báo cáo ..."
_TELLING_ENDS = frozenset({";", ":", "để", "(", "trong", "theo", "phải", "thì", "không"})
# Behind these a verb only says which paper or deed is meant ("văn bản đề nghị", "giấy tiếp nhận", "được cấp").
_NO_ACT_AFTER = frozenset(
    "được|bị|việc|của|đã|cơ|quan|phí|giấy|bản|sơ|đơn|hiện|tờ|phiếu|quả|biên|và|hoặc|,|tự|quyền|cầu|dự|án|kế|hoạch".split("|")
)


def _goes_on(words: Words, i: int, k: int, bare: bool) -> bool:
    """Whether a conjunction inside an attribute joins nouns ("định danh và xác thực điện tử", "nhận cha, mẹ, con")."""
    if k + 1 >= len(words) or starts_unit(words, k + 1):
        return False
    if words.keys[k] == ",":
        return (
            bare
            and not is_verb(words, k + 1)
            and not words.longest(k + 1, ADVERBS, 2)
            and not cues.ADJUNCT.match(words.key_text, words.starts[k])
        )
    if words.phrase(i, 2) in _APPLYING:
        return words.keys[k] == "hoặc"  # "đề nghị cấp hoặc gia hạn giấy phép gửi ..."
    return not (is_verb(words, i) or words.longest(k + 1, ACTS, 3))


_APPLYING = frozenset({"đề nghị", "yêu cầu", "đăng ký"})
