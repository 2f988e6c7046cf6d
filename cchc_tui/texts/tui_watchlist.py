"""Texts of the watchlist: the units that a user has chosen, and the alerts about them."""

from __future__ import annotations

from cchc_tui.texts.language import N_, Translated, Words


class WATCHLIST(metaclass=Translated):
    """Words and sentences of the watchlist. The caller fills in ``{…}``."""

    chosen = N_("★ {unit}: đã chọn ({n} đơn vị).")
    unchosen = N_("{unit}: đã bỏ chọn (còn {n} đơn vị).")
    no_unit = N_("Ở đây không có đơn vị nào để chọn.")
    alert_off = N_("Báo hiệu: tắt.")
    alert_on = N_("Báo hiệu: {how} khi đơn vị đã chọn thay đổi.")
    alert_none_chosen = N_("Báo hiệu: {how}. Chưa chọn đơn vị nào: nhấn p ở dòng đơn vị.")
    changed = N_("ĐƠN VỊ ĐÃ CHỌN VỪA ĐỔI")
    moved = N_("{unit} trễ {now} {change}")


#: Stored preference → what happens when a chosen unit's figure changes. Without a preference, nothing does.
ALERTS = Words({"flash": N_("nháy dòng chữ"), "bell": N_("chuông và nháy dòng chữ")})
