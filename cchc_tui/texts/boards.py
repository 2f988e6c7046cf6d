"""What boards, tables and their exports say: titles, headings, and words for what a figure counts."""

from __future__ import annotations

from datetime import date

#: Board name → its title.
TITLES = {
    "late": "Hồ sơ trễ hạn",
    "rollout": "Mô hình cải cách hành chính",
    "exports": "Nguồn dữ liệu",
    "findings": "Phát hiện trong số liệu",
    "due": "Quá hạn trong hôm nay",
    "forecast": "Dự báo cuối tháng",
    "trend": "Diễn biến trễ hạn",
}
#: Grouping of the board of late dossiers → what a row is.
GROUPS = {
    "unit": "Đơn vị",
    "field": "Lĩnh vực",
    "procedure": "Thủ tục",
    "officer": "Cán bộ",
    "age": "Số ngày trễ",
}
#: Column key → heading.
HEADINGS = {
    "dossier": "Mã hồ sơ",
    "officer": "Cán bộ",
    "detail": "Nội dung",
    "before": "Trước",
    "after": "Sau",
    "export": "Tệp",
    "seen_at": "Thấy lúc",
    "rank": "Hạng",
    "level": "Cấp",
    "late": "Trễ hạn",
    "resolved_late": "Giải quyết trễ hạn",
    "overdue": "Quá hạn",
    "unclosed": "Chưa kết thúc",
    "due_soon": "Sắp đến hạn",
    "in_time": "Chưa đến hạn",
    "waiting": "Tạm dừng",
    "resolved_on_time": "Giải quyết đúng hạn",
    "withdrawn": "Rút, trả lại",
    "total": "Tổng số",
    "late_rate": "Tỷ lệ trễ",
    "days_late_median": "Số ngày trễ (trung vị)",
    "unit": "Đơn vị",
    "practice": "Mô hình",
    "state": "Tình trạng",
    "since": "Từ ngày",
    "turns": "Số lượt",
    "verdict_shown": "Hồ sơ cho thấy",
    "seen": "Số liệu",
    "evidence": "Số hồ sơ",
    "note": "Ghi chú",
    "pioneer": "Đơn vị đi đầu",
    "arrived": "Đến lúc",
    "name": "Tệp",
    "kind": "Loại",
    "format": "Định dạng",
    "verdict": "Kết quả",
    "moment": "Thời điểm số liệu",
    "rows": "Số dòng",
    "accepted": "Nhận",
    "rejected": "Loại",
    "loaded": "Mới",
    "changed": "Thay đổi",
    "unchanged": "Không đổi",
    "older": "Cũ hơn",
    "unplaced": "Chưa rõ đơn vị",
    "reason": "Lý do",
    "due_today": "Hạn hôm nay",
    "next_due": "Hạn gần nhất",
    "overdue_today": "Đã quá hạn hôm nay",
    "expected": "Dự báo trễ",
    "falling_due": "Đến hạn trong tháng",
    "pace": "Giải quyết mỗi ngày",
    "slip": "Thêm trễ mỗi ngày",
    "past_error": "Sai số trước đây",
    "past_count": "Số lần đã dự báo",
    "day": "Ngày",
    "received": "Tiếp nhận",
    "resolved": "Giải quyết",
}
LEVELS = {"city": "Cấp thành phố", "commune": "Cấp xã"}
UNPLACED = "Chưa rõ đơn vị"
#: A group whose export says nothing.
NOT_SAID = "(không ghi)"
OFFICER_NUMBERED = "Cán bộ số {number}"
KINDS = {
    "dossiers": "danh sách hồ sơ",
    "summary": "báo cáo tổng hợp",
    "rollout": "nhân rộng mô hình",
    "meeting": "dấu cuộc họp",
    "": "",
}
VERDICTS = {"accepted": "đã nạp", "partial": "nạp một phần", "refused": "từ chối", "repeated": "trùng tệp đã nạp"}
#: What the dossiers of a unit say of a model: the verdict in a word.
SHOWN = {"shown": "thấy rõ", "not_shown": "chưa thấy", "too_few": "chưa đủ số liệu"}
YES = "có"
NO = ""
#: Above a table: what it is, of which moment, on data of which moment.
CAPTION = "{title}, lúc {as_of}"
DATA_AS_OF = "số liệu đến {moment}"
NO_DATA = "chưa có số liệu"


def forecast_title(day: date, by_dates: bool) -> str:
    """The title of a forecast; ``by_dates``: its past error rests on days before the first list too."""
    error = " (sai số tính cả trước danh sách đầu)" if by_dates else ""
    return f"Dự báo trễ hạn đến hết {day.day}/{day.month}/{day.year}{error}"


def age_band(first: int, last: int | None) -> str:
    """The name of a band of working days late; ``last`` None: without end."""
    if last is None:
        return f"từ {first} ngày"
    if first == 0:
        return f"dưới {last + 1} ngày"
    return f"{first} ngày" if first == last else f"{first}–{last} ngày"


def seen(measure: str, part: int, whole: int) -> str:
    """The figures behind a verdict, in short."""
    return f"{part}/{whole} {'ngày' if measure == 'open-day' else 'hồ sơ'}"


def as_first_seen(title: str, more: int) -> str:
    """The title of a board that reads dates as they were first shown, and how many more are late so."""
    return f"{title} theo số liệu lần đầu thấy ({more:+d} so với báo cáo)"
