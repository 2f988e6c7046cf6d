"""The names of the kinds of findings, and the sentences about findings. They contain no personal data."""

from __future__ import annotations

from typing import Final

from cchc_tui.domain.moments import DAY, Stamp, to_datetime
from cchc_tui.texts.language import N_, NN_, Translated, Words
from cchc_tui.texts.tui import SUMMARY_COLUMNS

TITLES = Words(
    {
        "backdated": N_("Ghi lùi ngày kết thúc"),
        "closed_in_past": N_("Kết thúc sau, ghi ngày trước"),
        "due_moved": N_("Dời hạn sau khi đã quá hạn"),
        "finished_is_due": N_("Kết thúc trùng giờ hẹn"),
        "vanished": N_("Không còn trong danh sách"),
        "reconciliation": N_("Báo cáo lệch danh sách"),
        "impossible": N_("Ngày tháng mâu thuẫn"),
        "code_date": N_("Ngày trong mã khác ngày tiếp nhận"),
        "no_due": N_("Không có ngày hẹn trả"),
        "unknown_unit": N_("Chưa rõ đơn vị"),
        "duplicate": N_("Trùng mã trong một tệp"),
    }
)
#: Kind of finding → its count in words, in the order of the overview. Only kinds that matter in meetings.
COUNTED = Words(
    {
        "backdated": NN_("{n} hồ sơ bị ghi lùi ngày kết thúc"),
        "closed_in_past": NN_("{n} hồ sơ kết thúc sau, ghi ngày trước"),
        "due_moved": NN_("{n} hồ sơ dời hạn sau khi quá hạn"),
        "vanished": NN_("{n} hồ sơ không còn trong danh sách"),
        "impossible": NN_("{n} hồ sơ có ngày tháng mâu thuẫn"),
        "finished_is_due": NN_("{n} hồ sơ kết thúc trùng giờ hẹn"),
    }
)
_SENTENCES = Words(
    {
        "backdated": N_("Ngày kết thúc từng ghi {before}, nay ghi {after}."),
        "closed_in_past": N_("Lúc {before} vẫn ghi chưa kết thúc; nay ghi đã kết thúc từ {after}."),
        "due_moved": N_("Hạn trả {before} đã qua, sau đó mới dời sang {after}."),
        "finished_is_due": N_("Giờ kết thúc trùng giờ hẹn trả đến từng giây: {after}."),
        "vanished": N_("Có trong danh sách lúc {before}; danh sách mới hơn cùng phạm vi không còn."),
        "code_date": N_("Mã hồ sơ ghi ngày {before}, ngày tiếp nhận là {after}."),
        "no_due": N_("Không có ngày hẹn trả nên được tính là không trễ."),
    }
)
_DATES = Words(
    {
        "received": N_("ngày tiếp nhận"),
        "due": N_("hạn trả"),
        "finished": N_("ngày kết thúc"),
        "returned": N_("ngày trả kết quả"),
    }
)


class FOUND(metaclass=Translated):
    """Sentences about findings. The caller fills in ``{…}``."""

    row: Final = N_("dòng {row}")
    shown_by: Final = N_("Thấy trong tệp {file}, thời điểm {when}.")
    not_said: Final = N_("(không ghi)")
    unit_unclear: Final = N_("“{text}” không xác định được là đơn vị nào; hồ sơ không thuộc đơn vị nào trong bảng.")
    no_unit: Final = N_("Không ghi đơn vị; hồ sơ không thuộc đơn vị nào trong bảng.")
    duplicate: Final = N_("Mã hồ sơ có ở dòng {unused} và dòng {used} của cùng một tệp; lấy dòng {used}.")
    after_export: Final = N_("{date} {when} ở sau thời điểm kết xuất {moment}.")
    out_of_order: Final = N_("{date} {when} ở trước {other} {moment}.")
    identity: Final = N_(
        "Báo cáo tổng hợp, dòng {row} ({unit}): {column} ghi {said}, cộng các cột thành phần được {ours}."
    )
    no_field: Final = N_(
        "Báo cáo tổng hợp, dòng {row} ({unit}): danh sách hồ sơ không có lĩnh vực này, hoặc báo cáo ghi hai lần, nên "
        "không đối chiếu; số dòng như vậy: {said}."
    )
    difference: Final = N_("Báo cáo tổng hợp, dòng {row} ({unit}): {column} ghi {said}, tính từ danh sách là {ours}.")


def when(value: Stamp | None) -> str:
    """A moment as sentences about findings write it. None gives the words for "not stated".

    A moment in the first or the last second of a day is written as the day alone.
    """
    if value is None:
        return FOUND.not_said
    if value % DAY in (0, DAY - 1):
        return f"{to_datetime(value):%d/%m/%Y}"
    return f"{to_datetime(value):%d/%m/%Y %H:%M}" + (f":{value % 60:02}" if value % 60 else "")


def sentence(kind: str, before: Stamp | None, after: Stamp | None) -> str:
    """The sentence of a finding that is fully described by its kind and two moments (None: not stated)."""
    return _SENTENCES[kind].format(before=when(before), after=when(after))


def unknown_unit(agency: str, department: str) -> str:
    """The sentence for a dossier without a known unit. ``agency`` and ``department`` are the texts of its row."""
    text = " · ".join(filter(None, (agency, department)))
    return FOUND.unit_unclear.format(text=text) if text else FOUND.no_unit


def duplicate(unused: int, used: int) -> str:
    """The sentence for two rows of a file with the same code. ``unused`` and ``used`` are the numbers of the rows."""
    return FOUND.duplicate.format(unused=unused, used=used)


def impossible(first: str, before: Stamp, second: str, after: Stamp) -> str:
    """The sentence for two dates of a dossier that contradict each other.

    ``first`` and ``second`` name the dates, ``before`` and ``after`` are their values. If ``second`` is "moment",
    ``after`` is the moment of the export.
    """
    if second == "moment":
        said = FOUND.after_export.format(date=_DATES[first], when=when(before), moment=when(after))
    else:
        terms = {"date": _DATES[second], "when": when(after), "other": _DATES[first], "moment": when(before)}
        said = FOUND.out_of_order.format(**terms)
    return said[:1].upper() + said[1:]


def difference(kind: str, row: int, unit: str, column: str, said: int, ours: int) -> str:
    """The sentence for a figure of a unit summary that differs from the list, or from the sum of its parts.

    If ``kind`` is "no_field", the sentence says that the row was not compared: the list lacks the row's field, or the
    summary has the field twice.
    """
    name = SUMMARY_COLUMNS.get(column, column)
    sentence = {"identity": FOUND.identity, "no_field": FOUND.no_field}.get(kind, FOUND.difference)
    return sentence.format(row=row, unit=unit, column=name, said=said, ours=ours)
