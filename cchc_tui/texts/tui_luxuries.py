"""What the small luxuries say: chosen units, the alert, the ticker, following the worst."""

from __future__ import annotations

from cchc_tui.texts.language import N_, Translated, Words
from cchc_tui.texts.tui_keys import ActionText


class LUX(metaclass=Translated):
    """Words and sentences; ``{…}`` is filled in by the caller."""

    chosen = N_("★ {unit}: đã chọn ({n} đơn vị).")
    unchosen = N_("{unit}: đã bỏ chọn (còn {n} đơn vị).")
    no_unit = N_("Ở đây không có đơn vị nào để chọn.")
    alert_none_chosen = N_("{mode} Chưa chọn đơn vị nào: nhấn p ở dòng của đơn vị.")
    changed = N_("ĐƠN VỊ ĐÃ CHỌN VỪA ĐỔI")
    moved = N_("{unit} trễ {now} {change}")
    ticker = N_("VỪA ĐỔI")
    ticker_none = N_("Chưa có thay đổi nào.")
    following = N_("Theo dõi")
    unfollowed = N_("Đã dừng theo dõi.")
    nobody_late = N_("Chưa có đơn vị nào trễ để theo dõi.")
    not_in_past = N_("Đang xem quá khứ: nhấn End về hiện tại rồi mới theo dõi được.")


#: The level of the unit that is followed → what is said when it is opened, and when it takes another's place; its name
#: stands on top.
FOLLOWED = Words(
    {
        "city": N_("Đang trễ nhiều nhất cấp thành phố. Phím bất kỳ: dừng."),
        "commune": N_("Đang trễ nhiều nhất cấp xã. Phím bất kỳ: dừng."),
    }
)
SWITCHED = Words(
    {
        "city": N_("Nay trễ nhiều nhất cấp thành phố, thay {before}."),
        "commune": N_("Nay trễ nhiều nhất cấp xã, thay {before}."),
    }
)
#: What happens when a chosen unit's figure changes, by the choice that is kept.
ALERTS = Words(
    {
        "": N_("Báo hiệu: tắt."),
        "flash": N_("Báo hiệu: nháy dòng chữ khi đơn vị đã chọn thay đổi."),
        "bell": N_("Báo hiệu: chuông và nháy dòng chữ khi đơn vị đã chọn thay đổi."),
    }
)
TICKER_STATES = Words({True: N_("Dòng tin: bật."), False: N_("Dòng tin: tắt.")})
ACTIONS: dict[str, ActionText] = {
    "choose": ActionText(N_("chọn đơn vị"), N_("chọn hay bỏ chọn đơn vị (★) để theo dõi và trình chiếu")),
    "alert": ActionText(N_("báo hiệu"), N_("khi số trễ của đơn vị đã chọn thay đổi: tắt, nháy dòng chữ, chuông")),
    "ticker": ActionText(N_("dòng tin"), N_("hiện hay ẩn một dòng trên chân màn hình ghi điều vừa thay đổi")),
    "follow": ActionText(
        N_("theo dõi"), N_("mở đơn vị trễ nhiều nhất cùng cấp và thay đổi theo khi đơn vị khác trễ nhiều hơn")
    ),
}
