"""The words that papers use for a directive's state and its measure."""

from __future__ import annotations

from typing import Final

STATES: Final = {
    "cancelled": "Đã hủy",
    "done": "Hoàn thành",
    "done_late": "Hoàn thành trễ hạn",
    "overdue": "Quá hạn",
    "due_soon": "Sắp đến hạn",
    "open": "Đang thực hiện",
}
STATE_VALUE: Final = "{state}; nay: {value} (cần {target})"
MEASURE: Final = "{name}: {column} {target}"
SIGNS: Final = {"=": "=", "<=": "≤", ">=": "≥"}
NO_DUE: Final = "không ghi"
DUE: Final = "hạn {day}"
DUE_UNSAID: Final = "không ghi thời hạn"
MORE: Final = "Còn {n} chỉ đạo khác chưa xong."
