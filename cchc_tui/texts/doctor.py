"""What the doctor says, in Vietnamese: what is wrong, and what to do."""

from __future__ import annotations

from pathlib import Path

SIGNS = {"fine": "✓", "advice": "!", "wrong": "✗"}

ONLY_VIEWING = "Chỉ xem thì không sao; muốn thu nhận tệp thì chạy bằng người dùng sở hữu thư mục."
CHOWN = "Trao lại tệp cho người dùng sở hữu thư mục dữ liệu (chown), rồi để thư mục ở quyền 2750."
MEND_LINE = "Sửa dòng này rồi chạy lại cchc-tui doctor."
CALENDAR_CURE = "Cập nhật thư viện holidays, hoặc ghi ngày nghỉ và ngày làm bù vào registry/calendar.toml."
LOCAL_DISK = "Chuyển thư mục dữ liệu sang đĩa của máy; chỉ inbox được nằm trên mạng."
POLLING_MEANS = "Tệp mới vẫn được thấy, chậm hơn khoảng 0,3 giây."
MORE_WATCHES = (
    "Tăng fs.inotify.max_user_watches và max_user_instances bằng sysctl; trong lúc đó tệp được thấy chậm hơn."
)
MAKE_SPACE = "Dọn bớt đĩa; không xóa tệp trong archive, cơ sở dữ liệu được dựng lại từ đó."
NO_COLLECTOR = "Chưa có tiến trình thu nhận nào đang chạy."
START_ONE = "Màn hình đầu tiên mở ra sẽ tự chạy; hoặc chạy hẳn như một dịch vụ: cchc-tui collect."
TROUBLE_CURE = "Xử lý theo câu trên; việc nạp sẽ tự tiếp tục."
TAKE_AWAY = "Lấy ra khỏi inbox; chỉ thả tệp kết xuất, không thả thư mục hay liên kết."
MAKE_READABLE = "Cho người dùng chạy tiến trình thu nhận quyền đọc tệp này (chmod g+r), hoặc chép lại tệp."
SEE_STATUS = "Xem bảng 0 (Nguồn dữ liệu) hoặc chạy: cchc-tui check TỆP."
SQLITE_CURE = (
    "Vẫn dùng được: chỉ một tiến trình ghi, các màn hình chỉ đọc. "
    "Nên dùng Python kèm SQLite từ 3.51.3 khi nâng cấp máy."
)
REBUILD = "Dừng tiến trình thu nhận rồi chạy: cchc-tui rebuild."
ONLY_FOR_SCREENS = "Chỉ cần cho màn hình; các lệnh khác vẫn chạy."
ENLARGE = "Phóng to cửa sổ hoặc giảm cỡ chữ; màn hình vẽ cho ít nhất 80 cột và 24 dòng."


def verdict(wrong: int) -> str:
    """The last line."""
    return f"Có {wrong} điều cần sửa (✗)." if wrong else "Mọi thứ đều ổn."


def no_folder(path: Path) -> str:
    """A folder is missing."""
    return f"Không có thư mục {path}."


def make_folder(path: Path) -> str:
    """How to make the parts of a data folder."""
    return f"Tạo bằng: cchc-tui init {path}"


def read_only(path: Path) -> str:
    """A folder that this user may not write to."""
    return f"Người dùng này không ghi được vào {path}."


def folder_there(path: Path) -> str:
    """The data folder has its parts."""
    return f"Thư mục dữ liệu {path} đủ các phần."


def writable_by_others(path: Path, mode: int) -> str:
    """A folder in which others can make files."""
    return f"{path} (quyền {mode:04o}) cho người khác ghi: tệp phụ của cơ sở dữ liệu có thể bị họ tạo và khóa việc ghi."


def open_to_all(path: Path, mode: int) -> str:
    """A folder that every user of the machine can read."""
    return f"{path} (quyền {mode:04o}) mở cho mọi người dùng của máy; trong đó có dữ liệu cá nhân."


def permissions_fine(mode: int) -> str:
    """Nobody else can write, others cannot read."""
    return f"Quyền thư mục dữ liệu ({mode:04o}) phù hợp."


def chmod(path: Path, mode: int) -> str:
    """The command that sets the right permissions."""
    return f"chmod {mode:04o} {path}"


def foreign_file(path: Path) -> str:
    """A file of the database that belongs to another user."""
    return f"{path} thuộc người dùng khác: tiến trình thu nhận sẽ không ghi được."


def open_lock(path: Path) -> str:
    """A lock that others could take."""
    return f"Tệp khóa {path} mở cho người khác: ai cũng có thể giữ khóa và chặn việc thu nhận."


def bad_line(path: Path, line: int, key: str, message: str) -> str:
    """A fault in a registry or settings file."""
    where = f"{path}, dòng {line}" if line else str(path)
    return f"{where}{', mục ' + key if key else ''}: {message}."


def registry_fine(city: str, units: int, folder: Path) -> str:
    """The registry can be read."""
    return f"Danh mục đọc được: {city}, {units} đơn vị ({folder})."


def calendar_thin(year: int, days: int) -> str:
    """A year with fewer days off than the law gives."""
    return f"Lịch làm việc năm {year} chỉ có {days} ngày nghỉ lễ trong tuần: số ngày trễ sẽ sai."


def calendar_fine(year: int, days: int) -> str:
    """A year with its days off."""
    return f"Lịch làm việc năm {year} có {days} ngày nghỉ lễ, nghỉ bù trong tuần."


def database_on_network(kind: str) -> str:
    """The database stands on a network file system."""
    return f"Thư mục dữ liệu nằm trên hệ thống tệp mạng ({kind}): cơ sở dữ liệu có thể hỏng."


def polling(kind: str) -> str:
    """Changes come unreported."""
    return f"inbox nằm trên hệ thống tệp mạng ({kind}): xem từng lượt thay vì chờ báo."


def few_watches(watches: int, instances: int) -> str:
    """The kernel gives too few watches."""
    return f"Hệ thống cho quá ít chỗ theo dõi thư mục (watches {watches}, instances {instances})."


def watching(kind: str) -> str:
    """Changes are reported."""
    return f"inbox được theo dõi qua inotify (hệ thống tệp {kind or 'không rõ'})."


def little_space(free: int, needed: int) -> str:
    """The disk is nearly full."""
    return f"Đĩa chỉ còn {free // 2**20} MiB, cần ít nhất {needed // 2**20} MiB."


def space(free: int) -> str:
    """There is room."""
    return f"Đĩa còn {free // 2**30} GiB."


def stalled(pid: int, age: int) -> str:
    """A collector that gives no sign of life and keeps the lock."""
    return f"Tiến trình thu nhận {pid} đứng im {age} giây nhưng vẫn giữ khóa."


def end_it(pid: int) -> str:
    """How to free the lock of a stalled collector."""
    return f"Cho chạy tiếp (kill -CONT {pid}) hoặc kết thúc (kill -KILL {pid}); không mất dữ liệu."


def collecting(user: str, pid: int) -> str:
    """A collector at work."""
    return f"Tiến trình thu nhận {pid} của người dùng {user} đang chạy."


def lock_without_status(path: Path) -> str:
    """Somebody holds the lock and says nothing."""
    return f"Khóa {path} đang bị giữ nhưng không có tiến trình thu nhận nào lên tiếng."


def who_holds(path: Path) -> str:
    """How to find the holder of the lock."""
    return f"Xem ai giữ: fuser -v {path}"


def in_trouble(sentence: str) -> str:
    """What the collector complains of."""
    return f"Tiến trình thu nhận báo: {sentence}"


def no_export(name: str, nature: str) -> str:
    """Something in the inbox that is no file."""
    kinds = {"link": "liên kết", "FIFO": "ống dẫn (FIFO)", "directory": "thư mục"}
    return f"“{name}” trong inbox là {kinds.get(nature, 'thiết bị')}, không phải tệp: không được mở."


def unreadable(name: str) -> str:
    """A file that we may not read."""
    return f"Không đọc được tệp “{name}” trong inbox."


def left_lying(name: str) -> str:
    """A file that nobody takes."""
    return f"Tệp “{name}” nằm trong inbox đã lâu mà chưa được nạp."


def sqlite_fine(version: str) -> str:
    """A release without the known fault."""
    return f"SQLite {version}."


def sqlite_old(version: str) -> str:
    """A release with a known fault."""
    return f"SQLite {version} có lỗi hiếm gặp khi hai kết nối cùng ghi (đã sửa từ 3.51.3)."


def database_unreadable(reason: str) -> str:
    """The database cannot be opened."""
    return f"Không đọc được cơ sở dữ liệu ({reason})."


def small_terminal(columns: int, rows: int) -> str:
    """Too small a terminal."""
    return f"Cửa sổ dòng lệnh {columns}x{rows} là nhỏ."


def terminal_fine(columns: int, rows: int, kind: str) -> str:
    """A terminal on which the app can run."""
    return f"Cửa sổ dòng lệnh {columns}x{rows}, TERM={kind}."
