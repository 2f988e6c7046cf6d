"""A list of a part never makes the rest vanish, whatever part it is; a list of everything tells what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import ENDED_UNCOUNTED, DossierRow
from cchc_tui.domain.findings import ChangeKind
from tests.kits.store_kit import DAY, HOUR, SCRATCH, Office, at, dossier

FIRST, SECOND, THIRD = (at("11-10 08:30") + n * DAY for n in range(3))
_AGENCIES = ["UBND Phường 6", "UBND Phường 2", "Phòng Tư pháp"]
_DAYS = st.integers(0, 40).map(lambda days: at("10-01 09:00") + days * DAY)


@st.composite
def _world(draw: st.DrawFn) -> list[DossierRow]:
    """Dossiers of three units, in every state, some of them rare."""
    rows = []
    for number in range(draw(st.integers(8, 24))):
        received = draw(_DAYS)
        due_in, done_in = draw(st.none() | st.integers(1, 50)), draw(st.none() | st.integers(1, 40))
        due = None if due_in is None else received + due_in * DAY
        finished = None if done_in is None else min(received + done_in * DAY, FIRST - HOUR)
        rows.append(
            dossier(
                f"C-{number}",
                status=10 if finished else draw(st.sampled_from([2, 4, 4, 5, 7])),
                received=received,
                due=due,
                finished=finished,
                agency=draw(st.sampled_from(_AGENCIES)),
                field=draw(st.sampled_from(["Hộ tịch", "Đất đai"])),
                officer=draw(st.sampled_from(["Một", "Hai"])),
                channel=draw(st.sampled_from(["online", "direct"])),
            )
        )
    return rows


@st.composite
def _later(draw: st.DrawFn, rows: list[DossierRow], moment: int) -> list[DossierRow]:
    """The same dossiers some time on: some are finished now, withdrawn, or set back to their due date."""
    moved = []
    for row in rows:
        what = draw(st.sampled_from(["stays"] * 4 + ["moves"]))
        if what == "stays":
            moved.append(row)
        elif row.finished is not None:
            moved.append(row._replace(finished=min(row.finished, row.due or row.finished), digest=row.digest + 1))
        else:
            status = draw(st.sampled_from([4, 7, 10]))
            finished = moment - HOUR if status == 10 else None
            moved.append(row._replace(status=status, finished=finished, digest=row.digest + 1))
    return moved


def _late(row: DossierRow) -> bool:
    if row.due is None or row.status in ENDED_UNCOUNTED:
        return False
    return (row.finished or (0 if row.status == 5 else SECOND)) > row.due


_Part = Callable[[DossierRow], bool]


@st.composite
def _parts(draw: st.DrawFn) -> _Part:
    """What an office narrows an export by, alone or together."""
    first, last = sorted((draw(_DAYS), draw(_DAYS)))
    agencies = draw(st.sets(st.sampled_from(_AGENCIES), min_size=1, max_size=2))
    field, officer, channel = (draw(st.sampled_from(names)) for names in (["Đất đai"], ["Một"], ["online"]))
    parts: list[_Part] = [
        lambda row: row.agency in agencies,
        lambda row: first <= row.received <= last,
        lambda row: row.due is not None and first <= row.due <= last,
        lambda row: row.finished is not None and first <= row.finished <= last,
        lambda row: row.finished is None or first <= row.finished <= last,
        lambda row: row.finished is None,
        lambda row: row.finished is not None,
        lambda row: row.status not in ENDED_UNCOUNTED,
        lambda row: row.field == field,
        lambda row: row.officer == officer,
        lambda row: row.channel == channel,
        _late,
        lambda row: not _late(row),
        lambda row: _late(row) or row.finished is None,
        lambda row: row.status in {2, 4, 5},
    ]
    chosen = draw(st.lists(st.sampled_from(parts), min_size=1, max_size=2))
    return lambda row: all(part(row) for part in chosen)


def _vanished(office: Office) -> set[str]:
    query = "SELECT code FROM finding JOIN dossier ON dossier.id = dossier WHERE kind = ? AND until IS NULL"
    return {code for (code,) in office.coded(query, (ChangeKind.VANISHED,))}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_list_of_any_part_makes_nothing_vanish(data: st.DataObject) -> None:
    first = data.draw(_world())
    second = data.draw(_later(first, SECOND))
    part = data.draw(_parts())
    with TemporaryDirectory(dir=SCRATCH) as folder:
        office = Office(Path(folder))
        office.list(first, FIRST)
        shown = [row for row in second if part(row)]
        office.list(shown, SECOND)
        assert _vanished(office) == set()
        third = data.draw(_later(second, THIRD))
        gone = {row.code for row in data.draw(st.lists(st.sampled_from(third), max_size=3))}
        office.list([row for row in third if row.code not in gone], THIRD)
        assert _vanished(office) <= gone
        office.writer.close()


def test_of_a_year_nearly_everything_that_is_taken_out_is_missed() -> None:
    """The rule is careful, and finds all the same: in a list of some size no class is rare."""
    rows = []
    for number in range(400):
        received = at("10-01 09:00") + number % 40 * DAY
        finished = None if number % 4 == 0 else received + (number % 9) * DAY + HOUR
        rows.append(
            dossier(
                f"C-{number}",
                status=[4, 10, 10, 10][number % 4] if number % 50 else [5, 7][number // 50 % 2],
                received=received,
                due=received + 5 * DAY,
                finished=finished,
                agency=_AGENCIES[number % 3],
            )
        )
    gone = {f"C-{number}" for number in range(50, 350, 20)}
    with TemporaryDirectory(dir=SCRATCH) as folder:
        office = Office(Path(folder))
        office.list(rows, FIRST)
        office.list([row for row in rows if row.code not in gone], SECOND)
        assert _vanished(office) == gone
        office.writer.close()
