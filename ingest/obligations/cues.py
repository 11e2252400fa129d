"""Modal markers, ordering verbs, and what makes a clause no duty, as patterns over a sentence in ``search_key`` form.

Sources: DOMAIN of duties as Nghị định 78/2025/NĐ-CP and Nghị định 30/2020/NĐ-CP word them; the label guide's two sections.
"""

from __future__ import annotations

import re

from corpus.model import Modality

# A marker between bearer and verb. Longest first; each names the modality it carries.
MARKERS: tuple[tuple[str, Modality], ...] = (
    (
        r"(?:tuyệt đối |kiên quyết )?(?:không được(?: phép)?|không có quyền)(?! (?:quy định|cấp|xem|coi|bảo đảm|hưởng|"
        r"công nhận|chấp thuận|gia hạn|đáp ứng)\b)",
        Modality.MUST_NOT,
    ),
    (r"bị nghiêm cấm|nghiêm cấm", Modality.MUST_NOT),
    (
        r"chỉ được(?: phép)?|được phép(?= *\w)|được quyền|"
        r"có quyền(?! (?:và|hạn và) (?:nghĩa|trách|nhiệm)|, (?:nghĩa|trách|nhiệm))(?: được)?|có thể",
        Modality.MAY,
    ),
    (
        r"có(?: các)? quyền(?: hạn)?(?:,| và) (?:nghĩa vụ|trách nhiệm|nhiệm vụ)(?! của| khác)|"
        r"(?:có|(?:hoàn toàn )?chịu)(?: các)? trách nhiệm(?: (?:trong việc|về việc))?|có(?: các)? nghĩa vụ|"
        r"có(?: các| những)? nhiệm vụ|bắt buộc phải|phải có trách nhiệm|"
        r"phải(?! (?:là|bị|do|cơ quan|chịu (?:hình|xử|kỷ|sự|tác|ảnh|án phạt|rủi|thêm))(?!\w))|"
        r"cần phải|cần(?! (?:thiết|có sự|phải có sự))|"
        r"cân(?! (?:bằng|đối|nhắc|nặng|đo|điện|xe|hàng|tải|trọng|kỹ|nhận|bàn|ô|lại|thử)|$)(?= \w)",  # a scanned "cần"
        Modality.MUST,
    ),
)
MARKER = re.compile(r"(?<!\w)(?:" + "|".join(f"(?P<m{n}>{pattern})" for n, (pattern, _) in enumerate(MARKERS)) + r")(?!\w)")

# Not markers though they look like them, and words before that make the clause a condition or a relative clause.
_NO_MARKER = re.compile(
    r"(?:nợ|giấy tờ) phải (?:trả|thu|nộp)|không phải(?! chịu)|chưa phải|phải chăng|không có trách nhiệm|không cần"
)
_NO_MARKER_BEFORE = re.compile(
    r"(?:(?<!\w)(?:nếu|trường hợp|khi|mà|do|việc|vì|đã|đang|chưa|thuộc|những|điều kiện|không|tránh|"
    r"để) (?:\w+ ){0,1}|(?<!\w)người |sử dụng |(?:số|khoản|mức) (?:tiền|thuế|phí)(?: \w+){0,3} |"
    r"tiền (?:thuê|sử dụng|chậm|phạt|thuế)(?: \w+){0,2} )$"
)


def no_marker(keys: str, start: int, end: int) -> bool:
    """Whether the modal word at ``start:end`` of the key text binds nobody."""
    return bool(_NO_MARKER.search(keys, max(0, start - 6), end) or _NO_MARKER_BEFORE.search(keys, max(0, start - 26), start))


# Sentences that tell how things stand.
NARRATIVE = re.compile(
    r"(?:tuy nhiên|trong thời gian qua|thời gian qua|hiện nay|nhìn chung|thực tế|bên cạnh (?:đó|những)|"
    r"nguyên nhân|qua (?:theo dõi|kiểm tra|rà soát)|những năm qua|trong những năm|"
    r"năm \d{4}, (?:tình hình|công tác)|công tác (?:[^,;]{0,60})đã|một số (?:cơ quan|đơn vị|địa phương|"
    r"bộ)|nhiều (?:bộ|cơ quan|địa phương|đơn vị)|chính phủ sẽ|ngày \d)"
)

ORDER = re.compile(
    r"(?<!\w)(?P<verb>yêu cầu|đề nghị|giao|kính đề nghị|trân trọng đề nghị|kiến nghị|khuyến khích|kêu gọi|"
    r"mời|nghiêm cấm|cấm|đồng ý(?: để)?|uỷ quyền(?: cho)?|phân công)(?!\w)(?: cho)?"
)
ORDER_MODALITY = {
    "yêu cầu": Modality.MUST,
    "giao": Modality.MUST,
    "phân công": Modality.MUST,
    "uỷ quyền": Modality.MUST,
    "uỷ quyền cho": Modality.MUST,
    "đề nghị": Modality.SHOULD,
    "kính đề nghị": Modality.SHOULD,
    "trân trọng đề nghị": Modality.SHOULD,
    "kiến nghị": Modality.SHOULD,
    "khuyến khích": Modality.SHOULD,
    "kêu gọi": Modality.SHOULD,
    "mời": Modality.SHOULD,
    "nghiêm cấm": Modality.MUST_NOT,
    "cấm": Modality.MUST_NOT,
}

# What may stand before the main clause.
PREFIX = re.compile(
    r"(?:quá trình |tối thiểu |trong (?:thời hạn|vòng|thời gian|quá trình|trường hợp|phạm vi|suốt|khi|năm|quý|tháng|quý|giai đoạn|"
    r"đó)|trường hợp|nếu|khi|sau khi|ngay (?:sau )?khi|ngay sau|trước (?:ngày|khi|mắt)|chậm nhất|định kỳ|"
    r"h[àằ]ng (?:năm|tháng|quý|tuần|ngày)|"
    r"căn cứ|theo |để |đối với|trên cơ sở|đến (?:năm|hết|ngày|tháng|quý)|từ (?:năm|ngày|nay)|kể từ|"
    r"sau (?:thời hạn|\d)|tùy|tuỳ|với |ngoài|tại |ở |qua |thông qua|bên cạnh|riêng|thực hiện |nhằm |vào |"
    r"mỗi |\d+ ngày|khoảng|bằng |trừ |không quá|muộn nhất|tối đa|thời hạn|quá thời hạn|hết thời hạn|dựa |"
    r"do |kết thúc (?:thời|đợt|kỳ|phiên|năm)|hết (?:thời|năm)|dưới sự |cùng với|từ |theo đó|đồng thời|ngoài ra|xét |tiếp tục thực hiện )"
)

# What closes a list of duties and names none.
CATCH_ALL = re.compile(
    r"(?:thực hiện )?(?:các |những )?(?:nhiệm vụ|quyền hạn|quyền|nghĩa vụ|trách nhiệm|công việc|quy định)"
    r"(?:(?:,| và|, quyền hạn và) (?:nhiệm vụ|quyền hạn|quyền|nghĩa vụ|trách nhiệm|công việc))? "
    r"khác (?:theo|do|của|quy|được|về|liên|có|khi|tại|mà|phù)"
)

# A sentence of these openings or of these predicates states no duty.
NO_DUTY = re.compile(
    r"^(?:(?:quyết định|thông tư|nghị định|nghị quyết|luật|chỉ thị|kế hoạch|quy chế|quy định|văn bản|"
    r"công văn|chiến lược|chương trình|đề án|hướng dẫn)(?: liên tịch| hợp nhất)?(?: số [^ ]+)?(?: này| "
    r"trên| nêu trên)? (?:quy định|có hiệu lực|được|áp dụng|thay thế|hết hiệu lực|hướng dẫn|bãi bỏ|gồm|"
    r"nêu rõ|điều chỉnh)"
    r"|(?:quyết định|báo cáo|kết luận|biên bản|quyền|nghĩa vụ|trách nhiệm)(?! (?:cho|với|về) )[^,;.:]{3,90} (?<!phải )được "
    r"(?:gửi|lập|niêm yết|ban hành|công bố|lưu|đăng|thực hiện)(?!\w)|(?:yêu cầu|quy định|điều|khoản|điểm) này không áp dụng"
    r"|(?:thông báo|báo cáo|quyết định|đề nghị)[^,;.:]{3,120} (?:thực hiện|lập) theo mẫu"
    r"|(?:ban hành|công bố|phê duyệt) (?:\w+ )?kèm theo|người nào |pháp nhân thương mại phạm tội|phạm tội |lưu ?: |như trên|nơi nhận|"
    r"kính gửi|thời hạn |thời gian |kinh phí |mức |phạt |"
    r"bãi bỏ |sửa đổi(?:, bổ sung)? (?:khoản|"
    r"điểm|điều|một số|tên|cụm|nội dung|đoạn|phụ lục|mẫu)|thay thế (?:khoản|điểm|cụm|phụ lục|mẫu|"
    r"quyết định|thông tư|nghị)|bổ sung (?:khoản|điểm|điều|cụm|phụ lục|mẫu|các khoản|các điểm|vào)|mẫu |"
    r"phụ lục |hồ sơ (?!.{0,90}phải )|danh mục |nội dung |đơn vị tính|là (?!đầu mối)|chứng nhận |giá trị )"
)
FORCE = re.compile(
    r"có hiệu lực(?: thi hành)?(?: kể)? từ|hết hiệu lực|chịu sự điều chỉnh|thì áp dụng theo|được áp dụng|"
    r"thì thực hiện theo (?:quy định|trình tự|hướng dẫn)|thay thế (?:các )?(?:quyết định|thông tư|nghị định|nghị quyết)|"
    r"được thực hiện theo quy định|được hiểu (?:là|như sau)"
)

CONDITION = re.compile(r"(?<!\w)(?:trường hợp|nếu|khi|trừ trường hợp|với điều kiện|trong trường hợp|đối với)(?!\w)")

# What may stand between a bearer and its verb.
ADJUNCT = re.compile(
    r"\s*,?\s*(?:theo (?:chức năng|thẩm quyền|phạm vi|phân cấp|trách nhiệm|nhiệm vụ|quy định|lĩnh vực)|"
    r"trong phạm vi|trên cơ sở|căn cứ|tùy theo|tuỳ theo|bằng |trong quá trình|trong khi |khi |sau khi |nếu |"
    r"trước khi |định kỳ|h[àằ]ng (?:năm|tháng|quý|tuần|ngày|kỳ)|trong (?:thời (?:hạn|gian)|vòng)|chậm nhất|trước ngày|ngoài )"
)

# Who speaks is not bound by what is said: "Sở X có ý kiến như sau:". An opinion may order, a report tells.
SPEAKS = re.compile(
    r"(?:(?P<opinion>có ý kiến|kết luận|trả lời|phúc đáp)|báo cáo|thông báo|trao đổi|nhận thấy)(?: [\w,-]+){0,20} như sau\s*:?$"
)
ASKS = re.compile(r"(?<!\w)(?:yêu cầu|(?<!được )giao|đề nghị(?! (?:của|tại))|phải|có trách nhiệm|cần|chỉ đạo)(?!\w)(?=.*như sau)")

# A task that its items spell out: "Là đầu mối giúp huyện triển khai kế hoạch, bao gồm:".
CONTACT = re.compile(r"(?P<act>là (?:cơ quan |đơn vị |bộ phận )?(?:đầu mối|thường trực)\b.*?),? (?:bao )?gồm[^:]{0,40}:$")

# "Chủ tịch phân cấp cho Sở Tư pháp thực hiện ...:" hands powers over, it orders nothing.
GRANTS = re.compile(r"(?<!\w)(?:phân cấp|uỷ quyền)(?: cho)? (?=\w).{0,200}:$")

# The formula that closes a letter: "Văn phòng X thông báo để các xã biết, thực hiện".
LETS_KNOW = re.compile(
    r"(?:(?!phải|trách nhiệm|nhiệm vụ|chủ trì|gửi)[\w,]+ ){1,14}?(?:xin |trân trọng |kính )?thông báo để [^;:]{3,300}? biết"
    r"(?:,| và|, và)(?: \w+){0,3} thực hiện"
)

# Behind a semicolon verbs that run into "của" are nouns of a list: "quán triệt chính sách của huyện; chỉ đạo, điều hành của tỉnh".
GUIDANCE = re.compile(
    r"(?:sự )?(?:(?:lãnh đạo|chỉ đạo|điều hành|quản lý|quan tâm|giám sát|hướng dẫn|hỗ trợ|giúp đỡ|đồng thuận|ủng hộ)(?:, | và | ))+của "
)

# Who keeps contact: "Vụ X là cơ quan đầu mối tổng hợp ...".
KEEPS_CONTACT = re.compile(r"là (?:cơ quan |đơn vị |bộ phận )?đầu mối,? ")

# What is called forbidden: "Tự ý nâng giá vé là hành vi bị nghiêm cấm".
FORBIDDEN = re.compile(
    r"(?:là|đều là|được coi là) (?:một trong (?:các |những )?)?(?:các |những )?(?:hành vi|việc làm|việc) bị (?:pháp luật )?(?:nghiêm )?cấm$"
)

# Headings below which a document tells how things stand.
NEWS = re.compile(
    r"(?:đánh giá|tình hình)(?: chung)?|kết quả đạt được|(?:những |một số )?(?:tồn tại,? hạn chế|hạn chế,? tồn tại|khó khăn,? vướng mắc)"
    r"(?: và nguyên nhân)?|nguyên nhân"
)
