"""The actions of overlays: help, palette, search, prompts, export, the choice of columns."""

from __future__ import annotations

from cchc_tui.domain.roles import Right
from cchc_tui.texts.language import N_
from cchc_tui.tui.keys.action import Action, in_places

_ALL_LINES = 10_000  # more lines than any page of help has

_OVERLAYS = {
    "overlay": (Action("close", Right.PRESENT, ("escape",), N_("đóng"), N_("trở lại bảng")),),
    "prompt": (
        Action("erase", Right.PRESENT, ("backspace",), N_("xóa"), N_("xóa một chữ")),
        Action("clear", Right.PRESENT, ("ctrl+u",), N_("xóa hết"), N_("xóa hết chữ đã gõ")),
    ),
    "palette": (Action("run_entry", Right.BOARDS, ("enter",), N_("làm"), N_("làm việc đang chọn"), run="choose"),),
    "search": (
        Action("open_hit", Right.DOSSIERS, ("enter",), N_("mở"), N_("mở kết quả đang chọn"), run="choose"),
        Action("filter_board", Right.DOSSIERS, ("tab",), N_("lọc bảng"), N_("dùng làm bộ lọc của bảng bên dưới")),
    ),
    "ask": (Action("go_there", Right.BOARDS, ("enter",), N_("đến đó"), N_("đến thời điểm ấy"), run="choose"),),
    "meeting": (
        Action("give_title", Right.ENTER, ("enter",), N_("tiếp"), N_("ghi lại, hoặc để trống; rồi bắt đầu họp"),
               run="choose"),
    ),
    "directive": (
        Action("enter_directive", Right.ENTER, ("enter",), N_("ghi"), N_("ghi chỉ đạo; điều chưa rõ thì hỏi lại"),
               run="choose"),
        Action("next_part", Right.ENTER, ("tab",), N_("phần kế tiếp"), N_("sang phần kế tiếp của câu")),
        Action("previous_part", Right.ENTER, ("shift+tab",), N_("phần trước"), N_("về phần trước của câu")),
    ),
    "questions": (
        Action("answer_question", Right.ENTER, ("enter",), N_("ghi"), N_("ghi câu trả lời, sang câu kế"), run="choose"),
    ),
    "reason": (Action("give_reason", Right.PERSONAL, ("enter",), N_("hiện"), N_("hiện, có ghi lại"), run="choose"),),
    "export": (
        Action("export_chosen", Right.TAKE, ("enter",), N_("xuất"), N_("xuất theo dòng đang chọn"), run="choose"),
        Action("export_numbered", Right.TAKE, tuple("1234567"), N_("theo số"), N_("chọn theo số đứng đầu dòng"),
               run="choose_number('{key}')"),
        Action("stop_export", Right.TAKE, ("escape",), N_("dừng, đóng"), N_("dừng việc đang làm; đóng"), run="close"),
    ),
    "columns": (
        Action("toggle_column", Right.BOARDS, ("space", "enter"), N_("hiện hoặc ẩn"), N_("hiện hoặc ẩn cột đang chọn"),
               run="choose"),
        Action("column_up", Right.BOARDS, ("<", "ctrl+up"), N_("cột lên trước"),
               N_("đưa cột đang chọn lên trước một chỗ"), run="move_column(-1)"),
        Action("column_down", Right.BOARDS, (">", "ctrl+down"), N_("cột xuống sau"),
               N_("đưa cột đang chọn xuống sau một chỗ"), run="move_column(1)"),
        Action("close_columns", Right.BOARDS, ("escape", "w"), N_("xong"), N_("trở lại bảng"), run="close"),
    ),
    "help": (
        Action("scroll_up", Right.PRESENT, ("up",), N_("lên"), N_("lên một dòng"), run="scroll(-1)"),
        Action("scroll_down", Right.PRESENT, ("down",), N_("xuống"), N_("xuống một dòng"), run="scroll(1)"),
        Action("scroll_top", Right.PRESENT, ("home",), N_("đầu trang"), N_("về đầu phần trợ giúp"),
               run=f"scroll({-_ALL_LINES})"),
        Action("scroll_bottom", Right.PRESENT, ("end",), N_("cuối trang"), N_("đến cuối phần trợ giúp"),
               run=f"scroll({_ALL_LINES})"),
        Action("scroll_page_up", Right.PRESENT, ("pageup",), N_("trang trên"), N_("lên một trang"),
               run="scroll(0, -1)"),
        Action("scroll_page_down", Right.PRESENT, ("pagedown",), N_("trang dưới"), N_("xuống một trang"),
               run="scroll(0, 1)"),
        Action("close_help", Right.PRESENT, ("escape", "?", "enter", "backspace"), N_("đóng"),
               N_("trở lại nơi đang xem"), run="close"),
    ),
}  # fmt: skip
OVERLAY_ACTIONS = in_places(_OVERLAYS, listed=False)
