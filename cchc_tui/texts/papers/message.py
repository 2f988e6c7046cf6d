"""The texts of the messages to units, which are sent by phone."""

from __future__ import annotations

from typing import Final

HEAD: Final = "{unit}, lúc {at}:"
DATA: Final = "(số liệu đến {data})"
NO_DATA: Final = "(chưa có số liệu)"
LATE: Final = "- Trễ hạn trong năm: {late} hồ sơ; đang quá hạn: {overdue}."
UNCLOSED: Final = "- Đã trả kết quả nhưng chưa kết thúc trên phần mềm: {unclosed} hồ sơ."
DUE_SOON: Final = "- Đến hạn trong 3 ngày làm việc: {due_soon} hồ sơ."
DIRECTIVES: Final = "- Chỉ đạo chưa xong: {n}"
DIRECTIVE: Final = "  + {text} ({due})"
NO_DIRECTIVES: Final = "- Không có chỉ đạo nào chưa xong."
