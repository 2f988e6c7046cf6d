"""What the screens say of time: the past, references, meetings, replay."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.tui_keys import ActionText


class TIME:
    """Words and sentences; ``{…}`` is filled in by the caller."""

    # the thin line on top, while one looks at the past
    past: Final = "QUÁ KHỨ"
    back_to_live: Final = "End về hiện tại"
    newer: Final = "có số liệu mới {when}"
    by_list: Final = "theo kết xuất {when}"
    replaying: Final = "phát lại {speed}×"
    # what changes are counted from, by the kind of the reference
    since: Final = {
        "meeting": "so với đầu cuộc họp {when}",
        "last_meeting": "so với cuộc họp trước {when}",
        "export": "so với kết xuất trước {when}",
        "opened": "so với lúc mở {when}",
        "date": "so với {when}",
    }
    no_reference: Final = "Chưa có mốc nào trước đó để so sánh."
    changed_between: Final = "Từ {before} đến {after}:"
    # stepping
    not_yet_known: Final = "Số liệu đang được đọc."
    beginning: Final = "Đây là thời điểm đầu tiên có số liệu."
    no_earlier_meeting: Final = "Không có cuộc họp nào trước thời điểm này."
    at_present: Final = "Đang xem hiện tại."
    returned: Final = "Đã về hiện tại."
    speed_is: Final = "Tốc độ phát lại: {speed} bước mỗi giây."
    # meetings
    marked_start: Final = "Đã ghi đầu cuộc họp {when}."
    marked_end: Final = "Đã ghi cuối cuộc họp {when}."
    not_marked: Final = "Không ghi được mốc cuộc họp ({reason})."
    mark_in_past: Final = "Đang xem quá khứ: nhấn End về hiện tại rồi ghi mốc cuộc họp."
    # asking for a moment
    ask_moment: Final = "Xem lúc"
    ask_reference: Final = "So với"
    ask_hint: Final = "ngày, giờ; hoặc chọn bên dưới"
    a_meeting_start: Final = "đầu cuộc họp"
    a_meeting_end: Final = "cuối cuộc họp"
    a_list: Final = "kết xuất"
    no_choices: Final = "Chưa có kết xuất hay cuộc họp nào."
    not_understood: Final = "Không hiểu “{typed}”. Ví dụ: {examples}"
    not_yet: Final = "{moment} chưa đến; bây giờ là {now}."


#: What can be typed where a moment is asked for.
EXAMPLES = ("10/11 08:30", "10/11/2021", "08:30", "hôm qua", "3 ngày trước")

ACTIONS: dict[str, ActionText] = {
    "to_live": ActionText("về hiện tại", "rời quá khứ, trở về số liệu đang cập nhật"),
    "earlier": ActionText("lùi", "lùi một bước: kết xuất trước hoặc cuối ngày trước"),
    "later": ActionText("tới", "tới một bước: kết xuất sau hoặc cuối ngày sau, sau cùng là hiện tại"),
    "earlier_meeting": ActionText("cuộc họp trước", "lùi về đầu hoặc cuối cuộc họp trước đó"),
    "later_meeting": ActionText("cuộc họp sau", "tới đầu hoặc cuối cuộc họp sau đó"),
    "ask_moment": ActionText("xem thời điểm khác", "gõ ngày, giờ muốn xem, ví dụ 10/11 08:30 hoặc hôm qua"),
    "compare": ActionText(
        "so với", "đổi mốc so sánh: cuộc họp này, cuộc họp trước, kết xuất trước, lúc mở, ngày đã chọn"
    ),
    "compare_date": ActionText("so với ngày khác", "gõ ngày, giờ làm mốc so sánh"),
    "replay": ActionText(
        "phát lại", "phát lại từng bước từ mốc so sánh (hoặc từ thời điểm đang xem) đến hiện tại; dừng"
    ),
    "faster": ActionText("phát nhanh hơn", "phát lại nhanh gấp đôi"),
    "slower": ActionText("phát chậm hơn", "phát lại chậm đi một nửa"),
    "mark_meeting": ActionText("ghi mốc cuộc họp", "ghi đầu cuộc họp; nhấn lần nữa khi đang họp thì ghi cuối cuộc họp"),
}
