"""The presentation: the bytes that it sends to a terminal, and whether its memory grows in eight hours."""

from __future__ import annotations

import asyncio
import gc
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import inputs
from folders import collect, data_folder, drop, view_command
from measuring import Outcome, dotted
from terminal import Terminal, shows
from terminal_bytes import drop_five
from textual.pilot import Pilot

from cchc_tui.boards.source import Source
from cchc_tui.demo.city import OFFICES, START
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp
from cchc_tui.ingest.marks import meeting_text
from cchc_tui.ingest.records import Batch, Head, Item, Kind, Tail
from cchc_tui.registry.presentation import PAGES
from cchc_tui.store.read.database import Writer, open_writer
from cchc_tui.store.write.loading import ExportFile, load
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.wall.presentation import PresentationScreen

_NOON = START + 3 * 3600 + 1800
_F5, _SPACE, _RIGHT, _WHOLE = b"\x1b[15~", b" ", b"\x1b[C", b"\x0c"
#: Long enough for rows to come to their new places and for the marks to go again.
_WINDOW = 12.0
_HOURS, _EXPORTS, _SECONDS = 8, 1_000, 20
_DAY = 86_400
_PAGES = len(PAGES) - 2  # no earlier meeting has given directives, and data sources are not on the wall


def sent(pairs: int, quick: bool) -> list[Outcome]:
    """Bytes of each page turn against those of the whole screen, and bytes when five units change, at 80x24."""
    rows = 5_000 if quick else 20_000
    made = inputs.dossiers(rows)
    with data_folder() as folder:
        drop(folder, inputs.plain_csv(rows))
        (folder.inbox / "meeting.txt").write_text(meeting_text(START, True), encoding="utf-8")
        collect(folder)
        with Terminal(view_command(folder, _NOON), columns=80, lines=24) as terminal:
            terminal.wait_for(shows("Phường 6"), 30)
            terminal.send(_F5)
            terminal.wait_for(shows(f"1/{_PAGES}"), 10)
            running = _bytes(terminal, 10.0)
            terminal.send(_SPACE)
            terminal.drain(1.5)
            turns = list(_turns(terminal))
            idle = _bytes(terminal, 5.0)
            terminal.send(b"2")
            terminal.drain(1.5)
            drop_five(folder, made)
            five = _bytes(terminal, _WINDOW)
    page, turn, whole = max(turns, key=lambda each: each[1] / each[2])
    return [
        Outcome(
            "Bytes of a page turn in the presentation (80x24)",
            f"{turn / whole:.2f} × of the whole screen at worst",
            "≤ 1 ×",
            turn <= whole,
            [
                f"page {page}: {dotted(turn)} bytes, sent whole {dotted(whole)}; all: "
                + ", ".join(dotted(each[1]) for each in turns),
                f"the countdown: {running / 10:.0f} bytes a second; paused: {idle} bytes in 5 s",
            ],
        ),
        Outcome(
            "Bytes when five units change in the presentation (80x24, rows that move and marks that go included)",
            f"{dotted(five)} bytes",
            "≤ 2.000 bytes",
            five <= 2_000,
        ),
    ]


def _turns(terminal: Terminal) -> Iterator[tuple[int, int, int]]:
    """Yield each page's number, the bytes of turning to it, and the bytes of the whole page."""
    for page in (*range(2, _PAGES + 1), 1):
        terminal.send(_RIGHT)
        turn = _bytes(terminal, 1.5)
        terminal.send(_WHOLE)
        yield page, turn, _bytes(terminal, 1.0)


def _bytes(terminal: Terminal, seconds: float) -> int:
    return sum(len(chunk.data) for chunk in terminal.collect(seconds))


def hours(pairs: int, quick: bool) -> list[Outcome]:
    """Eight hours of presentation by a simulated clock, while a thousand exports are loaded."""
    return asyncio.run(_hours(_HOURS / 10 if quick else _HOURS, _EXPORTS // 10 if quick else _EXPORTS))


async def _hours(many: float, exports: int) -> list[Outcome]:
    with data_folder() as folder:
        writer = open_writer(folder.path)
        source = Source(folder.path, Clock(START, 0))
        source.open()
        office = _Office(writer, source)
        office.export(0)
        app = CchcApp(source)
        async with app.run_test(size=(80, 24)) as pilot:
            return await _present(pilot, app, office, int(many * 3600), exports)


async def _present(pilot: Pilot[int], app: CchcApp, office: _Office, seconds: int, exports: int) -> list[Outcome]:
    now = [0.0]
    screen = PresentationScreen(lambda: now[0])
    await app.push_screen(screen)
    await asyncio.sleep(1.0)
    screen.page_timer.go(0)
    loaded, begun = 0, 0
    warm = seconds // 8
    for second in range(1, seconds + 1):
        now[0] = float(second)
        screen.tick()
        if second % _SECONDS == 0:
            await pilot.pause()
        while loaded < exports * second // seconds:
            loaded += 1
            office.export(loaded)
            await asyncio.sleep(0.05)  # the live thread looks, and what it found is drawn
        if second == warm:
            begun = _memory()
    turned, grown = screen.page_timer.turned, (_memory() - begun) / 1e6
    due = seconds // _SECONDS
    return [
        Outcome(
            f"Page turns in {seconds / 3600:g} hours of presentation",
            f"{dotted(turned)} of {dotted(due)}",
            "all of them",
            turned == due,
            [f"while {dotted(loaded)} exports were loaded; a page stays for {_SECONDS} s"],
        ),
        Outcome(
            f"Memory that {seconds / 3600:g} hours of presentation take, from the first eighth of them on",
            f"{grown:.1f} MB",
            "< 10 MB",
            grown < 10,
            [f"resident then {begun / 1e6:.0f} MB, the one process loading and showing"],
        ),
    ]


def _memory() -> int:
    """The resident bytes of this process after a garbage collection."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096


class _Office:
    """Loads lists of 400 dossiers, of which five change from list to list."""

    def __init__(self, writer: Writer, source: Source):
        self._writer = writer
        self._source = source
        self._late = [0] * 400

    def export(self, number: int) -> None:
        """Load list ``number``, 29 seconds newer than the list before."""
        moment = START + number * 29
        self._source.clock = Clock(moment + 5, 0)
        for step in range(5):
            self._late[(number * 5 + step) % len(self._late)] += 1
        rows = [self._row(place, moment) for place in range(len(self._late))]
        known = dict(self._writer.connection.execute("SELECT digest, id FROM dossier").fetchall())
        file = ExportFile(f"list-{number}.csv", f"sha-{number}", 1000, moment, moment + 3)
        load(self._writer, file, _items(rows, moment, known), self._source.registry, self._source.settings)

    def _row(self, place: int, moment: Stamp) -> DossierRow:
        office = OFFICES[place % len(OFFICES)]
        received = START - (20 + place % 100) * _DAY
        due = received + (10 + self._late[place] % 3 * 60) * _DAY
        code, digest = f"{office.agency_code}-2107{place % 28 + 1:02d}-{place:04d}", hash((place, self._late[place]))
        return DossierRow(
            row=place + 7, digest=digest, code=code,
            status=4, status_text="Đang xử lý", received=received, due=due, finished=None, returned=None, date_only=0,
            agency=office.name, department="", procedure_code="1.000001", procedure="Chứng thực bản sao",
            field="Chứng thực", officer="", channel="direct", helper="", applicant="", submitter="", phone="",
            address="",
        )  # fmt: skip


def _items(rows: Sequence[DossierRow], moment: Stamp, known: dict[int, int]) -> Iterator[Item]:
    """Yield what a reader yields for a list. Rows in ``known`` (digest → number) are only marked as unchanged."""
    yield Head(Kind.DOSSIERS, "csv", "", moment, False)
    unchanged = array("I", bytes(4 * (max(known.values(), default=0) + 1)))
    fresh = []
    for row in rows:
        if row.digest in known:
            unchanged[known[row.digest]] = row.row
        else:
            fresh.append(row)
    yield Batch(tuple(fresh), (), 0, len(rows))
    yield Tail(len(rows), len(rows), 0, unchanged)
