"""Why a document is cited: the edge from the citing document to its target, read from the words around the mention.

Order of evidence: (1) inside another document's title, or object of another document: dẫn chiếu; (2) next of a list: the
relation of the mention before it; (3) the recital ("Căn cứ", "Theo đề nghị", "Xét"); (4) the verb at the head of the clause,
where this document amends; (5) what is said behind the mention ("được bãi bỏ", "hết hiệu lực", "được sửa đổi như sau");
(6) the nearest verb before it, with nothing but small words between; (7) dẫn chiếu.

1. A self reference is carried out or referred to; it is never its own basis, nor amended by itself.
2. Amending verbs count only where this document itself amends: at the head of the clause or behind "Nghị định này"; "đề xuất
   sửa đổi", "dự thảo ... sửa đổi" do not.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.model import Relation
from ingest.citations.wording import CAPITALS, phrases

_NUMBERING: Final = (
    r"[“\"]?(?:(?:[ĐđD]iều|[Kk]hoản)\s*\d+[a-zđ]?\s*[.:]\s*|\d++(?:\.\d++)*+[a-z]?\s*[.)]\s*|[a-zđ]\d?\s*\)\s*"
    r"|[-+•]\s*|\([ivx]+\)\s*|[IVX]+\.\s*)*+"
)
# "Thông tư này", with what may be said of it before the verb ("có hiệu lực kể từ ngày ... và").
_THIS_DOCUMENT: Final = (
    r"(?:[A-ZĐ][^\W\d_]+(?:\s+[^\W\d_]+){0,3}\s+này(?:\s+có\s+hiệu\s+lực[^;]{0,90}?(?:,\s*(?:và\s+)?|\s+và\s+)|\s+)(?:sẽ\s+)?)?"
)
_CLAUSE_HEAD: Final = rf"\s*{_NUMBERING}{_THIS_DOCUMENT}(?:và\s+|đồng\s+thời\s+)?"

_RECITAL: Final = re.compile(
    r"\s*(?:[-+•]\s*)?"
    + phrases(
        "căn cứ|theo đề nghị|xét đề nghị|xét tờ trình|xét thấy|xét|trên cơ sở|trên cơ sở xem xét|sau khi xem xét",
        "CĂN CỨ|theo ý kiến",
    )
    + r"(?!\w)(?!\s+"
    + phrases("lập|tính|xác định|để|xây dựng|đánh giá|phân bổ|xét|áp dụng|thực hiện|quyết toán|pháp lý")
    + r"(?!\w))"
)
_VERBS: Final[tuple[tuple[Relation, str], ...]] = (
    (Relation.CAN_CU, "căn cứ"),
    (Relation.THAY_THE, "thay thế|thay thế cho"),
    (Relation.BAI_BO, "bãi bỏ|hủy bỏ|huỷ bỏ"),
    (Relation.SUA_DOI, "sửa đổi, bổ sung|sửa đổi và bổ sung|sửa đổi"),
    (Relation.BO_SUNG, "bổ sung"),
    (Relation.DINH_CHINH, "đính chính"),
    (Relation.HUONG_DAN, "quy định chi tiết|hướng dẫn"),
    (Relation.THUC_HIEN, "thực hiện|triển khai|thi hành|quán triệt|tuân thủ"),
)
_VERB: Final = re.compile("|".join(f"(?P<{relation.value}>{phrases(words)})" for relation, words in _VERBS) + r"(?!\w)")
AMENDING: Final = frozenset({Relation.SUA_DOI, Relation.BO_SUNG, Relation.BAI_BO, Relation.THAY_THE, Relation.DINH_CHINH})
_HEAD_VERB: Final = re.compile(
    _CLAUSE_HEAD
    + "(?:"
    + "|".join(f"(?P<{relation.value}>{phrases(w)})" for relation, w in _VERBS if relation in AMENDING)
    + r")(?!\w)"
)
_PHRASE: Final = re.compile(
    _CLAUSE_HEAD
    + phrases("thay thế|thay|bỏ|bãi bỏ|bổ sung|sửa đổi")
    + r"\s+"
    + phrases("các cụm từ|cụm từ|các từ|từ ngữ|một số cụm từ|từ")
    + r"(?!\w)"
)
# Words that may stand between a verb and what it governs.
_SMALL: Final = (
    "các|những|của|tại|vào|cho|tên|sau|đây|sau đây|và|hoặc|quy định|qui định|nội dung|toàn bộ|một phần|một số|một số điều"
    "|theo|từ|đối với|việc"
)
_FILLERS: Final[dict[Relation, str]] = {
    Relation.CAN_CU: phrases(_SMALL, "pháp lý"),
    Relation.HUONG_DAN: phrases(
        _SMALL,
        "thi hành|thực hiện|hướng dẫn|áp dụng|điều|khoản|điểm|biện pháp|để|tổ chức|quy định chi tiết|chi tiết|thi hành chi tiết",
    ),
    Relation.THUC_HIEN: phrases(
        _SMALL,
        "tốt|nghiêm|nghiêm túc|đúng|đầy đủ|có|hiệu quả|có hiệu quả|đồng bộ|chung|nhiệm vụ|các nhiệm vụ|giải pháp|được giao|được nêu|nêu",
        "trong|này|chỉ đạo|kết luận|ý kiến|tinh thần|chủ trương|chính sách|yêu cầu|mục tiêu|cụ thể|như|quán triệt|tuyên truyền",
        "phổ biến|thực hiện|triển khai|thi hành|tổ chức|hiện hành|hướng dẫn|pháp luật|trên cơ sở|văn bản|chế độ|về chế độ tiền lương",
    ),
}
_AMENDED: Final = phrases(
    _SMALL, "văn bản|quyết định|thông tư|nghị quyết|nghị định|quy phạm pháp luật|cụm từ|bằng|khoản|điểm|điều|hiệu lực"
)
_NOTHING_ELSE: Final = {
    relation: re.compile(rf"(?:[\s,:(]*(?:{_FILLERS.get(relation, _AMENDED)})(?!\w))*[\s,:(]*") for relation, _ in _VERBS
}
# "thực hiện việc công khai ... theo quy định của": the object between is what the cited document orders.
_WORK: Final = re.compile(
    rf"\s+(?:{phrases('tốt|nghiêm túc|đúng|đầy đủ')}\s+)?{phrases('việc|các công việc|nhiệm vụ|các nhiệm vụ|công khai|các giải pháp')}"
    rf"(?!\w)[^;.:]{{0,80}}?(?<!kèm)\s{phrases('theo|theo đúng|nêu tại|được giao tại')}"
    rf"(?:[\s(]+{phrases('quy định|các|của|tại|nội dung|đúng')})*[\s:(]*"
)
# "Bộ trưởng ... ban hành Thông tư sửa đổi, bổ sung một số điều của": the enacting words say what this document does.
_ENACTS: Final = re.compile(
    r"\s*(?:Chính\s+phủ|Thủ\s+tướng|Bộ\s+trưởng|Thống\s+đốc|Quốc\s+hội|Ủy\s+ban|Uỷ\s+ban|Hội\s+đồng|Tổng|Chánh\s+án|Viện\s+trưởng)"
    r"[^;.:\n]{0,160}?(?<!đã)\s+ban\s+hành\s+(?:Luật|Nghị\s+định|Thông\s+tư(?:\s+liên\s+tịch)?|Nghị\s+quyết|Quyết\s+định|Pháp\s+lệnh)"
    r"\s+(?:(?P<sua_doi>sửa\s+đổi(?:,\s*bổ\s+sung)?)|(?P<bo_sung>bổ\s+sung))(?!\w)"
)
_AT: Final = re.compile(r"\s*(?:và\s+)?tại\s+(?:các\s+)?$")
_NOUN: Final = re.compile(r"\btheo\s+(?:các\s+|đúng\s+)?$")  # "thực hiện theo hướng dẫn tại": what is carried out, no verb
# "thực hiện theo trình tự, thủ tục miễn tiền thuê đất quy định tại": the object between is what the cited document lays down.
_AS_LAID_DOWN: Final = re.compile(
    rf"\s+theo\s+(?:(?!(?:được|đã|kèm)\s)[^;.:()]){{2,100}}?\s{phrases('quy định|qui định|hướng dẫn')}\s+tại\s+(?:các\s+)?"
)
_REACH: Final = 320  # code points before a mention in which its verb stands
_NOT_CARRIED: Final = re.compile(
    phrases("kinh phí|tình hình|kết quả|quá trình|thời gian|chi phí|hiệu lực|kế hoạch|về việc|về|chương trình")
    + r"\s+(?:triển\s+khai\s+)?$"
)
_GUIDING: Final = re.compile(
    rf"\s*{_NUMBERING}(?:[A-ZĐ][^\W\d_]+(?:\s+[^\W\d_]+){{0,3}}\s+này\s+|(?=[QqHh]))[^;.]{{0,160}}?{phrases('quy định chi tiết|hướng dẫn')}"
)
_AFTER: Final = (
    (Relation.SUA_DOI, re.compile(r"\s*,?\s*(?:đã\s+)?được\s+sửa\s+đổi(?:\s*,\s*bổ\s+sung)?\s+(?:như\s+sau|thành)")),
    (Relation.BO_SUNG, re.compile(r"\s*được\s+bổ\s+sung\s+như\s+sau")),
    (Relation.THAY_THE, re.compile(r"\s*được\s+thay\s+thế\s+(?:bằng|bởi|như)")),
    (
        Relation.BAI_BO,
        re.compile(
            rf"(?:[^;.|\n]|\n(?!\s*[-|+•\d{CAPITALS}])){{0,300}}?(?:hết\s+hiệu\s+lực(?:\s+thi\s+hành)?\s+(?:kể\s+)?(?:từ|khi)|(?<!đã\s)(?:được|bị)\s+bãi\s+bỏ(?!\s+(?:bởi|theo|bằng|tại)(?!\w)))"
        ),
    ),
)
_CHAIN: Final = re.compile(
    r"\s*[,(]*\s*(?:đã\s+)?(?:được\s+)?(?:sửa\s+đổi|bổ\s+sung|thay\s+thế)[^;.]{0,80}?\s(?:bởi|theo|tại|bằng|trong)"
    rf"(?:\s+{phrases('các|quy định tại|một số điều của|khoản')})*\s*:?\s*"
)
_LIST: Final = re.compile(
    rf"\s*(?:[,;]\s*)?(?:{phrases('và|hoặc|cùng|hay')}\s+)?"
    rf"(?:{phrases('tại|của|theo|các|với|quy định tại|từ|quy định của|các quy định tại')}\s+)?"
)
# "(sau đây gọi là ...)", "(Nghị định số 68/2016)": a second name, no second reference.
_ALIAS: Final = re.compile(r"\((?:(?:sau\s+đây|dưới\s+đây|gọi|viết)[^()]{0,40}?\s(?:là|:)\s*[“\"]?)?\s*$")
# What follows a recital in the same sentence: the body that acts on it.
_ACTS: Final = re.compile(
    r",\s+(?:[A-ZĐ][^,;]{1,80}?\s)?"
    + phrases(
        "yêu cầu|đề nghị|ban hành|hướng dẫn|thông báo|có ý kiến|giao|báo cáo|đã|quyết định|kính|xây dựng|tổ chức|thực hiện",
        "xem xét|có trách nhiệm|phân bổ|được|phải|chịu|lập|trình|tiến hành|áp dụng|cấp|chủ trì|thì|nếu|tham mưu|phê duyệt",
    )
    + r"\s"
)
_HEAD_CARRIES: Final = re.compile(rf"\s*{_NUMBERING}{phrases('thực hiện|triển khai|tổ chức thực hiện|tổ chức triển khai')}(?!\w)")
_INHERITED_BY_CHAIN: Final = frozenset({Relation.CAN_CU, Relation.THUC_HIEN, Relation.HUONG_DAN})


def is_recital(clause: str) -> bool:
    """Whether a clause opens as a legal basis does, and nobody has acted on it yet."""
    return _RECITAL.match(clause) is not None and _ACTS.search(clause) is None


def is_alias(before: str) -> bool:
    """Whether the words before a mention make it a second name of the document just cited."""
    return _ALIAS.search(before[-70:]) is not None


def carries_out(sentence: str) -> bool:
    """Whether a sentence opens with "Thực hiện": the documents of its list are carried out."""
    return _HEAD_CARRIES.match(sentence) is not None


def chain_or_list(between: str) -> str | None:
    """Return how two mentions hang together by the words between them: ``chain`` ("được sửa đổi bởi"), ``list``, or ``None``."""
    if _LIST.fullmatch(between):
        return "list"
    return "chain" if _CHAIN.fullmatch(between) else None


def inherited(before: Relation, link: str) -> Relation:
    """Return the relation that the next of a list or chain takes from the one before it."""
    if link == "list" or before in _INHERITED_BY_CHAIN:
        return before
    return Relation.DAN_CHIEU


def changes_phrase(sentence: str, clause: str, *, bare: bool) -> bool:
    """Whether a clause goes on naming places where the sentence changes words ("bãi bỏ cụm từ ... tại A; tại B").

    ``bare``: the mention names no document, so that it is of the one that is changed.
    """
    return (bare or _AT.match(clause) is not None) and _PHRASE.match(sentence) is not None


def relation_of(before: str, after: str, *, previous: int = 0, self_reference: bool = False, inserted: bool = False) -> Relation:
    """Return the relation told by the clause ``before`` a mention and the words ``after`` it (and its title).

    ``before`` begins with the sentence or numbered item that the mention stands in; ``previous`` is where in it the mention
    before ends: verbs before that govern that one.
    """
    if not self_reference:
        amending = _amending(before, after, inserted=inserted)
        if amending is not None:
            return amending
    return _near(before, previous, self_reference=self_reference)


def _amending(before: str, after: str, *, inserted: bool) -> Relation | None:
    if _PHRASE.match(before):
        return Relation.SUA_DOI
    head = _HEAD_VERB.match(before) or _ENACTS.match(before)
    if head is not None:
        relation = Relation(str(head.lastgroup))
        if _NOTHING_ELSE[relation].fullmatch(before, head.end()):
            return Relation.BO_SUNG if inserted else relation
    if inserted:
        return Relation.BO_SUNG
    return next((relation for relation, pattern in _AFTER if pattern.match(after)), None)


def _near(before: str, previous: int, *, self_reference: bool) -> Relation:
    """Return what the verbs before a mention say, nearest first; guiding goes before carrying out ("hướng dẫn thi hành")."""
    carried = False
    for verb in reversed(list(_VERB.finditer(before, max(0, len(before) - _REACH)))):
        relation = Relation(str(verb.lastgroup))
        plain = _NOTHING_ELSE[relation].fullmatch(before, verb.end()) is not None
        if relation is Relation.HUONG_DAN and _NOUN.search(before, 0, verb.start()):
            continue
        if relation is Relation.HUONG_DAN and plain:
            guides = not self_reference and _GUIDING.match(before) is not None
            return Relation.HUONG_DAN if guides else Relation.DAN_CHIEU
        if verb.start() < previous:
            continue
        if relation is Relation.THUC_HIEN:
            work = plain or any(pattern.fullmatch(before, verb.end()) for pattern in (_WORK, _AS_LAID_DOWN))
            carried = carried or (work and not _NOT_CARRIED.search(before, 0, verb.start()))
            if work and not carried:
                return Relation.DAN_CHIEU
        elif plain and not self_reference and _counts(relation, before[: verb.start()]):
            return relation
    return Relation.THUC_HIEN if carried else Relation.DAN_CHIEU


def _counts(relation: Relation, lead: str) -> bool:
    """Whether a verb behind ``lead`` is this document's own: a basis is, an ending behind "này", a comma, "và", a full stop."""
    if relation is Relation.CAN_CU:
        return True
    return relation in {Relation.THAY_THE, Relation.BAI_BO} and re.search(r"(?:này|,|\bvà|\.)\s*$", lead) is not None
