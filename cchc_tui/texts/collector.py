"""What the collector, the doctor and the terminal guard say, in Vietnamese."""

from __future__ import annotations

BUSY = "Một tiến trình thu nhận khác đang làm việc với thư mục dữ liệu này; không cần chạy thêm."
NO_TERMINAL = (
    "Màn hình cần một cửa sổ dòng lệnh thật. Qua SSH hãy gọi: ssh -t MÁY-CHỦ cchc-tui. "
    "Không có màn hình thì dùng: cchc-tui board late."
)
DUMB_TERMINAL = (
    "Cửa sổ dòng lệnh này (TERM trống hoặc “dumb”) không vẽ được màn hình. "
    "Đặt TERM=xterm-256color rồi chạy lại, hoặc dùng: cchc-tui board late."
)
NOTHING_THERE = "Không có tệp nào trong inbox."
BUSY_REBUILD = (
    "Một tiến trình thu nhận đang chạy với thư mục dữ liệu này. Dừng tiến trình đó (và các màn hình) rồi chạy lại."
)
INBOX_GONE = "Không thấy thư mục nhận tệp inbox. Tạo lại thư mục này; tệp thả vào sẽ được nhận ngay."
LOCK_GONE = "Tệp khóa trong thư mục state đã bị xóa khi đang chạy; tiến trình thu nhận dừng để không ghi chồng nhau."
DATABASE_GONE = "Tệp cơ sở dữ liệu không còn; đang dựng lại từ kho lưu."
DISK_FULL = "Đĩa đã đầy: chưa nạp được tệp mới. Dọn bớt chỗ, việc nạp sẽ tự tiếp tục."


def collector_failed(reason: str) -> str:
    """The collector that this viewer started ended by itself."""
    return f"Tiến trình thu nhận dừng đột ngột{': ' + reason if reason else ''}. Sẽ thử lại."


def not_readable(name: str, reason: str) -> str:
    """A file in the inbox that we may not open."""
    return f"Không mở được tệp “{name}” trong inbox ({reason}). Cho phép người dùng đang chạy phần mềm đọc tệp này."


def not_removed(name: str, reason: str) -> str:
    """A file that is loaded and kept, and cannot be taken out of the inbox."""
    return f"Đã nạp tệp “{name}” nhưng không lấy ra khỏi inbox được ({reason}). Kiểm tra quyền của thư mục inbox."


def not_written(reason: str) -> str:
    """The database or the data folder takes nothing."""
    return f"Không ghi được vào thư mục dữ liệu ({reason}). Kiểm tra quyền và dung lượng; việc nạp sẽ tự tiếp tục."


def cannot_collect(where: str, reason: str) -> str:
    """This user may not collect here."""
    return f"Không thu nhận được: {where} ({reason}). Chạy bằng người dùng sở hữu thư mục dữ liệu."


def bad_registry(where: str, message: str) -> str:
    """A fault in the registry or settings while running: the last good ones stay."""
    return f"{where}: {message}. Đang dùng danh mục và cài đặt trước đó."


def refused_line(sentence: str) -> str:
    """``--once``: a file that could not be taken."""
    return f"✗ {sentence}"


def repeated_line(name: str) -> str:
    """``--once``: a file that came before."""
    return f"= {name}: giống hệt một tệp đã nạp, không có gì mới."


def loaded_line(name: str, rows: int, rejected: int, loaded: int, changed: int) -> str:
    """``--once``: a file that was loaded."""
    left_out = f", {_number(rejected)} dòng bị loại" if rejected else ""
    return f"✓ {name}: {_number(rows)} dòng, {_number(loaded)} mới, {_number(changed)} thay đổi{left_out}."


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def rebuilding(number: int, total: int, name: str) -> str:
    """An export of the archive was loaded again."""
    return f"[{number}/{total}] {name}"


def rebuilt(count: int) -> str:
    """The database is new."""
    return f"Đã dựng lại cơ sở dữ liệu từ {_number(count)} tệp trong kho lưu."


def not_rebuilt(reason: str) -> str:
    """The old database stays."""
    return f"Không dựng lại được cơ sở dữ liệu ({reason}). Cơ sở dữ liệu cũ vẫn còn nguyên."
