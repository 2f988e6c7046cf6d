"""What the commands say, in Vietnamese."""

from __future__ import annotations

from pathlib import Path

MAIN = """Bảng theo dõi trực tiếp hồ sơ trễ hạn và mô hình cải cách hành chính của từng đơn vị.

Không kèm lệnh nào: mở màn hình. Tệp kết xuất thả vào DIR/inbox sẽ hiện lên bảng sau khoảng một giây."""
COMMANDS = "Lệnh"
DEMO = "Mở màn hình với một cuộc họp dựng sẵn: tệp kết xuất đến dần, bảng chạy theo."
COLLECT = "Thu nhận tệp kết xuất trong inbox (chạy mãi; --once: một lượt rồi thoát)."
CHECK = "Đọc thử tệp mà không nạp: loại tệp, số dòng, dòng bị loại và lý do."
BOARD = "In một bảng: late, rollout, exports, findings, due, forecast, trend."
REBUILD = "Dựng lại cơ sở dữ liệu từ kho lưu tệp kết xuất."
DOCTOR = "Kiểm tra thư mục, quyền, cách theo dõi, màn hình, lịch: sai gì, sửa thế nào."
INIT = "Tạo thư mục dữ liệu mới với danh mục của thành phố và các mẫu nhập liệu trống."

OPTION_DATA = "Thư mục dữ liệu (mặc định ./data nếu có, không thì thư mục dữ liệu của người dùng)."
OPTION_CLOCK = "Đặt giờ của màn hình bắt đầu từ T, ví dụ 2021-11-10T08:30 (để tập huấn; màn hình có ghi rõ)."
OPTION_ONCE = "Nạp những gì đang có rồi thoát."
OPTION_JSON = "In kết quả dạng JSON."
OPTION_BY = "Gộp theo: unit (đơn vị), field (lĩnh vực), procedure (thủ tục), officer (cán bộ), age (số ngày trễ)."
OPTION_UNIT = "Chỉ một đơn vị: mã hoặc tên."
OPTION_FIRST_SEEN = "Bảng late: tính theo ngày ghi lần đầu, bỏ qua việc lùi ngày hay dời hạn về sau."
OPTION_AS_OF = "Tính tại thời điểm T (giờ Việt Nam), ví dụ 2021-11-10T08:30. Mặc định: bây giờ."
OPTION_FORMAT = "Dạng in ra."
OPTION_OUT = "Ghi vào tệp thay vì in ra màn hình."
OPTION_SEED = "Số gốc của dữ liệu dựng: cùng số, cùng diễn biến."
OPTION_SPEED = "Nhanh gấp bao nhiêu lần bình thường."
OPTION_DEMO_DATA = "Giữ dữ liệu dựng trong thư mục này (mặc định: thư mục tạm, xóa khi thoát)."

BINARY_TO_TERMINAL = "Dạng xlsx là tệp nhị phân: thêm --out TỆP.xlsx."
ROLLOUT_SHEET = "Nhân rộng mô hình"
ROLLOUT_TITLE = "THEO DÕI NHÂN RỘNG MÔ HÌNH CẢI CÁCH HÀNH CHÍNH"
ROLLOUT_HEADINGS = ["STT", "Đơn vị", "Mô hình", "Tình trạng", "Ngày bắt đầu", "Số lượt", "Ghi chú"]

SETTINGS_FILE = """\
# Cài đặt của thư mục dữ liệu này. Bỏ dấu # ở đầu dòng để đổi; dòng nào không có thì dùng giá trị mặc định.

# compare = "time"          # trễ khi quá giờ hẹn ("time") hay quá ngày hẹn ("date")
# stale_minutes = 60        # quá chừng ấy phút thì số liệu bị coi là cũ
# theme = "dark"            # "dark" cho phòng tối, "light" cho phòng sáng

# [privacy]
# officers = false          # hiện tên cán bộ trên màn hình

# [limits]
# file_mb = 512             # tệp lớn nhất được mở
# memory_mb = 4096          # bộ nhớ của tiến trình đọc tệp
"""


def no_data_folder(folder: Path) -> str:
    """The data folder is not there."""
    return f"Không có thư mục dữ liệu {folder}. Tạo bằng: cchc-tui init {folder}"


def bad_moment(text: str) -> str:
    """A moment that can't be read."""
    return f"“{text}” không phải thời điểm. Viết như 2021-11-10T08:30 hoặc 2021-11-10."


def init_done(folder: Path, made: bool) -> str:
    """What to do next with a data folder."""
    first = "Thư mục dữ liệu đã sẵn sàng." if made else "Thư mục dữ liệu đã đủ, không đổi gì."
    return (
        f"{first} Bước tiếp theo:\n"
        f"  1. Sửa {folder}/registry/units.toml nếu không phải thành phố Cao Lãnh năm 2021.\n"
        f"  2. Thả tệp kết xuất từ phần mềm một cửa vào {folder}/inbox\n"
        f"  3. cchc-tui --data {folder}"
    )


def registry_error(path: Path, line: int, key: str, message: str) -> str:
    """A fault in a registry or settings file."""
    where = f"{path}, dòng {line}" if line else str(path)
    return f"{where}{', mục ' + key if key else ''}: {message}. Sửa dòng này rồi chạy lại."


def unknown_unit(text: str, known: list[str]) -> str:
    """A unit asked for that the registry lacks on that day."""
    return f"Không có đơn vị “{text}” vào ngày ấy. Các đơn vị: {', '.join(known)}."


def no_first_seen(board: str) -> str:
    """A board whose dates are as reported only."""
    return f"Chỉ bảng late có --as-first-seen, bảng {board} thì không."


def no_grouping(board: str) -> str:
    """A board that has one form only."""
    return f"Bảng {board} không có --by và --unit."


def store_unreadable(reason: str) -> str:
    """The database can't be read."""
    return f"Không đọc được cơ sở dữ liệu ({reason}). Chạy: cchc-tui doctor"


def saved(path: Path) -> str:
    """A board was written."""
    return f"Đã ghi {path}"
