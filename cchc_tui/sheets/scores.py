"""The sheet of scores: the points that people give for criteria of the reform index (``registry.index``)."""

from __future__ import annotations

from cchc_tui.sheets.fields import NOTE
from cchc_tui.sheets.sheet import Field, FieldType, Limit, Sheet
from cchc_tui.texts.language import N_

SHEET = Sheet(
    name="scores",
    title=N_("điểm chỉ số cải cách hành chính"),
    brief=N_("điểm chỉ số"),
    heading="CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",
    file="cham-diem-chi-so",
    key=("unit", "criterion"),
    limits=(Limit(("self_assessed", "appraised"), unit="unit", choice="criterion", most="criteria"),),
    fields=(
        Field(
            name="unit",
            type=FieldType.UNIT,
            headings=("Đơn vị", "Tên đơn vị", "Cơ quan/đơn vị", "Đơn vị được chấm"),
            required=True,
            merged=True,
            missing="no_unit",
            note="Tên phòng ban, xã hoặc phường như trong danh sách.",
            example="Phường 6",
        ),
        Field(
            name="criterion",
            type=FieldType.CHOICE,
            headings=("Tiêu chí", "Tên tiêu chí", "Tiêu chí thành phần", "Nội dung chấm điểm"),
            required=True,
            choices="criteria",
            note="Một tiêu chí của danh sách (registry/index.toml). Tiêu chí có số liệu thì số liệu quyết định.",
            example="Nhân rộng mô hình",
        ),
        Field(
            name="self_assessed",
            type=FieldType.NUMBER,
            headings=("Điểm tự đánh giá", "Tự đánh giá", "Điểm tự chấm"),
            note="Điểm đơn vị tự chấm, từ 0 đến điểm tối đa của tiêu chí. Để trống nếu chưa chấm.",
            example="4,5",
        ),
        Field(
            name="appraised",
            type=FieldType.NUMBER,
            headings=("Điểm thẩm định", "Thẩm định", "Điểm sau thẩm định"),
            note="Điểm sau thẩm định; có điểm này thì không tính điểm tự đánh giá. Để trống nếu chưa thẩm định.",
            example="4",
        ),
        NOTE,
    ),
)
