"""Texts of the presentation."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated, Words


class PRESENT(metaclass=Translated):
    """Words and sentences of the presentation. The caller fills in ``{…}``."""

    title: Final = N_("Trình chiếu")
    # the status line
    page_of: Final = N_("{page}/{of}")
    paused: Final = N_("TẠM DỪNG")
    jump: Final = N_("trang {digits}…")
    no_such_page: Final = N_("Không có trang {n}.")
    # pages
    of_level: Final = N_("{unit} · {level}")
    waiting: Final = N_("đang lấy số liệu…")
    failed: Final = N_("Trang này không vẽ được ({reason}). Các trang khác vẫn chạy.")
    no_unit: Final = N_("Không còn đơn vị này trong số liệu.")
    figure_is_late: Final = N_("hồ sơ trễ hạn")
    others: Final = NN_("và {n} đơn vị nữa")
    claimed_of: Final = N_("báo cáo {claimed}/{units}")
    unseen: Final = N_("thực tế chưa có")
    seen: Final = N_("thực tế có")
    all_seen: Final = N_("mọi đơn vị báo cáo đều có thực tế trong hồ sơ")
    none_unseen: Final = NN_("{n} báo cáo chưa rõ thực tế: chưa đủ hồ sơ để kết luận")
    files_today: Final = N_("tệp nhận hôm nay")
    rows_rejected: Final = N_("dòng bị loại")
    suspicious: Final = N_("điều bất thường")
    file_line: Final = NN_("{verdict} · {kind} · {n} dòng, {changed} thay đổi")
    unseen_most: Final = NN_("“{model}” có {n} đơn vị báo cáo mà thực tế chưa có")
    found_most: Final = N_("{finding}.")
    found_in: Final = N_("{unit}: {finding}.")
    found_mostly: Final = N_("{unit}: {finding} (toàn thành phố {all}).")
    of_unit: Final = N_("{unit}: {n}")
    nothing_found: Final = N_("Không có gì bất thường trong số liệu.")


#: Page → its title, where that is not the title of a leaderboard.
PAGE_TITLES = Words({"overview": N_("HỒ SƠ TRỄ HẠN"), "rollout": N_("Mô hình"), "trend": N_("30 ngày qua")})


class NOTICES(metaclass=Translated):
    """Sentences that say what is to be noticed on a page of the presentation, and which figure it is about."""

    rose: Final = N_("{unit} tăng {n} {counted} {since}.")
    fell: Final = N_("{unit} giảm {n} {counted} {since}; không đơn vị nào tăng.")
    measure_rose: Final = N_("{unit}: {figure} tăng {n} {since}.")
    measure_fell: Final = N_("{unit}: {figure} giảm {n} {since}; không đơn vị nào tăng.")
    points: Final = N_("{n} điểm")
    days: Final = N_("{n} ngày làm việc")
    new: Final = N_("{unit} mới có trong bảng: {figure} {n}.")
    stands_still: Final = N_("Không đơn vị nào thay đổi về {figure} {since}.")
    miss_target: Final = NN_("{n} đơn vị chưa đạt chỉ tiêu {target}; xa nhất là {unit}, {distance}.")
    largest: Final = N_("{unit}: {figure} nhiều nhất, {n}.")
    none_at_all: Final = N_("Không đơn vị nào có hồ sơ ở mục này.")
    unknown: Final = N_("Chưa tính được {figure} của đơn vị nào.")
    level_rose: Final = N_("{level} tăng {n}")
    level_fell: Final = N_("{level} giảm {n}")
    levels: Final = N_("{levels} hồ sơ trễ hạn {since}.")
    levels_still: Final = N_("Số hồ sơ trễ hạn của cả hai cấp không thay đổi {since}.")
    none_late: Final = N_("Không có hồ sơ trễ hạn.")
    only_unclosed: Final = N_("{n} trong {of} hồ sơ trễ hạn chỉ vì chưa kết thúc trên phần mềm.")
    in_days: Final = NN_("trong {n} ngày")
    unit_rose: Final = N_("Hồ sơ trễ hạn tăng {n} {since}.")
    unit_fell: Final = N_("Hồ sơ trễ hạn giảm {n} {since}.")
    unit_still: Final = N_("Số hồ sơ trễ hạn không thay đổi {since}.")
