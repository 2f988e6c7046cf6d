"""Fields that several sheets have."""

from __future__ import annotations

from cchc_tui.sheets.sheet import Field, FieldType

#: Notes may hold personal data, so they are hidden by default and never quoted.
NOTE = Field(
    name="note",
    type=FieldType.TEXT,
    headings=("Ghi chú", "Ghi chú thêm"),
    personal=True,
    note="Không ghi dữ liệu cá nhân.",
)
