"""Whatever happens to the store, a source that was open all along answers as one that has just been opened."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from cchc_tui.boards.trend import trend
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.ingest.records import Batch, Head, Kind, MeetingRow, Tail
from cchc_tui.settings import DataFolder, Settings
from cchc_tui.store.count import evidence
from cchc_tui.store.count.practice_sums import stored_places
from cchc_tui.store.read.database import open_writer
from tests.kits.asked_source import AskedSource
from tests.kits.store_kit import DAY, HOUR, Office, at, claim, dossier

NOW = at("12-01 08:00")
MOMENTS = (None, at("11-20 10:00"), at("11-05 10:00"), at("10-11 16:00"), at("09-20 12:00"))
UNITS = ("UBND Phường 6", "UBND Phường 2", "Sở Tư pháp", "nơi khác")


def _row(rng: random.Random, code: int) -> DossierRow:
    received = at("08-01 08:00") + rng.randrange(100) * DAY + rng.randrange(8) * HOUR
    finished = received + rng.choice((0, 1, 5, 30)) * DAY + 600 if rng.random() < 0.6 else None
    return dossier(
        f"C-{code}",
        received=received,
        due=received + rng.choice((1, 5, 20)) * DAY,
        finished=finished,
        returned=finished + rng.randrange(4) * DAY if finished and rng.random() < 0.8 else None,
        status=rng.choice((4, 4, 5, 10, 7)),
        channel=rng.choice(("online", "direct", "")),
        helper=rng.choice(("", "", "Đoàn viên")),
        procedure=rng.choice(("Chứng thực", "Khai sinh")),
        agency=rng.choice(UNITS),
    )


class Life:
    """An office in which one thing after the other happens."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.rng = rng
        self.office = Office(folder)
        self.source = self.office.source(NOW)
        self.newest = at("10-01 08:00")
        self.list()

    def list(self, moment: Stamp | None = None) -> None:
        """A list after all others, or of a moment."""
        self.newest += self.rng.choice((0, HOUR, DAY, 9 * DAY))
        codes = self.rng.sample(range(90), self.rng.randrange(5, 60))
        self.office.list([_row(self.rng, code) for code in codes], moment or min(self.newest, NOW + DAY))

    def late_list(self) -> None:
        self.list(self.newest - self.rng.randrange(1, 40) * DAY)

    def idle(self) -> None:
        """The collector has nothing else to do."""
        with self.office.writer.transaction() as connection:
            evidence.store_newest_sums(connection)

    def claims(self) -> None:
        units = self.rng.sample(("Phường 6", "P2"), 1)
        self.office.rollout([claim(unit, "sunday") for unit in units], self.newest + self.rng.randrange(-9, 9) * DAY)

    def meeting(self) -> None:
        moment = self.newest + self.rng.randrange(-9, 9) * DAY
        row = MeetingRow(1, moment, self.rng.random() < 0.6)
        self.office.load([Head(Kind.MEETING, "txt", "", moment, False), Batch((row,)), Tail(1, 1, 0)])

    def refused(self) -> None:
        self.office.load([Head(Kind.DOSSIERS, "xlsx", "", None, False), Tail(0, 0, 0)])

    def other_database(self) -> None:
        """One, two or three after another: files may get the numbers of earlier ones."""
        for _ in range(self.rng.randrange(1, 4)):
            self.office.start_again()
            for _ in range(self.rng.randrange(3)):
                self.list()
            self.source.changed()

    def older_copy(self) -> None:
        """A copy that was made some lists ago takes the place of the database."""
        path = DataFolder(self.office.folder).database
        self.office.writer.close()
        copy = shutil.copy2(path, path.with_name("copy.db"))
        self.office.writer = open_writer(self.office.folder)
        for _ in range(2):
            self.list()
        self.source.trend()
        self.office.writer.close()
        for beside in ("cchc.db-wal", "cchc.db-shm"):
            path.with_name(beside).unlink(missing_ok=True)
        Path(copy).rename(path)
        self.office.writer = open_writer(self.office.folder)
        for _ in range(self.rng.randrange(4)):
            self.list()

    def settings(self) -> None:
        """Days count as late, or times."""
        self.office.settings = Settings(compare=self.rng.choice(("time", "date")))
        self.source.settings = self.office.settings

    def registry(self) -> None:
        """Other days off, which the store has not followed yet."""
        days = {date(2021, 10, day): False for day in self.rng.sample(range(1, 30), 5)}
        self.office.registry = replace(self.office.registry, calendar=WorkCalendar(days))
        self.source.registry = self.office.registry

    def fresh(self) -> AskedSource:
        """A source that has just been opened."""
        source = self.office.source(NOW)
        source.registry = self.office.registry
        return source


STEPS: tuple[Callable[[Life], None], ...] = (
    *(Life.list, Life.list, Life.late_list, Life.claims, Life.meeting, Life.refused, Life.idle, Life.idle),
    *(Life.other_database, Life.older_copy, Life.settings, Life.registry),
)


def asked(source: AskedSource, moment: Stamp | None) -> dict[str, Any]:
    """The answers that rest on what was computed before."""
    return {
        "timeline": source.timeline(),
        "trend": source.trend(moment),
        "rollout": source.rollout(moment),
        "forecast": source.forecast(moment),
        "changes": source.changes(moment),
        "unclosed": source.board("unclosed", moment, by="age").json(),
        "first seen": source.late(moment, by="officer", first_seen=True),
        "search": source.search("phuong", moment),
    }


@pytest.mark.parametrize("seed", range(12))
def test_an_open_source_answers_as_one_that_has_just_been_opened(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And as one that finds no stored sums."""
    rng = random.Random(seed)
    monkeypatch.setattr(evidence, "_FAR", 60)
    life = Life(tmp_path, rng)
    for _ in range(14):
        step = rng.choice(STEPS)
        step(life)
        with closing(life.fresh()) as fresh:
            for moment in rng.sample(MOMENTS, 2):
                shown = asked(life.source, moment)
                with monkeypatch.context() as patched:
                    if rng.random() < 0.5:
                        patched.setattr(evidence, "stored_places", lambda _: [])
                    assert shown == asked(fresh, moment), (step, moment)
    life.source.close()


def _elsewhere(source: AskedSource) -> Any:
    """The trend as another thread sees it."""
    found: list[Any] = []
    thread = Thread(target=lambda: found.append(source.trend()))
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize("replaced", [False, True])
def test_a_thread_with_an_older_snapshot_neither_uses_the_memo_nor_adds_to_it(office: Office, replaced: bool) -> None:
    office.list([dossier("A-1")], at("11-01 08:00"))
    with closing(office.source(NOW)) as source, source.moment() as old:
        before = trend(old)
        if replaced:
            office.start_again()
        office.list([dossier("A-1"), dossier("A-2")], at("11-01 08:00") + HOUR * (not replaced))
        now = _elsewhere(source)
        with closing(office.source(NOW)) as fresh:
            assert now == fresh.trend()
        assert trend(old) == before != now
        assert _elsewhere(source) == now


def test_the_memo_is_bounded(office: Office) -> None:
    office.list([dossier("A-1")])
    with closing(office.source(NOW)) as source, source.moment() as moment:
        for n in range(2_000):
            moment.memo.put(moment, {(n, "one", n): n})
        moment.memo.put(moment, {(n, "other", n): n for n in range(9)}, 5)
        assert len(moment.memo.of_kind(moment, "one")) < 1_000
        assert [*moment.memo.of_kind(moment, "other").values()] == [4, 5, 6, 7, 8]


def test_no_list_is_far_from_stored_sums(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_FAR", 10)
    moments = [at("11-01 08:00") + n * DAY for n in range(30)]
    for n, moment in enumerate(moments):
        office.list([dossier(f"A-{k}", officer=f"{(k + n) // 30}") for k in range(60)], moment)
        assert evidence.lacks_sums(office.writer.connection)
        with office.writer.transaction() as connection:
            evidence.store_newest_sums(connection)
        assert not evidence.lacks_sums(connection)
    stored = [at for at, _ in stored_places(connection)]
    assert stored[0] == moments[-1]
    assert 3 < len(stored) < 10
    ended = "SELECT count(*) FROM version WHERE until > ? AND until <= ?"
    gaps = [connection.execute(ended, pair).fetchone()[0] for pair in pairwise(sorted(stored))]
    assert max(gaps) < 20
    office.list([dossier("A-1")], moments[3] + HOUR)  # a list that comes late; newer ones show the dossier too
    assert [at for at, _ in stored_places(connection)] == stored
    office.list([dossier("A-99")], moments[3] + HOUR)  # no newer list shows this one
    assert [at for at, _ in stored_places(connection)] == [at for at in stored if at < moments[3] + HOUR]
