"""Texts with which the interface speaks of papers: titles, descriptions, errors.

``texts.papers`` has what papers say.
"""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, Words

#: Paper → its title, and one line on what it says.
PAPERS = Words(
    {
        "minutes": (
            N_("Biên bản"),
            N_("phụ lục biên bản cuộc họp: số đầu và cuối họp, chỉ đạo, nguồn số liệu (Word)"),
        ),
        "brief": (
            N_("Báo cáo nhanh"),
            N_("một trang trước cuộc họp: tăng, giảm, việc đến hạn, ba điều cần nêu (Word)"),
        ),
        "unit": (N_("Phiếu đơn vị"), N_("một trang về một đơn vị: trễ hạn, chưa kết thúc, mô hình, chỉ đạo (Word)")),
        "form06a": (N_("Biểu II.06a"), N_("tình hình giải quyết thủ tục hành chính theo lĩnh vực trong kỳ (Excel)")),
        "message": (N_("Tin nhắn"), N_("tin nhắn gửi đơn vị: trễ, chưa kết thúc, sắp đến hạn, chỉ đạo còn mở")),
    }
)


#: The title of copying a message, and what it does.
PAPER_COPY = (
    N_("Chép tin nhắn"),
    N_("chép tin nhắn gửi đơn vị vào bộ nhớ tạm, để dán vào điện thoại hay thư"),
)


class ERRORS(metaclass=Translated):
    """Error messages about a paper that cannot be made. The caller fills in ``{…}``."""

    bad_period: Final = N_("Kỳ từ {first} đến {last} không hợp lệ: ngày đầu phải trước ngày cuối và không sau hôm nay.")
    no_meeting: Final = N_("Chưa có cuộc họp nào được ghi đến lúc ấy. Nhấn m khi bắt đầu họp.")
    unknown_meeting: Final = N_("Không có cuộc họp số {number}: đã ghi {count} cuộc họp.")
    unknown_unit: Final = N_("Không có đơn vị {unit} vào ngày ấy.")
    needs_unit: Final = N_("Chọn một đơn vị trước: đưa con trỏ đến đơn vị ấy.")


class PAPER_TEXT(metaclass=Translated):  # noqa: N801 - like the other classes of texts
    """Texts of the command ``report``, and of the choice of papers in the app."""

    title: Final = N_("Lập văn bản")
    about: Final = N_("Số liệu lúc {when} · đơn vị: {unit} · văn bản luôn bằng tiếng Việt")
    no_unit: Final = N_("chưa chọn")
    message_copied: Final = N_("✓ Đã chép tin nhắn vào bộ nhớ tạm.")
    no_figures: Final = N_("✗ Không lấy được số liệu ({reason}), nên chưa lập văn bản nào. Hãy làm lại.")
    bad_meeting: Final = N_("“{text}” không phải số thứ tự của cuộc họp. Viết 1, 2, 3 … hoặc last.")
    bad_day: Final = N_("“{text}” không phải ngày. Viết như 2021-11-10 hoặc 10/11/2021.")
    to_terminal: Final = N_("{title} là tệp nhị phân: thêm --out TỆP.{ending}.")
