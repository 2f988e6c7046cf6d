"""Texts of the chart that shows the figures of a unit on past days."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated


class DAYS(metaclass=Translated):
    """Words and sentences of the chart. The caller fills in ``{…}``."""

    late: Final = N_("trễ")
    received: Final = N_("tiếp nhận")
    resolved: Final = N_("giải quyết")
    title: Final = N_("{days} ngày: trễ {first} → {last}")
    short: Final = N_("30 ngày")
    meetings: Final = N_("╋ cuộc họp")
    meeting_mark: Final = "╋"
    cut: Final = N_("{mark} trục không bắt đầu từ 0")
    cut_mark: Final = "≈"
    stale: Final = N_("phần xám: danh sách mới nhất cũ hơn 2 ngày")
    cut_brief: Final = N_("{mark} trục cắt")
    stale_brief: Final = N_("xám: cũ hơn 2 ngày")
