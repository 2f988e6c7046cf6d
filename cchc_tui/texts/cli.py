"""Texts of the commands: help, results and error messages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cchc_tui.texts.language import N_, Translated, tr
from cchc_tui.texts.places import place


class CLI(metaclass=Translated):
    """Help texts and messages of the commands. The caller fills in ``{…}``."""

    main: Final = N_(
        "Bảng theo dõi trực tiếp hồ sơ trễ hạn và mô hình cải cách hành chính của từng đơn vị.\n\n"
        "Không kèm lệnh nào: mở màn hình. Tệp kết xuất thả vào DIR/inbox sẽ hiện lên bảng sau khoảng một giây."
    )
    commands: Final = N_("Lệnh")
    demo: Final = N_("Mở màn hình với một cuộc họp dựng sẵn: tệp kết xuất đến dần, bảng chạy theo.")
    collect: Final = N_("Nhận tệp kết xuất trong inbox (chạy mãi; --once: một lượt rồi thoát).")
    check: Final = N_("Đọc thử tệp mà không nạp: loại tệp, số dòng, dòng bị loại và lý do.")
    board: Final = N_("In một bảng (tên ở dòng trên) tại một thời điểm bất kỳ.")
    dossiers: Final = N_("In danh sách hồ sơ, trễ lâu nhất trước; --unit, --top 10 --format xlsx để in ra giấy.")
    report: Final = N_(
        "Lập văn bản từ số liệu của các bảng: biên bản, báo cáo nhanh, phiếu đơn vị, biểu II.06a, tin nhắn."
    )
    rebuild: Final = N_("Dựng lại cơ sở dữ liệu từ kho lưu tệp kết xuất.")
    publish: Final = N_(
        "Công bố số đếm theo đơn vị lên PostgreSQL của tỉnh; không có cán bộ, mã hồ sơ, dữ liệu cá nhân."
    )
    doctor: Final = N_("Kiểm tra thư mục, quyền, cách theo dõi, màn hình, lịch: sai gì, sửa thế nào.")
    audit: Final = N_("Ai đã xem dữ liệu cá nhân, lấy tệp, nhập vào, bị từ chối; và lúc nào.")
    backup: Final = N_("Sao lưu thư mục dữ liệu vào thư mục DIR: chụp cơ sở dữ liệu, chép phần mới, kiểm tra lại.")
    restore: Final = N_("Khôi phục một bản sao lưu vào thư mục trống DIR, trên máy này hoặc máy khác.")
    status: Final = N_("Tình trạng của thư mục dữ liệu cho máy giám sát; mã thoát 0 ổn, 1 cần xem lại, 2 có sự cố.")
    thin: Final = N_("Thưa bớt danh sách hồ sơ cũ theo [keep] trong cchc.toml: xem trước, --yes để bỏ thật.")
    option_yes: Final = N_("Bỏ thật; không có thì chỉ in ra những gì sẽ bỏ.")
    option_keep: Final = N_("Giữ N bản sao lưu mới nhất (mặc định: keep.backups trong cchc.toml).")
    option_sound_only: Final = N_("Bỏ qua các tệp hỏng trong bản sao lưu (có nêu tên) và khôi phục phần còn lại.")
    serve: Final = N_("Mở bảng cho trình duyệt trên máy này (sau máy chủ web của cơ quan: docs/web.md).")
    access: Final = N_("Ai được vào xem qua SSH: thêm, xem, thu hồi, cấu hình máy chủ SSH.")
    init: Final = N_("Tạo thư mục dữ liệu mới với danh mục của thành phố và các mẫu nhập liệu trống.")
    option_lang: Final = N_("Ngôn ngữ: vi, en. Mặc định: như đã chọn trên màn hình, không thì như trong cchc.toml.")
    made: Final = N_("Thư mục dữ liệu đã sẵn sàng. Bước tiếp theo:")
    all_there: Final = N_("Thư mục dữ liệu đã đủ, không thay đổi gì. Bước tiếp theo:")
    next_steps: Final = N_(
        "  1. Sửa {folder}/registry/units.toml nếu không phải thành phố Cao Lãnh năm 2021.\n"
        "  2. Thả tệp kết xuất từ phần mềm một cửa vào {folder}/inbox\n"
        "  3. cchc-tui --data {folder}"
    )
    option_data: Final = N_("Thư mục dữ liệu (mặc định ./data nếu có, không thì thư mục dữ liệu của người dùng).")
    option_take: Final = N_(
        "Thư mục duy nhất mà màn hình này ghi vào: tệp lấy ra, lựa chọn của người xem, nhật ký lỗi."
    )
    option_clock: Final = N_(
        "Đặt giờ của màn hình bắt đầu từ T, ví dụ 2021-11-10T08:30 (để tập huấn; màn hình có ghi rõ)."
    )
    option_theme: Final = N_(
        "Màu: dark (phòng tối), light (phòng sáng), contrast (tương phản cao), deuteranopia (không dùng đỏ với xanh "
        "lá). Mặc định: như đã chọn trên màn hình, không thì như trong cchc.toml."
    )
    option_ascii: Final = N_("Chỉ dùng ký tự ASCII: chữ không dấu, cho màn hình cũ (mặc định: tự nhận ra).")
    option_mouse: Final = N_("Dùng chuột hay không; nếu không, rê chuột bôi đen và chép chữ như trên mọi cửa sổ lệnh.")
    option_once: Final = N_("Nạp những gì đang có rồi thoát.")
    option_json: Final = N_("In kết quả dạng JSON.")
    option_by: Final = N_(
        "Gộp theo: unit (đơn vị), field (lĩnh vực), procedure (thủ tục), officer (cán bộ), age (số ngày trễ; bảng "
        "unclosed: số ngày từ khi trả)."
    )
    option_unit: Final = N_("Chỉ một đơn vị: mã hoặc tên.")
    option_only: Final = N_(
        "Hồ sơ nào: late (trễ hạn), overdue (quá hạn), resolved_late (giải quyết trễ hạn), unclosed (chưa kết thúc), "
        "returned_open (bảng unclosed: không kể hồ sơ tạm dừng), due_soon (sắp đến hạn), due_today (quá hạn trong hôm "
        "nay), waiting (tạm dừng), all (tất cả); online, offline, received (tiếp nhận từ đầu năm: nộp trực tuyến, "
        "không trực tuyến, tất cả)."
    )
    option_top: Final = N_("Chỉ N hồ sơ đầu.")
    option_meeting: Final = N_("Cuộc họp thứ N theo thời gian, hoặc last: cuộc họp gần nhất (mặc định).")
    option_from: Final = N_("Ngày đầu kỳ, ví dụ 2021-01-01. Mặc định: đầu năm.")
    option_to: Final = N_("Ngày cuối kỳ, ví dụ 2021-11-10. Mặc định: hôm nay.")
    option_level: Final = N_("Chỉ một cấp: city (thành phố), commune (xã).")
    option_first_seen: Final = N_("Bảng late: tính theo ngày ghi lần đầu, bỏ qua việc ghi lùi ngày hay dời hạn về sau.")
    option_as_of: Final = N_("Tính tại thời điểm T (giờ Việt Nam), ví dụ 2021-11-10T08:30. Mặc định: bây giờ.")
    option_since: Final = N_("Bảng changes: so với thời điểm T. Mặc định: cuộc họp, hoặc kết xuất trước đó.")
    option_format: Final = N_("Dạng in ra.")
    option_out: Final = N_("Ghi vào tệp thay vì in ra màn hình.")
    option_seed: Final = N_("Số gốc của dữ liệu dựng: cùng số, cùng diễn biến.")
    option_speed: Final = N_("Nhanh gấp bao nhiêu lần bình thường.")
    option_demo_data: Final = N_("Giữ dữ liệu dựng trong thư mục này (mặc định: thư mục tạm, xóa khi thoát).")
    binary_to_terminal: Final = N_("Dạng xlsx là tệp nhị phân: thêm --out TỆP.xlsx.")
    no_list: Final = N_("Chưa nhận danh sách hồ sơ nào: các số dưới đây chưa nói được gì.")


#: In the templates of sheets: the heading of the row numbers, and the name of the page with the lists of choices.
#: They are not translated, because the reader of filled-in sheets must recognize them.
TEMPLATE_NUMBER = "STT"
TEMPLATE_LISTS = "Danh mục"

SETTINGS_FILE = N_(
    """\
# Cài đặt của thư mục dữ liệu này. Bỏ dấu # ở đầu dòng để thay đổi; dòng nào không có thì dùng giá trị mặc định.

# compare = "time"          # trễ khi quá giờ hẹn ("time") hay quá ngày hẹn ("date")
# stale_minutes = 60        # quá chừng ấy phút thì số liệu bị coi là cũ
# theme = "dark"            # "dark" cho phòng tối, "light" cho phòng sáng, "contrast", "deuteranopia"
# language = "vi"           # ngôn ngữ của màn hình và các lệnh: "vi" tiếng Việt, "en" tiếng Anh

# [privacy]
# officers = false          # hiện tên cán bộ trên màn hình ngay từ đầu (phím O thay đổi)
# may_show = true           # cho phép hiện dữ liệu cá nhân khi có lý do (phím U); mỗi lần đều được ghi lại
# minutes = 5               # sau chừng ấy phút (1 đến 60) dữ liệu cá nhân tự ẩn

# [take]
# folder = ""               # thư mục của tệp lấy ra từ màn hình; để trống: cchc-tui trong Documents của người dùng
# host = ""                 # tên máy chủ mà cán bộ gõ sau sftp; để trống: tên của chính máy này

# [keep]
# backups = 14              # số bản sao lưu được giữ (lệnh cchc-tui backup)
# lists_months = 0          # lệnh cchc-tui thin giữ mọi danh sách của tháng này và chừng ấy tháng trước; 0: giữ tất cả
# then_one_a = "week"       # danh sách cũ hơn: giữ danh sách cuối mỗi "day" ngày, "week" tuần, "month" tháng

# [monitor]                 # lệnh cchc-tui status báo khi quá; 0: không xem
# backup_hours = 48         # bản sao lưu cuối đã chừng ấy giờ
# inbox_minutes = 15        # tệp nằm trong inbox chừng ấy phút
# data_hours = 0            # danh sách mới nhất đã cũ chừng ấy giờ
# free_mb = 1024            # đĩa còn dưới chừng ấy MiB
# wal_mb = 512              # nhật ký của cơ sở dữ liệu đã chừng ấy MiB

# [limits]
# file_mb = 512             # tệp lớn nhất được mở
# memory_mb = 4096          # bộ nhớ của tiến trình đọc tệp
"""
)

#: The head of a new registry file. Below it the package's own lines follow as comments.
REGISTRY_FILE = N_(
    """\
# Những gì chương trình đã có sẵn, viết thành ghi chú; bản mới của chương trình có thêm thì dùng được ngay.
# Chỉ viết vào đây điều riêng của cơ quan: cách viết thêm đứng trước các cách có sẵn, "!" đứng trước để bỏ một cách,
# remove = true để bỏ một mục. Xem docs/office.md.
"""
)


def no_data_folder(folder: Path) -> str:
    """The error message for a data folder that does not exist."""
    return tr("Không có thư mục dữ liệu {folder}. Tạo bằng: cchc-tui init {folder}").format(folder=folder)


def not_as_root(folder: Path, owner: str, command: str) -> str:
    """The error message if root runs a command that would write into another account's data folder."""
    text = tr("Thư mục dữ liệu {folder} là của tài khoản {owner}, lệnh này phải chạy dưới tài khoản đó: {command}")
    return text.format(folder=folder, owner=owner, command=f"runuser -u {owner} -- {command}")


def no_such_file(path: Path) -> str:
    """The error message of ``check`` for a file that does not exist."""
    return tr("Không có tệp {path}. Xem lại đường dẫn.").format(path=path)


def bad_moment(text: str) -> str:
    """The error message for an option whose text is not a moment."""
    return tr("“{text}” không phải thời điểm. Viết như 2021-11-10T08:30 hoặc 2021-11-10.").format(text=text)


def init_done(folder: Path, made: bool) -> str:
    """The message of ``init`` with the next steps. ``made`` tells whether anything was created."""
    steps = CLI.next_steps.format(folder=folder)
    return f"{CLI.made if made else CLI.all_there}\n{steps}"


def registry_error(path: Path, line: int, key: str, message: str) -> str:
    """The error message about a wrong line in a registry or settings file."""
    where = place(path, line, key)
    return tr("{where}: {message}. Sửa dòng này rồi chạy lại.").format(where=where, message=message)


def unknown_unit(text: str, known: list[str]) -> str:
    """The error message for a text that names no unit on the requested day.

    ``known`` are the names of that day's units.
    """
    units = ", ".join(known)
    return tr("Không có đơn vị “{text}” vào ngày ấy. Các đơn vị: {units}.").format(text=text, units=units)


def no_first_seen(board: str) -> str:
    """The error message for ``--as-first-seen`` with a board other than ``late``."""
    return tr("Chỉ bảng late có --as-first-seen, bảng {board} thì không.").format(board=board)


def no_since(board: str) -> str:
    """The error message for ``--since`` with a board other than ``changes``."""
    return tr("Chỉ bảng changes có --since, bảng {board} thì không.").format(board=board)


def no_level(board: str) -> str:
    """The error message for ``--level`` with a board that cannot be limited to a level."""
    return tr("Bảng {board} không có --level.").format(board=board)


def no_grouping(board: str) -> str:
    """The error message for ``--by`` or ``--unit`` with a board that has no such grouping."""
    return tr("Bảng {board} không có --by và --unit.").format(board=board)


def store_unreadable(reason: str) -> str:
    """The error message for a database that cannot be read."""
    return tr("Không đọc được cơ sở dữ liệu ({reason}). Chạy: cchc-tui doctor").format(reason=reason)


def saved(path: Path) -> str:
    """The message after a command has written a file."""
    return tr("Đã ghi {path}").format(path=path)
