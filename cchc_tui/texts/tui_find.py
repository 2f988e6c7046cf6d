"""Texts of search, filters, sorting, the choice of columns, and the command palette."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated


class FIND(metaclass=Translated):
    """Words and sentences of searching and choosing. The caller fills in ``{…}``."""

    # a filter above the rows
    kept: Final = N_("Lọc: {words}")
    without: Final = N_("Lọc bỏ: {words}")
    kept_of: Final = N_("{n}/{of} dòng")
    kept_totals: Final = N_("{n}/{of} dòng; dòng tổng là của cả bảng")
    kept_dossiers: Final = NN_("{n} hồ sơ")
    kept_nothing: Final = N_("Không có dòng nào khớp. Esc bỏ lọc.")
    unfilter: Final = N_("Esc bỏ lọc")
    # the search
    crumb: Final = N_("Tìm kiếm")
    hint: Final = N_("mã hồ sơ, thủ tục, lĩnh vực, đơn vị; không cần dấu")
    examples: Final = N_("Gõ vài chữ là đủ. Ví dụ:")
    tab_filters: Final = N_("lọc bảng bên dưới theo chữ đã gõ")
    not_leaves_out: Final = N_("đứng đầu: bỏ khỏi bảng bên dưới các dòng có chữ ấy")
    nothing: Final = N_("Không tìm thấy.")
    waiting: Final = N_("đang tìm…")
    hits: Final = NN_("{n} tên khớp")
    dossiers: Final = NN_("{n} hồ sơ, mới nhất đứng trước")
    at_least: Final = NN_("ít nhất {n} hồ sơ, mới nhất đứng trước")
    at_least_short: Final = NN_("ít nhất {n} hồ sơ")
    tab_keeps: Final = N_("Tab lọc bảng này: {n}/{of} dòng")
    tab_keeps_short: Final = N_("Tab lọc: {n}/{of} dòng")
    tab_keeps_list: Final = N_("Tab lọc danh sách này")
    #: The hint for words after "!": rows that have them are removed.
    excludes: Final = N_("Enter bỏ khỏi bảng này các dòng có: {words}")
    keeps_not: Final = N_("Bảng này không lọc được.")
    # the choice of columns
    columns_title: Final = N_("Các cột của bảng")
    columns_keys: Final = N_("Space hiện/ẩn   < > đổi chỗ   Esc xong")
    columns_stay: Final = N_("luôn hiện")
    columns_default: Final = N_("Về mặc định")
    columns_default_help: Final = N_("các cột và cách xếp như ban đầu")
    # the palette
    palette_hint: Final = N_("Gõ tên bảng, đơn vị, thời điểm hoặc việc cần làm; không cần dấu")
    go_to: Final = N_("xem các bảng vào lúc ấy")
    #: The hint that replaces a list of choices while text is typed: Enter will submit that text.
    typed_counts: Final = N_("Enter nhận chữ vừa gõ. Xóa hết (Ctrl+U) để chọn trong danh sách.")


#: Column without a title → its name in the choice of columns.
UNTITLED = {"move": N_("Thay đổi hạng"), "target": N_("So với chỉ tiêu"), "bar": N_("Thanh so sánh")}
#: Column without a title → its explanation, if the help has none.
UNTITLED_HELP = {
    "move": N_("hạng thay đổi bao nhiêu bậc so với mốc so sánh"),
    "target": N_("còn thiếu hay vượt bao nhiêu so với chỉ tiêu; trống là đã đạt"),
}
#: What may be typed → what that finds. ``{day}`` is the newest day with data, ``{code}`` that day in a dossier's code.
EXAMPLES = {
    "phuong": N_("đơn vị có chữ “phường”"),
    "dat dai": N_("lĩnh vực, thủ tục có chữ “đất đai”"),
    "khai sinh": N_("thủ tục có chữ “khai sinh”, và hồ sơ của thủ tục ấy"),
    "{code}": N_("hồ sơ có ngày {day} trong mã"),
}
#: Kind of a search result → its name.
KINDS = {
    "unit": N_("đơn vị"),
    "procedure": N_("thủ tục"),
    "field": N_("lĩnh vực"),
    "officer": N_("cán bộ"),
    "dossier": N_("hồ sơ"),
}
#: Entries of the palette for the groupings of the board of late dossiers.
GROUPED = {
    "unit": N_("Nhóm theo đơn vị"),
    "field": N_("Nhóm theo lĩnh vực"),
    "procedure": N_("Nhóm theo thủ tục"),
    "officer": N_("Nhóm theo cán bộ"),
    "age": N_("Nhóm theo số ngày trễ"),
}
#: Entries of the palette for moments.
MOMENTS = {
    "yesterday": N_("Hôm qua {when}"),
    "week": N_("Tuần trước {when}"),
    "meeting_start": N_("Đầu cuộc họp {when}"),
    "meeting_end": N_("Cuối cuộc họp {when}"),
    "list": N_("Kết xuất {when}"),
    "typed": N_("Lúc {when}"),
}
