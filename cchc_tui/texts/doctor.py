"""Messages of the command ``doctor``: what is wrong, and what to do."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated, Words, tr
from cchc_tui.texts.places import place

SIGNS = {"fine": "✓", "advice": "!", "wrong": "✗"}


class DOCTOR(metaclass=Translated):
    """Messages that have no parameters, and words that several messages share."""

    only_viewing: Final = N_("Chỉ xem thì không sao; muốn nhận tệp thì chạy bằng người dùng sở hữu thư mục.")
    mend_line: Final = N_("Sửa dòng này rồi chạy lại cchc-tui doctor.")
    calendar_cure: Final = N_("Cập nhật chương trình, hoặc ghi ngày nghỉ và ngày làm bù vào registry/calendar.toml.")
    local_disk: Final = N_("Chuyển thư mục dữ liệu sang đĩa của máy; chỉ inbox được nằm trên mạng.")
    polling_means: Final = N_("Tệp mới vẫn được thấy, chậm hơn khoảng 0,3 giây.")
    more_watches: Final = N_(
        "Tăng fs.inotify.max_user_watches và max_user_instances bằng sysctl; trong lúc đó tệp được thấy chậm hơn."
    )
    make_space: Final = N_("Dọn bớt đĩa; không xóa tệp trong archive, cơ sở dữ liệu được dựng lại từ đó.")
    no_collector: Final = N_("Chưa có tiến trình nhận tệp nào đang chạy.")
    start_one: Final = N_("Màn hình đầu tiên mở ra sẽ tự chạy; hoặc chạy hẳn như một dịch vụ: cchc-tui collect.")
    trouble_cure: Final = N_("Xử lý theo câu trên; việc nạp sẽ tự tiếp tục.")
    take_away: Final = N_("Lấy ra khỏi inbox; chỉ thả tệp kết xuất, không thả thư mục hay liên kết.")
    make_readable: Final = N_(
        "Cho người dùng chạy tiến trình nhận tệp quyền đọc tệp này (chmod g+r), hoặc chép lại tệp."
    )
    see_status: Final = N_("Xem bảng 0 (Nguồn dữ liệu) hoặc chạy: cchc-tui check TỆP.")
    sqlite_cure: Final = N_(
        "Vẫn dùng được: chỉ một tiến trình ghi, các màn hình chỉ đọc. Nên dùng Python kèm SQLite từ 3.51.3 khi nâng "
        "cấp máy."
    )
    rebuild: Final = N_("Dừng tiến trình nhận tệp rồi chạy: cchc-tui rebuild.")
    only_for_screens: Final = N_("Chỉ cần cho màn hình; các lệnh khác vẫn chạy.")
    to_mend: Final = NN_("Có {n} điều cần sửa (✗).")
    advised: Final = NN_("Dùng được; có {n} điều nên xem lại (!).")
    fine: Final = N_("Mọi thứ đều ổn.")
    open_inside: Final = NN_("{path}: {n} thư mục, tệp ở đó cho mọi người dùng của máy ghi, ai cũng sửa được số liệu.")
    device: Final = N_("thiết bị")
    unknown: Final = N_("không rõ")
    enlarge: Final = N_("Phóng to cửa sổ hoặc giảm cỡ chữ; màn hình vẽ cho ít nhất 80 cột và 24 dòng.")


_NATURES = Words({"link": N_("liên kết"), "FIFO": N_("ống dẫn (FIFO)"), "directory": N_("thư mục")})


def verdict(wrong: int, advice: int) -> str:
    """The last line of the report.

    ``wrong`` is the number of ``WRONG`` results, ``advice`` the number of ``ADVICE`` results.
    """
    if wrong:
        return DOCTOR.to_mend.format(n=wrong)
    return DOCTOR.advised.format(n=advice) if advice else DOCTOR.fine


def no_folder(path: Path) -> str:
    """The error message for a data folder, or a part of it, that does not exist."""
    return tr("Không có thư mục {path}.").format(path=path)


def make_folder(path: Path) -> str:
    """The advice to create the missing parts of a data folder."""
    return tr("Tạo bằng: cchc-tui init {path}").format(path=path)


def read_only(path: Path) -> str:
    """The message for a folder that this user may not write to."""
    return tr("Người dùng này không ghi được vào {path}.").format(path=path)


def folder_there(path: Path) -> str:
    """The message for a data folder that has all its parts."""
    return tr("Thư mục dữ liệu {path} đủ các phần.").format(path=path)


def writable_by_others(path: Path, mode: int) -> str:
    """The message for a folder in which other users can create files."""
    return tr(
        "{path} (quyền {mode:04o}) cho người khác ghi: tệp phụ của cơ sở dữ liệu có thể bị họ tạo và khóa việc ghi."
    ).format(path=path, mode=mode)


def writable_by_all(path: Path, mode: int) -> str:
    """The message for a part of the data folder that every user of the machine may change."""
    return tr("{path} (quyền {mode:04o}) cho mọi người dùng của máy ghi: ai cũng sửa được số liệu.").format(
        path=path, mode=mode
    )


def open_to_all(path: Path, mode: int) -> str:
    """The message for a data folder that is open to every user of the machine."""
    return tr("{path} (quyền {mode:04o}) mở cho mọi người dùng của máy; trong đó có dữ liệu cá nhân.").format(
        path=path, mode=mode
    )


def permissions_fine(mode: int) -> str:
    """The message that the permissions of the data folder are right."""
    return tr("Quyền thư mục dữ liệu ({mode:04o}) phù hợp.").format(mode=mode)


def foreign_part(path: Path) -> str:
    """The message for a part of the data folder that belongs to another user. The collector cannot write to it."""
    return tr("{path} thuộc người dùng khác: tiến trình nhận tệp sẽ không ghi được.").format(path=path)


def give_back(path: Path, folder: Path) -> str:
    """The command that makes the data folder's owner the owner of the part ``path``."""
    return f"chown -R --reference={quote(str(folder))} {quote(str(path))}"


def closed_part(path: str) -> str:
    """The message for a part of the data folder that this user may not open."""
    return tr("Người dùng này không mở được {path}.").format(path=path)


def open_lock(path: Path) -> str:
    """The message for a lock file that other users could lock, which would stop the collector."""
    return tr("Tệp khóa {path} mở cho người khác: ai cũng có thể giữ khóa và chặn việc nhận tệp.").format(path=path)


def bad_line(path: Path, line: int, key: str, message: str) -> str:
    """The error message about a wrong line in a registry or settings file."""
    return f"{place(path, line, key)}: {message}."


def registry_fine(city: str, units: int, folder: Path) -> str:
    """The message for a registry that can be read. ``units`` is the number of units."""
    return tr("Danh mục đọc được: {city}, {units} đơn vị ({folder}).").format(city=city, units=units, folder=folder)


def calendar_thin(year: int, days: int) -> str:
    """The message for a year in which the registry has too few weekdays off. The law gives more of them."""
    return tr("Lịch làm việc năm {year} chỉ có {days} ngày nghỉ lễ trong tuần: số ngày trễ sẽ sai.").format(
        year=year, days=days
    )


def calendar_fine(year: int, days: int) -> str:
    """The message for a year whose calendar has enough days off from Monday to Friday (``days``)."""
    return tr("Lịch làm việc năm {year} có {days} ngày nghỉ lễ, nghỉ bù trong tuần.").format(year=year, days=days)


def database_on_network(kind: str) -> str:
    """The message for a data folder on a network file system, where the database can be damaged."""
    return tr("Thư mục dữ liệu nằm trên hệ thống tệp mạng ({kind}): cơ sở dữ liệu có thể hỏng.").format(kind=kind)


def polling(kind: str) -> str:
    """The message for an inbox on a network file system.

    Changes there are not reported, so the collector has to poll.
    """
    return tr("inbox nằm trên hệ thống tệp mạng ({kind}): xem từng lượt thay vì chờ báo.").format(kind=kind)


def few_watches(watches: int, instances: int) -> str:
    """The message that the kernel allows too few inotify watches or instances."""
    return tr("Hệ thống cho quá ít chỗ theo dõi thư mục (watches {watches}, instances {instances}).").format(
        watches=watches, instances=instances
    )


def watching(kind: str) -> str:
    """The message for an inbox on a file system that reports changes. ``kind`` is the kind of the file system."""
    return tr("inbox được theo dõi qua inotify (hệ thống tệp {kind}).").format(kind=kind or DOCTOR.unknown)


def little_space(free: int, needed: int) -> str:
    """The message for too little disk space. ``free`` and ``needed`` are in bytes."""
    return tr("Đĩa chỉ còn {mib} MiB, cần ít nhất {needed_mib} MiB.").format(
        mib=free // 2**20, needed_mib=needed // 2**20
    )


def space(free: int) -> str:
    """The message that there is enough disk space. ``free`` is in bytes."""
    return tr("Đĩa còn {gib} GiB.").format(gib=free // 2**30)


def stalled(pid: int, age: int) -> str:
    """The message for a running collector that has not updated its status for ``age`` seconds."""
    return tr("Tiến trình nhận tệp {pid} đứng im {age} giây nhưng vẫn giữ khóa.").format(pid=pid, age=age)


def end_it(pid: int) -> str:
    """The advice to let a stalled collector continue, or else to end it."""
    return tr("Cho chạy tiếp (kill -CONT {pid}) hoặc kết thúc (kill -KILL {pid}); không mất dữ liệu.").format(pid=pid)


def collecting(user: str, pid: int) -> str:
    """The message that a collector is running, with its user and its process id."""
    return tr("Tiến trình nhận tệp {pid} của người dùng {user} đang chạy.").format(pid=pid, user=user)


def lock_without_status(path: Path) -> str:
    """The message that somebody holds the collector's lock, although no collector has written a status."""
    return tr("Khóa {path} đang bị giữ nhưng không có tiến trình nhận tệp nào lên tiếng.").format(path=path)


def who_holds(path: Path) -> str:
    """The advice how to find the process that holds the collector's lock."""
    return tr("Xem ai giữ: fuser -v {path}").format(path=path)


def in_trouble(sentence: str) -> str:
    """The message that the collector reports an error. ``sentence`` is the collector's own message."""
    return tr("Tiến trình nhận tệp báo: {sentence}").format(sentence=sentence)


def no_export(name: str, nature: str) -> str:
    """The message for something in the inbox that is not a regular file. ``nature`` is its EntryType."""
    kind = _NATURES.get(nature, DOCTOR.device)
    return tr("“{name}” trong inbox là {kind}, không phải tệp: không được mở.").format(name=name, kind=kind)


def unreadable(name: str) -> str:
    """The message for a file in the inbox that this user may not read."""
    return tr("Không đọc được tệp “{name}” trong inbox.").format(name=name)


def left_lying(name: str) -> str:
    """The message for a file that has been in the inbox for long and was not loaded."""
    return tr("Tệp “{name}” nằm trong inbox đã lâu mà chưa được nạp.").format(name=name)


def sqlite_fine(version: str) -> str:
    """The message for a release of SQLite that does not have the bug that ``sqlite_old`` is about."""
    return f"SQLite {version}."


def sqlite_old(version: str) -> str:
    """The message for a release of SQLite with a bug that can damage the database when two connections write."""
    return tr("SQLite {version} có lỗi hiếm gặp khi hai kết nối cùng ghi (đã sửa từ 3.51.3).").format(version=version)


def database_unreadable(reason: str) -> str:
    """The error message for a database that cannot be opened."""
    return tr("Không đọc được cơ sở dữ liệu ({reason}).").format(reason=reason)


def small_terminal(columns: int, rows: int) -> str:
    """The message for a terminal that is too small."""
    return tr("Cửa sổ dòng lệnh {columns}x{rows} là nhỏ.").format(columns=columns, rows=rows)


def terminal_fine(columns: int, rows: int, kind: str) -> str:
    """The message for a terminal that is large enough. ``kind`` is the value of TERM."""
    return tr("Cửa sổ dòng lệnh {columns}x{rows}, TERM={kind}.").format(columns=columns, rows=rows, kind=kind)
