"""The texts of form II.06a. The reader of unit summaries recognises the form by these texts."""

from __future__ import annotations

from typing import Final

#: The row of dossiers without a field. The comparison of a form with the list finds them by it.
NO_FIELD = "Không ghi lĩnh vực"
SHEET: Final = "II.06a"
FORM: Final = "Biểu số II.06a/VPCP/KSTT"
TITLE: Final = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT"
PERIOD: Final = "Kỳ báo cáo: {period} (Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y})"
MADE: Final = "Thời điểm lập: {made}"
REPORTS: Final = "Đơn vị báo cáo: UBND {city}"
MEASURE: Final = "Đơn vị tính: Số hồ sơ thủ tục hành chính"
PERIODS: Final = {"year": "Năm {year}", "quarter": "Quý {quarter} năm {year}", "month": "Tháng {month} năm {year}"}
OTHER_PERIOD: Final = "Theo yêu cầu"
NUMBER: Final = "TT"
FIELD: Final = "Lĩnh vực, công việc giải quyết theo cấp"
INTAKE: Final = ("Tiếp nhận", "Tổng số", "Trong đó", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước")
RESOLVED: Final = ("Số lượng hồ sơ đã giải quyết", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn")
OPEN: Final = ("Số lượng hồ sơ đang giải quyết", "Tổng số", "Trong hạn", "Quá hạn")
NUMBERING: Final = (
    *("(1)", "(2)", "(3)=(4)+(5)+(6)", "(4)", "(5)", "(6)"),
    *("(7)=(8)+(9)+(10)", "(8)", "(9)", "(10)", "(11)=(12)+(13)", "(12)", "(13)"),
)
LETTERS: Final = "AB"
TOTAL: Final = "Tổng cộng"
SIGNERS: Final = ("NGƯỜI LẬP BIỂU", "THỦ TRƯỞNG ĐƠN VỊ")
#: The notes below the table.
NOTES: Final = "Ghi chú:"
NOTE_NO_LIST: Final = "- Chưa nhận danh sách hồ sơ nào."
NOTE_WITHDRAWN: Final = "- Cột (3) gồm cả {n} hồ sơ rút, từ chối, trả lại; trừ số này thì (3) = (7) + (11)."
NOTE_EARLY: Final = (
    "- Trước hạn: kết thúc trước ngày hẹn trả; đúng hạn: kết thúc trong ngày hẹn trả hoặc không có ngày hẹn."
)
NOTE_WAITING: Final = "- Hồ sơ đang tạm dừng ({n}) được tính là trong hạn, ở cột (12)."
NOTE_UNTOLD: Final = "- {n} hồ sơ không ghi cách nộp được tính vào cột (5)."
NOTE_NO_CHANNEL: Final = "- Số liệu không ghi cách nộp hồ sơ nên chưa tách được cột (4) và (5)."
NOTE_UNPLACED: Final = "- Ngoài bảng còn {n} hồ sơ chưa rõ đơn vị giải quyết."
