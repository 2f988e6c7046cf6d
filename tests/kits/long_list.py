"""A list of dossiers whose load takes long enough to be looked at, stopped or killed."""

from __future__ import annotations

from pathlib import Path

#: How many dossiers it has. All are overdue.
LONG = 30_000
_HEADING = "Mã hồ sơ,Đơn vị,Thủ tục,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc\n"
_ROW = "H26.{0:05d}-211001-{0:05d},Phường 6,Cấp giấy,01/10/2021 08:00,05/10/2021 17:00,\n"


def write_long_list(path: Path) -> Path:
    """Write the list into the file ``path``, and return the path."""
    path.write_text(_HEADING + "".join(map(_ROW.format, range(LONG))), encoding="utf-8")
    return path
