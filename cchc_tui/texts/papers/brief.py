"""The texts of the brief, the page that is read before a meeting."""

from __future__ import annotations

from typing import Final

KIND: Final = "BÁO CÁO NHANH"
ABOUT: Final = "Tình hình cải cách hành chính trước cuộc họp"
NUMBER: Final = "Số:        /BC-UBND"
OPENING: Final = "Số liệu lúc {at}, theo danh sách lúc {data}."
SINCE: Final = "So với cuộc họp trước ({since})."
NO_SINCE: Final = "Chưa có cuộc họp trước trong năm để so sánh."
NO_DATA: Final = "Chưa nhận danh sách hồ sơ nào đến {at}."
STANDING_HEADS: Final = ("Số hồ sơ", "Hiện nay", "Tăng, giảm")
FIGURES: Final = {"late": "Trễ hạn trong năm", "overdue": "Đang quá hạn"}
UNCLOSED: Final = "Chưa kết thúc trên phần mềm"
RATE: Final = "Tỷ lệ trễ hạn (tăng, giảm: điểm phần trăm)"
WORSE: Final = "1. Xấu đi: "
BETTER: Final = "2. Tốt lên: "
MOVED: Final = "{name} (quá hạn {before} → {now}, {change})"
UNKNOWN: Final = "chưa có cuộc họp trước trong năm để so sánh."
NO_WORSE: Final = "không đơn vị nào có thêm hồ sơ quá hạn."
NO_BETTER: Final = "không đơn vị nào giảm được hồ sơ quá hạn."
MODELS: Final = "3. Mô hình báo cáo đã làm nhưng hồ sơ chưa cho thấy: "
MODEL: Final = "{name}: {units}"
OTHERS: Final = "{units} và {n} đơn vị khác"
NO_MODELS: Final = "không có."
DUE: Final = "4. Đến hạn: "
DUE_TODAY: Final = "{n} hồ sơ trong hôm nay"
DUE_SOON: Final = "{n} hồ sơ trong 3 ngày làm việc"
DIRECTIVES: Final = "5. Chỉ đạo chưa xong: "
OPEN_DIRECTIVES: Final = "{n} (quá hạn {overdue}, sắp đến hạn {due_soon})"
DIRECTIVE: Final = "{text} ({units}, {due})"
NO_DIRECTIVES: Final = "không có."
RAISE: Final = "Ba điều cần nêu"
SENTENCES: Final = {
    "overdue_rise": (
        "{name} tăng {change} hồ sơ quá hạn từ cuộc họp trước (nay {now}), nhiều nhất thành phố: vì sao, bao giờ xong?"
    ),
    "overdue_directive": "Có {n} chỉ đạo đã quá thời hạn; lâu nhất: “{text}” ({units}, {due}): vì sao chưa xong?",
    "unclosed": (
        "{name} đã trả kết quả {n} hồ sơ mà chưa kết thúc trên phần mềm, lâu nhất {days} ngày làm việc: "
        "khi nào kết thúc hết?"
    ),
    "unseen": "Có {n} đơn vị báo cáo đã làm “{name}” nhưng hồ sơ chưa cho thấy: thực tế ra sao?",
    "rate": "Tỷ lệ trễ hạn {level} là {rate}, chỉ tiêu không quá {target}: cần làm gì để đạt?",
    "worst": "{name} trễ hạn {n} hồ sơ, nhiều nhất thành phố: cần hỗ trợ gì?",
}
SIGNER: Final = "NGƯỜI LẬP BÁO CÁO"
RECIPIENTS: Final = ("Chủ tịch UBND {city};", "Lưu: VT.")
