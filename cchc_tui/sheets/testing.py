"""The sheet of the testing of officials (*sát hạch*).

For each plan and unit, it has the numbers of officials who had to take the test, attended it and passed it.
"""

from __future__ import annotations

from cchc_tui.sheets.sheet import Field, FieldType, Sheet, Sum, Within
from cchc_tui.texts.language import N_

SHEET = Sheet(
    name="testing",
    title=N_("sát hạch cán bộ, công chức"),
    brief=N_("sát hạch"),
    heading="KẾT QUẢ SÁT HẠCH CÁN BỘ, CÔNG CHỨC",
    file="sat-hach",
    key=("unit", "plan"),
    known_by=("unit", "plan", "due"),
    rows_for=("unit",),
    unique=True,
    checks=(Sum("due", ("attended", "absent")), Sum("attended", ("passed", "failed")), Within("day", "plan")),
    fields=(
        Field(
            name="unit",
            type=FieldType.UNIT,
            headings=(
                *("Đơn vị", "Tên đơn vị", "Cơ quan/đơn vị", "Cơ quan, đơn vị", "Đơn vị dự sát hạch", "Tên cơ quan"),
                *("Đơn vị tham gia", "Đơn vị công tác"),
            ),
            required=True,
            choices="units",
            missing="no_unit",
            note="Tên đơn vị như trong danh sách.",
            example="Phường 6",
        ),
        Field(
            name="plan",
            type=FieldType.TEXT,
            headings=(
                *("Đợt", "Kế hoạch", "Kế hoạch/Đợt", "Đợt/Kế hoạch", "Kế hoạch, đợt", "Đợt sát hạch"),
                *("Kế hoạch sát hạch", "Tên đợt", "Đợt kiểm tra", "Kỳ sát hạch"),
            ),
            required=True,
            note="Tên đợt như trong kế hoạch, có năm: Đợt 1/2021.",
            example="Đợt 1/2021",
        ),
        Field(
            name="day",
            type=FieldType.DATE,
            headings=(
                *("Ngày", "Ngày sát hạch", "Ngày tổ chức", "Ngày thực hiện", "Ngày tổ chức sát hạch", "Thời gian"),
                *("Ngày kiểm tra", "Thời gian tổ chức"),
            ),
            note="Ngày sát hạch, như 30/11/2021.",
            example="30/11/2021",
        ),
        Field(
            name="due",
            type=FieldType.COUNT,
            headings=(
                *("Số phải sát hạch", "Phải sát hạch", "Số người phải sát hạch", "Số phải dự", "Phải dự"),
                *("Số cán bộ, công chức phải sát hạch", "Tổng số phải sát hạch", "Số CBCC phải sát hạch"),
            ),
            required=True,
            note="Số cán bộ, công chức phải sát hạch. Trước ngày sát hạch chỉ cần điền số này.",
            example=12,
        ),
        Field(
            name="attended",
            type=FieldType.COUNT,
            headings=(
                *("Đã dự", "Số đã dự", "Dự sát hạch", "Số dự", "Có mặt", "Đã tham dự", "Tham dự", "Đã sát hạch"),
                *("Số đã sát hạch", "Số người dự"),
            ),
            note="Số người đã dự. Đã dự + Vắng = Số phải sát hạch.",
            example=11,
        ),
        Field(
            name="absent",
            type=FieldType.COUNT,
            headings=("Vắng", "Số vắng", "Vắng mặt", "Số người vắng", "Không dự", "Chưa dự"),
            note="Số người vắng, có hay không có lý do.",
            example=1,
        ),
        Field(
            name="passed",
            type=FieldType.COUNT,
            headings=("Đạt", "Số đạt", "Số người đạt", "Đạt yêu cầu", "Kết quả đạt"),
            note="Số người đạt. Đạt + Không đạt = Đã dự.",
            example=10,
        ),
        Field(
            name="failed",
            type=FieldType.COUNT,
            headings=("Không đạt", "Chưa đạt", "Số không đạt", "Số chưa đạt", "Không đạt yêu cầu", "Kết quả không đạt"),
            note="Số người không đạt.",
            example=1,
        ),
        Field(
            name="note",
            type=FieldType.TEXT,
            headings=("Ghi chú", "Ghi chú thêm"),
            personal=True,
            note="Không ghi tên người hay dữ liệu cá nhân.",
        ),
    ),
)
