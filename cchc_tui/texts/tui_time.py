"""What the screens say of time: the past, references, meetings, replay."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, Words
from cchc_tui.texts.tui_keys import ActionText


class TIME(metaclass=Translated):
    """Words and sentences; ``{…}`` is filled in by the caller."""

    # the thin line on top, while one looks at the past
    past: Final = N_("QUÁ KHỨ")
    back_to_live: Final = N_("End về hiện tại")
    newer: Final = N_("có số liệu mới {when}")
    by_list: Final = N_("theo kết xuất {when}")
    replaying: Final = N_("phát lại {speed}×")
    # what changes are counted from, by the kind of the reference
    since: Final = Words(
        {
            "meeting": N_("so với đầu cuộc họp {when}"),
            "meeting_end": N_("so với cuối cuộc họp {when}"),
            "last_meeting": N_("so với cuộc họp trước {when}"),
            "export": N_("so với kết xuất trước {when}"),
            "opened": N_("so với lúc mở {when}"),
            "date": N_("so với {when}"),
        }
    )
    no_reference: Final = N_("Chưa có mốc nào trước đó để so sánh.")
    changed_between: Final = N_("Từ {before} đến {after}:")
    # stepping
    not_yet_known: Final = N_("Số liệu đang được đọc.")
    beginning: Final = N_("Đây là thời điểm đầu tiên có số liệu.")
    no_earlier_meeting: Final = N_("Không có cuộc họp nào trước thời điểm này.")
    at_present: Final = N_("Đang xem hiện tại.")
    returned: Final = N_("Đã về hiện tại.")
    speed_is: Final = N_("Tốc độ phát lại: {speed} bước mỗi giây.")
    # meetings
    marked_start: Final = N_("Đã ghi đầu cuộc họp {when}.")
    marked_end: Final = N_("Đã ghi cuối cuộc họp {when}.")
    sure_to_end: Final = N_("Nhấn m lần nữa để ghi cuối cuộc họp cho mọi màn hình.")
    not_marked: Final = N_("Không ghi được mốc cuộc họp ({reason}).")
    mark_in_past: Final = N_("Đang xem quá khứ: nhấn End về hiện tại rồi ghi mốc cuộc họp.")
    # asking for a moment
    ask_moment: Final = N_("Xem lúc")
    ask_reference: Final = N_("So với")
    ask_hint: Final = N_("ngày, giờ; hoặc chọn bên dưới")
    a_meeting_start: Final = N_("đầu cuộc họp")
    a_meeting_end: Final = N_("cuối cuộc họp")
    a_list: Final = N_("kết xuất")
    no_choices: Final = N_("Chưa có kết xuất hay cuộc họp nào.")
    not_understood: Final = N_("Không hiểu “{typed}”. Ví dụ: {examples}")
    #: What can be typed where a moment is asked for.
    examples: Final = ("10/11 08:30", "10/11/2021", "08:30", N_("hôm qua"), N_("3 ngày trước"))
    not_yet: Final = N_("{moment} chưa đến; bây giờ là {now}.")


ACTIONS: dict[str, ActionText] = {
    "to_live": ActionText(N_("về hiện tại"), N_("rời quá khứ, trở về số liệu đang cập nhật")),
    "earlier": ActionText(N_("lùi"), N_("lùi một bước: kết xuất trước hoặc cuối ngày trước")),
    "later": ActionText(N_("tới"), N_("tới một bước: kết xuất sau hoặc cuối ngày sau, sau cùng là hiện tại")),
    "earlier_meeting": ActionText(N_("cuộc họp trước"), N_("lùi về đầu hoặc cuối cuộc họp trước đó")),
    "later_meeting": ActionText(N_("cuộc họp sau"), N_("tới đầu hoặc cuối cuộc họp sau đó")),
    "ask_moment": ActionText(N_("xem thời điểm khác"), N_("gõ ngày, giờ muốn xem, ví dụ 10/11 08:30 hoặc hôm qua")),
    "compare": ActionText(
        N_("so với"), N_("chọn mốc so sánh: cuộc họp này, cuộc họp trước, kết xuất trước, lúc mở, ngày đã chọn")
    ),
    "compare_date": ActionText(N_("so với ngày khác"), N_("gõ ngày, giờ làm mốc so sánh")),
    "replay": ActionText(
        N_("phát lại"), N_("phát lại từng bước từ mốc so sánh (hoặc từ thời điểm đang xem) đến hiện tại; dừng")
    ),
    "faster": ActionText(N_("phát nhanh hơn"), N_("phát lại nhanh gấp đôi")),
    "slower": ActionText(N_("phát chậm hơn"), N_("phát lại chậm đi một nửa")),
    "mark_meeting": ActionText(
        N_("ghi mốc cuộc họp"), N_("ghi đầu cuộc họp; nhấn lần nữa khi đang họp thì ghi cuối cuộc họp")
    ),
}
