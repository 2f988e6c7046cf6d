"""What keys and actions are called, and what each action does."""

from __future__ import annotations

from typing import NamedTuple


class ActionText(NamedTuple):
    """What an action is called in footer and palette, and what it does, for the help."""

    name: str
    help: str


KEY_NAMES = {
    "question_mark": "?",
    "slash": "/",
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
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}

ACTIONS: dict[str, ActionText] = {
    "board_overview": ActionText("Tổng quan", "bảng 1: hai con số lớn, năm đơn vị trễ nhất, mô hình, việc vừa đổi"),
    "board_late": ActionText("Hồ sơ trễ hạn", "bảng 2: xếp hạng theo đơn vị, lĩnh vực, thủ tục, cán bộ, tuổi trễ"),
    "board_due": ActionText(
        "Quá hạn trong hôm nay", "bảng d: hồ sơ còn kịp giải quyết trước khi hết hôm nay, theo đơn vị"
    ),
    "board_forecast": ActionText(
        "Dự báo cuối tháng", "bảng f: cuối tháng sẽ có bao nhiêu hồ sơ trễ, và sai số trước đây"
    ),
    "board_rollout": ActionText("Mô hình", "bảng 4: mỗi đơn vị triển khai từng mô hình đến đâu"),
    "board_exports": ActionText("Nguồn dữ liệu", "bảng 0: từng tệp ra sao, điều bất thường, đối chiếu"),
    "help": ActionText("trợ giúp", "giải thích bảng đang xem và các phím"),
    "palette": ActionText("tìm", "tìm bảng, đơn vị hoặc việc cần làm; gõ không dấu cũng được"),
    "next_board": ActionText("bảng kế", "sang bảng kế tiếp"),
    "theme": ActionText("nền sáng / tối", "đổi giữa nền tối và nền sáng"),
    "repaint": ActionText("vẽ lại", "vẽ lại toàn màn hình khi bị lẫn chữ lạ"),
    "leave": ActionText("thoát", "đóng chương trình"),
    "cursor_up": ActionText("lên", "lên một dòng"),
    "cursor_down": ActionText("xuống", "xuống một dòng"),
    "page_up": ActionText("trang trên", "lên một trang"),
    "page_down": ActionText("trang dưới", "xuống một trang"),
    "first_row": ActionText("đầu", "về dòng đầu"),
    "last_row": ActionText("cuối", "về dòng cuối"),
    "open": ActionText("mở", "mở dòng đang chọn: đơn vị → hồ sơ → lịch sử hồ sơ"),
    "cell_left": ActionText("sang trái", "sang mô hình bên trái"),
    "cell_right": ActionText("sang phải", "sang mô hình bên phải"),
    "back": ActionText("quay lại", "trở lại màn hình trước"),
    "next_list": ActionText("danh sách kế", "sang danh sách bên cạnh"),
    "group": ActionText("nhóm", "đổi cách nhóm: đơn vị, lĩnh vực, thủ tục, cán bộ, tuổi trễ"),
    "level": ActionText("cấp", "cả hai cấp, chỉ cấp thành phố, chỉ cấp xã"),
    "sort": ActionText("sắp xếp", "xếp theo cột kế tiếp"),
    "reverse": ActionText("đảo", "đảo chiều sắp xếp"),
    "first_seen": ActionText(
        "theo lần ghi đầu",
        "tính như chưa có ngày nào bị lùi hay dời sau khi quá hạn, và chênh bao nhiêu; bấm lại để bỏ",
    ),
    "only": ActionText("lọc", "đổi phần hồ sơ được liệt kê: trễ, quá hạn, chưa kết thúc, sắp đến hạn, tất cả"),
    "chart": ActionText("biểu đồ", "hiện hay ẩn biểu đồ 30 ngày: trễ, tiếp nhận, giải quyết, ngày có cuộc họp"),
    "view": ActionText("xem mục khác", "đổi giữa tệp đã nhận, phát hiện, lỗi trong tệp, đối chiếu"),
    "scroll_up": ActionText("lên", "lên một dòng"),
    "scroll_down": ActionText("xuống", "xuống một dòng"),
    "scroll_page_up": ActionText("trang trên", "lên một trang"),
    "scroll_page_down": ActionText("trang dưới", "xuống một trang"),
}
