"""The actions of overlays: help, palette, search, prompts, export, the choice of columns."""

from __future__ import annotations

from cchc_tui.texts.language import N_
from cchc_tui.tui.keys.action import Action

OVERLAY_ACTIONS = (
    Action("close", "overlay", ("escape",), N_("đóng"), N_("trở lại bảng"), listed=False),
    Action("erase", "prompt", ("backspace",), N_("xóa"), N_("xóa một chữ"), listed=False),
    Action("clear", "prompt", ("ctrl+u",), N_("xóa hết"), N_("xóa hết chữ đã gõ"), listed=False),
    Action("run_entry", "palette", ("enter",), N_("làm"), N_("làm việc đang chọn"), listed=False, run="choose"),
    Action("open_hit", "search", ("enter",), N_("mở"), N_("mở kết quả đang chọn"), listed=False, run="choose"),
    Action("filter_board", "search", ("tab",), N_("lọc bảng"), N_("dùng làm bộ lọc của bảng bên dưới"), listed=False),
    Action("go_there", "ask", ("enter",), N_("đến đó"), N_("đến thời điểm ấy"), listed=False, run="choose"),
    Action("give_reason", "reason", ("enter",), N_("hiện"), N_("hiện, có ghi lại"), listed=False, run="choose"),
    Action(
        "export_chosen", "export", ("enter",), N_("xuất"), N_("xuất theo dòng đang chọn"), listed=False, run="choose"
    ),
    Action(
        "export_numbered",
        "export",
        tuple("123456"),
        N_("theo số"),
        N_("chọn theo số đứng đầu dòng"),
        listed=False,
        run="choose_number('{key}')",
    ),
    Action(
        "stop_export",
        "export",
        ("escape",),
        N_("dừng, đóng"),
        N_("dừng việc đang làm; đóng"),
        listed=False,
        run="close",
    ),
    Action(
        "toggle_column",
        "columns",
        ("space", "enter"),
        N_("hiện hoặc ẩn"),
        N_("hiện hoặc ẩn cột đang chọn"),
        listed=False,
        run="choose",
    ),
    Action(
        "column_up",
        "columns",
        ("less_than_sign", "ctrl+up"),
        N_("cột lên trước"),
        N_("đưa cột đang chọn lên trước một chỗ"),
        listed=False,
    ),
    Action(
        "column_down",
        "columns",
        ("greater_than_sign", "ctrl+down"),
        N_("cột xuống sau"),
        N_("đưa cột đang chọn xuống sau một chỗ"),
        listed=False,
    ),
    Action("close_columns", "columns", ("escape", "w"), N_("xong"), N_("trở lại bảng"), listed=False, run="close"),
    Action("scroll_up", "help", ("up",), N_("lên"), N_("lên một dòng"), listed=False),
    Action("scroll_down", "help", ("down",), N_("xuống"), N_("xuống một dòng"), listed=False),
    Action("scroll_top", "help", ("home",), N_("đầu trang"), N_("về đầu phần trợ giúp"), listed=False),
    Action("scroll_bottom", "help", ("end",), N_("cuối trang"), N_("đến cuối phần trợ giúp"), listed=False),
    Action("scroll_page_up", "help", ("pageup",), N_("trang trên"), N_("lên một trang"), listed=False),
    Action("scroll_page_down", "help", ("pagedown",), N_("trang dưới"), N_("xuống một trang"), listed=False),
    Action(
        "close_help",
        "help",
        ("escape", "question_mark", "enter", "backspace"),
        N_("đóng"),
        N_("trở lại nơi đang xem"),
        listed=False,
        run="close",
    ),
)
