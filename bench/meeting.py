"""A meeting over a million dossiers: the boards that sheets and directives feed, and the minutes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import inputs
from folders import collect, data_folder, drop
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
from cchc_tui.domain.moments import DAY, Stamp
from cchc_tui.ingest.directive_marks import directive_text
from cchc_tui.ingest.marks import meeting_text
from cchc_tui.settings import DataFolder

_BOARDS = ("unclosed", "online", "review", "testing", "directives", "index")
_DIRECTIVES = 500
_LIMIT = 50


def meeting(pairs: int, quick: bool) -> list[Outcome]:
    """Each board at the moment and at past ones: the first answer, and the median of the later ones."""
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
        found = [_boards(folder, f"{dotted(rows)} dossiers, {directives} directives, live", None, now)]
        found += [
            _boards(folder, f"{dotted(rows)} dossiers, {ago} lists ago", moment_of(DAYS - ago) + 3600, now)
            for ago in (1, 5, DAYS)
        ]
    return found


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


def _boards(folder: DataFolder, title: str, at: Stamp | None, now: Stamp) -> Outcome:
    shown: dict[str, tuple[float, float]] = {}
    for name in _BOARDS:
        board = board_of(name)
        with closing(Source(folder.path, Clock(now))) as source:  # so that no board finds what another computed
            source.open()
            times = []
            for _ in range(8):
                begun = time.process_time()
                with source.moment(at) as moment:
                    board.ask(moment, BoardQuery())
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
