"""Texts that several screens share.

The readers run meetings, not computers: use whole words, and one term for one thing.
"""

from __future__ import annotations

from typing import Final

from cchc_tui.texts.language import N_, NN_, Translated, Words


class TEXT(metaclass=Translated):
    """Words and sentences of the app. The caller fills in ``{…}``.

    This is a plain class, because a dataclass with so many fields would delay the first frame by 12 ms.
    """

    # ages and figures
    nothing: Final = "–"
    just_now: Final = N_("vừa xong")
    ahead: Final = N_("chưa đến")
    years_ago: Final = NN_("{n} năm trước")
    # the status line at the top
    live: Final = N_("trực tiếp")
    set_clock: Final = N_("giờ tập huấn")
    set_clock_short: Final = N_("tập huấn")
    demo: Final = N_("MINH HỌA")
    not_live: Final = N_("KHÔNG cập nhật")
    old: Final = N_("⚠ CŨ:")
    no_data: Final = N_("chưa có dữ liệu")
    collected_here: Final = N_("máy này đang nhận tệp")
    collected_by: Final = N_("{host} nhận tệp")
    elsewhere: Final = N_("nơi khác")
    collected_by_nobody: Final = N_("⚠ không ai nhận tệp")
    # states of the app
    too_small: Final = N_("Cửa sổ cần ít nhất {need}, đang có {have}.")
    too_small_cure: Final = N_("Hãy phóng to cửa sổ hoặc giảm cỡ chữ.")
    lost: Final = N_("⚠ Không đọc được dữ liệu ({reason}). Các bảng giữ số liệu lúc {when}.")
    lost_before: Final = N_("⚠ Không đọc được dữ liệu ({reason}).")
    collector_dead: Final = N_("⚠ Không có ai nhận tệp: tệp mới thả vào sẽ chưa được nạp.")
    collector_read_only: Final = N_("Chỉ xem: thư mục dữ liệu không cho máy này ghi, và chưa ai nhận tệp.")
    collector_stalled: Final = N_("⚠ Việc nhận tệp đứng lại đã {age}.")
    collector_just_stalled: Final = N_("⚠ Việc nhận tệp vừa đứng lại.")
    not_answered: Final = N_("⚠ Một phần màn hình chưa tính được vì lỗi ({reason}); các phần khác vẫn cập nhật.")
    not_drawn: Final = N_("⚠ Không vẽ được phần này vì lỗi ({reason}); các phần khác vẫn cập nhật.")
    loading: Final = N_("Đang nạp {name}")
    loading_rows: Final = N_("{done} / {total} dòng")
    loading_rows_open: Final = N_("{done} dòng")
    row_of: Final = N_("dòng {row} / {total}")
    now_changed: Final = N_("Vừa thay đổi lúc {time}:")
    boards_word: Final = N_("bảng")
    waiting_for_rows: Final = N_("đang lấy…")
    gone: Final = N_("Không còn trong dữ liệu.")
    choices_unread: Final = N_("Lựa chọn đã lưu không đọc được; màn hình dùng mặc định.")
    not_kept: Final = N_("Không giữ được lựa chọn vào {path}: {reason}")
    # a data folder without data
    empty: Final = (
        N_("Chưa có dữ liệu."),
        N_("Thả tệp kết xuất từ phần mềm một cửa điện tử (xlsx, xls, csv, ods) vào thư mục:"),
        "{inbox}",
        N_("Khoảng một giây sau, các bảng tự hiện. Bảng 0 cho biết từng tệp ra sao."),
    )
    no_sheet: Final = N_("Chưa có bảng {sheet}: điền mẫu {template} rồi thả vào inbox.")
    no_sheet_brief: Final = N_("Chưa có bảng {sheet} (mẫu {template}).")
    no_sheet_least: Final = N_("Chưa có bảng {sheet}.")
    first_load: Final = N_("Đang nạp tệp kết xuất. Nạp xong, các bảng tự hiện.")
    made_up: Final = N_("số liệu giả định")
    # the result of loading a file, in one line
    file_loaded: Final = N_("{time} Đã nạp {name}: {rows} dòng, {changed} thay đổi")
    file_mark: Final = N_("{time} Đã ghi: {mark}")
    file_rejected_rows: Final = NN_("{time} {n} dòng bị loại, xem bảng 0 · {name}: {rows} dòng, {changed} thay đổi")
    file_repeated: Final = N_("{time} {name}: trùng với tệp đã nạp, không có gì mới")
    file_refused: Final = N_("{time} Từ chối {name}, xem bảng 0: {sentence}")
    # overview
    overview_title: Final = N_("HỒ SƠ TRỄ HẠN")
    overview_year: Final = N_("năm {year}")
    only_unclosed: Final = NN_("{n} chỉ vì chưa kết thúc")
    of_them_overdue: Final = N_("quá hạn {n}")
    of_them_unclosed: Final = N_("chưa kết thúc {n}")
    due_soon_total: Final = N_("sắp đến hạn {n}")
    unplaced_total: Final = N_("chưa rõ đơn vị {n}")
    events_title: Final = N_("VỪA THAY ĐỔI")
    findings_title: Final = N_("PHÁT HIỆN")
    no_events: Final = N_("chưa có gì")
    no_findings: Final = N_("không có gì bất thường")
    # the late board
    grouped_by: Final = N_("Nhóm theo")
    first_seen: Final = NN_("Theo lần ghi đầu: {n} hồ sơ trễ so với số báo cáo")
    below_target: Final = N_("thiếu {n}")
    above_target: Final = N_("vượt {n}")
    points: Final = N_("{n} điểm %")
    target: Final = N_("chỉ tiêu {n}")
    target_lines: Final = N_("chỉ tiêu\n│ {n}")
    first_seen_same: Final = N_("Theo lần ghi đầu: bằng số báo cáo")
    level_word: Final = N_("Cấp")
    sorted_by: Final = N_("Xếp theo")
    # lists of dossiers
    only_word: Final = N_("Lọc")
    no_dossiers: Final = N_("Không có hồ sơ nào thuộc mục này.")
    rank: Final = N_("hạng {rank}/{of}")
    resolved_late_by: Final = NN_("trễ {n} ngày làm việc")
    overdue_by: Final = NN_("quá hạn {n} ngày làm việc")
    overdue_unclosed_by: Final = NN_("quá hạn {n} ngày làm việc, chưa kết thúc")
    unclosed: Final = N_("chưa kết thúc")
    unclosed_too: Final = N_("{state}, chưa kết thúc")
    unplaced: Final = N_("Chưa rõ đơn vị")
    total_row: Final = N_("Dòng tổng")
    # one dossier
    dossier: Final = N_("Hồ sơ")
    versions: Final = N_("CÁC LẦN KẾT XUẤT ĐÃ GHI NHẬN")
    last_seen: Final = N_("thấy lần cuối trong kết xuất {when}")
    version_from: Final = N_("{file}, dòng {row}")
    first_version: Final = N_("lần đầu")
    findings_one: Final = N_("ĐIỀU CẦN XEM LẠI")
    still_open: Final = N_("Đã trả kết quả {when} nhưng chưa kết thúc trên phần mềm.")
    # data sources
    view_word: Final = N_("Xem")
    agreed: Final = NN_("{n} báo cáo tổng hợp khớp hoàn toàn với danh sách hồ sơ.")
    waiting_files: Final = NN_("đang chờ {n} tệp: {names}")
    inbox_word: Final = N_("Thư mục nhận tệp")
    more_problems: Final = NN_("… và {n} dòng nữa")
    moment_of_file: Final = N_("số liệu lúc {when}")
    file_figures: Final = N_(
        "{rows} dòng: {loaded} mới, {changed} thay đổi, {unchanged} không thay đổi, {older} cũ hơn, {rejected} bị loại."
    )
    unknown_problem: Final = N_("Vấn đề {code}, dòng {row}: “{value}”")
    repeats: Final = N_("Trùng từng byte với tệp đã nạp trước đó.")
    difference_sentence: Final = N_(
        "{unit}, {column}: báo cáo ghi {said}, danh sách hồ sơ cho {ours} (tính đến {when})."
    )
    no_field_sentence: Final = N_(
        "{unit}: danh sách hồ sơ không có lĩnh vực này, hoặc báo cáo ghi hai lần, nên không đối chiếu; số dòng như "
        "vậy: {said}."
    )
    identity_sentence: Final = N_("{unit}: {column} ghi {said} nhưng các cột hợp thành cho {ours}.")
    finding_in: Final = NN_("{n} lần. Ví dụ: {sentence}")
    finding_now: Final = NN_("{n} hồ sơ hiện có. Ví dụ: {sentence}")
    as_of_now: Final = N_("tính đến nay")
    # palette and help
    palette_hint: Final = N_("Gõ tên bảng, đơn vị hoặc việc cần làm; không cần dấu")
    palette_none: Final = N_("Không tìm thấy.")
    palette_unit: Final = N_("mở hồ sơ trễ hạn của đơn vị")
    help_title: Final = N_("Trợ giúp")
    help_here: Final = N_("ĐANG XEM")
    help_keys: Final = N_("PHÍM Ở ĐÂY")
    help_boards: Final = N_("CÁC BẢNG")
    help_columns: Final = N_("CÁC CỘT")
    help_signs: Final = N_("DẤU HIỆU")
    how_to_leave: Final = N_("Nhấn F10 để thoát.")
    no_such_key: Final = N_(
        "Phím “{letter}” không dùng ở đây: bộ gõ tiếng Việt đang bật. Thay [ và ]: Ctrl+← và Ctrl+→."
    )
    paste_here: Final = N_("Đoạn vừa dán không dùng ở đây. Muốn tìm: nhấn / rồi dán.")


BOARD_NAMES = Words(
    {
        "overview": N_("Tổng quan"),
        "late": N_("Hồ sơ trễ hạn"),
        "rollout": N_("Mô hình"),
        "exports": N_("Nguồn dữ liệu"),
    }
)
LEVELS = Words({"city": N_("Cấp thành phố"), "commune": N_("Cấp xã")})
LEVELS_SHORT = Words({"": N_("cả hai"), "city": N_("thành phố"), "commune": N_("xã")})
GROUPINGS = Words(
    {
        "unit": N_("đơn vị"),
        "field": N_("lĩnh vực"),
        "procedure": N_("thủ tục"),
        "officer": N_("cán bộ"),
        "age": N_("số ngày trễ"),
    }
)
NO_GROUP_NAME = Words(
    {
        "unit": N_("(không rõ đơn vị)"),
        "field": N_("(không ghi lĩnh vực)"),
        "procedure": N_("(không ghi thủ tục)"),
        "officer": N_("(không ghi cán bộ)"),
        "age": N_("(không rõ)"),
    }
)
ONLY = Words(
    {
        "late": N_("trễ hạn"),
        "overdue": N_("quá hạn"),
        "resolved_late": N_("giải quyết trễ hạn"),
        "unclosed": N_("chưa kết thúc"),
        "returned_open": N_("chưa kết thúc"),
        "due_soon": N_("sắp đến hạn"),
        "due_today": N_("hạn hôm nay"),
        "waiting": N_("đang chờ bổ sung"),
        "all": N_("tất cả"),
        "online": N_("nộp trực tuyến"),
        "offline": N_("không trực tuyến"),
        "received": N_("tiếp nhận từ đầu năm"),
    }
)
#: How a dossier came → its name.
CHANNELS = Words(
    {
        "online": N_("trực tuyến"),
        "direct": N_("tại quầy"),
        "post": N_("bưu chính"),
        "": N_("không ghi"),
    }
)
STATES = Words(
    {
        "resolved_on_time": N_("đúng hạn"),
        "resolved_late": N_("giải quyết trễ hạn"),
        "overdue": N_("quá hạn"),
        "due_soon": N_("sắp đến hạn"),
        "in_time": N_("trong hạn"),
        "waiting": N_("đang chờ"),
        "withdrawn": N_("rút, từ chối"),
        "not_yet": N_("chưa tiếp nhận"),
    }
)
#: Column key → the title (two lines at most) and, for the help, what the column counts. Not ``Words``: a grid stores
#: the source texts and translates them when it draws.
COLUMNS = {
    "rank": ("#", N_("hạng theo số hồ sơ trễ, trong các dòng của bảng")),
    "name": ("", N_("tên; không bao giờ bị cắt bớt")),
    "late": (N_("Trễ"), N_("giải quyết trễ hạn + quá hạn, trong năm")),
    "change": ("±", N_("số trễ thay đổi bao nhiêu so với mốc so sánh (c chọn mốc khác)")),
    "overdue_change": ("±", N_("quá hạn tăng hay giảm bao nhiêu so với mốc so sánh")),
    "unclosed_change": ("±", N_("chưa kết thúc tăng hay giảm bao nhiêu so với mốc so sánh")),
    "due_soon_change": ("±", N_("sắp đến hạn tăng hay giảm bao nhiêu so với mốc so sánh")),
    "rate_change": ("±", N_("tỷ lệ trễ tăng hay giảm bao nhiêu điểm phần trăm so với mốc so sánh")),
    "overdue": (N_("Quá\nhạn"), N_("đang mở, đã qua hạn trả")),
    "unclosed": (N_("Chưa\nkết thúc"), N_("đã trả kết quả nhưng phần mềm chưa kết thúc")),
    "due_soon": (N_("Sắp\nđến hạn"), N_("còn trong 24 giờ làm việc là đến hạn")),
    "rate": (N_("Tỷ lệ\ntrễ"), N_("trễ / (đã giải quyết + đang mở)")),
    "share": (N_("Tỷ\ntrọng"), N_("phần của dòng này trong mọi hồ sơ trễ")),
    "bar": ("", N_("số chính của dòng, so với dòng nhiều nhất")),
    "spark": (N_("30 ngày qua"), N_("số trễ cuối mỗi ngày, từ mức thấp nhất đến mức cao nhất của chính dòng đó")),
    "median": (N_("Số ngày\ntrễ ở giữa"), N_("một nửa số hồ sơ trễ lâu hơn chừng này ngày làm việc")),
    "total": (N_("Tổng\nsố"), N_("mọi hồ sơ của đơn vị trong năm")),
    "code": (N_("Mã hồ sơ\n(che)"), N_("mã hồ sơ, số thứ tự được che")),
    "procedure": (N_("Thủ tục"), N_("tên thủ tục hành chính")),
    "unit": (N_("Đơn vị"), N_("đơn vị giải quyết")),
    "due": (N_("Hẹn trả"), N_("ngày hẹn trả")),
    "days": (N_("Trễ\n(ngày)"), N_("số ngày làm việc đã trễ")),
    "state": (N_("Tình trạng"), N_("tình trạng hồ sơ lúc này")),
    "officer": (N_("Cán bộ"), N_("cán bộ đang xử lý, ghi bằng số nếu tên được che")),
    "moment": (N_("Thời điểm"), N_("thời điểm của kết xuất")),
    "arrived": (N_("Nhận lúc"), N_("lúc tệp vào thư mục")),
    "file": (N_("Tệp"), N_("tên tệp")),
    "verdict": (N_("Kết quả"), N_("tệp được nhận, nhận một phần, bị từ chối, hay trùng")),
    "kind": (N_("Loại"), N_("tệp chứa gì")),
    "rows": (N_("Dòng"), N_("số dòng dữ liệu")),
    "rejected": (N_("Bị loại"), N_("dòng không đọc được, không tính vào bảng nào")),
    "loaded": (N_("Mới"), N_("hồ sơ chưa từng có")),
    "changed": (N_("Thay đổi"), N_("hồ sơ khác lần trước")),
    "unchanged": (N_("Không\nthay đổi"), N_("hồ sơ như lần trước")),
    "older": (N_("Cũ hơn"), N_("dòng mà danh sách mới hơn, hay dòng sau trong tệp, đã thay")),
    "count": (N_("Số lần"), N_("xảy ra bao nhiêu lần")),
    "finding": (N_("Lỗi"), N_("điều bất thường")),
    "found": (N_("Phát hiện"), N_("điều bất thường trong hồ sơ")),
    "was": (N_("Từng ghi"), N_("điều các kết xuất trước đã ghi")),
    "became": (N_("Nay ghi"), N_("điều kết xuất mới hơn ghi")),
    "seen_at": (N_("Thấy lúc"), N_("thời điểm của kết xuất cho thấy điều đó")),
    "said": (N_("Báo cáo"), N_("số trong báo cáo tổng hợp")),
    "ours": (N_("Danh sách"), N_("số tính từ danh sách hồ sơ")),
    "column": (N_("Cột"), N_("cột của báo cáo tổng hợp")),
    "practice": (N_("MÔ HÌNH"), N_("mô hình cần nhân rộng")),
    "claimed": (N_("báo\ncáo"), N_("số đơn vị báo đang hoặc đã triển khai")),
    "shown": (N_("thực\ntế"), N_("trong số báo cáo: bao nhiêu đơn vị thực tế có")),
    "unseen": (N_("chưa\ncó"), N_("trong số báo cáo: bao nhiêu đơn vị thực tế chưa có")),
    "unknown": (N_("chưa\nrõ"), N_("trong số báo cáo: bao nhiêu đơn vị chưa đủ số liệu để biết thực tế có hay chưa")),
    "planned": (N_("kế hoạch"), N_("số đơn vị báo mới có kế hoạch")),
    "status": (N_("Trạng thái"), N_("trạng thái như trong kết xuất")),
    "received": (N_("Tiếp nhận"), N_("ngày tiếp nhận")),
    "channel": (N_("Cách nộp"), N_("hồ sơ nộp bằng cách nào, như danh sách ghi")),
    "finished": (N_("Kết thúc"), N_("ngày kết thúc xử lý trên phần mềm")),
    "returned": (N_("Trả kết quả"), N_("ngày trả kết quả")),
    "days_returned": (N_("Trả cách\nđây (ngày)"), N_("số ngày làm việc từ ngày trả kết quả đến lúc đang xem")),
    "differs": (N_("Khác lần trước"), N_("những mục khác lần kết xuất trước")),
}
WORST = N_("TRỄ NHIỀU NHẤT")
#: View of the data sources → its name, and its text if it has no entries. Not ``Words``: translated when drawn.
VIEWS = {
    "files": (N_("tệp đã nhận"), N_("Chưa nhận tệp nào.")),
    "found": (N_("phát hiện"), N_("Chưa phát hiện điều gì bất thường trong hồ sơ.")),
    "problems": (N_("lỗi trong tệp"), N_("Không có vấn đề nào.")),
    "differences": (N_("đối chiếu"), N_("Chưa đối chiếu báo cáo tổng hợp nào với danh sách hồ sơ.")),
}
#: Short names of the views that are not selected, for narrow screens.
VIEWS_BRIEF = {"files": N_("tệp"), "problems": N_("lỗi"), "differences": N_("lệch")}
VERDICTS = Words(
    {
        "accepted": N_("✓ đã nhận"),
        "partial": N_("! một phần"),
        "refused": N_("✗ từ chối"),
        "repeated": N_("= trùng"),
    }
)
EVENTS = Words(
    {
        "new": NN_("{unit} thêm {n} hồ sơ mới"),
        "finished": NN_("{unit} kết thúc {n} hồ sơ"),
        "late": NN_("{unit} thêm {n} hồ sơ trễ"),
        "cured": NN_("{unit} bớt {n} hồ sơ trễ"),
        "withdrawn": NN_("{unit} có {n} hồ sơ rút"),
        "claim": N_("{unit} cập nhật mô hình {detail}"),
    }
)
FINDINGS = Words(
    {
        "rejected": NN_("{n} dòng bị loại"),
        "unplaced": NN_("{n} hồ sơ chưa rõ đơn vị"),
        "no_due": NN_("{n} hồ sơ không có hạn trả"),
        "refused": NN_("{n} tệp bị từ chối"),
        "differing": NN_("{n} đơn vị lệch báo cáo tổng hợp"),
    }
)
DATES = Words(
    {"received": N_("tiếp nhận"), "due": N_("HẸN TRẢ"), "finished": N_("kết thúc"), "returned": N_("trả kết quả")}
)
#: Names of a dossier's fields, for the differences between two versions.
FIELDS = Words(
    {
        "status": N_("trạng thái"),
        "status_text": N_("trạng thái"),
        "received": N_("ngày tiếp nhận"),
        "due": N_("hạn trả"),
        "finished": N_("ngày kết thúc"),
        "returned": N_("ngày trả"),
        "date_only": N_("giờ của ngày"),
        "agency": N_("cơ quan"),
        "department": N_("phòng ban"),
        "procedure_code": N_("mã thủ tục"),
        "procedure": N_("thủ tục"),
        "field": N_("lĩnh vực"),
        "officer": N_("cán bộ"),
        "channel": N_("cách nộp"),
        "helper": N_("người hỗ trợ"),
        "person": N_("dữ liệu cá nhân"),
        "applicant": N_("chủ hồ sơ"),
        "submitter": N_("người nộp"),
        "phone": N_("số điện thoại"),
        "address": N_("địa chỉ"),
    }
)
SUMMARY_COLUMNS = Words(
    {
        "intake": N_("tổng tiếp nhận"),
        "opening": N_("kỳ trước chuyển qua"),
        "received": N_("tiếp nhận trong kỳ"),
        "resolved": N_("đã giải quyết"),
        "early": N_("giải quyết trước hạn"),
        "on_time": N_("giải quyết đúng hạn"),
        "resolved_late": N_("giải quyết trễ hạn"),
        "open": N_("đang giải quyết"),
        "in_time": N_("đang giải quyết trong hạn"),
        "overdue": N_("đang giải quyết, đã quá hạn"),
        "late": N_("tổng trễ hạn"),
        "withdrawn": N_("rút, trả lại"),
        "timely": N_("giải quyết trước và đúng hạn"),
        "waiting": N_("tạm dừng, bổ sung"),
        "field": N_("dòng không đối chiếu được"),
    }
)
SIGNS: tuple[tuple[str, str], ...] = (
    ("▲ 5", N_("tăng 5 so với mốc so sánh")),
    ("▼ 12", N_("giảm 12 so với mốc so sánh")),
    ("=", N_("không thay đổi")),
    ("◆", N_("vừa thay đổi trong vài giây qua")),
    ("▶", N_("dòng đang chọn")),
    ("⚠", N_("cần chú ý: dữ liệu cũ, không cập nhật, không ai nhận tệp")),
)
