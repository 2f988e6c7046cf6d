"""Texts of the command ``audit``, and messages about the audit log."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Final

from cchc_tui.texts.language import N_, Translated, tr


class AUDIT(metaclass=Translated):
    """Help texts and messages of ``cchc-tui audit``. The caller fills in ``{…}``."""

    title: Final = N_("Sổ ghi việc đã làm")
    since: Final = N_("Từ ngày D (đầu ngày), ví dụ 2026-11-01.")
    until: Final = N_("Đến hết ngày D.")
    user: Final = N_("Chỉ một tài khoản.")
    act: Final = N_(
        "Chỉ một loại việc: shown (xem dữ liệu cá nhân), hidden (thôi xem), taken (lấy tệp), entered (nhập vào), "
        "refused (bị từ chối)."
    )
    unreadable: Final = N_(
        "Tài khoản này không đọc được sổ ghi ({reason}). Chạy bằng tài khoản nhận tệp, ví dụ: "
        "sudo -u cchc cchc-tui --data {folder} audit"
    )
    bad_line: Final = N_("Dòng {line} của tệp {file} không đúng dạng của sổ ghi: có người đã sửa tệp, hoặc đĩa hỏng.")
    not_logged: Final = N_("Không ghi được vào sổ nên không làm ({reason}). Kiểm tra bằng cchc-tui doctor.")
    start_again: Final = N_("Khởi động lại tiến trình nhận tệp: systemctl restart cchc.")


class DETAIL(metaclass=Translated):
    """Words for what an entry of the log is about. The caller fills in ``{…}``."""

    clipboard: Final = N_("bộ nhớ tạm: {what}")
    board: Final = N_("bảng {title}")
    dossiers: Final = N_("danh sách hồ sơ")
    output: Final = N_("đầu ra của lệnh")
    meeting_start: Final = N_("đầu cuộc họp {when}")
    meeting_end: Final = N_("cuối cuộc họp {when}")
    directive: Final = N_("chỉ đạo {id}, {act}")


def no_socket(path: Path) -> str:
    """The message that viewers cannot write the audit log, because the running collector has no socket for entries."""
    return tr(
        "Sổ ghi không nhận việc của người xem: không có {path}. Không ai xem được dữ liệu cá nhân, lấy tệp."
    ).format(path=path)


def of_another_account(path: Path) -> str:
    """The message about a part of the log whose owner is not the owner of the data folder."""
    return tr("Sổ ghi {path} thuộc tài khoản khác: không ai xem được dữ liệu cá nhân, lấy tệp, nhập vào.").format(
        path=path
    )


def open_to_others(path: Path, mode: int) -> str:
    """The message about a part of the log that users other than its owner can open."""
    return tr("Sổ ghi {path} (quyền {mode:04o}) mở được cho tài khoản khác.").format(path=path, mode=mode)


def give(audit: Path, folder: Path) -> str:
    """The command that makes the data folder's owner the owner of the log, and closes the log to all others."""
    place = quote(str(audit))
    return f"chown -R --reference={quote(str(folder))} {place} && chmod -R u=rwX,go= {place}"


#: Column → its heading.
HEADINGS: Final = {
    "at": N_("Lúc"),
    "act": N_("Việc"),
    "user": N_("Tài khoản"),
    "role": N_("Vai trò"),
    "unit": N_("Đơn vị"),
    "host": N_("Máy"),
    "what": N_("Nội dung"),
}
#: Act → its word.
ACTS: Final = {
    "shown": N_("xem dữ liệu cá nhân"),
    "hidden": N_("thôi xem"),
    "taken": N_("lấy tệp"),
    "entered": N_("nhập vào"),
    "refused": N_("bị từ chối"),
}
