"""Messages of ``doctor`` about problems that build up over months, such as full disks and old databases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cchc_tui.texts.language import N_, Translated, tr
from cchc_tui.texts.numbers import number

#: Most names in one message.
_MOST = 5


class CARE_CHECKS(metaclass=Translated):  # noqa: N801  like the other tables of texts
    """Messages that have no parameters."""

    other_disk: Final = N_("Sao lưu sang đĩa khác hoặc máy khác: đĩa này hỏng thì mất cả hai.")
    set_clock: Final = N_("Chỉnh giờ máy và bật đồng bộ giờ: timedatectl set-ntp true.")
    set_zone: Final = N_(
        "Các bảng vẫn đúng giờ Việt Nam; lịch hẹn và nhật ký của máy thì theo múi kia: timedatectl set-timezone "
        "Asia/Ho_Chi_Minh."
    )
    fewer_files: Final = N_("Xóa bớt tệp nhỏ không dùng trên đĩa này (df -i); không xóa tệp trong archive.")
    no_temporary: Final = N_("Không có thư mục tạm nào ghi được.")
    make_temporary: Final = N_("Dọn thư mục tạm, hoặc đặt TMPDIR sang nơi còn chỗ.")
    delete_old: Final = N_("Khi các bảng đã đúng và đã sao lưu thì có thể xóa các tệp này.")
    thin: Final = N_("Xem trước rồi bỏ: systemctl stop cchc; cchc-tui thin; cchc-tui thin --yes; systemctl start cchc.")


def same_disk(target: Path) -> str:
    """The message that the backups are on the same disk as the data folder."""
    return tr("Bản sao lưu nằm cùng đĩa với thư mục dữ liệu: {path}.").format(path=target)


def clock_behind(now: str, newest: str) -> str:
    """The message that the machine's clock shows an earlier time than the newest file's arrival."""
    return tr("Giờ máy ({now}) chậm hơn lúc nhận tệp mới nhất ({newest}).").format(now=now, newest=newest)


def other_zone(zone: str) -> str:
    """The message that the machine's time zone is not that of Vietnam."""
    return tr("Múi giờ của máy là {zone}, không phải giờ Việt Nam.").format(zone=zone)


def few_inodes(count: int) -> str:
    """The message that the file system has room for only ``count`` more files."""
    return tr("Đĩa chỉ còn tạo được {n} tệp nữa.").format(n=number(count))


def temporary_full(path: Path, mib: int) -> str:
    """The message that the temporary folder has only ``mib`` MiB left."""
    return tr("Thư mục tạm {path} chỉ còn {mib} MiB.").format(path=path, mib=mib)


def little_memory(total: int, limit: int) -> str:
    """The message that the machine has less memory than reading a file may use. ``total`` and ``limit`` are in MiB."""
    return tr("Máy có {total} MiB bộ nhớ, ít hơn giới hạn đọc tệp {limit} MiB: hệ thống có thể dừng việc đọc.").format(
        total=number(total), limit=number(limit)
    )


def lower_limit(mib: int) -> str:
    """The advice to set the memory limit for reading files to ``mib`` MiB."""
    return tr("Đặt memory_mb = {mib} ở mục [limits] trong cchc.toml.").format(mib=mib)


def originals_open(path: Path, mode: int) -> str:
    """The message that other users than its owner can open the archive folder."""
    return tr("Tệp gốc trong {path} (quyền {mode:04o}) mở được cho người khác; trong đó có dữ liệu cá nhân.").format(
        path=path, mode=mode
    )


def old_databases(names: Sequence[str], mib: int) -> str:
    """The message about old databases that were kept when they were replaced. ``mib`` is their total size in MiB."""
    said = ", ".join([*names[:_MOST], *(["…"] if len(names) > _MOST else [])])
    return tr("Cơ sở dữ liệu cũ được giữ lại chiếm {mib} MiB: {names}.").format(mib=number(mib), names=said)


def to_be_thinned(limit: str) -> str:
    """The message that the lists older than ``limit`` (ISO time) should have been thinned out, but were not."""
    return tr("Theo [keep], danh sách trước {day} được thưa bớt nhưng chưa làm.").format(day=_day(limit))


def thinned(files: int, at: str) -> str:
    """The message about the last thinning: its time ``at`` (ISO), and the number of files dropped."""
    return tr("Danh sách cũ đã được thưa bớt ngày {day}: bỏ {n} tệp.").format(day=_day(at), n=number(files))


def _day(moment: str) -> str:
    return "/".join(reversed(moment.partition("T")[0].split("-")))
