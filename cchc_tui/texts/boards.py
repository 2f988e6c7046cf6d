"""Texts of boards, tables and their exports: titles, headings, and the names of what figures count."""

from __future__ import annotations

from datetime import date
from typing import Final

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.texts.language import N_, NN_, Translated, Words

#: Board name → its title.
TITLES = Words(
    {
        "late": N_("Hồ sơ trễ hạn"),
        "rollout": N_("Mô hình cải cách hành chính"),
        "exports": N_("Nguồn dữ liệu"),
        "findings": N_("Phát hiện trong số liệu"),
        "trend": N_("Diễn biến trễ hạn"),
    }
)
#: Grouping of the board of late dossiers → the heading of the name column.
GROUPS = Words(
    {
        "unit": N_("Đơn vị"),
        "field": N_("Lĩnh vực"),
        "procedure": N_("Thủ tục"),
        "officer": N_("Cán bộ"),
        "age": N_("Số ngày trễ"),
    }
)
#: Column key → heading.
HEADINGS = Words(
    {
        "dossier": N_("Mã hồ sơ"),
        "officer": N_("Cán bộ"),
        "detail": N_("Nội dung"),
        "before": N_("Trước"),
        "after": N_("Sau"),
        "export": N_("Tệp"),
        "seen_at": N_("Thấy lúc"),
        "rank": N_("Hạng"),
        "rank_in_level": N_("Hạng trong cấp"),
        "level": N_("Cấp"),
        "late": N_("Trễ hạn"),
        "resolved_late": N_("Giải quyết trễ hạn"),
        "overdue": N_("Quá hạn"),
        "unclosed": N_("Chưa kết thúc"),
        "due_soon": N_("Sắp đến hạn"),
        "in_time": N_("Chưa đến hạn"),
        "waiting": N_("Tạm dừng"),
        "resolved_on_time": N_("Giải quyết đúng hạn"),
        "withdrawn": N_("Rút, trả lại"),
        "total": N_("Tổng số"),
        "late_rate": N_("Tỷ lệ trễ"),
        "days_late_median": N_("Số ngày trễ ở giữa (trung vị)"),
        "unit": N_("Đơn vị"),
        "practice": N_("Mô hình"),
        "state": N_("Tình trạng"),
        "since": N_("Từ ngày"),
        "turns": N_("Số lượt"),
        "verdict_shown": N_("Thực tế"),
        "seen": N_("Số liệu"),
        "evidence": N_("Số hồ sơ"),
        "note": N_("Ghi chú"),
        "pioneer": N_("Đơn vị đi đầu"),
        "arrived": N_("Đến lúc"),
        "name": N_("Tệp"),
        "kind": N_("Loại"),
        "format": N_("Định dạng"),
        "verdict": N_("Kết quả"),
        "moment": N_("Thời điểm số liệu"),
        "rows": N_("Số dòng"),
        "accepted": N_("Nhận"),
        "rejected": N_("Dòng bị loại"),
        "loaded": N_("Mới"),
        "changed": N_("Thay đổi"),
        "unchanged": N_("Không thay đổi"),
        "older": N_("Cũ hơn"),
        "unplaced": N_("Chưa rõ đơn vị"),
        "reason": N_("Lý do"),
        "day": N_("Ngày"),
        "received": N_("Tiếp nhận"),
        "stale": N_("Danh sách cũ hơn 2 ngày"),
        "resolved": N_("Giải quyết"),
    }
)
#: ``DossierFilter.only`` → the title of the list.
LISTS = Words(
    {
        "late": N_("Danh sách hồ sơ trễ hạn"),
        "overdue": N_("Danh sách hồ sơ quá hạn"),
        "resolved_late": N_("Danh sách hồ sơ giải quyết trễ hạn"),
        "unclosed": N_("Danh sách hồ sơ chưa kết thúc"),
        "returned_open": N_("Danh sách hồ sơ chưa kết thúc trên phần mềm"),
        "due_soon": N_("Danh sách hồ sơ sắp đến hạn"),
        "due_today": N_("Danh sách hồ sơ sẽ quá hạn trong hôm nay"),
        "waiting": N_("Danh sách hồ sơ tạm dừng"),
        "all": N_("Danh sách hồ sơ"),
        "online": N_("Danh sách hồ sơ nộp trực tuyến"),
        "offline": N_("Danh sách hồ sơ không nộp trực tuyến"),
        "received": N_("Danh sách hồ sơ tiếp nhận từ đầu năm"),
    }
)
LIST_HEADINGS = Words(
    {
        "dossier": N_("Mã hồ sơ"),
        "procedure": N_("Thủ tục"),
        "unit": N_("Đơn vị"),
        "received": N_("Ngày tiếp nhận"),
        "due": N_("Ngày hẹn trả"),
        "returned": N_("Ngày trả kết quả"),
        "days_late": N_("Số ngày trễ"),
        "state": N_("Tình trạng"),
        "officer": N_("Cán bộ"),
    }
)
LEVELS = Words({"city": N_("Cấp thành phố"), "commune": N_("Cấp xã")})
KINDS = Words(
    {
        "dossiers": N_("danh sách hồ sơ"),
        "summary": N_("báo cáo tổng hợp"),
        "meeting": N_("dấu cuộc họp"),
        "access": N_("xem dữ liệu cá nhân"),
        "directive": N_("chỉ đạo"),
        "": "",
    }
)
#: Short names of kinds of files.
KINDS_BRIEF = Words(
    {
        "dossiers": N_("hồ sơ"),
        "summary": N_("tổng hợp"),
        "meeting": N_("cuộc họp"),
        "access": N_("xem DLCN"),
        "directive": N_("chỉ đạo"),
        "": "–",
    }
)
VERDICTS = Words(
    {
        "accepted": N_("đã nạp"),
        "partial": N_("nạp một phần"),
        "refused": N_("từ chối"),
        "repeated": N_("trùng tệp đã nạp"),
    }
)
#: A viewer's mark (a meeting's start or end, an access to personal data) → its name.
MARKS = Words(
    {
        "start": N_("Đầu cuộc họp {when}"),
        "end": N_("Cuối cuộc họp {when}"),
        "meeting": N_("Mốc cuộc họp {when}"),
        "access": N_("Lượt xem dữ liệu cá nhân {when}"),
        "directive": N_("Chỉ đạo {when}"),
    }
)
#: Verdict on a practice by a unit's dossiers → a short text.
SHOWN = Words({"shown": N_("có"), "not_shown": N_("chưa có"), "too_few": N_("chưa đủ số liệu")})


class BOARD(metaclass=Translated):
    """Words and sentences that boards and tables show. The caller fills in ``{…}``."""

    unplaced: Final = N_("Chưa rõ đơn vị")
    #: Titles of the board of changes.
    changes: Final = N_("Chuyển biến từ {since}")
    changes_without: Final = N_("Chuyển biến (chưa có mốc để so sánh)")
    #: The name of a group whose exports leave it empty.
    not_said: Final = N_("(không ghi)")
    officer_numbered: Final = N_("Cán bộ số {number}")
    yes: Final = N_("có")
    no: Final = ""
    #: The line above a table: its title, its moment, and the moment of its data.
    caption: Final = N_("{title}, lúc {as_of} (số liệu đến {moment})")
    caption_without: Final = N_("{title}, lúc {as_of} (chưa có số liệu)")
    caption_plain: Final = N_("{title}, lúc {as_of}")
    #: Texts of a printed table: its moment, and the page numbers.
    moment: Final = N_("Lúc {as_of}, số liệu đến {moment}")
    moment_without: Final = N_("Lúc {as_of}, chưa có số liệu")
    moment_plain: Final = N_("Lúc {as_of}")
    page: Final = N_("Trang {page} / {pages}")
    number: Final = N_("STT")
    of_unit: Final = N_("{what} của {unit}")
    forecast: Final = N_("Dự báo trễ hạn đến hết {day}")
    forecast_by_dates: Final = N_("Dự báo trễ hạn đến hết {day} (sai số tính một phần theo ngày trong hồ sơ)")
    forecast_without: Final = N_("{title} (–: {reason})")
    days_from: Final = NN_("từ {n} ngày")
    days_under: Final = NN_("dưới {n} ngày")
    days: Final = NN_("{n} ngày")
    days_to: Final = NN_("{first}–{n} ngày")
    seen_days: Final = NN_("{part}/{n} ngày")
    seen_dossiers: Final = NN_("{part}/{n} hồ sơ")
    as_first_seen: Final = N_("{title} theo số liệu lần đầu thấy ({more} so với báo cáo)")


def forecast_title(day: date, by_dates: bool, reason: str) -> str:
    """The title of a forecast for the end of ``day``.

    ``by_dates`` tells whether a part of the error was measured on days before the first list. ``reason`` says why the
    forecast or its error is unknown ("": both are known).
    """
    said = f"{day.day}/{day.month}/{day.year}"
    if reason:
        return BOARD.forecast_without.format(title=BOARD.forecast.format(day=said), reason=reason)
    return (BOARD.forecast_by_dates if by_dates else BOARD.forecast).format(day=said)


def mark_name(kind: str, at: Stamp) -> str:
    """The name of a mark of the kind ``kind``, such as "Đầu cuộc họp 10/11 08:32" for a meeting's start."""
    return MARKS[kind].format(when=f"{to_datetime(at):%d/%m %H:%M}")


def mark_of(kind: str, verdict: str, moment: Stamp | None, starts: bool | None) -> str:
    """The name of the mark that a file contains; "" if the file is no mark, was refused, or has no moment.

    ``starts`` is True for the start of a meeting, False for the end of a meeting, and None if this is not known.
    """
    if kind not in {"meeting", "access", "directive"} or moment is None or verdict == "refused":
        return ""
    return mark_name({True: "start", False: "end", None: "meeting"}[starts] if kind == "meeting" else kind, moment)


def of_unit(what: str, unit: str) -> str:
    """The title of a list of one unit's dossiers. ``what`` names the list, such as late dossiers."""
    return BOARD.of_unit.format(what=what, unit=unit)


def changes_title(since: Stamp | None) -> str:
    """The title of the board of changes. ``since`` is the moment to compare with (None: there is no such moment)."""
    return (
        BOARD.changes_without if since is None else BOARD.changes.format(since=f"{to_datetime(since):%d/%m/%Y %H:%M}")
    )


def age_band(first: int, last: int | None) -> str:
    """The name of the age band from ``first`` to ``last`` working days late (None: no upper limit)."""
    if last is None:
        return BOARD.days_from.format(n=first)
    if first == 0:
        return BOARD.days_under.format(n=last + 1)
    return BOARD.days.format(n=first) if first == last else BOARD.days_to.format(first=first, n=last)


def seen(measure: str, part: int, whole: int) -> str:
    """A short text like "3/40 hồ sơ": of ``whole`` dossiers, ``part`` are evidence that the unit uses a model practice.

    For the measure "open-day", days are counted instead of dossiers.
    """
    said = BOARD.seen_days if measure == "open-day" else BOARD.seen_dossiers
    return said.format(part=part, n=whole)


def as_first_seen(title: str, more: int) -> str:
    """The title of a board that counts dossiers by the dates that exports showed first.

    ``more`` is the number of late dossiers by these dates, minus the number by the reported dates. It can be negative.
    """
    return BOARD.as_first_seen.format(title=title, more=f"{more:+d}")
