"""The actions that work on every board: go to a board, help, search, palette, time, meetings, export."""

from __future__ import annotations

from typing import Any

from cchc_tui.domain.roles import Right
from cchc_tui.texts.language import N_
from cchc_tui.texts.tui_papers import PAPER_COPY, PAPERS
from cchc_tui.tui.keys.action import Action, in_places
from cchc_tui.tui.keys.boards import BOARDS

#: Title and description of the boards with a screen of their own. A leaderboard's are in its own file.
_BOARD_WORDS = {
    "overview": (N_("Tổng quan"), N_("hai con số lớn, năm đơn vị trễ nhất, mô hình, việc vừa thay đổi")),
    "rollout": (N_("Mô hình"), N_("mỗi đơn vị triển khai từng mô hình đến đâu")),
    "exports": (N_("Nguồn dữ liệu"), N_("từng tệp ra sao, điều bất thường, đối chiếu")),
}
BOARD_ACTIONS = tuple(
    Action(f"board_{board.name}", Right.BOARDS, (board.key,), *_BOARD_WORDS.get(board.name, ("", "")),
           run=f"board('{board.name}')", early=True)
    for board in BOARDS
)  # fmt: skip
_APP = (
    Action("help", Right.PRESENT, ("f1", "?"), N_("trợ giúp"), N_("giải thích bảng đang xem và các phím"),
           footer=90, brief="", always=True),
    Action("search", Right.DOSSIERS, ("/", "f3"), N_("tìm"),
           N_("tìm hồ sơ, thủ tục, đơn vị; Tab: lọc bảng đang xem, ! đứng đầu: bỏ các dòng có chữ ấy"),
           footer=45, brief=N_("tìm"), early=True),
    Action("palette", Right.BOARDS, ("ctrl+p", "f12"), N_("tìm lệnh"),
           N_("tìm bảng, đơn vị, thời điểm hoặc việc cần làm; gõ không dấu cũng được"), listed=False, early=True),
    Action("next_board", Right.BOARDS, ("f2",), N_("bảng kế"), N_("sang bảng kế tiếp"), early=True),
    Action("present", Right.BOARDS, ("f5",), N_("trình chiếu"),
           N_("chiếu lần lượt từng bảng, chữ lớn, tự chuyển trang"), footer=72, brief=N_("chiếu"), early=True),
    Action("theme", Right.PRESENT, ("f8",), N_("màu"),
           N_("chọn màu: nền tối, nền sáng, tương phản cao, không dùng đỏ với xanh lá; giữ cho lần sau"),
           early=True, on_wall=True),
    Action("mouse", Right.PRESENT, ("M",), N_("chuột"),
           N_("bật hay tắt chuột; khi tắt, rê chuột bôi đen và chép chữ được như ở mọi cửa sổ lệnh"),
           early=True, on_wall=True),
    Action("language", Right.PRESENT, ("L",), N_("ngôn ngữ"), N_("chọn ngôn ngữ màn hình: tiếng Việt, tiếng Anh"),
           early=True, on_wall=True),
    Action("personal", Right.PERSONAL, ("U",), N_("hiện dữ liệu cá nhân"),
           N_("hỏi lý do rồi hiện họ tên, điện thoại, địa chỉ và mã hồ sơ đủ số trong vài phút; có ghi lại; "
              "nhấn nữa: ẩn")),
    Action("officers", Right.OFFICERS, ("O",), N_("tên cán bộ"),
           N_("hiện hoặc ẩn tên cán bộ; khi ẩn, mỗi người là một số")),
    Action("choose", Right.BOARDS, ("p", "insert"), N_("chọn đơn vị"),
           N_("chọn hay bỏ chọn đơn vị (★) để theo dõi và trình chiếu")),
    Action("direct", Right.ENTER, ("n", "f11"), N_("chỉ đạo mới"),
           N_("ghi một chỉ đạo cho đơn vị, chỉ tiêu đang chọn: hạn gõ như nói (30/11, thứ sáu, cuối tháng)"),
           footer=66, brief=N_("giao")),
    Action("alert", Right.BOARDS, ("A",), N_("báo hiệu"),
           N_("khi số trễ của đơn vị đã chọn thay đổi: tắt, nháy dòng chữ, chuông")),
    Action("export", Right.TAKE, ("e", "ctrl+e"), N_("xuất"),
           N_("đưa đúng những gì đang thấy ra tệp Excel, CSV, JSON, ảnh, hoặc chép vào bộ nhớ tạm"),
           footer=70, brief=N_("xuất"), on_wall=True),
    Action("papers", Right.TAKE, (), N_("văn bản"),
           N_("lập biên bản, báo cáo nhanh, phiếu đơn vị, biểu II.06a, tin nhắn từ số liệu đang xem")),
    *(
        Action(f"paper_{name}", Right.TAKE, (), title, about, run=f"papers('{name}')")
        for name, (title, about) in PAPERS.source.items()
    ),
    Action("copy_message", Right.TAKE, (), *PAPER_COPY, run="papers('copy')"),
    Action("repaint", Right.PRESENT, ("ctrl+l",), N_("vẽ lại"), N_("vẽ lại toàn màn hình khi bị lẫn chữ lạ"),
           always=True),
    Action("leave", Right.PRESENT, ("f10", "ctrl+q"), N_("thoát"), N_("đóng chương trình"),
           footer=95, brief=N_("thoát"), always=True),
    # pressed by habit; a meeting's screen must not close because of that
    Action("help_quit", Right.BOARDS, ("ctrl+c",), N_("cách thoát"), N_("nhắc phím để thoát, không đóng chương trình"),
           listed=False, early=True),
)  # fmt: skip


def _travel(name: str, keys: tuple[str, ...], title: str, description: str, **more: Any) -> Action:
    return Action(name, Right.BOARDS, keys, title, description, run=f"travel('{name}')", **more)


#: Input methods swallow brackets too, so steps through time are also on Ctrl with arrows, and in the palette.
_TIME = (
    _travel("to_live", ("end",), N_("về hiện tại"), N_("rời quá khứ, trở về số liệu đang cập nhật"), only="past"),
    _travel("earlier", ("[", "ctrl+left"), N_("lùi"), N_("lùi một bước: kết xuất trước hoặc cuối ngày trước"),
            footer=60, footer_past=11, brief=N_("lùi")),
    _travel("later", ("]", "ctrl+right"), N_("tới"),
            N_("tới một bước: kết xuất sau hoặc cuối ngày sau, sau cùng là hiện tại"),
            footer=61, footer_past=12, brief=N_("tới"), only="past"),
    _travel("earlier_meeting", ("{",), N_("cuộc họp trước"), N_("lùi về đầu hoặc cuối cuộc họp trước đó")),
    _travel("later_meeting", ("}",), N_("cuộc họp sau"), N_("tới đầu hoặc cuối cuộc họp sau đó"), only="past"),
    Action("ask_moment", Right.BOARDS, ("@",), N_("xem thời điểm khác"),
           N_("gõ ngày, giờ muốn xem, ví dụ 10/11 08:30 hoặc hôm qua")),
    Action("compare", Right.BOARDS, ("c", "f9"), N_("so với"),
           N_("chọn mốc so sánh: cuộc họp này, cuộc họp trước, kết xuất trước, lúc mở, ngày đã chọn"),
           footer=50, brief=N_("so với")),
    Action("compare_date", Right.BOARDS, (), N_("so với ngày khác"), N_("gõ ngày, giờ làm mốc so sánh")),
    _travel("replay", ("space",), N_("phát lại"),
            N_("phát lại từng bước từ mốc so sánh (hoặc từ thời điểm đang xem) đến hiện tại; dừng")),
    _travel("faster", ("+",), N_("phát nhanh hơn"), N_("phát lại nhanh gấp đôi"), only="past"),
    _travel("slower", ("-",), N_("phát chậm hơn"), N_("phát lại chậm đi một nửa"), only="past"),
    Action("mark_meeting", Right.ENTER, ("m",), N_("ghi mốc cuộc họp"),
           N_("hỏi tên cuộc họp, người chủ trì rồi ghi đầu cuộc họp; nhấn lần nữa khi đang họp thì kết thúc cuộc họp"),
           footer=65, brief=N_("họp"), only="live"),
    Action("meeting_log", Right.BOARDS, ("H",), N_("diễn biến cuộc họp"),
           N_("cuộc họp gần nhất: số nào thay đổi, tệp nào đến, chỉ đạo nào được giao, bảng nào được xem")),
)  # fmt: skip
APP_ACTIONS = in_places({"app": (*BOARD_ACTIONS, *_APP, *_TIME)})
