"""Texts about directives: how they are entered, their board, and what a user can do with a directive."""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated, Words


class DIRECTIVE(metaclass=Translated):
    """Texts of entering a directive. The caller fills in ``{…}``."""

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
    #: The text of a directive until the user types one.
    lower: Final = N_("Đưa {figure} về {number}")
    raise_: Final = N_("Đưa {figure} lên {number}")
    at_most: Final = N_("không quá {number}")
    at_least: Final = N_("ít nhất {number}")
    not_entered: Final = N_("Không ghi được ({reason}). Nhấn n: điều đã gõ vẫn còn.")
    # errors in the entry
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
#: State of a directive → its words on the screen. ``{n}`` are working days after the due day.
STATE_WORDS = Words(
    {
        "overdue": NN_("QUÁ HẠN {n} ngày"),
        "due_soon": N_("sắp đến hạn"),
        "open": N_("đang làm"),
        "done": N_("✓ đạt {day}"),
        "done_late": N_("✓ đạt muộn {day}"),
        "cancelled": N_("hủy"),
    }
)
#: State of a review by the advisory team → its words.
REVIEW_WORDS = Words(
    {"todo": N_("chưa khắc phục"), "doing": N_("đang khắc phục"), "done": N_("✓ đã khắc phục"), "": N_("chưa rõ")}
)
#: Kind of entry → what happened, in the history of a directive.
HAPPENED = Words(
    {
        "given": N_("giao việc"),
        "corrected": N_("sửa"),
        "extended": N_("gia hạn"),
        "reported": N_("báo cáo"),
        "cancelled": N_("hủy"),
        "met": N_("số liệu đạt"),
        "unknown": N_("không còn số liệu"),
    }
)
#: Reported progress → its words.
PROGRESS = Words({"todo": N_("chưa thực hiện"), "doing": N_("đang thực hiện"), "done": N_("hoàn thành"), "": ""})
#: View of board 8 → its title, its short title, and the sentence without rows.
VIEWS = Words(
    {
        "directives": (N_("chỉ đạo"), N_("chỉ đạo"), N_("Chưa có chỉ đạo nào. Nhấn n ở bất kỳ bảng nào để ghi.")),
        "advisory": (
            N_("Tổ Tư vấn rà soát"),
            N_("Tổ Tư vấn"),
            N_("Chưa có lượt rà soát nào của Tổ Tư vấn: điền mẫu trong thư mục templates rồi thả vào inbox."),
        ),
        "units": (N_("theo đơn vị"), N_("đơn vị"), N_("Chưa đơn vị nào có chỉ đạo.")),
    }
)
#: Key of a column of board 8 → its heading, and what the column means.
COLUMNS = Words(
    {
        "number": (N_("Số"), N_("số thứ tự theo lúc giao")),
        "text": (N_("Nội dung"), N_("việc phải làm")),
        "units": (N_("Đơn vị"), N_("đơn vị hoặc cấp phải làm")),
        "due": (N_("Hạn"), N_("ngày cuối cùng; gia hạn thì là hạn mới")),
        "measure": (N_("Chỉ tiêu"), N_("số liệu phải đạt, nếu có")),
        "now": (N_("Nay"), N_("số liệu lúc giao → hiện nay")),
        "state": (N_("Tình trạng"), N_("số liệu cho biết, hoặc đơn vị báo cáo")),
        "day": (N_("Ngày"), N_("ngày rà soát")),
        "subject": (N_("Nội dung kiểm tra"), N_("điều Tổ Tư vấn đã kiểm tra")),
        "found": (N_("Tồn tại"), N_("điều còn chưa đúng")),
        "advice": (N_("Kiến nghị"), N_("điều Tổ Tư vấn kiến nghị")),
        "unit": (N_("Đơn vị"), N_("đơn vị phải làm")),
        "open": (N_("Còn phải làm"), N_("chưa hoàn thành, chưa qua hạn")),
        "overdue": (N_("Quá hạn"), N_("chưa hoàn thành, đã qua hạn")),
        "done": (N_("Hoàn thành"), N_("hoàn thành, kể cả muộn")),
        "when": (N_("Lúc"), N_("lúc ghi")),
        "what": (N_("Việc"), N_("điều đã xảy ra")),
        "said": (N_("Nội dung"), N_("điều đã ghi")),
    }
)


class PAGE(metaclass=Translated):
    """Texts of board 8, of the page of a directive, and of what a user can do with a directive."""

    board: Final = N_("Chỉ đạo")
    one: Final = N_("Chỉ đạo số {number}")
    gone: Final = N_("Lúc này chưa có chỉ đạo ấy.")
    given: Final = N_("Giao {when}")
    in_meeting: Final = N_("họp {when}")
    in_titled: Final = N_("“{title}” {when}")
    chaired: Final = N_("chủ trì: {chair}")
    due: Final = N_("hạn {day}")
    due_before: Final = N_("hạn {day} (trước là {before})")
    no_due: Final = N_("không có hạn")
    measure: Final = N_("Chỉ tiêu {measure}")
    no_measure: Final = N_("Không theo dõi bằng số: kết quả do đơn vị báo cáo.")
    result: Final = N_("Kết quả: {text}")
    unknown: Final = N_("Từ {when} không còn số liệu; tình trạng là lần biết sau cùng.")
    fault: Final = N_("Bảng của chỉ tiêu gặp lỗi ({reason}); tình trạng là lần biết sau cùng.")
    from_to: Final = N_("{before} → {after}")
    open_here: Final = NN_("{n} chỉ đạo phải làm")
    # what may be done with a directive
    extend: Final = N_("Gia hạn đến")
    extend_hint: Final = N_("ngày mới: 30/11, thứ sáu, cuối tháng")
    extended_to: Final = N_("Hạn cũ {day} vẫn còn trong diễn biến.")
    same_due: Final = N_("Hạn đang là {day}.")
    progress: Final = N_("Tình hình")
    progress_hint: Final = N_("chọn bên dưới")
    progress_wrong: Final = N_("Chọn một dòng bên dưới: hoàn thành, đang thực hiện, chưa thực hiện.")
    progress_note: Final = N_("Chỉ đạo có chỉ tiêu thì số liệu quyết định, không phải báo cáo này.")
    report: Final = N_("Kết quả")
    report_hint: Final = N_("gõ kết quả, hoặc Enter để trống")
    empty_report: Final = N_("(không ghi)")
    cancel: Final = N_("Lý do hủy")
    cancel_hint: Final = N_("gõ lý do, hoặc Enter để trống")
    cancel_note: Final = N_("Enter: hủy chỉ đạo số {number}, vẫn còn trong danh sách. Esc: thôi.")
    enter_note: Final = N_("Enter: ghi. Esc: thôi, không ghi gì.")
    over: Final = N_("Chỉ đạo này đã hủy.")
    past: Final = N_("Đang xem quá khứ: nhấn End về hiện tại rồi ghi.")
    # the page of the wall
    wall: Final = N_("Chỉ đạo của cuộc họp {when}")
    wall_titled: Final = N_("Chỉ đạo của “{title}” {when}")
    wall_earlier: Final = N_("{said}, cùng chỉ đạo cũ đã quá hạn")
    wall_nothing: Final = N_("Cuộc họp trước không có chỉ đạo nào.")
    head_overdue: Final = N_("quá hạn")
    head_open: Final = N_("đang làm")
    head_done: Final = N_("đã đạt")
    wall_counts: Final = N_("{done} đạt, {overdue} quá hạn, {open} đang làm trong {all} chỉ đạo.")
    wall_more: Final = NN_("Còn {n} chỉ đạo nữa.")


class LOG(metaclass=Translated):
    """Texts of the log of a meeting."""

    title: Final = N_("Diễn biến cuộc họp")
    meeting: Final = N_("Cuộc họp số {number}")
    no_meeting: Final = N_("Đến lúc này chưa có cuộc họp nào. Nhấn m để ghi đầu cuộc họp.")
    from_to: Final = N_("{start} – {end}")
    under_way: Final = N_("{start}, đang họp")
    no_end: Final = N_("{start}, không ghi lúc kết thúc")
    boards: Final = N_("Bảng đã xem: {names}.")
    boards_unknown: Final = N_("Bảng đã xem: chưa rõ, ghi lúc kết thúc cuộc họp.")
    boards_none: Final = N_("Không bảng nào được mở.")
    nothing: Final = N_("Trong cuộc họp này không số nào thay đổi, không có tệp nào, chưa có chỉ đạo nào.")
    directive: Final = N_("chỉ đạo")
    file: Final = N_("tệp")
    figure: Final = N_("số liệu")
    files_said: Final = NN_("{n} tệp: {counts}")
    more_files: Final = NN_("… và {n} tệp khác")
    refused_said: Final = N_("{name}, {verdict}")
    file_said: Final = NN_("{kind}, {n} dòng, {verdict}")
    directive_said: Final = N_("Số {number}, {units}: {text}, hạn {due}")
    figure_said: Final = N_("{name}: {column} {before} → {after}")
