"""Messages that the demo prints before the app starts and after it has ended."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cchc_tui.texts.language import N_, Translated, tr


class DEMO(metaclass=Translated):
    """Messages that have no parameters."""

    preparing: Final = N_("Đang dựng một năm hồ sơ của thành phố (số liệu dựng, không phải số liệu thật) …")
    #: The error message when the made-up data could not be loaded.
    not_loaded: Final = N_("Chưa nạp được số liệu dựng. Kiểm tra chỗ trống trên ổ đĩa rồi chạy lại: cchc-tui demo")


def not_empty(folder: Path) -> str:
    """The error message for a data folder of the demo that is not empty."""
    return tr(
        "Thư mục {folder} đã có nội dung; số liệu dựng không được trộn vào. Chọn thư mục mới hoặc thư mục trống, ví "
        "dụ: cchc-tui demo --data {folder}-thu"
    ).format(folder=folder)


def not_made(folder: Path, reason: str) -> str:
    """The error message for a data folder of the demo that could not be created."""
    return tr("Không tạo được thư mục {folder} ({reason}). Chọn thư mục khác bằng --data.").format(
        folder=folder, reason=reason
    )


def kept(folder: Path, clock: str) -> str:
    """The message that the folder with the made-up data is kept, with the command that opens it again."""
    return tr("Số liệu dựng còn ở {folder}. Xem lại: cchc-tui --data {folder} --clock {clock}").format(
        folder=folder, clock=clock
    )
