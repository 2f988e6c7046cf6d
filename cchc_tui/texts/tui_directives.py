"""Texts about directives: their entry, their board, and what may be done with one."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, Translated, Words


class DIRECTIVE(metaclass=Translated):
    """Words and sentences; ``{…}`` is filled in by the caller."""

    # the entry
    new: Final = N_("Chỉ đạo mới")
    corrected: Final = N_("Sửa chỉ đạo số {number}")
    #: The sentence of the entry. Its parts are typed, so only what stands between them is translated.
    lowered: Final = N_("{unit} phải đưa {figure} về {number} trước {due}")
    raised: Final = N_("{unit} phải đưa {figure} lên {number} trước {due}")
    unmeasured: Final = N_("{unit} phải làm việc dưới đây {figure} trước {due}")
    text: Final = N_("Nội dung")
    empty_unit: Final = N_("đơn vị")
    empty_figure: Final = N_("(không theo dõi bằng số)")
    empty_number: Final = N_("bao nhiêu")
    empty_due: Final = N_("ngày nào")
    empty_text: Final = N_("việc phải làm")
    empty: Final = N_("(để trống)")
    keys: Final = N_(
        "Enter ghi · Esc thôi · Tab phần kế tiếp · ↑↓ chọn · Ctrl+U xóa phần đang gõ, chẳng hạn bỏ chỉ tiêu"
    )
    #: What an entry's text says if nobody writes another one.
    lower: Final = N_("Đưa {figure} về {number}")
    raise_: Final = N_("Đưa {figure} lên {number}")
    at_most: Final = N_("không quá {number}")
    at_least: Final = N_("ít nhất {number}")
    not_entered: Final = N_("Không ghi được ({reason}). Nhấn n: điều đã gõ vẫn còn.")
    # what is wrong with it
    no_unit: Final = N_("Gõ đơn vị phải làm: tên, tên tắt (p6) hoặc cấp xã, cấp thành phố.")
    unknown_unit: Final = N_("Không có đơn vị “{typed}”. Ví dụ: {examples}.")
    many_units: Final = N_("Chỉ tiêu chỉ theo dõi được một đơn vị hoặc một cấp. Bỏ bớt đơn vị, hoặc xóa chỉ tiêu.")
    unknown_figure: Final = N_("Không có cột “{typed}”. Ví dụ: {examples}. Xóa phần này nếu không theo dõi bằng số.")
    bad_number: Final = N_("Không hiểu “{typed}”. Ví dụ: = 0, ≤ 50, ≥ 20 %.")
    no_due: Final = N_("Gõ thời hạn, ví dụ: {examples}.")
    bad_due: Final = N_("Không hiểu “{typed}”. Ví dụ: {examples}.")
    past_due: Final = N_("{day} đã qua; hôm nay là {today}.")
    no_text: Final = N_("Gõ nội dung: việc phải làm.")


#: Kind of entry → the sentence once it is written.
ENTERED = Words(
    {
        "given": N_("Đã ghi chỉ đạo: {text}, hạn {due}."),
        "corrected": N_("Đã ghi sửa chỉ đạo: {text}, hạn {due}."),
        "extended": N_("Đã ghi gia hạn đến {due}."),
        "reported": N_("Đã ghi kết quả."),
        "cancelled": N_("Đã ghi hủy chỉ đạo."),
    }
)
