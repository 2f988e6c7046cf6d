"""Messages of the command ``status``: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cchc_tui.texts.ages import age
from cchc_tui.texts.language import N_, Translated, tr
from cchc_tui.texts.numbers import decimal, number


class MONITOR(metaclass=Translated):
    """Labels and words of the report."""

    ok: Final = N_("Ổn")
    warning: Final = N_("Cần xem lại")
    critical: Final = N_("Có sự cố")
    data: Final = N_("Danh sách mới nhất")
    load: Final = N_("Lần nạp cuối")
    inbox: Final = N_("Chờ trong inbox")
    collector: Final = N_("Tiến trình nhận tệp")
    database: Final = N_("Cơ sở dữ liệu")
    free: Final = N_("Đĩa còn")
    backup: Final = N_("Sao lưu cuối")
    none: Final = N_("chưa có")
    unseen: Final = N_("không xem được")
    not_running: Final = N_("không chạy")


#: The role of a collector's process → how it runs.
ROLES: Final = {
    "service": N_("dịch vụ"),
    "viewer": N_("do một màn hình mở"),
    "once": N_("chạy một lần"),
}
#: The codes of all faults. A monitor may rely on them.
FAULTS: Final = {
    "no_folder": N_("Không có hoặc không xem được thư mục dữ liệu {path}."),
    "no_collector": N_("Không có tiến trình nhận tệp nào đang chạy. Chạy: systemctl start cchc."),
    "collector_stalled": N_(
        "Tiến trình nhận tệp {pid} đứng im {seconds} giây. Chạy cchc-tui doctor để biết cách xử lý."
    ),
    "collector_error": N_("Tiến trình nhận tệp báo: {reason}"),
    "log": N_("Không ghi được nhật ký state/collector.log ({reason}). Kiểm tra quyền và chỗ trống."),
    "inbox_waiting": N_("{count} tệp nằm trong inbox, lâu nhất {minutes} phút. Chạy cchc-tui doctor."),
    "database": N_("Không đọc được cơ sở dữ liệu ({reason}). Chạy cchc-tui doctor."),
    "wal": N_("Nhật ký ghi của cơ sở dữ liệu lên tới {size} MiB: một màn hình có thể bị treo. Đóng các màn hình cũ."),
    "data_old": N_("Danh sách mới nhất từ {age}. Kết xuất lại từ phần mềm một cửa."),
    "disk_full": N_("Đĩa chỉ còn {size} MiB, không nạp được nữa. Dọn bớt ngay; không xóa tệp trong archive."),
    "disk_space": N_("Đĩa chỉ còn {size} MiB. Dọn bớt; không xóa tệp trong archive."),
    "no_backup": N_("Chưa có bản sao lưu nào. Chạy: cchc-tui backup DIR, và đặt lịch hằng ngày (docs/office.md)."),
    "backup_old": N_("Bản sao lưu cuối từ {age}. Xem lịch sao lưu (systemctl list-timers)."),
    "backup_lacking": N_("Bản sao lưu cuối thiếu {count} tệp vì bản gốc hỏng hoặc mất. Chạy cchc-tui doctor."),
    "settings": N_("Cài đặt có lỗi: {reason}. Sửa dòng này."),
}


def fault(code: str, **fields: object) -> str:
    """The sentence about a fault. ``code`` is a key of ``FAULTS``; ``fields`` are the values for its ``{…}``."""
    return tr(FAULTS[code]).format(**fields)


def text(state: str, faults: Sequence[str], lines: Sequence[tuple[str, str]]) -> str:
    """The report as text: the state, the faults, and the figures.

    Each of ``lines`` is the key of a label, with a value.
    """
    said = [getattr(MONITOR, state), *(f"✗ {one}" for one in faults)]
    labels = [(str(getattr(MONITOR, key)), value) for key, value in lines]
    width = max(len(label) for label, _ in labels)
    return "\n".join([*said, *(f"  {label:<{width}}  {value}" for label, value in labels)])


def when(at: str | None, seconds: int | None) -> str:
    """A time in words, from an ISO time. None gives the words for "none yet".

    ``seconds`` is the age of the time. It is added to the text (None: not known).
    """
    if at is None:
        return MONITOR.none
    day, _, clock = at.partition("T")
    said = f"{'/'.join(reversed(day.split('-')))} {clock[:5]}"
    return said if seconds is None else f"{said} ({age(seconds)})"


def loaded(at: str | None, lag: float | None) -> str:
    """The time of the last load as text. None gives the words for "none yet".

    ``lag`` is the number of seconds between the file's arrival and the load. It is added to the text (None: not known).
    """
    return when(at, None) + ("" if lag is None else f" · {decimal(lag)} s")


def waiting(count: int | None, since: str | None) -> str:
    """The number of files that wait in the inbox, and since when the oldest one has been waiting, as text.

    ``count`` is None if this user may not look into the inbox. ``since`` is None if the time is not known.
    """
    if count is None:
        return MONITOR.unseen
    return number(count) if since is None else tr("{n}, từ {at}").format(n=number(count), at=when(since, None))


def process(alive: bool, role: str, pid: int) -> str:
    """How the collector runs, with its process id; or the words for "not running"."""
    return f"{tr(ROLES.get(role, role))} ({pid})" if alive else MONITOR.not_running


def size(count: int) -> str:
    """A number of bytes as text, in MiB."""
    return f"{number(count // 2**20) if count >= 10 * 2**20 else decimal(count / 2**20)} MiB"


def sizes(database: int, log: int) -> str:
    """The sizes of the database and of its write-ahead log as text. Both are given in bytes."""
    return f"{size(database)} + {size(log)} WAL"
