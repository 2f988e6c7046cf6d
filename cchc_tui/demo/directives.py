"""The directives that the made-up chairman gave in the two meetings before the start, with the reports on them.

There are six directives. At the start, one is met, one is late, one was met but is not met any more, one is reported as
done, and one as being worked on. The sixth is met during the story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cchc_tui.demo.city import START
from cchc_tui.demo.dossiers import Dossier
from cchc_tui.demo.lists import Drop, name
from cchc_tui.demo.past import CHANGES, MEETINGS, as_of
from cchc_tui.domain.directives import Act, DirectiveEntry, Progress
from cchc_tui.domain.lateness import State, state
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest.directive_marks import directive_text

#: The ward whose directive is met during the story, and how many dossiers it still has to close for that.
CLOSES, TO_CLOSE = "29863", 8
_SLIPS, _LATE = "29869", "29878"
_FIRST, _SECOND = MEETINGS[0][0], MEETINGS[1][0]


class _Given(NamedTuple):
    """A directive: given ``minutes`` after the start of its ``meeting``, and due ``days`` days after the meeting."""

    meeting: Stamp
    minutes: int
    days: int
    text: str
    units: tuple[str, ...]
    measure: str = ""


def marks(dossiers: Sequence[Dossier]) -> Iterator[Drop]:
    """Yield the marks of all directives, of one extension and of two reports, ordered by moment."""
    entries = list(_entries(dossiers))
    for number, entry in enumerate(sorted(entries, key=lambda each: each.at)):
        yield Drop(name(f"chi-dao-{number}", "txt", entry.at), directive_text(entry).encode(), entry.at)


def _entries(dossiers: Sequence[Dossier]) -> Iterator[DirectiveEntry]:
    for number, one in enumerate(_given(dossiers), 1):
        at = one.meeting + 60 * one.minutes
        due = at // DAY * DAY + one.days * DAY
        yield DirectiveEntry(_id(number), Act.GIVEN, at, one.text, one.units, one.measure, due, one.meeting)
    second = _SECOND + 90 * 60
    yield DirectiveEntry(_id(2), Act.EXTENDED, second, due=second // DAY * DAY + 10 * DAY)
    doing = "Đã có dự thảo, đang lấy ý kiến các phòng."
    yield DirectiveEntry(_id(5), Act.REPORTED, CHANGES[3], progress=Progress.DOING, result=doing)
    done = "Đã gửi 15 xã, phường."
    yield DirectiveEntry(
        _id(3), Act.REPORTED, CHANGES[1], progress=Progress.DONE, done=CHANGES[1] // DAY * DAY, result=done
    )


def _given(dossiers: Sequence[Dossier]) -> Iterator[_Given]:
    kept = _overdue(dossiers, _SLIPS, CHANGES[2])
    yield _Given(
        _FIRST,
        *(35, 14, "Sát hạch đợt 1 cho công chức các xã, phường", ("commune",), "testing.attended[commune] >= 150"),
    )
    yield _Given(
        _FIRST,
        *(50, 17, "Kết thúc hồ sơ đã trả kết quả trên phần mềm", (_LATE,), f"unclosed.unclosed[{_LATE}] <= 100"),
    )
    yield _Given(_FIRST, 70, 14, "Gửi các xã, phường mẫu phiếu xin lỗi và hẹn lại ngày trả", ("noi-vu",))
    yield _Given(
        _SECOND,
        *(40, 17, f"Giữ hồ sơ quá hạn không quá {kept}", (_SLIPS,), f"late.overdue[{_SLIPS}] <= {kept}"),
    )
    yield _Given(_SECOND, 60, 17, "Trình quyết định thành lập Tổ Tư vấn cải cách hành chính", ("noi-vu",))
    left = _unclosed(dossiers, CLOSES, START) - TO_CLOSE
    text = "Kết thúc hồ sơ đã trả kết quả trên phần mềm"
    yield _Given(_SECOND, 75, 20, text, (CLOSES,), f"unclosed.unclosed[{CLOSES}] <= {left}")


def _id(number: int) -> str:
    return f"{number:016d}"


def _overdue(dossiers: Sequence[Dossier], unit: str, at: Stamp) -> int:
    were = (as_of(each, at) for each in dossiers if each.office.key == unit)
    states = (state(was.status, was.received, was.due, was.finished or None, at, at) for was in were if was)
    return sum(each is State.OVERDUE for each in states)


def _unclosed(dossiers: Sequence[Dossier], unit: str, at: Stamp) -> int:
    """The number of a unit's dossiers that are returned, but not closed in the software, at the moment ``at``."""
    own = (each for each in dossiers if each.office.key == unit and not each.finished)
    return sum(bool(each.returned) and each.returned <= at for each in own)
