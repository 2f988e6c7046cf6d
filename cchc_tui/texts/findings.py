"""What the findings are called, and the sentence of each: no personal data stand in them."""

from __future__ import annotations

from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.texts.tui import SUMMARY_COLUMNS

TITLES = {
    "backdated": "Lùi ngày hoàn thành",
    "closed_in_past": "Kết thúc lùi về trước",
    "due_moved": "Dời hạn sau khi đã quá hạn",
    "finished_is_due": "Hoàn thành trùng khít giờ hẹn",
    "vanished": "Không còn trong danh sách",
    "reconciliation": "Báo cáo lệch danh sách",
    "impossible": "Ngày tháng mâu thuẫn",
    "code_date": "Ngày trong mã khác ngày tiếp nhận",
    "no_due": "Không có ngày hẹn trả",
    "unknown_unit": "Chưa rõ đơn vị",
    "duplicate": "Trùng mã trong một tệp",
}
#: Of those that a meeting asks about, how many there are; the order in which the overview tells them.
COUNTED = {
    "backdated": "{n} hồ sơ bị lùi ngày hoàn thành",
    "closed_in_past": "{n} hồ sơ kết thúc lùi về trước",
    "due_moved": "{n} hồ sơ dời hạn sau khi quá hạn",
    "vanished": "{n} hồ sơ không còn trong danh sách",
    "impossible": "{n} hồ sơ có ngày tháng mâu thuẫn",
    "finished_is_due": "{n} hồ sơ hoàn thành trùng khít giờ hẹn",
}
SHEET_ROW = "dòng {row}"
SHOWN_BY = "Thấy trong tệp {file}, thời điểm {when}."
_SENTENCES = {
    "backdated": "Ngày hoàn thành từng ghi {before}, nay ghi {after}.",
    "closed_in_past": "Lúc {before} vẫn ghi chưa kết thúc; nay ghi đã hoàn thành từ {after}.",
    "due_moved": "Hạn trả {before} đã qua, sau đó mới dời sang {after}.",
    "finished_is_due": "Giờ hoàn thành trùng giờ hẹn trả đến từng giây: {after}.",
    "vanished": "Có trong danh sách lúc {before}; danh sách mới hơn cùng phạm vi không còn.",
    "code_date": "Mã hồ sơ ghi ngày {before}, ngày tiếp nhận là {after}.",
    "no_due": "Không có ngày hẹn trả nên được tính là không trễ.",
}
_DATES = {"received": "ngày tiếp nhận", "due": "hạn trả", "finished": "ngày hoàn thành", "returned": "ngày trả kết quả"}


def when(value: Stamp | None) -> str:
    """A moment as sentences have it; the first and the last second of a day stand for the day."""
    if value is None:
        return "(không ghi)"
    if value % DAY in (0, DAY - 1):
        return f"{to_datetime(value):%d/%m/%Y}"
    return f"{to_datetime(value):%d/%m/%Y %H:%M}" + (f":{value % 60:02}" if value % 60 else "")


def sentence(kind: str, before: Stamp | None, after: Stamp | None) -> str:
    """The sentence of a finding that its two moments say all of."""
    return _SENTENCES[kind].format(before=when(before), after=when(after))


def unknown_unit(agency: str, department: str) -> str:
    """A dossier is in no unit; what its row names."""
    text = " · ".join(filter(None, (agency, department)))
    named = f"“{text}” không xác định được là đơn vị nào" if text else "Không ghi đơn vị"
    return f"{named}; hồ sơ không thuộc đơn vị nào trong bảng."


def duplicate(unused: int, used: int) -> str:
    """Two rows of a file have the same code."""
    return f"Mã hồ sơ có ở dòng {unused} và dòng {used} của cùng một tệp; lấy dòng {used}."


def impossible(first: str, before: Stamp, second: str, after: Stamp) -> str:
    """Two dates that can't both be true; ``second`` may be "moment", the export's own."""
    if second == "moment":
        return f"{_DATES[first].capitalize()} {when(before)} ở sau thời điểm kết xuất {when(after)}."
    return f"{_DATES[second].capitalize()} {when(after)} ở trước {_DATES[first]} {when(before)}."


def difference(kind: str, row: int, unit: str, column: str, said: int, ours: int) -> str:
    """A figure of a unit summary that is not the list's, or not what its own columns add up to."""
    name = SUMMARY_COLUMNS.get(column, column)
    against = "cộng các cột thành phần được" if kind == "identity" else "tính từ danh sách là"
    return f"Báo cáo tổng hợp, dòng {row} ({unit}): {name} ghi {said}, {against} {ours}."
