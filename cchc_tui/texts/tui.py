"""All that the screens say, in one place, so that another language is another module of this shape.

Words for people who run meetings, not computers: whole words first, one term for one thing throughout.
"""

from __future__ import annotations

from typing import Final


class TEXT:
    """Single words and sentences; ``{…}`` is filled in by the caller.

    A plain class: a dataclass of so many fields would cost the first frame 12 ms.
    """

    # ages and figures
    nothing: Final = "–"
    just_now: Final = "vừa xong"
    ahead: Final = "chưa đến"
    years_ago: Final = "{n} năm trước"
    # the thin line on top
    live: Final = "trực tiếp"
    set_clock: Final = "giờ đặt"
    demo: Final = "MINH HỌA"
    not_live: Final = "KHÔNG cập nhật"
    old: Final = "⚠ CŨ:"
    no_data: Final = "chưa có dữ liệu"
    collected_here: Final = "máy này thu nhận"
    collected_by: Final = "{host} thu nhận"
    elsewhere: Final = "nơi khác"
    collected_by_nobody: Final = "⚠ không ai thu nhận"
    # states of the app
    too_small: Final = "Cửa sổ cần ít nhất {need}, đang có {have}."
    too_small_cure: Final = "Hãy phóng to cửa sổ hoặc giảm cỡ chữ."
    lost: Final = "⚠ Không đọc được dữ liệu ({reason}). Các bảng giữ số liệu lúc {when}."
    lost_before: Final = "⚠ Không đọc được dữ liệu ({reason})."
    collector_dead: Final = "⚠ Không có ai thu nhận tệp: tệp mới thả vào sẽ chưa được nạp."
    collector_read_only: Final = "Chỉ xem: thư mục dữ liệu không cho máy này ghi, và chưa ai thu nhận tệp."
    collector_stalled: Final = "⚠ Việc thu nhận tệp đứng lại đã {age}."
    live_ended: Final = "⚠ Việc cập nhật đã dừng vì lỗi ({reason}). Hãy mở lại chương trình."
    loading: Final = "Đang nạp {name}"
    loading_rows: Final = "{done} / {total} dòng"
    loading_rows_open: Final = "{done} dòng"
    row_of: Final = "hàng {row} / {total}"
    now_changed: Final = "Vừa đổi lúc {time}:"
    boards_word: Final = "bảng"
    waiting_for_rows: Final = "đang lấy…"
    gone: Final = "Không còn trong dữ liệu."
    not_kept: Final = "Không giữ được lựa chọn vào {path}: {reason}"
    # the empty folder
    empty: Final = (
        "Chưa có dữ liệu.",
        "Thả tệp kết xuất từ phần mềm một cửa điện tử (xlsx, xls, csv, ods) vào thư mục:",
        "{inbox}",
        "Khoảng một giây sau, các bảng tự hiện. Bảng 0 cho biết từng tệp ra sao.",
    )
    made_up: Final = "số liệu giả định"
    # what files became, in one line
    file_loaded: Final = "{time} Đã nạp {name}: {rows} dòng, {changed} thay đổi"
    file_mark: Final = "{time} Đã ghi một mốc cuộc họp: {when}"
    file_rejected_rows: Final = "{n} dòng bị loại, xem bảng 0"
    file_repeated: Final = "{time} {name}: trùng với tệp đã nạp, không có gì mới"
    file_refused: Final = "{time} Từ chối {name}: {sentence}"
    # overview
    overview_title: Final = "HỒ SƠ TRỄ HẠN"
    overview_year: Final = "năm {year}"
    only_unclosed: Final = "{n} chỉ vì chưa kết thúc"
    due_soon_total: Final = "sắp đến hạn {n}"
    unplaced_total: Final = "chưa rõ đơn vị {n}"
    worst_title: Final = "TRỄ NHIỀU NHẤT"
    events_title: Final = "VỪA THAY ĐỔI"
    findings_title: Final = "PHÁT HIỆN"
    no_events: Final = "chưa có gì"
    no_findings: Final = "không có gì bất thường"
    # the late board
    grouped_by: Final = "Nhóm theo"
    first_seen: Final = "Theo lần ghi đầu: {n} hồ sơ trễ so với số báo cáo"
    first_seen_same: Final = "Theo lần ghi đầu: bằng số báo cáo"
    level_word: Final = "Cấp"
    all_levels: Final = "cả hai"
    sorted_by: Final = "Xếp theo"
    # lists of dossiers
    only_word: Final = "Lọc"
    no_dossiers: Final = "Không có hồ sơ nào thuộc mục này."
    rank: Final = "hạng {rank}/{of}"
    resolved_late_by: Final = "trễ {n} ngày làm việc"
    overdue_by: Final = "quá hạn {n} ngày làm việc"
    # one dossier
    dossier: Final = "Hồ sơ"
    versions: Final = "CÁC LẦN KẾT XUẤT ĐÃ GHI NHẬN"
    last_seen: Final = "thấy lần cuối trong kết xuất {when}"
    version_from: Final = "{file}, dòng {row}"
    first_version: Final = "lần đầu"
    findings_one: Final = "ĐIỀU CẦN XEM LẠI"
    still_open: Final = "Đã trả kết quả {when} nhưng chưa kết thúc trên phần mềm."
    # data sources
    view_files: Final = "tệp đã nhận"
    view_found: Final = "phát hiện"
    view_problems: Final = "lỗi trong tệp"
    view_differences: Final = "đối chiếu"
    view_word: Final = "Xem"
    no_files: Final = "Chưa nhận tệp nào."
    no_findings_yet: Final = "Chưa phát hiện điều gì bất thường trong hồ sơ."
    no_problem_here: Final = "Không có vấn đề nào."
    no_differences: Final = "Chưa có báo cáo tổng hợp nào lệch với danh sách hồ sơ."
    agreed: Final = "{n} báo cáo tổng hợp khớp hoàn toàn với danh sách hồ sơ."
    waiting_files: Final = "đang chờ {names}"
    inbox_word: Final = "Thư mục nhận tệp"
    more_problems: Final = "… và {n} dòng nữa"
    moment_of_file: Final = "số liệu lúc {when}"
    file_figures: Final = (
        "{accepted} dòng được nhận, {rejected} bị loại; {changed} hồ sơ mới hoặc khác, {unchanged} như cũ, "
        "{older} đã có bản mới hơn"
    )
    unknown_problem: Final = "Vấn đề {code}, dòng {row}: “{value}”"
    repeats: Final = "Trùng từng byte với tệp đã nạp trước đó."
    difference_sentence: Final = "{unit}, {column}: báo cáo ghi {said}, danh sách hồ sơ cho {ours} (tính đến {when})."
    identity_sentence: Final = "{unit}: {column} ghi {said} nhưng các cột hợp thành cho {ours}."
    finding_in: Final = "{n} lần. Ví dụ: {sentence}"
    finding_now: Final = "{n} hồ sơ hiện có. Ví dụ: {sentence}"
    as_of_now: Final = "hiện trạng"
    # palette and help
    palette_hint: Final = "Gõ tên bảng, đơn vị hoặc việc cần làm; không cần dấu"
    palette_none: Final = "Không tìm thấy."
    palette_unit: Final = "mở hồ sơ trễ hạn của đơn vị"
    help_title: Final = "Trợ giúp"
    help_here: Final = "ĐANG XEM"
    help_keys: Final = "PHÍM Ở ĐÂY"
    help_boards: Final = "CÁC BẢNG"
    help_columns: Final = "CÁC CỘT"
    help_signs: Final = "DẤU HIỆU"
    help_close: Final = "Esc đóng trợ giúp"
    how_to_leave: Final = "Nhấn F10 để thoát."


BOARD_NAMES = {
    "overview": "Tổng quan",
    "late": "Hồ sơ trễ hạn",
    "due": "Quá hạn trong hôm nay",
    "forecast": "Dự báo cuối tháng",
    "rollout": "Mô hình",
    "exports": "Nguồn dữ liệu",
}
LEVELS = {"city": "Cấp thành phố", "commune": "Cấp xã"}
LEVELS_SHORT = {"": TEXT.all_levels, "city": "thành phố", "commune": "xã"}
GROUPINGS = {
    "unit": "đơn vị",
    "field": "lĩnh vực",
    "procedure": "thủ tục",
    "officer": "cán bộ",
    "age": "tuổi trễ",
}
GROUP_TITLES = {
    "unit": "Đơn vị",
    "field": "Lĩnh vực",
    "procedure": "Thủ tục",
    "officer": "Cán bộ",
    "age": "Trễ bao lâu",
}
NO_GROUP_NAME = {
    "unit": "(không rõ đơn vị)",
    "field": "(không ghi lĩnh vực)",
    "procedure": "(không ghi thủ tục)",
    "officer": "(không ghi cán bộ)",
    "age": "(không rõ)",
}
UNPLACED = "Chưa rõ đơn vị"
ONLY = {
    "late": "trễ hạn",
    "overdue": "quá hạn",
    "resolved_late": "giải quyết trễ",
    "unclosed": "chưa kết thúc",
    "due_soon": "sắp đến hạn",
    "due_today": "hạn hôm nay",
    "waiting": "đang chờ bổ sung",
    "all": "tất cả",
}
STATES = {
    "resolved_on_time": "đúng hạn",
    "resolved_late": "giải quyết trễ",
    "overdue": "quá hạn",
    "due_soon": "sắp đến hạn",
    "in_time": "trong hạn",
    "waiting": "đang chờ",
    "withdrawn": "rút, từ chối",
    "not_yet": "chưa tiếp nhận",
}
UNCLOSED = "chưa kết thúc"
#: Columns: the title (two lines at most) and, for the help, what it counts.
COLUMNS = {
    "rank": ("#", "hạng theo số hồ sơ trễ, và hạng đổi bao nhiêu bậc so với mốc so sánh"),
    "name": ("", "tên; không bao giờ bị cắt bớt"),
    "late": ("Trễ", "giải quyết trễ hạn + quá hạn, trong năm"),
    "change": ("±", "số trễ đổi bao nhiêu so với mốc so sánh (c đổi mốc)"),
    "overdue": ("Quá\nhạn", "đang mở, đã qua hạn trả"),
    "unclosed": ("Chưa\nkết thúc", "đã trả kết quả nhưng phần mềm chưa kết thúc"),
    "due_soon": ("Sắp\nđến hạn", "còn trong 24 giờ làm việc là đến hạn"),
    "rate": ("Tỷ lệ\ntrễ", "trễ / (đã giải quyết + đang mở)"),
    "bar": ("", "số hồ sơ trễ, so với dòng nhiều nhất"),
    "spark": ("30 ngày qua", "số trễ cuối mỗi ngày, từ mức thấp nhất đến mức cao nhất của chính dòng đó"),
    "median": ("Trung vị\n(ngày)", "một nửa số hồ sơ trễ lâu hơn chừng này ngày làm việc"),
    "total": ("Tổng\nsố", "mọi hồ sơ của đơn vị trong năm"),
    "code": ("Mã hồ sơ (che)", "mã hồ sơ, số thứ tự được che"),
    "procedure": ("Thủ tục", "tên thủ tục hành chính"),
    "unit": ("Đơn vị", "đơn vị giải quyết"),
    "due": ("Hẹn trả", "ngày hẹn trả"),
    "days": ("Trễ\n(ngày)", "số ngày làm việc đã trễ"),
    "state": ("Tình trạng", "tình trạng hồ sơ lúc này"),
    "officer": ("Cán bộ", "cán bộ đang xử lý, ghi bằng số nếu tên được che"),
    "moment": ("Thời điểm", "thời điểm của kết xuất"),
    "arrived": ("Nhận lúc", "lúc tệp vào thư mục"),
    "file": ("Tệp", "tên tệp"),
    "verdict": ("Kết quả", "tệp được nhận, nhận một phần, bị từ chối, hay trùng"),
    "kind": ("Loại", "tệp chứa gì"),
    "rows": ("Dòng", "số dòng dữ liệu"),
    "rejected": ("Bị loại", "dòng không đọc được, không tính vào bảng nào"),
    "changed": ("Thay đổi", "hồ sơ mới hoặc khác lần trước"),
    "count": ("Số lần", "xảy ra bao nhiêu lần"),
    "finding": ("Lỗi", "điều bất thường"),
    "found": ("Phát hiện", "điều bất thường trong hồ sơ"),
    "was": ("Từng ghi", "điều các kết xuất trước đã ghi"),
    "became": ("Nay ghi", "điều kết xuất mới hơn ghi"),
    "seen_at": ("Thấy lúc", "thời điểm của kết xuất cho thấy điều đó"),
    "said": ("Báo cáo", "số trong báo cáo tổng hợp"),
    "ours": ("Danh sách", "số tính từ danh sách hồ sơ"),
    "column": ("Cột", "cột của báo cáo tổng hợp"),
    "practice": ("MÔ HÌNH", "mô hình cần nhân rộng"),
    "claimed": ("nhận", "số đơn vị báo đang hoặc đã triển khai"),
    "shown": ("thấy", "số đơn vị mà hồ sơ cho thấy mô hình, dù báo hay không"),
    "planned": ("kế hoạch", "số đơn vị báo mới có kế hoạch"),
    "status": ("Trạng thái", "trạng thái như trong kết xuất"),
    "received": ("Tiếp nhận", "ngày tiếp nhận"),
    "finished": ("Kết thúc", "ngày kết thúc xử lý trên phần mềm"),
    "returned": ("Trả kết quả", "ngày trả kết quả"),
    "differs": ("Khác lần trước", "những mục khác lần kết xuất trước"),
}
VERDICTS = {
    "accepted": "✓ đã nhận",
    "partial": "! một phần",
    "refused": "✗ từ chối",
    "repeated": "= trùng",
}
KINDS = {"dossiers": "hồ sơ", "summary": "tổng hợp", "rollout": "mô hình", "meeting": "cuộc họp", "": "–"}
EVENTS = {
    "new": "{unit} thêm {n} hồ sơ mới",
    "finished": "{unit} kết thúc {n} hồ sơ",
    "late": "{unit} thêm {n} hồ sơ trễ",
    "cured": "{unit} bớt {n} hồ sơ trễ",
    "withdrawn": "{unit} có {n} hồ sơ rút",
    "claim": "{unit} cập nhật mô hình {detail}",
}
FINDINGS = {
    "rejected": "{n} dòng bị loại",
    "unplaced": "{n} hồ sơ chưa rõ đơn vị",
    "no_due": "{n} hồ sơ không có hạn trả",
    "refused": "{n} tệp bị từ chối",
    "differing": "{n} đơn vị lệch báo cáo tổng hợp",
}
DATES = {"received": "tiếp nhận", "due": "HẸN TRẢ", "finished": "kết thúc", "returned": "trả kết quả"}
#: Fields of a dossier, for what differs between two versions.
FIELDS = {
    "status": "trạng thái",
    "status_text": "trạng thái",
    "received": "ngày tiếp nhận",
    "due": "hạn trả",
    "finished": "ngày kết thúc",
    "returned": "ngày trả",
    "date_only": "giờ của ngày",
    "agency": "cơ quan",
    "department": "phòng ban",
    "procedure_code": "mã thủ tục",
    "procedure": "thủ tục",
    "field": "lĩnh vực",
    "officer": "cán bộ",
    "channel": "cách nộp",
    "helper": "người hỗ trợ",
    "applicant": "chủ hồ sơ",
    "submitter": "người nộp",
    "phone": "số điện thoại",
    "address": "địa chỉ",
}
SUMMARY_COLUMNS = {
    "intake": "tổng tiếp nhận",
    "opening": "kỳ trước chuyển qua",
    "received": "tiếp nhận trong kỳ",
    "resolved": "đã giải quyết",
    "early": "giải quyết trước hạn",
    "on_time": "giải quyết đúng hạn",
    "resolved_late": "giải quyết quá hạn",
    "open": "đang giải quyết",
    "in_time": "đang giải quyết trong hạn",
    "overdue": "đang giải quyết quá hạn",
    "late": "tổng trễ hạn",
    "withdrawn": "rút, trả lại",
}
TOTAL_ROW = "Dòng tổng"

#: What a screen shows, for the help: one paragraph each.
TOPICS: dict[str, str] = {
    "due": (
        "Hồ sơ đang mở, còn trong hạn lúc này nhưng sẽ quá hạn trước khi hết hôm nay. Giải quyết kịp thì không "
        "thành trễ. “Chưa kết thúc” là phần đã trả kết quả, chỉ còn phải kết thúc trên phần mềm."
    ),
    "forecast": (
        "Số trễ hiện nay, cộng với mức thêm mỗi ngày làm việc của 20 ngày làm việc gần nhất nhân số ngày còn lại; hoặc "
        "cộng với số đến hạn trong tháng mà đơn vị không kịp giải quyết theo nhịp của mình, nếu số này lớn hơn. "
        "Sai số là trung bình của chính cách tính ấy ở cùng ngày các tháng trước."
    ),
    "table": "Mỗi dòng một mục, xếp theo con số đầu tiên.",
    "overview": (
        "Hai con số lớn là hồ sơ trễ hạn của năm ở cấp thành phố và cấp xã: đã giải quyết nhưng sau hạn, cộng với"
        " đang mở và đã quá hạn. “Chỉ vì chưa kết thúc” là phần đã trả kết quả cho dân mà phần mềm vẫn ghi là "
        "đang mở."
    ),
    "late": (
        "Mỗi dòng một đơn vị (hoặc lĩnh vực, thủ tục, cán bộ, tuổi trễ), nhiều hồ sơ trễ nhất đứng trước. Hồ sơ "
        "qua hạn trả thì số tự tăng, không cần tệp mới."
    ),
    "unit": (
        "Hồ sơ của dòng vừa chọn, trễ nhiều ngày nhất đứng trước. Số thứ tự trong mã hồ sơ được che vì là dữ liệu"
        " cá nhân."
    ),
    "dossier": (
        "Một hồ sơ: các mốc theo thứ tự thời gian, và mọi trạng thái mà các kết xuất từng ghi. Mốc nào đổi sau "
        "khi đã ghi nhận thì được nêu ra."
    ),
    "rollout": (
        "Điều mỗi đơn vị nhận đã làm với từng mô hình, bên cạnh điều hồ sơ của đơn vị cho thấy từ ngày bắt đầu. Hai "
        "dòng dưới nói rõ ô đang chọn; Enter mở các hồ sơ làm chứng. Ngưỡng đặt trong practices.toml."
    ),
    "evidence": "Các hồ sơ cho thấy mô hình ở đơn vị này, hồ sơ tiếp nhận sau cùng đứng trước.",
    "exports": (
        "Mọi tệp đã nhận và kết quả. Tệp bị từ chối không làm thay đổi bảng nào. Dòng bị loại được giữ lại kèm lý"
        " do và không tính vào đâu cả."
    ),
}
SIGNS: tuple[tuple[str, str], ...] = (
    ("▲ 5", "tăng 5 so với mốc so sánh"),
    ("▼ 12", "giảm 12 so với mốc so sánh"),
    ("=", "không đổi"),
    ("◆", "vừa đổi trong vài giây qua"),
    ("▶", "dòng đang chọn"),
    ("⚠", "cần chú ý: dữ liệu cũ, không cập nhật, không ai thu nhận"),
)
