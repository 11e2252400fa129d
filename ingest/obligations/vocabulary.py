"""The words obligations are made of, as data: unit heads, adverbs, duty verbs, modal words, cues of a prefix.

Collected by reading directives, plans, letters and the articles "Trách nhiệm của ..." of normative documents (public texts);
the verbs are the most frequent first words after "có trách nhiệm". All entries are compared in ``search_key`` form
(lower case, one tone style).
"""

from __future__ import annotations

from corpus.vietnamese import search_key


def _phrases(text: str) -> frozenset[str]:
    return frozenset(search_key(part).replace(",", " ,") for part in text.replace("\n", ";").split(";") if part.strip())


QUANTIFIERS = _phrases("các; những; mọi; tất cả; toàn bộ; từng; mỗi; toàn thể; một số")

# Persons who stand for a body; they distribute over the classes that follow ("Thủ trưởng các sở, ban, ngành").
TITLES = _phrases(
    """thủ trưởng; giám đốc; phó giám đốc; tổng giám đốc; chủ tịch; phó chủ tịch; lãnh đạo; người đứng đầu; chánh văn phòng
    chánh thanh tra; cục trưởng; vụ trưởng; tổng cục trưởng; trưởng ban; trưởng phòng; hiệu trưởng; viện trưởng; bí thư
    chánh án; tổng biên tập; chỉ huy trưởng; chi cục trưởng; đội trưởng; trưởng đoàn; tổ trưởng; chủ nhiệm; tư lệnh
    phó trưởng ban; phó trưởng đoàn; phó trưởng phòng; phó chủ nhiệm; phó tổng giám đốc; phó hiệu trưởng; phó cục trưởng
    trưởng các; bộ trưởng; thứ trưởng; đại diện; thành viên của; thân nhân của; thống đốc; tổng thanh tra; chánh; thư ký
    chỉ huy; phó chỉ huy trưởng; tổng tham mưu trưởng; chính ủy; phó tổng cục trưởng; phó viện trưởng; phó chánh án; phó thủ trưởng
    trưởng công an"""
)

# Heads that are followed by a name of their own when a capital letter comes next.
NAMED_HEADS = _phrases(
    """công ty cổ phần; công ty tnhh; công ty tnhh mtv; công ty trách nhiệm hữu hạn
    công ty trách nhiệm hữu hạn một thành viên; doanh nghiệp tư nhân
    bộ; sở; cục; vụ; tổng cục; chi cục; ban; viện; trường; trung tâm; báo; tạp chí; đài; văn phòng; thanh tra; công an
    ngân hàng; hội; hội đồng; ủy ban; uỷ ban; tòa án; viện kiểm sát; học viện; đại học; quỹ; phòng; đoàn
    liên đoàn; hiệp hội; liên minh
    tổng công ty; công ty; công ty cổ phần; công ty tnhh; công ty tnhh mtv; công ty trách nhiệm hữu hạn
    công ty trách nhiệm hữu hạn một thành viên; doanh nghiệp tư nhân; tập đoàn; ban quản lý; ban chỉ đạo
    ban chấp hành; ban tổ chức; ban tuyên giáo; ban dân tộc; kho bạc
    kho bạc nhà nước; bảo hiểm xã hội; bộ chỉ huy; bộ tư lệnh; hạt kiểm lâm; binh chủng; quân chủng; quân đoàn
    quân khu; bộ tổng tham mưu; tổ đại biểu; thường trực; đội; tổ; cơ quan; chi nhánh; nhà xuất bản; nhà máy
    tổ công tác; đoàn kiểm tra; đoàn thanh tra; thông tấn xã; cảng vụ; hải quan; thuế; kiểm toán; quân khu; bưu điện
    trạm; bệnh viện; thư viện; bảo tàng; nhà hát; đảng ủy; thành ủy; tỉnh ủy; huyện ủy; ban thường vụ
    ban thường trực; ban cán sự; chi bộ; đảng đoàn"""
)

CLASS_HEADS = _phrases(
    """tổ chức phi chính phủ nước ngoài; tổ chức phi chính phủ; thẩm phán chủ tọa phiên tòa
    cấp trên trực tiếp; cấp trên; hiệp hội doanh nghiệp; hiệp hội ngành nghề
    hội ngành nghề; tổ chức xã hội - nghề nghiệp; chính quyền địa phương; cơ quan báo chí, truyền thông; cơ quan báo chí truyền thông
    bộ quản lý ngành, lĩnh vực; sở quản lý ngành, lĩnh vực; bộ quản lý chuyên ngành; bộ quản lý ngành
    hành khách; người bệnh; bộ ngành; ban ngành; báo chí; bộ; ngành; sở; ban; cơ quan; đơn vị; tổ chức; cá nhân; địa phương
    doanh nghiệp
    hợp tác xã; hộ gia đình; hộ kinh doanh
    công dân; người dân; nhân dân; cộng đồng dân cư; cán bộ; công chức; viên chức; người lao động
    người sử dụng lao động; nhà giáo; giáo viên; giảng viên
    học sinh; sinh viên; người học; nhà đầu tư; chủ đầu tư; chủ sở hữu; chủ sử dụng; nhà thầu; nhà cung cấp
    nhà sản xuất; nhà nhập khẩu; thương nhân; người nộp thuế
    tổ chức tín dụng; ngân hàng; cơ sở; trường; viện; trung tâm; hiệp hội; hội; đoàn thể; tập đoàn; tổng công ty; công ty
    chi nhánh; chi cục; cục; vụ; phòng; phòng ban; văn phòng; ủy ban; hội đồng; chính quyền; cấp ủy; lực lượng; tổ; đội; đoàn
    người; bên; thành viên; kiểm toán viên; luật sư; công chứng viên; trọng tài viên; đấu giá viên
    hòa giải viên; thừa phát lại; chuyên gia; cấp có thẩm quyền
    người có thẩm quyền; thuê bao; các cấp; khách hàng vay vốn; nhân dân; chủ rừng; chủ tàu; chủ phương tiện
    chủ hàng; chủ xe; lái xe; thuyền trưởng
    chủ nguồn thải; chủ dự án; chủ thể; cơ quan báo chí; cơ quan ngang bộ
    cơ quan thuộc chính phủ; cơ quan trung ương; cơ quan đăng ký kinh doanh; tổ chức chính trị - xã hội
    mặt trận; mặt trận tổ quốc; tòa án; viện kiểm sát
    cơ quan điều tra; cơ quan thuế; cơ quan hải quan; kho bạc nhà nước; bảo hiểm xã hội; khách hàng
    người tiêu dùng; người mua; người bán; người khai hải quan
    trưởng phòng; hiệu trưởng; bí thư; trưởng ban; xã; phường; thị trấn; huyện; quận; tỉnh; thành phố; đặc khu
    thị xã; đại biểu; báo; đài; bệnh viện; phóng viên; người phát ngôn
    bác sĩ; bác sỹ; thẩm phán; kiểm sát viên; hội thẩm; điều tra viên; thanh tra viên; chấp hành viên
    thẩm tra viên; người hành nghề; quân nhân; hạ sĩ quan; sĩ quan; chiến sĩ; thí sinh
    đại lý; nhà trường; cơ sở giáo dục; cơ sở y tế; cơ sở sản xuất; cơ sở kinh doanh; kỳ thi; hộ; trang trại
    làng nghề; dân quân; tự vệ; ngư dân; nông dân; đảng viên; đoàn viên; hội viên
    tổ giúp việc; nhân viên; liên hiệp hợp tác xã; cộng tác viên; thuyền viên; bộ phận giúp việc
    bộ phận một cửa; bộ phận một cửa liên thông; bộ phận tiếp nhận; bộ phận tiếp nhận và trả kết quả; bộ phận bảo vệ
    bộ phận chuyên môn; bộ phận pháp chế; bộ phận kế toán; bộ phận phụ trách; bộ phận thường trực; bộ phận tham mưu
    bộ phận quản lý; bộ phận chức năng; bộ phận liên quan
    kế toán trưởng; thủ quỹ; thủ kho; kỹ thuật viên; đương sự; người đại diện
    nhà nước; cục trưởng; vụ trưởng; giám sát viên; quan trắc viên; kiểm lâm
    đăng kiểm viên; chủ nhà; chủ cơ sở; chủ thầu; chủ tọa; cổ đông; người bệnh; thân nhân
    phạm nhân; bị can; bị cáo; bị đơn; nguyên đơn
    trại giam; trại tạm giam; nhà tạm giữ"""
)

# Persons and bodies of special fields; an attribute said at the end of a list is not theirs.
FIELD_HEADS = _phrases(
    """người đại diện theo pháp luật; hoa tiêu; học viên; pháp nhân; khách du lịch; cựu chiến binh
    cha mẹ; phụ huynh; vận động viên; huấn luyện viên; hướng dẫn viên; kiểm soát viên; kiểm tra viên; quản tài viên; giám định viên
    báo cáo viên; kiểm định viên; kiểm dịch viên; tư vấn viên; thẩm định viên; kiểm ngư; kiểm ngư viên; cảnh sát; thanh niên xung phong
    thanh niên; cử tri; nhà khoa học; nhà báo; nhà tài trợ; chủ quản; chủ tài khoản; chủ khoản viện trợ; chủ tài sản; chủ gỗ; chủ lâm sản
    chủ công trình; chủ vật nuôi; chủ địa điểm; đại phó; máy trưởng; thuyền phó; sỹ quan; thủy thủ; thợ máy; trưởng thôn; trưởng khoa
    văn thư; tổ hợp tác; giám thị; nghiên cứu sinh; lưu học sinh; kiến trúc sư; kiến trúc sư trưởng; thầy thuốc; cộng đồng doanh nghiệp
    tổ viên; ủy viên; ủy viên thư ký; tiểu ban; nhóm nhà đầu tư; doanh nhân; lao động nữ; hội nghề nghiệp; bảo vệ dân phố
    khoa; tổ trọng tài; hội đồng trọng tài; kíp trưởng; đối tượng
    hãng hàng không; văn phòng đại diện; chủ hộ kinh doanh; chủ doanh nghiệp; chủ hộ
    gia đình; tập thể; nhà chức trách
    hội đồng thành viên; hội đồng quản trị; hội đồng trường; ban kiểm soát"""
)

# Bodies that are names as they stand.
FIXED_NAMES = _phrases(
    """ủy ban nhân dân; tòa án nhân dân; viện kiểm sát nhân dân; tòa án; viện kiểm sát; thủ tướng chính phủ
    thủ tướng; phó thủ tướng; phó thủ tướng chính phủ; chính phủ; quốc hội; ủy ban thường vụ quốc hội
    chủ tịch nước; văn phòng chính phủ; thanh tra chính phủ
    văn phòng quốc hội; văn phòng chủ tịch nước; văn phòng trung ương đảng; ban bí thư; bộ chính trị
    ngân hàng nhà nước việt nam; ngân hàng nhà nước; kiểm toán nhà nước; tòa án nhân dân tối cao
    viện kiểm sát nhân dân tối cao; đài truyền hình việt nam; đài tiếng nói việt nam; thông tấn xã việt nam
    văn phòng bộ; thanh tra bộ; công đoàn; đoàn thanh niên
    ủy ban trung ương mặt trận tổ quốc việt nam; mặt trận tổ quốc việt nam; hội đồng nhân dân
    văn phòng đoàn đại biểu quốc hội và hội đồng nhân dân; văn phòng ủy ban nhân dân; lãnh đạo bộ
    công an nhân dân; quân đội nhân dân; thường trực tỉnh ủy; ban cán sự đảng; bảo hiểm xã hội việt nam; kho bạc nhà nước
    ủy ban công tác về các tổ chức phi chính phủ nước ngoài
    trung ương hội; cảnh sát biển; bộ đội biên phòng; hội đồng dân tộc; tổng kiểm toán nhà nước
    thường trực chính phủ; trung ương; trung ương đảng; ban chấp hành trung ương; liên đoàn lao động
    bộ chỉ huy quân sự; ban chỉ huy quân sự; bộ chỉ huy bộ đội biên phòng; cơ quan an ninh điều tra
    cơ quan cảnh sát điều tra; cục hàng không việt nam; cục hàng không; cảng vụ hàng không
    ban chỉ huy phòng, chống thiên tai và tìm kiếm cứu nạn; ban chỉ đạo phòng, chống thiên tai
    đoàn đại biểu quốc hội; biên phòng cửa khẩu
    biên phòng cửa khẩu cảng; đồn biên phòng; hội nông dân; hội phụ nữ; hội cựu chiến binh"""
)

# Attributes that follow a unit without being a clause.
ATTRIBUTES = _phrases(
    """có liên quan; liên quan; có thẩm quyền; thẩm quyền; khác; khác có liên quan; ở địa phương; ở trung ương; hữu quan
    tại địa phương; trung ương; ở cơ sở; cùng cấp; các cấp; nước ngoài; trong nước; chủ quản; ngoài nước
    cấp trên; cấp dưới; cấp trên trực tiếp; quản lý trực tiếp; có chức năng; quản lý cấp trên; trong và ngoài nước
    tương đương; nhà nước; ngang bộ; sự nghiệp công lập; cấp trên quản lý trực tiếp; vũ trang; ở nước ngoài; chức năng
    tại việt nam; ở việt nam"""
)

# Attributes that are verbs or nouns elsewhere: they belong to a unit only directly behind a class noun ("cơ quan quản lý nhà nước").
ROLE_ATTRIBUTES = _phrases(
    """tiến hành tố tụng; khoa học và công nghệ; khoa học công nghệ
    chủ trì soạn thảo; chủ trì thẩm định; chủ trì xây dựng; tài chính; đăng kiểm; thống kê; kiểm sát
    lao động; y tế; tư pháp; nội vụ; nông nghiệp; công thương
    bảo hiểm; bảo hiểm xã hội; dự toán; đăng ký
    chủ trì; kinh tế; tư nhân; chính trị; chính trị - xã hội; xã hội; tham mưu; thanh tra; kiểm tra; quản lý
    quản lý nhà nước; chuyên môn
    tiếp nhận; thẩm định; thuế; công an; thông tấn; truyền thông; báo chí; chuyên ngành; chức năng; đầu mối; nhân dân
    báo chí, truyền thông; báo chí truyền thông; sự nghiệp; địa phương; cơ sở; hải quan; điều tra; soạn thảo
    kiểm toán; hành chính; hành chính nhà nước
    quản lý nhà nước có thẩm quyền; đăng ký kinh doanh; tố tụng; thi hành án; tín dụng; nghiên cứu; đào tạo; tư vấn"""
)

# Words that begin like a unit and are none.
NOT_UNITS = _phrases(
    """báo cáo; báo động; báo giá; báo trước; báo ngay; báo hiệu; bộ máy
    phòng bơm; phòng ngủ; phòng máy; phòng ở; phòng học; phòng kho; phòng trực; gian phòng
    bộ tiêu chí; bộ thủ tục; bộ dữ liệu; bộ chỉ số
    sở hữu; cơ sở dữ liệu; cơ sở vật chất; cơ sở hạ tầng; cơ sở pháp lý; đơn vị tính; đơn vị hành chính
    ban hành; ban đầu; ban bố; viện dẫn; viện trợ
    cục bộ; vụ việc; vụ án; vụ lợi; tổ chức thực hiện; đội ngũ; đội hình; phòng ngừa; phòng chống; phòng, chống
    phòng cháy; trường hợp; hội nghị
    hội thảo; hội đàm; hội nhập; đoàn kết; xã hội; xã hội hóa; quỹ đất; bên cạnh; bên trong; bên ngoài; hộ chiếu
    hộ khẩu; hộ tịch; cấp phép; cấp giấy
    thuế suất; ngành nghề; cấp độ; báo hỏng; đài thọ; tổ hợp; cơ sở để; cấp lại; cấp đổi; cấp phát; bên mời thầu
    tổ chức triển khai; tổ chức tập huấn
    tổ chức kiểm tra; tổ chức lập; tổ chức hội nghị; tổ chức xây dựng; tổ chức tuyên truyền; tổ chức rà soát
    tổ chức quán triệt; tổ chức phổ biến
    tổ chức đánh giá; tổ chức các; tổ chức truyền thông; tổ chức tốt; tổ chức công bố; tổ chức khảo sát
    tổ chức giám sát; tổ chức theo dõi; tổ chức bộ máy; tổ chức đoàn kiểm tra
    tổ chức điều tra; tổ chức thẩm định; tổ chức họp; tổ chức lấy ý kiến; tổ chức sơ kết; tổ chức tổng kết
    tổ chức thu; tổ chức nghiên cứu; tổ chức bồi dưỡng; tổ chức đào tạo
    tổ chức hướng dẫn; tổ chức cung cấp; tổ chức biên soạn; tổ chức vận hành; tổ chức xác định
    tổ chức giải quyết; tổ chức xử lý; tổ chức phối hợp; tổ chức đấu giá; tổ chức khai thác; tổ chức nghiệm thu
    tổ chức công khai
    tổ chức phân công; tổ chức bàn giao; tổ chức tiếp nhận; tổ chức in; tổ chức thi; tổ chức kiểm kê
    tổ chức huấn luyện; tổ chức diễn tập; tổ chức phê duyệt; trường học số; sở thích; vụ mùa; đại học hóa
    đoàn xe"""
)

ADVERBS = _phrases(
    """chủ động; kịp thời; thường xuyên; tiếp tục; tích cực; nghiêm túc; khẩn trương; trực tiếp; tự; cùng
    định kỳ; nhanh chóng; nghiêm chỉnh; hằng năm; hàng năm; hằng tháng; hàng tháng; hằng quý; hàng quý
    hàng ngày; hằng ngày
    hàng tuần; hằng tuần; đột xuất; đồng thời; kiên quyết; tuyệt đối; căn cứ; ngay; phải; sớm; quyết liệt
    đồng bộ; tập trung; ưu tiên; chú trọng; quan tâm; trước mắt; thống nhất; có kế hoạch; cơ bản; đồng loạt; cần
    sẽ; cũng; thì; chỉ
    từng bước; chủ yếu; xem xét; phân công; cụ thể; trung thực; đầy đủ; liên tục; thực sự; đặc biệt; chính thức
    nghiên cứu; có trách nhiệm; có nhiệm vụ; chịu trách nhiệm; tổ chức; nêu cao; thật; hết sức; nỗ lực; khẩn cấp
    lập tức; triệt để"""
)

# Verbs that begin a duty. Two syllables or more; single syllables are in SHORT_VERBS.
VERBS = _phrases(
    """ép buộc; xúc phạm; lạm dụng; lợi dụng; tiết lộ; gây khó khăn; gây phiền hà; can thiệp; cản trở
    sách nhiễu; nhũng nhiễu; phân biệt đối xử
    gian lận; làm sai lệch; chuyển nhượng; cho mượn; cho thuê; tẩy xóa; mua bán; tàng trữ; xả thải; lấn chiếm
    là đầu mối; kết thúc; đăng lên; thực hiện; thông báo; tổ chức; bảo đảm; đảm bảo; báo cáo; phối hợp
    kiểm tra; tuân thủ; xây dựng
    thi hành; cung cấp; chịu trách nhiệm; trả lời; hướng dẫn; chủ trì; quản lý; bồi thường; chỉ đạo; đăng ký
    công bố; xem xét; ghi rõ; nêu rõ
    tiến hành; xác định; bố trí; tiếp nhận; ban hành; thể hiện; thanh toán; tổng hợp; tham gia; sử dụng
    chấp hành; áp dụng; hoàn trả; hoàn thành; xuất trình; thẩm định; giải quyết; quy định; theo dõi; kê khai
    tuân theo; xử lý; bổ sung; thu hồi; kết thúc; ứng xử; điền; chấm điểm
    công khai; soạn thảo; ra quyết định; kiểm soát; cập nhật; quyết định; đánh giá; yêu cầu; giám sát; rà soát
    xác minh; triển khai; tạo điều kiện; thành lập; thiết lập; tham mưu; chấm dứt; bảo vệ; tuyên truyền
    khai báo; nghiên cứu; lưu trữ
    xác nhận; đề nghị; bảo quản; điều chỉnh; bàn giao; cấp giấy; chi trả; trả lại; chuẩn bị; thanh tra; đề xuất
    niêm yết; thu thập; lấy ý kiến; lưu giữ; phân công; hỗ trợ; phê duyệt; từ chối; hoàn thiện; báo ngay
    chứng minh; giải trình
    ký hợp đồng; đăng tải; bồi hoàn; thay đổi; lựa chọn; bảo mật; giải thích; chuyển giao; đối chiếu; phân tích
    duy trì; đóng dấu; thống nhất; tiêu hủy; phổ biến; đạt được; chỉ định; sửa đổi; ghi vào; tư vấn; khấu trừ
    trang bị; cam kết
    cử người; cử cán bộ; tìm kiếm; trao đổi; làm việc; di dời; chuyển đổi; đôn đốc; chuyển hồ sơ; giữ bí mật
    hạch toán; phản ánh; đào tạo; thông qua; thống kê; tham dự; điều tra; huy động; liên hệ; lắp đặt; đầu tư
    sắp xếp; triệu tập
    thỏa thuận; tôn trọng; trích lập; sửa chữa; thẩm tra; khắc phục; chỉnh sửa; hoàn tất; phát hiện; đình chỉ
    ký kết; hợp tác; cấp lại; tập hợp; biên soạn; đưa ra; niêm phong; hủy bỏ; trình bày; tạm dừng; thiết kế
    kiểm định; phân loại; điều phối
    kiến nghị; giáo dục; giao nộp; giữ gìn; phân bổ; kết nối; mô tả; tạm ngừng; lấy mẫu; hoàn chỉnh; chứng thực
    quán triệt; tăng cường; nâng cao; đẩy mạnh; phát huy; khai thác; đổi mới; đa dạng; đa dạng hóa; gắn
    phòng ngừa; ngăn chặn; đấu tranh
    phản bác; khuyến khích; động viên; kiện toàn; củng cố; cụ thể hóa; lồng ghép; ứng dụng; phát triển
    nhân rộng; biểu dương; khen thưởng; chấn chỉnh; rút kinh nghiệm; xử phạt; tuần tra; vận động; hoạch định
    dự báo; định hướng; lập kế hoạch; cân đối
    dự thảo; tháo gỡ; cắt giảm; đơn giản hóa; tái cấu trúc; khẳng định; truyền thông; phát ngôn; đặt hàng
    giao nhiệm vụ; ủy quyền; phân cấp; bổ nhiệm; tuyển dụng; bồi dưỡng; tập huấn; sơ kết; tổng kết; nhận xét
    xếp loại; bình chọn; lưu hồ sơ
    có văn bản; có ý kiến; có biện pháp; có kế hoạch; có giải pháp; có hình thức; có phương án; làm rõ; làm tốt
    làm đầu mối; đề ra; tranh thủ; nắm bắt; nắm tình hình; chia sẻ; liên thông; khảo sát; số hóa; vận hành
    bảo trì; bảo dưỡng; nghiệm thu; quyết toán; giải ngân; giải thể
    lồng ghép; gương mẫu; chăm lo; chăm sóc; phục vụ; giải quyết; tiết kiệm; phát động; ký cam kết; bảo lãnh
    đóng góp; đóng bảo hiểm; tiếp thu; tiếp công dân; giúp; nhắc nhở; đính chính; gỡ bỏ; xóa bỏ; loại bỏ
    chỉ dẫn; điều hành; điều động; luân chuyển
    khai thác; vận chuyển; khôi phục; cải tạo; phục hồi; trồng; đền bù; giám định; kiểm kê; kiểm điểm; kiểm toán
    kiểm dịch; hiệu chỉnh; hợp nhất; pháp điển; hệ thống hóa; niêm phong; tạm giữ; áp giải; phong tỏa; thu nộp
    truy thu; truy tố; xét xử; khởi tố
    mua bảo hiểm; bán; tìm hiểu; học tập; rèn luyện; nâng cấp; bám sát; cảnh báo; khuyến cáo; chủ động; tận dụng
    quy hoạch; tính toán; thẩm duyệt; thuyết minh; bảo tồn; tôn tạo; giới thiệu; quảng bá; lan tỏa; đưa tin
    chọn lọc; tạo lập; đối thoại; gặp gỡ; giám sát; phản biện; nộp lại; thường trực; ứng trực; ứng phó; thu dọn
    giải tỏa; sơ tán; cứu hộ; cứu nạn
    tạo thuận lợi; tạo môi trường; tạo sự; tạo chuyển biến; đề cao; coi trọng; xác lập; mở rộng; mở lớp; mở sổ
    mở tài khoản; đi đầu; tiên phong; đồng hành; lắng nghe; bãi bỏ; thay thế; hủy; ưu tiên; chú trọng; tập trung
    quan tâm; nỗ lực; phấn đấu; khơi thông; lập biên bản; lập hồ sơ; làm thủ tục; kết hợp; xin ý kiến; tiếp cận
    thu hút; kêu gọi; bảo hộ; ghi nhận; ghi chép; giao ban; kiểm chứng; tham vấn; tham khảo; thẩm tra; cho phép
    đăng nhập; truy cập; đăng ký; khai thuế; nộp thuế; nộp phí; đáp ứng; kháng cáo; kháng nghị; thụ lý; gia hạn; thanh lý
    có thông báo; có báo cáo; có công văn; có tờ trình; có đơn; dự kiến; đẩy nhanh; thúc đẩy; phân quyền; thực hành; tạo ra
    truyền cảm hứng; tiếp tục; giữ trật tự; nhận thức; liên doanh; liên kết
    phê chuẩn; tống đạt; ra lệnh; làm chủ; giữ vững; chịu sự; giao trách nhiệm; lập danh sách; tính lại; tính tiền; tính số
    dự trù; đánh số; phát biểu; biểu quyết; kê biên; xét duyệt; chấp thuận; viết tắt"""
)

SHORT_VERBS = _phrases(
    "lập; gửi; nộp; trình; cử; giao; cấp; mở; ghi; chịu; đưa; trả; báo; chuyển; ký; thu; chi; mua; lưu; đặt; nêu; phát; xóa; "
    "đóng; lắp; dành; tăng; giảm; gắn; giữ; nhận; dán; soạn; rút; dừng; sửa; họp; tuyển; chọn; xin; mời; thuê; đọc"
)
# Syllables that make the preceding or following short verb part of a noun.
NOT_AFTER = _phrases(
    "doanh; chương; quy; công; tờ; độc; thành; được; bàn; ngoại; chuyển; phân; việc; quá; lộ; giáo; bị; do; "
    "thiết; tài; hỗ; số; nguồn; khoản; mức; phần; giao; xuất; nhập; biên; chức; cung; trợ; nâng; tiếp; "
    "thừa; lưu; đối; bảo; bản; để; và; hoặc; trong; về; từ; theo; sơ; kinh"
)
# A short verb and the word behind it that make another word together ("giao thông", "chi phí").
COMPOUNDS: dict[str, frozenset[str]] = {
    "giao": _phrases("thông; dịch; tiếp; diện; lưu; cấu; hữu"),
    "thu": _phrases("nhập; hút; hẹp"),
    "chi": _phrases("phí; tiết; nhánh; cục; bộ; hội"),
    "lưu": _phrases("thông; động; lượng; ký; vực"),
    "phát": _phrases("sinh; minh; thanh; triển; biểu; hiện; hành"),
    "mở": _phrases("đầu; rộng"),
    "trình": _phrases("độ; tự; diễn"),
    "nhận": _phrases("thức; định; diện"),
    "đặt": _phrases("cọc; biệt"),
    "lập": _phrases("pháp; luận; tức; trường"),
    "ký": _phrases("hiệu; túc; ức"),
    "báo": _phrases("cáo; chí; hiệu; giá; động"),
    "đóng": _phrases("vai; băng"),
    "tăng": _phrases("trưởng"),
    "đưa": _phrases("đón"),
    "dành": _phrases("riêng"),
    "giữ": _phrases("chức"),
    "chuyển": _phrases("động; biến"),
    "họp": _phrases("báo"),
    "thuê": _phrases("bao"),
    "sửa": _phrases("mẫu"),
    "in": frozenset(),
}
LEVELS = _phrases("tỉnh; xã; huyện; trung; bộ; ủy; ngành; sở; phường; cơ; cao; thành; trên; dưới; độ")  # behind "cấp"

# Class nouns that share the attribute said once at the end of a list.
GENERIC = CLASS_HEADS | _phrases("tổ đại biểu; giám đốc; thủ trưởng; tổng cục; học viện; đại học; đơn vị sự nghiệp")

# Class nouns behind which a verb or noun may be an attribute ("cơ quan thanh tra", "đơn vị tham mưu").
TAKES_ROLE = _phrases(
    "cơ quan; đơn vị; tổ chức; lực lượng; bộ phận; doanh nghiệp; phòng; ban; cán bộ; công chức; cơ sở; hội đồng; tổ; đoàn; nhóm; nhân viên"
)

# Heads that name nobody without the words behind them.
BARE_HEADS = _phrases("người; bên; chủ")

# Acts that follow a bearer's attribute and end it.
ACTS = _phrases(
    """cấp; thực hiện; xem xét; gửi; thông báo; căn cứ; có văn bản; tiến hành; ra quyết định; thẩm định; trả
    lập; trả lời; tổ chức; chịu trách nhiệm; phối hợp; chủ trì; thu hồi; quyết định; báo cáo; nộp; kiểm tra
    xác nhận; tiếp nhận; xử lý; ban hành; công bố; thu; hướng dẫn; cập nhật; trình; giải quyết; phê duyệt
    chuyển; ghi; chấp hành; khai; bố trí; rà soát; triển khai; xây dựng; bảo đảm; đảm bảo; lưu; mở; chủ động
    đề nghị; yêu cầu; tuân thủ; bồi thường; thanh toán; cử; chi trả"""
)
