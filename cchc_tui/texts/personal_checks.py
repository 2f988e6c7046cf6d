"""Messages of ``doctor`` and ``status`` about the folder of personal data and the database in it."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Final

from cchc_tui.accounts import PERSONAL_GROUP
from cchc_tui.texts.language import N_, Translated, Words, tr


class PERSONAL(metaclass=Translated):
    """Messages that have no parameters."""

    rebuilt: Final = N_(
        "Tiến trình nhận tệp dựng lại từ archive trong vài giây; các bảng vẫn chạy. Chưa có tiến trình nào: "
        "systemctl start cchc."
    )
    rebuild: Final = N_("Dựng lại từ archive: cchc-tui rebuild.")


_UNREADABLE = Words(
    {
        "gone": N_("Không có tệp dữ liệu cá nhân {path}."),
        "broken": N_("Không đọc được tệp dữ liệu cá nhân {path}."),
        "other": N_("Tệp dữ liệu cá nhân {path} không khớp với cchc.db."),
    }
)


def unreadable(fault: str, path: Path) -> str:
    """The message that the database of personal data cannot be used.

    ``fault`` is the reason, as ``why_unreadable()`` returns it.
    """
    return str(_UNREADABLE[fault]).format(path=path)


def sound(path: Path, mode: int) -> str:
    """The message that all is well: the personal data can be read, belong to the database, and are closed to others."""
    return tr("Dữ liệu cá nhân: đọc được, khớp với cchc.db, thư mục {path} (quyền {mode:04o}) kín.").format(
        path=path, mode=mode
    )


def unseen(path: Path) -> str:
    """The message that this user may not open the folder of personal data."""
    return tr("Tài khoản này không xem được dữ liệu cá nhân trong {path}.").format(path=path)


def open_to_all(path: Path, mode: int) -> str:
    """The message about a folder or file that all users may open, or that its group may change."""
    return tr("{path} (quyền {mode:04o}) có dữ liệu cá nhân mà mọi tài khoản mở được, hoặc nhóm ghi được.").format(
        path=path, mode=mode
    )


def of_all_viewers(path: Path) -> str:
    """The message about a folder of personal data that every viewer can open. It has another group than it should."""
    return tr("Người xem nào cũng mở được {path}: thư mục không thuộc nhóm {group}.").format(
        path=path, group=PERSONAL_GROUP
    )


def closed_to_group(path: Path) -> str:
    """The message about a folder that nobody in the group for personal data can open."""
    return tr("Nhóm {group} không mở được {path}: không ai xem được dữ liệu cá nhân.").format(
        path=path, group=PERSONAL_GROUP
    )


def give(path: Path) -> str:
    """The command that opens the folder to the group for personal data, and closes it to all others."""
    place = quote(str(path))
    return f"chgrp -R {PERSONAL_GROUP} {place} && chmod -R u=rwX,g=rX,o= {place} && chmod g+s {place}"


def foreign(path: Path) -> str:
    """The message about a folder or file whose owner is not the owner of the data folder."""
    return tr("{path} thuộc tài khoản khác: tiến trình nhận tệp có thể không ghi được.").format(path=path)


def owner(path: Path, folder: Path) -> str:
    """The command that makes the data folder's owner the owner of ``path``. The command of ``give()`` follows it."""
    return f"chown -R --reference={quote(str(folder))} {quote(str(path))} && {give(path)}"
