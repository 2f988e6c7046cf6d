"""The actions of grids, of single kinds of screens, and of the presentation."""

from __future__ import annotations

from cchc_tui.domain.roles import Right
from cchc_tui.texts.language import N_
from cchc_tui.tui.keys.action import Action, in_places


def _move(name: str, key: str, to: str, title: str, description: str) -> Action:
    return Action(name, Right.BOARDS, (key,), title, description, run=f"move('{to}')")


def _change(what: str, key: str, footer: int, title: str, description: str) -> Action:
    """The action that changes the directive on screen. ``what`` is as in ``action_change_directive``."""
    run = f"app.change_directive('{what}')"
    return Action(f"{what}_directive", Right.ENTER, (key,), title, description, footer, run=run, only="live")


#: Cursor moves, which the palette does not offer.
_MOVES = {
    "grid": (
        _move("cursor_up", "up", "up", N_("lên"), N_("lên một dòng")),
        _move("cursor_down", "down", "down", N_("xuống"), N_("xuống một dòng")),
        _move("page_up", "pageup", "page_up", N_("trang trên"), N_("lên một trang")),
        _move("page_down", "pagedown", "page_down", N_("trang dưới"), N_("xuống một trang")),
        _move("first_row", "home", "first", N_("đầu"), N_("về dòng đầu")),
        _move("last_row", "ctrl+end", "last", N_("cuối"), N_("về dòng cuối")),
        Action("open", Right.BOARDS, ("enter",), N_("mở"), N_("mở dòng đang chọn: đơn vị → hồ sơ → lịch sử hồ sơ"),
               footer=10, brief=N_("mở")),
    ),
    "cells": (
        _move("cell_left", "left", "left", N_("sang trái"), N_("sang mô hình bên trái")),
        _move("cell_right", "right", "right", N_("sang phải"), N_("sang mô hình bên phải")),
    ),
    "tilemap": (
        _move("tile_left", "left", "left", N_("sang trái"), N_("sang ô bên trái")),
        _move("tile_right", "right", "right", N_("sang phải"), N_("sang ô bên phải")),
    ),
    "sorting": (
        Action("sort_by_number", Right.BOARDS, tuple("1234567890"), N_("theo cột"),
               N_("xếp theo cột có số ấy; nhấn số ấy lần nữa thì đảo chiều")),
        Action("end_sorting", Right.BOARDS, ("escape",), N_("xong"), N_("giữ thứ tự ấy, bỏ số trên đầu cột")),
    ),
}  # fmt: skip
_SCREENS = {
    "mapped": (
        Action("map", Right.BOARDS, ("v",), N_("bản đồ"), N_("chuyển giữa bảng và bản đồ các phường, xã"), footer=35),
    ),
    # a presenter's remote sends PgUp, PgDn, the point and Esc
    "present": (
        Action("pause", Right.PRESENT, ("space",), N_("tạm dừng"), N_("dừng ở trang này, nhấn lần nữa thì chạy tiếp")),
        Action("next_page", Right.PRESENT, ("right", "pagedown", "down", "enter"), N_("trang sau"),
               N_("sang trang sau ngay; nhấn chuột trái cũng vậy"), run="show_page('next')"),
        Action("previous_page", Right.PRESENT, ("left", "pageup", "up", "backspace"), N_("trang trước"),
               N_("về trang trước ngay; nhấn chuột phải cũng vậy"), run="show_page('previous')"),
        Action("first_page", Right.PRESENT, ("home",), N_("trang đầu"), N_("về trang đầu tiên"),
               run="show_page('first')"),
        Action("last_page", Right.PRESENT, ("end",), N_("trang cuối"), N_("đến trang cuối cùng"),
               run="show_page('last')"),
        Action("jump", Right.PRESENT, tuple("1234567890"), N_("đến trang"),
               N_("đến trang có số đó; số có hai chữ số thì gõ liền nhau"), run="jump('{key}')"),
        Action("blank", Right.PRESENT, ("b", ".", "delete"), N_("che màn hình"),
               N_("che hết màn hình và dừng, nhấn lần nữa thì hiện lại")),
        Action("end_show", Right.BOARDS, ("escape",), N_("thôi chiếu"), N_("trở về bảng đang xem trước khi chiếu")),
    ),
    "drill": (
        Action("back", Right.BOARDS, ("escape", "backspace"), N_("quay lại"), N_("trở lại màn hình trước"),
               footer=5, brief=N_("về"), early=True),
    ),
    "overview": (
        Action("next_list", Right.BOARDS, ("tab",), N_("danh sách kế"), N_("sang danh sách bên cạnh"),
               listed=False, run="app.focus_next"),
    ),
    "ranked": (
        Action("group", Right.BOARDS, ("g", "f4"), N_("nhóm"),
               N_("chuyển cách nhóm: đơn vị, lĩnh vực, thủ tục, cán bộ, số ngày trễ"), footer=20, brief=N_("nhóm")),
        Action("group_back", Right.BOARDS, ("G",), N_("nhóm trước"),
               N_("trở lại cách nhóm trước: số ngày trễ, cán bộ, thủ tục"), run="group('', -1)"),
        Action("level", Right.BOARDS, ("l", "f7"), N_("cấp"), N_("cả hai cấp, chỉ cấp thành phố, chỉ cấp xã"),
               footer=40),
        Action("first_seen", Right.BOARDS, ("x",), N_("theo lần ghi đầu"),
               N_("tính như chưa có ngày nào bị lùi hay dời sau khi quá hạn, và chênh bao nhiêu; nhấn lại để bỏ")),
    ),
    "unit": (
        Action("only", Right.BOARDS, ("g", "f4"), N_("lọc"),
               N_("chọn phần hồ sơ được liệt kê, trong các phần nêu ở trên danh sách"), footer=20, brief=N_("lọc")),
        Action("chart", Right.BOARDS, ("t",), N_("biểu đồ"),
               N_("hiện hay ẩn biểu đồ 30 ngày: trễ, tiếp nhận, giải quyết, ngày có cuộc họp"), footer=25),
    ),
    "exports": (
        Action("view", Right.BOARDS, ("g", "f4"), N_("xem mục khác"),
               N_("chuyển giữa tệp đã nhận, phát hiện, lỗi trong tệp, đối chiếu, lượt xem dữ liệu cá nhân"), footer=20,
               brief=N_("xem")),
    ),
    "directives": (
        Action("directives_view", Right.BOARDS, ("g", "f4"), N_("xem mục khác"),
               N_("chuyển giữa chỉ đạo, rà soát của Tổ Tư vấn, số chỉ đạo theo đơn vị"), footer=20, brief=N_("xem"),
               run="view"),
    ),
    "directive_page": (
        _change("report", "k", 20, N_("kết quả"), N_("ghi tình hình và kết quả của chỉ đạo")),
        _change("extend", "h", 21, N_("gia hạn"), N_("cho chỉ đạo hạn mới; hạn cũ còn trong diễn biến")),
        _change("correct", "s", 22, N_("sửa"), N_("sửa nội dung, đơn vị, chỉ tiêu, hạn; điều cũ còn trong diễn biến")),
        _change("cancel", "x", 23, N_("hủy chỉ đạo"), N_("hủy chỉ đạo, có thể ghi lý do; vẫn còn trong danh sách")),
    ),
    "arranged": (
        Action("sort", Right.BOARDS, ("s", "f6"), N_("sắp xếp"),
               N_("xếp theo cột kế tiếp; rồi nhấn số trên đầu cột nào thì xếp theo cột ấy, "
                  "nhấn số ấy lần nữa thì đảo chiều"),
               footer=30, brief=N_("xếp")),
        Action("reverse", Right.BOARDS, ("r",), N_("đảo"), N_("đảo chiều sắp xếp")),
        Action("columns", Right.BOARDS, ("w",), N_("chọn cột"),
               N_("chọn cột nào hiện, theo thứ tự nào; được giữ cho lần sau"), run="app.columns"),
    ),
    "filtered": (
        Action("unfilter", Right.BOARDS, ("escape",), N_("bỏ lọc"), N_("bỏ lọc, hiện lại mọi dòng của bảng"), footer=6),
    ),
}  # fmt: skip
SCREEN_ACTIONS = (*in_places(_MOVES, listed=False), *in_places(_SCREENS))
