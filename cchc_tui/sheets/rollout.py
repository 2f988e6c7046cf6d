"""The model rollout sheet: the progress that each unit claims for each model practice."""

from __future__ import annotations

from cchc_tui.sheets.fields import NOTE
from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from cchc_tui.texts.language import N_

SHEET = Sheet(
    name="rollout",
    title=N_("nhân rộng mô hình"),
    brief=N_("mô hình"),
    heading="THEO DÕI NHÂN RỘNG MÔ HÌNH CẢI CÁCH HÀNH CHÍNH",
    file="nhan-rong-mo-hinh",
    key=("unit", "practice"),
    known_by=("unit", "practice", "state"),
    rows_for=("unit", "practice"),
    event="claim",
    fields=(
        Field(
            name="unit",
            type=FieldType.UNIT,
            headings=(
                *("Đơn vị", "Tên đơn vị", "Cơ quan/đơn vị", "Đơn vị thực hiện", "Đơn vị triển khai"),
                *("Xã, phường", "Phường, xã", "UBND xã, phường", "UBND phường, xã"),
            ),
            required=True,
            choices="communes",
            merged=True,
            missing="no_unit",
            note="Tên xã, phường như trong danh sách.",
            example="Phường 6",
        ),
        Field(
            name="practice",
            type=FieldType.CHOICE,
            headings=("Mô hình", "Tên mô hình", "Mô hình nhân rộng", "Mô hình triển khai"),
            required=True,
            choices="practices",
            lenient=True,
            missing="no_practice",
            unknown="unknown_practice",
            note="Một trong các mô hình của danh sách.",
            example="Ngày thứ Tư trực tuyến",
        ),
        Field(
            name="state",
            type=FieldType.CHOICE,
            headings=("Tình trạng", "Tình trạng triển khai", "Trạng thái", "Tiến độ", "Kết quả triển khai"),
            choices="states",
            lenient=True,
            unknown="unknown_state",
            note="Đơn vị đã triển khai mô hình đến đâu.",
            example="Đang triển khai",
        ),
        Field(
            name="since",
            type=FieldType.DATE,
            headings=(
                *("Ngày bắt đầu", "Ngày triển khai", "Bắt đầu từ", "Thời gian bắt đầu", "Triển khai từ ngày"),
                "Từ ngày",
            ),
            lenient=True,
            column="started",
            note="Ngày bắt đầu thực hiện, như 01/12/2021.",
            example="01/12/2021",
        ),
        Field(
            name="turns",
            type=FieldType.COUNT,
            headings=("Số lượt", "Số lượt phục vụ", "Số lượt thực hiện", "Số lượt giải quyết", "Lượt"),
            lenient=True,
            note="Số lượt người dân được phục vụ từ khi bắt đầu.",
            example=12,
        ),
        NOTE,
    ),
)
