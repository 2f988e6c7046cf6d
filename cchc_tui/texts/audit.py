"""Texts of ``cchc-tui audit``."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated


class AUDIT(metaclass=Translated):
    """Words and sentences; ``{…}`` is filled in by the caller."""

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
