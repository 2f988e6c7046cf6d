"""Messages of the commands ``backup`` and ``restore``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cchc_tui.texts.language import N_, Translated, tr
from cchc_tui.texts.numbers import number

#: Most names in one message.
_MOST = 10


class CARE(metaclass=Translated):
    """Messages that have no parameters."""

    not_recorded: Final = N_(
        "Đã sao lưu xong nhưng không ghi lại được vào thư mục state: status và doctor sẽ không biết lần sao lưu này."
    )


_NOT_BACKED_UP: Final = {
    "busy": N_("Một lần sao lưu khác đang chạy vào thư mục này; không cần chạy thêm."),
    "inside": N_("Thư mục sao lưu nằm trong thư mục dữ liệu. Chọn thư mục khác, tốt nhất là trên đĩa hoặc máy khác."),
    "damaged": N_("Đọc lại bản sao thấy sai khác ở {detail}: đĩa sao lưu có thể hỏng. Không có bản mới nào được giữ."),
}
_NOT_RESTORED: Final = {
    "no_backup": N_("{backup} không phải là một bản sao lưu trọn vẹn (không có manifest.json)."),
    "backups_inside": N_("{backup} chứa các bản sao lưu. Chọn một bản trong đó, mới nhất là {detail}."),
    "not_empty": N_("Thư mục {target} không trống. Khôi phục vào thư mục trống hoặc chưa có."),
    "damaged": N_("Bản sao lưu có tệp hỏng hoặc thiếu: {detail}. Dùng bản khác, hoặc thêm --sound-only để bỏ qua."),
}


def _names(names: Sequence[str]) -> str:
    return ", ".join([*names[:_MOST], *(["…"] if len(names) > _MOST else [])])


def _mib(size: int) -> str:
    return f"{number(-(-size // 2**20))} MiB"


def backed_up(path: Path, files: int, size: int, new: int) -> str:
    """The message after a backup.

    ``size`` is the size of all files in bytes, ``new`` the size of those that are not links.
    """
    said = {"path": path, "files": number(files), "size": _mib(size), "new": _mib(new)}
    return tr("Đã sao lưu và kiểm tra: {path} ({files} tệp, {size}, phần mới {new}).").format(**said)


def removed(paths: Sequence[Path]) -> str:
    """The message about old backups that were removed."""
    return tr("Đã bỏ các bản sao lưu cũ: {names}.").format(names=_names([path.name for path in paths]))


def lacking(names: Sequence[str]) -> str:
    """The message that a backup lacks some files, because the originals are damaged or gone."""
    return tr("Bản sao lưu thiếu vì bản gốc hỏng hoặc không còn: {names}. Chạy cchc-tui doctor.").format(
        names=_names(names)
    )


def not_backed_up(code: str, detail: str = "") -> str:
    """The error message when no backup was made. ``code`` and ``detail`` come from the BackupError."""
    return tr(_NOT_BACKED_UP[code]).format(detail=detail)


def backup_failed(reason: str) -> str:
    """The error message when a backup ended with an error of the operating system or of SQLite."""
    return tr("Không sao lưu được ({reason}). Các bản sao lưu trước vẫn nguyên.").format(reason=reason)


def restored(target: Path, files: int, made: str) -> str:
    """The message after a restore. ``made`` is the time at which the backup was made, in ISO format."""
    said = {"target": target, "files": number(files), "made": made.replace("T", " ")}
    return tr(
        "Đã khôi phục {files} tệp của bản sao lưu lúc {made} vào {target}. Chạy cchc-tui --data {target} doctor, rồi "
        "mở như thường."
    ).format(**said)


def left_out(names: Sequence[str]) -> str:
    """The message about damaged files that were not restored."""
    return tr("Bỏ qua tệp hỏng: {names}.").format(names=_names(names))


def not_restored(code: str, backup: Path, target: Path, details: Sequence[str]) -> str:
    """The error message when nothing was restored. ``code`` and ``details`` come from the RestoreError."""
    return tr(_NOT_RESTORED[code]).format(backup=backup, target=target, detail=_names(details))


def restore_failed(reason: str) -> str:
    """The error message when a restore ended with an error of the operating system."""
    return tr("Không khôi phục được ({reason}). Chạy lại lệnh này để làm lại từ đầu.").format(reason=reason)
