"""Made-up directives, as the board of directives has them, and a meeting's log."""

from __future__ import annotations

from cchc_tui.boards.advisory import ReviewRow
from cchc_tui.boards.by_unit import UnitRanking, UnitRow
from cchc_tui.boards.directive_page import DirectivePage
from cchc_tui.boards.directives import DirectiveCounts, DirectiveRow, DirectivesBoard
from cchc_tui.boards.last_meeting import LastMeeting, need
from cchc_tui.boards.measure import Measure
from cchc_tui.boards.meeting_log import FigureMove, MeetingLog
from cchc_tui.boards.table import Better, ValueType
from cchc_tui.domain.directives import Act, DirectiveEntry, DirectiveState
from cchc_tui.domain.moments import DAY, Stamp, parse_iso
from cchc_tui.store.write.meetings import Meeting
from tests.kits.tui_made_up import FILES, MOMENT

MEETING = parse_iso("2021-10-12T08:00")
DUE = parse_iso("2021-11-05")
CLOSED = "late.unclosed[29878] = 0"


def directive(number: int, state: DirectiveState = DirectiveState.OPEN, **fields: object) -> DirectiveRow:
    """A directive of the last meeting for Phường 6. ``fields`` replace its fields."""
    said: dict[str, object] = {
        "text": f"Việc thứ {number}",
        "units": ("29878",),
        "names": ("Phường 6",),
        "given": MEETING + 60 * number,
        "meeting": MEETING,
        "due": DUE,
        "measure": None,
        "value": None,
        "value_given": None,
        "met_at": None,
        "former": (),
        "progress": "",
        "result": "",
    }
    return DirectiveRow(key=f"{number:016}", number=number, state=state, **{**said, **fields})  # type: ignore[arg-type]


def measured(number: int, state: DirectiveState, value: float | None, **fields: object) -> DirectiveRow:
    """A directive as in ``directive``, with a measure and its present value (None: unknown)."""
    measure = Measure("late", "unclosed", "29878", "=", 0)
    words = "Phường 6 · chưa kết thúc = 0"
    return directive(number, state, measure=measure, value=value, value_given=164, measure_words=words, **fields)


ROWS = (
    directive(1, DirectiveState.DONE, met_at=DUE - 8 * DAY, result="đã họp"),
    measured(2, DirectiveState.OVERDUE, 98, text="Kết thúc hồ sơ trên phần mềm", former=(DUE - 10 * DAY,)),
    directive(
        3,
        DirectiveState.DUE_SOON,
        due=DUE + 7 * DAY,
        units=("noi-vu", "tnmt"),
        names=("Phòng Nội vụ", "Phòng Tài nguyên và Môi trường"),
    ),
    measured(4, DirectiveState.DONE_LATE, 0, met_at=DUE + 2 * DAY),
    measured(5, DirectiveState.OPEN, None, due=None, unknown_since=MOMENT - DAY, units=("commune",), names=("Cấp xã",)),
    directive(6, DirectiveState.CANCELLED, result="không cần nữa"),
)
REVIEWS = (
    ReviewRow(
        "a",
        MEETING,
        "29863",
        "29863",
        "Phường 11",
        "commune",
        "Bộ phận một cửa",
        "Chưa công khai phí",
        "Niêm yết",
        None,
        "doing",
        False,
    ),
    ReviewRow(
        "b",
        MEETING - DAY,
        "29878",
        "29878",
        "Phường 6",
        "commune",
        "Sổ theo dõi",
        "Ghi thiếu",
        "Ghi đủ",
        DUE,
        "todo",
        True,
    ),
)
HISTORY = (
    DirectiveEntry("2", Act.GIVEN, MEETING + 120, "Kết thúc hồ sơ", ("29878",), CLOSED, DUE, MEETING),
    DirectiveEntry(
        "2", Act.CORRECTED, MEETING + 240, "Kết thúc hồ sơ trên phần mềm", ("29878",), CLOSED, DUE - 10 * DAY
    ),
    DirectiveEntry("2", Act.EXTENDED, MEETING + 5 * DAY, due=DUE),
    DirectiveEntry("2", Act.REPORTED, MEETING + 9 * DAY, progress="doing", result="đã kết thúc 66 hồ sơ"),
)


def board(at: Stamp, rows: tuple[DirectiveRow, ...], reviews: tuple[ReviewRow, ...]) -> DirectivesBoard:
    """The board of directives with these rows and reviews."""
    counts = [UnitRow("29878", "29878", "Phường 6", "commune", DirectiveCounts(1, 1, 2))] if rows else []
    counts.append(UnitRow("29863", "29863", "Phường 11", "commune", DirectiveCounts()))
    levels = {"city": DirectiveCounts(1, 0, 0), "commune": DirectiveCounts(1, 1, 2)}
    ranking = UnitRanking(at, MOMENT, tuple(counts), levels)
    return DirectivesBoard(at, MOMENT, "directive", rows, ranking, reviews)


def page(at: Stamp, row: DirectiveRow) -> DirectivePage:
    """The page of a directive."""
    days = range(MEETING, at, DAY)
    series = tuple((day, None if n == 3 else float(max(98, 164 - 4 * n))) for n, day in enumerate((*days, at)))
    meeting = Meeting(MEETING, MEETING + 7200, "Giao ban CCHC", "Phó Chủ tịch")
    return DirectivePage(at, MOMENT, row, HISTORY, meeting, series if row.measure is not None else ())


def last_meeting(at: Stamp, rows: tuple[DirectiveRow, ...]) -> LastMeeting:
    """The snapshot of the last meeting with its directives."""
    meeting = Meeting(MEETING, MEETING + 7200, "Giao ban CCHC", "Phó Chủ tịch")
    return LastMeeting(at, MOMENT, meeting, tuple(sorted(rows, key=need)))


def meeting_log(at: Stamp, meeting: Meeting, rows: tuple[DirectiveRow, ...]) -> MeetingLog:
    """The log of a meeting with two changed figures, a file, and these directives."""
    moves = (
        FigureMove("late", "late", "Trễ hạn", ValueType.COUNT, Better.LESS, "commune", "", "commune", 3250, 3253),
        FigureMove("late", "late", "Trễ hạn", ValueType.COUNT, Better.LESS, "29878", "Phường 6", "commune", 415, 412),
    )
    boards = None if meeting.end is None else ("overview", "late", "gone-since")
    until = at if meeting.end is None else meeting.end
    return MeetingLog(
        at, MOMENT, 2, meeting._replace(boards=boards), until, meeting.end is None, moves, FILES[:1], boards, rows
    )
