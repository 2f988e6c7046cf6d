"""The catalogue of procedures (*danh mục TTHC*): field, level and online service level of each procedure."""

from __future__ import annotations

from cchc_tui.sheets.fields import NOTE
from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from cchc_tui.texts.language import N_

SHEET = Sheet(
    name="catalogue",
    title=N_("danh mục thủ tục hành chính"),
    brief=N_("danh mục TTHC"),
    heading="DANH MỤC THỦ TỤC HÀNH CHÍNH",
    file="danh-muc-thu-tuc",
    # Two rows of one procedure may state different service levels for the two levels. Some procedures have no code.
    key=("code", "name", "level"),
    complete=True,
    fields=(
        Field(
            name="code",
            type=FieldType.TEXT,
            headings=(
                *("Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính", "Mã số TTHC", "Mã số thủ tục", "Mã số", "Mã"),
                *("Mã hồ sơ TTHC", "Mã chuẩn TTHC"),
            ),
            note="Mã của thủ tục trên Cơ sở dữ liệu quốc gia, như 1.000894. Để trống nếu thủ tục chưa có mã.",
            example="1.000894",
        ),
        Field(
            name="name",
            type=FieldType.TEXT,
            headings=(
                *("Tên thủ tục", "Tên TTHC", "Tên thủ tục hành chính", "Thủ tục hành chính", "Thủ tục", "TTHC"),
                *("Tên", "Tên dịch vụ công"),
            ),
            required=True,
            note="Tên thủ tục như trong quyết định công bố.",
            example="Đăng ký kết hôn",
        ),
        Field(
            name="field",
            type=FieldType.TEXT,
            headings=("Lĩnh vực", "Tên lĩnh vực", "Lĩnh vực TTHC", "Lĩnh vực thủ tục"),
            merged=True,
            note="Lĩnh vực của thủ tục. Ô để trống lấy theo dòng trên.",
            example="Hộ tịch",
        ),
        Field(
            name="level",
            type=FieldType.CHOICES,
            headings=("Cấp thực hiện", "Cấp giải quyết", "Cấp", "Cấp thẩm quyền", "Cấp thực hiện TTHC", "Cấp TTHC"),
            choices={
                "city": (
                    *("Cấp thành phố", "Cấp huyện", "Thành phố", "Huyện", "Cấp thị xã", "Cấp quận", "Cấp TP"),
                    *("Quận, huyện", "Quận/Huyện", "Cấp quận, huyện", "UBND cấp huyện", "UBND thành phố"),
                ),
                "commune": (
                    *("Cấp xã", "Xã", "Cấp phường", "Phường", "Cấp thị trấn", "Thị trấn", "Cấp phường, xã"),
                    *("Cấp xã, phường", "Xã, phường", "Phường, xã", "Xã/Phường/Thị trấn", "UBND cấp xã"),
                ),
                "other": (
                    *("Cấp tỉnh", "Tỉnh", "Cấp Bộ", "Bộ", "Cấp Trung ương", "Trung ương", "Cơ quan khác"),
                    "Cơ quan Trung ương",
                ),
            },
            required=True,
            note="Cấp thành phố, Cấp xã, hoặc cả hai: Cấp thành phố; Cấp xã.",
            example="Cấp xã",
        ),
        Field(
            name="agency",
            type=FieldType.TEXT,
            headings=("Cơ quan thực hiện", "Cơ quan giải quyết", "Đơn vị thực hiện", "Cơ quan, đơn vị thực hiện"),
            note="Phòng, ban giải quyết thủ tục; nhiều đơn vị cách nhau bằng dấu chấm phẩy. Có thể để trống.",
            example="UBND cấp xã",
        ),
        Field(
            name="service",
            type=FieldType.CHOICE,
            headings=("Mức độ", "Mức độ DVC", "Mức độ dịch vụ công", "Mức độ trực tuyến", "Mức độ DVCTT", "Mức DVC"),
            choices={
                "4": (
                    *("Mức độ 4", "4", "Mức 4", "Toàn trình", "Trực tuyến toàn trình", "DVC trực tuyến toàn trình"),
                    *("Dịch vụ công trực tuyến toàn trình", "DVCTT toàn trình", "DVC toàn trình", "DVC mức độ 4"),
                ),
                "3": (
                    *("Mức độ 3", "3", "Mức 3", "Một phần", "Trực tuyến một phần", "DVC trực tuyến một phần"),
                    *("Dịch vụ công trực tuyến một phần", "DVCTT một phần", "DVC một phần", "DVC mức độ 3"),
                ),
                "2": (
                    *("Mức độ 2", "2", "Mức 2", "Cung cấp thông tin", "Cung cấp thông tin trực tuyến"),
                    *("DVC cung cấp thông tin trực tuyến", "Dịch vụ cung cấp thông tin trực tuyến"),
                ),
                "1": ("Mức độ 1", "1", "Mức 1"),
            },
            lenient=True,
            unknown="choice_left_out",
            ticked=True,
            note="2, 3, 4; hoặc Toàn trình (= 4), Một phần (= 3), Cung cấp thông tin (= 2).",
            example="Mức độ 3",
        ),
        Field(
            name="state",
            type=FieldType.CHOICE,
            headings=("Trạng thái", "Tình trạng", "Hiệu lực"),
            choices={
                "published": ("Đã công bố", "Công bố", "Còn hiệu lực", "Đang áp dụng", "Công khai", "Đã công khai"),
                "abolished": ("Bãi bỏ", "Đã bãi bỏ", "Bị bãi bỏ", "Hết hiệu lực", "Hủy bỏ", "Hủy công bố"),
            },
            lenient=True,
            unknown="choice_left_out",
            note="Thủ tục đã bãi bỏ không được tính. Để trống: đã công bố.",
            example="Đã công bố",
        ),
        Field(
            name="decision",
            type=FieldType.TEXT,
            headings=("Quyết định số", "Quyết định", "Số quyết định", "Quyết định công bố", "Số QĐ"),
            note="Số của quyết định công bố.",
        ),
        NOTE,
    ),
)
