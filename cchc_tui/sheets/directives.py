"""The sheet of directives (*chỉ đạo*): what the chairman asks of units, by when, and with what result.

Each row becomes a directive, as if it had been entered in a meeting. Its measure is compared with the boards.
"""

from __future__ import annotations

from cchc_tui.sheets.fields import NOTE
from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from cchc_tui.texts.language import N_

SHEET = Sheet(
    name="directives",
    title=N_("chỉ đạo"),
    brief=N_("chỉ đạo"),
    heading="THEO DÕI THỰC HIỆN Ý KIẾN CHỈ ĐẠO",
    file="chi-dao",
    key=("text", "units", "given"),
    known_by=("text", "units", "given", "due"),
    fields=(
        Field(
            name="text",
            type=FieldType.TEXT,
            headings=(
                *("Nội dung", "Nội dung nhiệm vụ", "Nội dung chỉ đạo", "Nhiệm vụ", "Nội dung công việc"),
                *("Ý kiến chỉ đạo", "Nhiệm vụ được giao", "Nội dung giao việc"),
            ),
            required=True,
            note="Việc được giao. Không ghi dữ liệu cá nhân.",
            example="Kết thúc trên phần mềm các hồ sơ đã trả kết quả",
        ),
        Field(
            name="units",
            type=FieldType.UNITS,
            headings=(
                *("Đơn vị", "Chủ trì thực hiện", "Đơn vị thực hiện", "Đơn vị chủ trì", "Cơ quan chủ trì"),
                *("Cơ quan thực hiện", "Cơ quan, đơn vị chủ trì", "Chủ trì", "Đơn vị được giao"),
            ),
            required=True,
            choices={
                "city": (
                    *(
                        "Cấp thành phố",
                        "Cấp huyện",
                        "Các phòng, ban",
                        "Các phòng, ban chuyên môn",
                        "Các phòng, ban, ngành",
                    ),
                    *("Các cơ quan chuyên môn", "Các phòng, ban thành phố"),
                ),
                "commune": (
                    *("Cấp xã", "Các xã, phường", "Các phường, xã", "Xã, phường", "Phường, xã", "UBND cấp xã"),
                    *("UBND các xã, phường", "UBND các phường, xã", "UBND xã, phường", "UBND phường, xã"),
                    *("Các xã, phường, thị trấn", "UBND các xã, phường, thị trấn"),
                ),
            },
            missing="no_unit",
            note="Một hoặc nhiều đơn vị, cách nhau bằng dấu chấm phẩy; hoặc Cấp xã, Cấp thành phố.",
            example="Phường 6; Phường 11",
        ),
        Field(
            name="given",
            type=FieldType.DATE,
            headings=("Ngày giao", "Ngày ban hành", "Ngày chỉ đạo", "Ngày giao việc", "Ngày văn bản", "Giao ngày"),
            required=True,
            note="Ngày giao việc, như 10/11/2021.",
            example="10/11/2021",
        ),
        Field(
            name="due",
            type=FieldType.DATE,
            headings=(
                *("Thời hạn", "Thời hạn hoàn thành", "Hạn hoàn thành", "Thời gian hoàn thành", "Hạn thực hiện"),
                *("Thời hạn thực hiện", "Ngày hết hạn", "Hạn xử lý"),
            ),
            note="Ngày phải xong, như 30/11/2021.",
            example="30/11/2021",
        ),
        Field(
            name="measure",
            type=FieldType.MEASURE,
            headings=("Chỉ tiêu", "Chỉ tiêu đánh giá", "Chỉ số đo"),
            note="Không bắt buộc: bảng.cột[đơn vị] = số, như unclosed.unclosed[29878] = 0.",
        ),
        Field(
            name="state",
            type=FieldType.CHOICE,
            headings=("Trạng thái", "Tình trạng", "Tình trạng thực hiện", "Trạng thái thực hiện", "Tiến độ"),
            choices={
                "todo": ("Chưa thực hiện", "Chưa triển khai", "Chưa bắt đầu", "Mới giao"),
                "doing": (
                    *("Đang thực hiện", "Đang triển khai", "Đang xử lý", "Sắp đến hạn", "Quá hạn"),
                    *("Quá hạn, đang thực hiện", "Trễ hạn"),
                ),
                "done": (
                    *("Hoàn thành", "Đã hoàn thành", "Đã thực hiện", "Đã xong", "Hoàn thành đúng hạn"),
                    *("Hoàn thành trễ hạn", "Hoàn thành quá hạn"),
                ),
                "cancelled": ("Hủy", "Đã hủy", "Hủy bỏ", "Không thực hiện"),
            },
            note="Việc có chỉ tiêu thì số liệu cho biết đã xong hay chưa.",
            example="Đang thực hiện",
        ),
        Field(
            name="result",
            type=FieldType.TEXT,
            headings=("Kết quả", "Kết quả xử lý", "Kết quả thực hiện", "Sản phẩm", "Kết quả đạt được"),
            note="Kết quả đến nay.",
        ),
        NOTE,
    ),
)
