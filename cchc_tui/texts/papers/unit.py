"""The texts of the paper about one unit."""

from __future__ import annotations

from typing import Final

KIND: Final = "PHIẾU THEO DÕI"
ABOUT: Final = "Tình hình cải cách hành chính của {unit}"
NUMBER: Final = "Số:        /PTD-UBND"
OPENING: Final = "Số liệu tính đến {at}, theo kết xuất lúc {data}{since}."
SINCE: Final = "; so với {since}"
NO_DATA: Final = "Chưa nhận danh sách hồ sơ nào đến {at}."
RANK: Final = (
    "Xếp thứ {rank} trong {of} đơn vị {level} về số hồ sơ trễ hạn; tỷ lệ trễ {rate} (chỉ tiêu: không quá {target})."
)
RATE_ONLY: Final = "Không có hồ sơ trễ hạn; tỷ lệ trễ {rate} (chỉ tiêu: không quá {target})."
STANDING: Final = "{n}. Hồ sơ"
STANDING_HEADS: Final = ("Chỉ tiêu", "Hiện nay", "Mốc so sánh", "Tăng, giảm")
FIGURES: Final = {
    "late": "Trễ hạn trong năm",
    "overdue": "Trong đó đang quá hạn",
    "resolved_late": "Trong đó giải quyết trễ hạn",
    "unclosed": "Đã trả kết quả, chưa kết thúc trên phần mềm",
    "due_soon": "Đến hạn trong 3 ngày làm việc",
}
WHERE: Final = "{n}. Trễ nhiều nhất ở"
WHERE_HEADS: Final = ("Lĩnh vực, thủ tục", "Trễ hạn", "Đang quá hạn", "Giải quyết trễ")
FIELD: Final = "Lĩnh vực {name}"
NO_FIELD: Final = "Không ghi lĩnh vực"
NO_PROCEDURE: Final = "Không ghi tên thủ tục"
MODELS: Final = "{n}. Mô hình cải cách hành chính"
MODEL_HEADS: Final = ("Mô hình", "Đơn vị báo cáo", "Hồ sơ cho thấy")
OF: Final = "{verdict} ({part}/{whole})"
VERDICTS: Final = {"shown": "có", "not_shown": "chưa có", "too_few": "chưa đủ số liệu"}
DIRECTIVES: Final = "{n}. Chỉ đạo chưa xong"
DIRECTIVE_HEADS: Final = ("Nội dung", "Thời hạn", "Tình trạng")
NO_DIRECTIVES: Final = "Không có chỉ đạo nào chưa xong."
RECIPIENTS: Final = ("{unit};", "Lưu: VT.")
SIGNER: Final = "NGƯỜI LẬP PHIẾU"
