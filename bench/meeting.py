"""A meeting over a million dossiers: the boards that sheets and directives feed, and the minutes."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing

import inputs
from folders import APP, collect, data_folder, drop
from history_size import moment_of
from measuring import Outcome, dotted
from million import DAYS, load_days

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.source import Source
from cchc_tui.demo import sheets
from cchc_tui.demo.city import OFFICES, START
from cchc_tui.demo.lists import Drop
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.directives import Act, DirectiveEntry
from cchc_tui.domain.moments import DAY, Stamp, iso
from cchc_tui.ingest.directive_marks import directive_text
from cchc_tui.ingest.marks import meeting_text
from cchc_tui.settings import DataFolder

_BOARDS = ("unclosed", "online", "review", "testing", "directives", "index")
_DIRECTIVES = 500
_LIMIT, _MINUTES_LIMIT = 50, 3


def meeting(pairs: int, quick: bool) -> list[Outcome]:
    """Processor time of the boards, live and at past moments, and of the minutes."""
    rows, directives = (100_000, 50) if quick else (1_000_000, _DIRECTIVES)
    path = inputs.plain_csv(rows)
    with data_folder() as folder:
        drop(folder, path)
        collect(folder)
        for one in _files(directives):
            (folder.inbox / one.name).write_bytes(one.content)
        collect(folder)
        load_days(folder, path, rows)
        now = moment_of(DAYS) + 3600
        size = f"{dotted(rows)} dossiers, {directives} directives"
        found = [_boards(folder, f"{size}, live", now - 600, now)]
        found += [
            _boards(folder, f"{size}, {ago} lists ago", moment_of(DAYS - ago) + 3600, now) for ago in (1, 5, DAYS)
        ]
        return [*found, _minutes(folder, size, now)]


def _files(directives: int) -> Iterator[Drop]:
    yield from (sheets.catalogue(START), sheets.testing(START), sheets.review(START), sheets.advisory(START))
    yield Drop("meeting.txt", meeting_text(START, True, "Bench").encode(), START)
    for number in range(directives):
        unit = OFFICES[number % len(OFFICES)].key
        measure = f"{('late.overdue', 'unclosed.unclosed')[number % 2]}[{unit}] <= {number}"
        at = START + 60 + number
        entry = DirectiveEntry(
            f"{number:016d}", Act.GIVEN, at, f"Chỉ đạo {number}", (unit,), measure, at // DAY * DAY + 9 * DAY, START
        )
        yield Drop(f"directive-{number}.txt", directive_text(entry).encode(), at)


def _boards(folder: DataFolder, title: str, at: Stamp, now: Stamp) -> Outcome:
    """The time of each board's first answer, and the median time at seven further moments, a minute apart."""
    shown: dict[str, tuple[float, float]] = {}
    for name in _BOARDS:
        board = board_of(name)
        query = BoardQuery(board.groupings[0]) if board.groupings else BoardQuery()
        with closing(Source(folder.path, Clock(now))) as source:  # so that no board finds what another computed
            source.open()
            times = []
            for minute in range(8):
                begun = time.process_time()
                with source.moment(at + minute * 60) as moment:
                    board.ask(moment, query)
                times.append((time.process_time() - begun) * 1000)
            shown[name] = times[0], sorted(times[1:])[3]
    worst = max(again for _, again in shown.values())
    return Outcome(
        f"Boards of a meeting, {title}",
        f"{worst:.1f} ms at most",
        f"≤ {_LIMIT} ms",
        worst <= _LIMIT,
        [", ".join(f"{name} {first:.1f}, then {again:.1f} ms" for name, (first, again) in shown.items())],
    )


def _minutes(folder: DataFolder, title: str, now: Stamp) -> Outcome:
    """The time of making the minutes as a document, in another process."""
    command = [*APP, "--data", str(folder.path), "report", "minutes", "--at", iso(now), "--out"]
    before = _processor_time()
    subprocess.run([*command, str(folder.path / "minutes.docx")], check=True, capture_output=True)
    took = _processor_time() - before
    return Outcome(f"Minutes, {title}", f"{took:.1f} s", f"≤ {_MINUTES_LIMIT} s", took <= _MINUTES_LIMIT)


def _processor_time() -> float:
    """Seconds of processor time of all child processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
