"""Texts about time: past moments, moments to compare with, meetings, and the replay of a period."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, Words


class TIME(metaclass=Translated):
    """Words and sentences about time. The caller fills in ``{…}``."""

    # the status line at the top, at a past moment
    past: Final = N_("QUÁ KHỨ")
    back_to_live: Final = N_("End về hiện tại")
    newer: Final = N_("có số liệu mới {when}")
    by_list: Final = N_("theo kết xuất {when}")
    replaying: Final = N_("phát lại {speed}×")
    # kind of a reference → its name
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
    titled: Final = N_("{words} “{title}”")
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
    read_only: Final = N_(
        "Chỉ xem: tài khoản này không ghi được vào thư mục inbox, nên không ghi được cuộc họp, chỉ đạo."
    )
    meeting_title: Final = N_("Tên cuộc họp")
    meeting_chair: Final = N_("Người chủ trì")
    meeting_title_hint: Final = N_("gõ tên, hoặc Enter để trống")
    meeting_chair_hint: Final = N_("gõ chức danh, hoặc Enter để trống")
    meeting_asked: Final = N_("Cuộc họp bắt đầu khi nhấn Enter hai lần. Esc: thôi, không ghi gì.")
    meeting_asked_chair: Final = N_("Enter: cuộc họp bắt đầu. Esc: thôi, không ghi gì.")
    no_title: Final = N_("(không đặt tên)")
    no_chair: Final = N_("(không ghi)")
    mark_in_past: Final = N_("Đang xem quá khứ: nhấn End về hiện tại rồi ghi mốc cuộc họp.")
    # the prompt for a moment
    ask_moment: Final = N_("Xem lúc")
    ask_reference: Final = N_("So với")
    ask_hint: Final = N_("ngày, giờ; hoặc chọn bên dưới")
    a_meeting_start: Final = N_("đầu cuộc họp")
    a_meeting_end: Final = N_("cuối cuộc họp")
    a_titled_start: Final = N_("đầu “{title}”")
    a_titled_end: Final = N_("cuối “{title}”")
    a_list: Final = N_("kết xuất")
    no_choices: Final = N_("Chưa có kết xuất hay cuộc họp nào.")
    not_understood: Final = N_("Không hiểu “{typed}”. Ví dụ: {examples}")
    #: Examples of valid input in the prompt for a moment.
    examples: Final = ("10/11 08:30", "10/11/2021", "08:30", N_("hôm qua"), N_("3 ngày trước"))
    not_yet: Final = N_("{moment} chưa đến; bây giờ là {now}.")
