"""What the demo says before and after the screen, in Vietnamese."""

from __future__ import annotations

from pathlib import Path

PREPARING = "Đang dựng một năm hồ sơ của thành phố (số liệu dựng, không phải số liệu thật) …"


def not_empty(folder: Path) -> str:
    """Made-up data must not be mixed into a folder that holds something."""
    return (
        f"Thư mục {folder} đã có nội dung; số liệu dựng không được trộn vào. "
        f"Chọn thư mục mới hoặc thư mục trống, ví dụ: cchc-tui demo --data {folder}-thu"
    )


def not_made(folder: Path, reason: str) -> str:
    """The folder could not be made."""
    return f"Không tạo được thư mục {folder} ({reason}). Chọn thư mục khác bằng --data."


def not_loaded(reason: str) -> str:
    """The made-up year did not come through the collector."""
    return f"Chưa nạp được số liệu dựng{': ' + reason if reason else ''}. Chạy lại: cchc-tui demo"


def kept(folder: Path, clock: str) -> str:
    """Where the made-up data are, and how to see them again."""
    return f"Số liệu dựng còn ở {folder}. Xem lại: cchc-tui --data {folder} --clock {clock}"
