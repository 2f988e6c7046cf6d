"""What the presentation says, and what its keys are called."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated, Words
from cchc_tui.texts.tui_keys import ActionText


class PRESENT(metaclass=Translated):
    """Words and sentences; ``{…}`` is filled in by the caller."""

    title: Final = N_("Trình chiếu")
    # the thin line
    page_of: Final = N_("{page}/{of}")
    paused: Final = N_("TẠM DỪNG")
    jump: Final = N_("trang {digits}…")
    no_such_page: Final = N_("Không có trang {n}.")
    # pages
    trend_title: Final = N_("30 ngày qua")
    of_level: Final = N_("{unit} · {level}")
    waiting: Final = N_("đang lấy số liệu…")
    failed: Final = N_("Trang này không vẽ được ({reason}). Các trang khác vẫn chạy.")
    no_unit: Final = N_("Không còn đơn vị này trong số liệu.")
    figure_is_late: Final = N_("hồ sơ trễ hạn")
    others: Final = NN_("và {n} đơn vị nữa")
    claimed_of: Final = N_("báo cáo {claimed}/{units} · thực tế {shown}")
    unseen: Final = NN_("đơn vị báo cáo mà thực tế chưa thấy")
    all_seen: Final = N_("mọi đơn vị báo cáo đều có thực tế trong hồ sơ, hoặc chưa đủ hồ sơ để kết luận")
    files_today: Final = N_("tệp nhận hôm nay")
    rows_rejected: Final = N_("dòng bị loại")
    suspicious: Final = N_("điều bất thường")
    file_line: Final = NN_("{verdict} · {kind} · {n} dòng, {changed} thay đổi")
    # what to notice, one sentence a page
    rose_most: Final = N_("{unit} tăng {n} {since}.")
    fell_most: Final = N_("{unit} giảm {n} {since}; không đơn vị nào tăng.")
    stands_still: Final = N_("Không đơn vị nào thay đổi {since}.")
    both_rose: Final = N_("Cả hai cấp tăng thêm {n} {since}.")
    both_fell: Final = N_("Cả hai cấp giảm {n} {since}.")
    one_rose: Final = N_("{level} tăng {n} {since}.")
    one_fell: Final = N_("{level} giảm {n} {since}.")
    largest: Final = N_("{unit} nhiều nhất: {n}.")
    none_at_all: Final = N_("Không đơn vị nào có hồ sơ ở mục này.")
    only_unclosed: Final = N_("{n} trong {of} hồ sơ trễ chỉ vì chưa kết thúc trên phần mềm.")
    unseen_most: Final = NN_("“{model}” có {n} đơn vị báo cáo mà thực tế chưa thấy.")
    found_most: Final = N_("{finding}.")
    nothing_found: Final = N_("Không có gì bất thường trong số liệu.")
    month_rose: Final = N_("{level} tăng {n} trong {days} ngày.")
    month_fell: Final = N_("{level} giảm {n} trong {days} ngày.")
    month_same: Final = N_("Hai cấp bằng mức của {days} ngày trước.")
    unit_rose: Final = N_("Tăng {n} trong {days} ngày.")
    unit_fell: Final = N_("Giảm {n} trong {days} ngày.")
    unit_same: Final = N_("Bằng mức của {days} ngày trước.")


ACTIONS: Words[str, ActionText] = Words(
    {
        "present": ActionText(N_("trình chiếu"), N_("chiếu lần lượt từng bảng, chữ lớn, tự chuyển trang")),
        "pause": ActionText(N_("tạm dừng"), N_("dừng ở trang này, nhấn lần nữa thì chạy tiếp")),
        "next_page": ActionText(N_("trang sau"), N_("sang trang sau ngay; nhấn chuột trái cũng vậy")),
        "previous_page": ActionText(N_("trang trước"), N_("về trang trước ngay; nhấn chuột phải cũng vậy")),
        "first_page": ActionText(N_("trang đầu"), N_("về trang đầu tiên")),
        "last_page": ActionText(N_("trang cuối"), N_("đến trang cuối cùng")),
        "jump": ActionText(N_("đến trang"), N_("đến trang có số đó; số có hai chữ số thì gõ liền nhau")),
        "blank": ActionText(N_("che màn hình"), N_("che hết màn hình và dừng, nhấn lần nữa thì hiện lại")),
        "end_show": ActionText(N_("thôi chiếu"), N_("trở về bảng đang xem trước khi chiếu")),
    }
)
