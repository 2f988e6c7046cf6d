"""The sheet of reviewed procedures (*rà soát, đơn giản hóa TTHC*).

For each procedure and unit, it has the unit's proposal and what became of the proposal.
"""

from __future__ import annotations

from cchc_tui.sheets.fields import NOTE
from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from cchc_tui.texts.language import N_

SHEET = Sheet(
    name="review",
    title=N_("rà soát thủ tục hành chính"),
    brief=N_("rà soát TTHC"),
    heading="RÀ SOÁT, ĐƠN GIẢN HÓA THỦ TỤC HÀNH CHÍNH",
    file="ra-soat-thu-tuc",
    # Some procedures have no code. The board finds the same procedure in the catalogue under either.
    key=("unit", "code", "procedure"),
    known_by=("unit", "procedure", "state"),
    unique=True,
    fields=(
        Field(
            name="unit",
            type=FieldType.UNIT,
            headings=(
                *("Đơn vị", "Đơn vị rà soát", "Tên đơn vị", "Cơ quan rà soát", "Cơ quan/đơn vị", "Cơ quan, đơn vị"),
                *("Đơn vị thực hiện rà soát", "Cơ quan/đơn vị rà soát", "Cơ quan, đơn vị rà soát", "Đơn vị chủ trì"),
            ),
            required=True,
            choices="units",
            merged=True,
            missing="no_unit",
            note="Tên đơn vị như trong danh sách. Ô để trống lấy theo dòng trên.",
            example="Phường 6",
        ),
        Field(
            name="code",
            type=FieldType.TEXT,
            headings=("Mã TTHC", "Mã thủ tục", "Mã thủ tục hành chính", "Mã số TTHC", "Mã số thủ tục", "Mã số", "Mã"),
            note="Mã của thủ tục trên Cơ sở dữ liệu quốc gia, như 1.000894. Để trống nếu thủ tục chưa có mã.",
            example="1.000894",
        ),
        Field(
            name="procedure",
            type=FieldType.TEXT,
            headings=(
                *("Tên thủ tục", "Tên TTHC", "Tên thủ tục hành chính", "Thủ tục hành chính", "Thủ tục", "TTHC"),
                *("Tên thủ tục được rà soát", "Thủ tục được rà soát", "TTHC rà soát"),
            ),
            required=True,
            note="Tên thủ tục như trong danh mục.",
            example="Đăng ký kết hôn",
        ),
        Field(
            name="field",
            type=FieldType.TEXT,
            headings=("Lĩnh vực", "Tên lĩnh vực", "Lĩnh vực TTHC", "Lĩnh vực thủ tục"),
            note="Lĩnh vực của thủ tục. Thủ tục có trong danh mục thì lấy theo danh mục.",
            example="Hộ tịch",
        ),
        Field(
            name="result",
            type=FieldType.CHOICE,
            headings=("Kết quả", "Kết quả rà soát", "Phương án", "Phương án rà soát", "Đề xuất", "Nội dung kiến nghị"),
            choices={
                "keep": ("Giữ nguyên", "Giữ", "Không kiến nghị", "Không thay đổi", "Giữ nguyên TTHC"),
                "simplify": (
                    *("Kiến nghị đơn giản hóa", "Đơn giản hóa", "Kiến nghị sửa đổi", "Sửa đổi", "Sửa đổi, bổ sung"),
                    *("Kiến nghị sửa đổi, bổ sung", "Đề nghị đơn giản hóa", "Kiến nghị đơn giản hóa TTHC"),
                    *("Cắt giảm", "Kiến nghị cắt giảm", "Cắt giảm, đơn giản hóa"),
                ),
                "abolish": ("Kiến nghị bãi bỏ", "Bãi bỏ", "Đề nghị bãi bỏ", "Kiến nghị hủy bỏ", "Hủy bỏ"),
            },
            note="Giữ nguyên, Kiến nghị đơn giản hóa, hoặc Kiến nghị bãi bỏ.",
            example="Kiến nghị đơn giản hóa",
        ),
        Field(
            name="state",
            type=FieldType.CHOICE,
            headings=(
                *("Trạng thái", "Trạng thái kiến nghị", "Tình trạng", "Tình trạng kiến nghị", "Trạng thái rà soát"),
                *("Trạng thái xử lý", "Tiến độ"),
            ),
            choices={
                "reviewed": ("Đã rà soát", "Rà soát xong", "Đã rà soát xong", "Hoàn thành rà soát"),
                "proposed": ("Đã kiến nghị", "Đã trình", "Đang trình", "Chờ phê duyệt", "Đã đề xuất", "Đã đề nghị"),
                "approved": ("Đã phê duyệt", "Được phê duyệt", "Đã duyệt", "Được chấp nhận", "Đã thông qua"),
                "done": ("Đã thực thi", "Đã thực hiện", "Đã công bố", "Đã ban hành", "Đang áp dụng"),
                "refused": ("Không được chấp nhận", "Không chấp nhận", "Không được phê duyệt", "Bị từ chối"),
            },
            note="Đến đâu: Đã rà soát, Đã kiến nghị, Đã phê duyệt, Đã thực thi, Không được chấp nhận.",
            example="Đã kiến nghị",
        ),
        Field(
            name="day",
            type=FieldType.DATE,
            headings=("Ngày", "Ngày rà soát", "Ngày kiến nghị", "Ngày thực hiện", "Ngày trình", "Ngày cập nhật"),
            note="Ngày của trạng thái này, như 05/11/2021.",
            example="05/11/2021",
        ),
        NOTE,
    ),
)
