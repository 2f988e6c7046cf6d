"""The sheet of reviews by the reform advisory team (*Tổ Tư vấn CCHC*): faults found in units, and the team's advice."""

from __future__ import annotations

from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from cchc_tui.texts.language import N_

SHEET = Sheet(
    name="advisory",
    title=N_("kết quả kiểm tra của Tổ Tư vấn"),
    brief=N_("Tổ Tư vấn"),
    heading="KẾT QUẢ KIỂM TRA, RÀ SOÁT CỦA TỔ TƯ VẤN CẢI CÁCH HÀNH CHÍNH",
    file="to-tu-van",
    key=("day", "unit", "subject"),
    known_by=("unit", "subject", "found"),
    fields=(
        Field(
            name="day",
            type=FieldType.DATE,
            headings=("Ngày", "Ngày kiểm tra", "Thời gian kiểm tra", "Ngày rà soát", "Ngày làm việc"),
            required=True,
            note="Ngày kiểm tra, như 05/11/2021.",
            example="05/11/2021",
        ),
        Field(
            name="unit",
            type=FieldType.UNIT,
            headings=("Đơn vị", "Đơn vị được kiểm tra", "Tên đơn vị", "Cơ quan, đơn vị", "Đơn vị kiểm tra"),
            required=True,
            choices="units",
            merged=True,
            missing="no_unit",
            note="Tên đơn vị như trong danh sách.",
            example="Phường 6",
        ),
        Field(
            name="subject",
            type=FieldType.TEXT,
            headings=(
                *("Nội dung kiểm tra", "Nội dung, thủ tục được kiểm tra", "Nội dung rà soát", "Nội dung, thủ tục"),
                "Thủ tục được kiểm tra",
            ),
            required=True,
            note="Việc hoặc thủ tục được kiểm tra.",
            example="Cập nhật kết quả trên phần mềm một cửa",
        ),
        Field(
            name="found",
            type=FieldType.TEXT,
            headings=("Tồn tại", "Tồn tại, hạn chế", "Hạn chế", "Kết quả kiểm tra"),
            note="Điều chưa đúng; để trống nếu không có. Không ghi dữ liệu cá nhân.",
            example="Hồ sơ đã trả kết quả nhưng chưa kết thúc",
        ),
        Field(
            name="advice",
            type=FieldType.TEXT,
            headings=("Kiến nghị", "Kiến nghị, đề xuất", "Hướng khắc phục", "Biện pháp khắc phục"),
            note="Cách khắc phục.",
            example="Kết thúc ngay sau khi trả",
        ),
        Field(
            name="due",
            type=FieldType.DATE,
            headings=("Thời hạn", "Thời hạn khắc phục", "Hạn khắc phục", "Thời gian khắc phục"),
            note="Ngày phải khắc phục xong, như 30/11/2021.",
            example="30/11/2021",
        ),
        Field(
            name="state",
            type=FieldType.CHOICE,
            headings=("Tình trạng", "Tình trạng khắc phục", "Trạng thái", "Kết quả khắc phục"),
            choices={
                "todo": ("Chưa khắc phục", "Chưa thực hiện"),
                "doing": ("Đang khắc phục", "Đang thực hiện"),
                "done": ("Đã khắc phục", "Đã khắc phục xong", "Đã hoàn thành"),
            },
            note="Đơn vị đã khắc phục đến đâu.",
            example="Chưa khắc phục",
        ),
    ),
)
