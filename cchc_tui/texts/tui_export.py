"""Texts of exporting a screen: the choices, the description in the file, where the file is, and error messages."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, Words


class EXPORT(metaclass=Translated):
    """Words and sentences about exports of screens. The caller fills in ``{…}``."""

    title: Final = N_("Xuất: {what}")
    counted: Final = N_("{rows} dòng, {columns} cột đang thấy · lúc {when}")
    picture_only: Final = N_("Ở đây chỉ chụp được ảnh màn hình.")
    into: Final = N_("Ghi vào {folder}")
    too_long_to_copy: Final = N_("✗ Bảng này quá dài để chép vào bộ nhớ tạm (nhiều nhất {most}). Hãy xuất ra tệp.")
    gathering: Final = N_("Đang lấy {done} / {total} dòng…")
    making: Final = N_("Đang ghi tệp…")
    esc_stops: Final = N_("Esc dừng")
    done: Final = N_("✓ Đã ghi:")
    pasted: Final = N_("Đường dẫn đã chép; dán vào nơi cần dùng.")
    not_pasted: Final = N_("Đường dẫn quá dài nên không chép vào bộ nhớ tạm.")
    table_copied: Final = N_("✓ Đã chép {rows} dòng vào bộ nhớ tạm: mở bảng tính rồi dán.")
    only_owner: Final = N_("Chỉ tài khoản này đọc được tệp.")
    closes: Final = N_("Esc đóng")
    picture_taken: Final = N_("Đã chụp màn hình: {path}")
    # the description in the file
    as_of_label: Final = N_("Thời điểm")
    as_of: Final = N_("lúc {when}, số liệu đến {data} ({age})")
    as_of_no_data: Final = N_("lúc {when}, chưa có số liệu")
    past_label: Final = N_("Quá khứ")
    past_words: Final = N_("như các bảng cho thấy vào lúc ấy")
    since_label: Final = N_("Thay đổi")
    since: Final = N_("{since} ({when})")
    first_seen_label: Final = N_("Cách tính")
    first_seen: Final = N_("theo lần ghi đầu, như chưa có ngày nào bị lùi hay dời sau khi quá hạn")
    made_up_label: Final = N_("Lưu ý")
    made_up: Final = N_("số liệu giả định")
    made_up_file: Final = N_("minh họa")
    personal_label: Final = N_("Dữ liệu cá nhân")
    personal: Final = N_("có, vì đang được hiện trên màn hình; giữ gìn và hủy khi xong việc")
    # errors
    no_room: Final = N_("✗ Ổ đĩa đã hết chỗ nên không ghi được vào {folder}. Xóa bớt tệp rồi làm lại.")
    no_right: Final = N_(
        "✗ Tài khoản này không được ghi vào {folder}. Nhờ quản trị cấp quyền, hoặc đặt thư mục khác: mục [take] folder "
        "trong cchc.toml."
    )
    no_folder: Final = N_(
        "✗ {folder} không phải là thư mục ghi được ({reason}). Đặt thư mục khác: mục [take] folder trong cchc.toml."
    )
    not_written: Final = N_("✗ Không ghi được vào {folder}: {reason}.")
    in_the_inbox: Final = N_(
        "✗ {folder} nằm trong thư mục nhận tệp: tệp ghi vào đó sẽ bị nạp như một kết xuất. Đặt thư mục khác: mục "
        "[take] folder trong cchc.toml."
    )
    lines_lost: Final = N_("✗ Không lấy đủ các dòng ({reason}), nên chưa ghi tệp nào. Hãy làm lại.")
    no_answer: Final = N_("không có trả lời")
    hidden_meanwhile: Final = N_(
        "✗ Dữ liệu cá nhân vừa được che lại, nên chưa ghi tệp nào. Làm lại thì tệp không có dữ liệu cá nhân."
    )
    first_rows: Final = N_("{n} dòng đầu trong {of} dòng")


#: Format → its name, and its purpose.
CHOICES = Words(
    {
        "xlsx": (N_("Bảng tính Excel"), N_("số, ngày tính được; mở bằng Excel hoặc LibreOffice")),
        "csv": (N_("CSV"), N_("chữ thuần, cho phần mềm khác; UTF-8, cách nhau bằng dấu phẩy")),
        "json": (N_("JSON"), N_("cho chương trình; khóa cột không thay đổi, số để nguyên")),
        "svg": (N_("Ảnh màn hình"), N_("SVG: phóng to không vỡ; mở bằng trình duyệt, chèn vào Word")),
        "copy": (N_("Chép bảng"), N_("vào bộ nhớ tạm của máy đang ngồi, để dán vào bảng tính hay thư")),
        "top": (N_("Mười dòng đầu"), N_("mười dòng đứng đầu bảng, in vừa một trang A4")),
        "papers": (N_("Văn bản"), N_("biên bản, báo cáo nhanh, phiếu đơn vị, biểu II.06a, tin nhắn")),
    }
)
#: Titles in exports for columns that have no title in words on the screen.
UNTITLED = Words(
    {
        "rank": N_("Hạng"),
        "move": N_("Thay đổi hạng"),
        "target": N_("So với chỉ tiêu"),
        "spark": N_("30 ngày qua"),
        "name": N_("Đơn vị"),
        "change": N_("Thay đổi"),
    }
)
#: Titles of the overview's large figures as columns.
FIGURES = Words(
    {
        "level": N_("Cấp"),
        "late": N_("Trễ hạn"),
        "change": N_("Thay đổi"),
        "unclosed_late": N_("Chỉ vì chưa kết thúc"),
        "due_soon": N_("Sắp đến hạn"),
    }
)
