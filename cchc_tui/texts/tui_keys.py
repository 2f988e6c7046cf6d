"""What keys and actions are called, and what each action does."""

from __future__ import annotations

from typing import NamedTuple

from cchc_tui.texts.language import N_


class ActionText(NamedTuple):
    """What an action is called in footer and palette, and what it does, for the help."""

    name: str
    help: str


KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "at": "@",
    "plus": "+",
    "minus": "-",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "backspace": "⌫",
    "tab": "Tab",
    "insert": "Ins",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "full_stop": ".",
}

ACTIONS: dict[str, ActionText] = {
    "board_overview": ActionText(
        N_("Tổng quan"), N_("hai con số lớn, năm đơn vị trễ nhất, mô hình, việc vừa thay đổi")
    ),
    "board_rollout": ActionText(N_("Mô hình"), N_("mỗi đơn vị triển khai từng mô hình đến đâu")),
    "board_exports": ActionText(N_("Nguồn dữ liệu"), N_("từng tệp ra sao, điều bất thường, đối chiếu")),
    "help": ActionText(N_("trợ giúp"), N_("giải thích bảng đang xem và các phím")),
    "palette": ActionText(N_("tìm lệnh"), N_("tìm bảng, đơn vị, thời điểm hoặc việc cần làm; gõ không dấu cũng được")),
    "next_board": ActionText(N_("bảng kế"), N_("sang bảng kế tiếp")),
    "theme": ActionText(
        N_("màu"), N_("chọn màu: nền tối, nền sáng, tương phản cao, không dùng đỏ với xanh lá; giữ cho lần sau")
    ),
    "language": ActionText(N_("ngôn ngữ"), N_("chọn ngôn ngữ màn hình: tiếng Việt, tiếng Anh")),
    "repaint": ActionText(N_("vẽ lại"), N_("vẽ lại toàn màn hình khi bị lẫn chữ lạ")),
    "leave": ActionText(N_("thoát"), N_("đóng chương trình")),
    "cursor_up": ActionText(N_("lên"), N_("lên một dòng")),
    "cursor_down": ActionText(N_("xuống"), N_("xuống một dòng")),
    "page_up": ActionText(N_("trang trên"), N_("lên một trang")),
    "page_down": ActionText(N_("trang dưới"), N_("xuống một trang")),
    "first_row": ActionText(N_("đầu"), N_("về dòng đầu")),
    "last_row": ActionText(N_("cuối"), N_("về dòng cuối")),
    "open": ActionText(N_("mở"), N_("mở dòng đang chọn: đơn vị → hồ sơ → lịch sử hồ sơ")),
    "cell_left": ActionText(N_("sang trái"), N_("sang mô hình bên trái")),
    "cell_right": ActionText(N_("sang phải"), N_("sang mô hình bên phải")),
    "back": ActionText(N_("quay lại"), N_("trở lại màn hình trước")),
    "next_list": ActionText(N_("danh sách kế"), N_("sang danh sách bên cạnh")),
    "group": ActionText(N_("nhóm"), N_("chuyển cách nhóm: đơn vị, lĩnh vực, thủ tục, cán bộ, số ngày trễ")),
    "group_back": ActionText(N_("nhóm trước"), N_("trở lại cách nhóm trước: số ngày trễ, cán bộ, thủ tục")),
    "level": ActionText(N_("cấp"), N_("cả hai cấp, chỉ cấp thành phố, chỉ cấp xã")),
    "sort": ActionText(
        N_("sắp xếp"),
        N_("xếp theo cột kế tiếp; rồi nhấn số trên đầu cột nào thì xếp theo cột ấy, nhấn số ấy lần nữa thì đảo chiều"),
    ),
    "reverse": ActionText(N_("đảo"), N_("đảo chiều sắp xếp")),
    "first_seen": ActionText(
        N_("theo lần ghi đầu"),
        N_("tính như chưa có ngày nào bị lùi hay dời sau khi quá hạn, và chênh bao nhiêu; nhấn lại để bỏ"),
    ),
    "only": ActionText(N_("lọc"), N_("chọn phần hồ sơ được liệt kê: trễ, quá hạn, chưa kết thúc, sắp đến hạn, tất cả")),
    "chart": ActionText(N_("biểu đồ"), N_("hiện hay ẩn biểu đồ 30 ngày: trễ, tiếp nhận, giải quyết, ngày có cuộc họp")),
    "view": ActionText(
        N_("xem mục khác"), N_("chuyển giữa tệp đã nhận, phát hiện, lỗi trong tệp, đối chiếu, lượt xem dữ liệu cá nhân")
    ),
    "scroll_up": ActionText(N_("lên"), N_("lên một dòng")),
    "scroll_down": ActionText(N_("xuống"), N_("xuống một dòng")),
    "scroll_top": ActionText(N_("đầu trang"), N_("về đầu phần trợ giúp")),
    "scroll_bottom": ActionText(N_("cuối trang"), N_("đến cuối phần trợ giúp")),
    "scroll_page_up": ActionText(N_("trang trên"), N_("lên một trang")),
    "scroll_page_down": ActionText(N_("trang dưới"), N_("xuống một trang")),
}
