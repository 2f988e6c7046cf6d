"""The texts of the annex of a meeting's minutes (*biên bản*, form 1.9 of Decree 30/2020)."""

from __future__ import annotations

from typing import Final

KIND: Final = "BIÊN BẢN"
ABOUT: Final = "Cuộc họp về công tác cải cách hành chính"
NUMBER: Final = "Số:        /BB-UBND"
BEGINS: Final = "Thời gian bắt đầu: {hour:%H giờ %M}, {day}."
PLACE: Final = "Địa điểm: "
PRESENT: Final = "Thành phần tham dự: "
CHAIR: Final = "Chủ trì (chủ tọa): {chair} "
SECRETARY: Final = "Thư ký (người ghi biên bản): "
CONTENT: Final = "Nội dung (số liệu của phần mềm theo dõi, lúc bắt đầu và lúc kết thúc cuộc họp):"
NOTHING_KNOWN: Final = "Chưa nhận danh sách hồ sơ nào."
# I
STANDING: Final = "I. Tình hình giải quyết hồ sơ"
STANDING_HEADS: Final = ("Số hồ sơ", "Đầu họp", "Cuối họp", "Tăng, giảm")
FIGURES: Final = {
    "late": "Trễ hạn trong năm",
    "overdue": "- đang quá hạn",
    "resolved_late": "- giải quyết trễ hạn",
    "due_soon": "Đến hạn trong 3 ngày làm việc",
    "waiting": "Đang tạm dừng",
}
RATE: Final = "Tỷ lệ trễ hạn (điểm phần trăm)"
UNPLACED: Final = "Ngoài bảng còn {n} hồ sơ chưa rõ đơn vị giải quyết."
# II
WORST: Final = "II. Năm đơn vị trễ hạn nhiều nhất"
WORST_HEADS: Final = ("TT", "Đơn vị", "Đầu họp", "Cuối họp", "Tăng, giảm", "So với cuộc họp trước", "Tỷ lệ trễ")
NO_LATE: Final = "Không đơn vị nào có hồ sơ trễ hạn."
# III
UNCLOSED: Final = "III. Đã trả kết quả nhưng chưa kết thúc trên phần mềm"
UNCLOSED_LEVEL: Final = (
    "{level}: {before} hồ sơ lúc đầu họp, {after} hồ sơ lúc cuối họp; {late} hồ sơ trong số này đang quá hạn."
)
UNCLOSED_HEADS: Final = (
    "TT",
    "Đơn vị",
    "Chưa kết thúc",
    "Trong đó quá hạn",
    "Phần trong số trễ",
    "Lâu nhất (ngày làm việc)",
)
NO_UNCLOSED: Final = "Không còn hồ sơ nào."
# IV
MODELS: Final = "IV. Mô hình đơn vị báo cáo đã làm nhưng hồ sơ chưa cho thấy"
MODEL_HEADS: Final = ("Mô hình", "Đơn vị báo cáo", "Hồ sơ cho thấy", "Chưa rõ", "Báo cáo nhưng hồ sơ chưa cho thấy")
NOBODY: Final = "không có"
NO_MODELS: Final = "Chưa nhận báo cáo triển khai mô hình."
# V, VI
DIRECTIVES: Final = "V. Ý kiến chỉ đạo tại cuộc họp"
DIRECTIVE_HEADS: Final = ("Số", "Nội dung", "Đơn vị thực hiện", "Thời hạn", "Chỉ tiêu")
NO_DIRECTIVES: Final = "Không có ý kiến chỉ đạo nào được ghi tại cuộc họp."
EARLIER: Final = "VI. Kết quả thực hiện các chỉ đạo trước"
EARLIER_HEADS: Final = ("Số", "Nội dung", "Đơn vị thực hiện", "Thời hạn", "Tình trạng")
NO_EARLIER: Final = "Không có chỉ đạo nào trước cuộc họp này còn phải theo dõi."
EARLIER_ENDED: Final = "Ngoài ra {n} chỉ đạo đã xong hoặc đã hủy từ trước cuộc họp trước."
# VII
SOURCES: Final = "VII. Nguồn số liệu"
DATA: Final = "Số liệu đầu họp theo danh sách lúc {before}; cuối họp theo danh sách lúc {after}."
ARRIVED: Final = "Trong cuộc họp nhận {n} tệp: {counts}."
ARRIVED_AS: Final = {
    "accepted": "{n} tệp đã nạp",
    "partial": "{n} tệp nạp một phần",
    "repeated": "{n} tệp trùng tệp đã nạp",
    "refused": "{n} tệp không nhận",
}
OTHER_FILES: Final = "… và {n} tệp khác nhận trong cuộc họp."
SOURCE_HEADS: Final = ("Tệp", "Loại", "Thời điểm số liệu", "Số dòng", "Bị loại", "Chưa rõ đơn vị")
DEFECTS: Final = "Điều cần lưu ý trong số liệu lúc cuối họp:"
DEFECT_LINE: Final = "- {what}: {n}"
REFUSED: Final = "không nhận"
NO_DEFECTS: Final = "Không phát hiện điều bất thường nào trong số liệu."
DEFECT: Final = {
    "rejected_rows": "Dòng bị loại vì không đọc được",
    "refused_files": "Tệp không nhận",
    "unplaced": "Hồ sơ chưa rõ đơn vị giải quyết",
}
# the end
ENDS: Final = "Cuộc họp kết thúc vào {hour:%H giờ %M}, {day}./."
NOT_ENDED: Final = "Cuộc họp kết thúc vào ...... giờ ......, ngày ...... tháng ...... năm ........./."
SECRETARY_SIGNS: Final = "THƯ KÝ"
CHAIR_SIGNS: Final = "CHỦ TỌA"
RECIPIENTS: Final = ("Thành viên dự họp;", "Các phòng, ban, UBND phường, xã;", "Lưu: VT, hồ sơ cuộc họp.")
