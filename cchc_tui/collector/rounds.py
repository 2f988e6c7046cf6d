"""One look through the inbox after the other: what is whole is taken, one at a time, in the order of its moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from cchc_tui.collector import tools as all_tools
from cchc_tui.collector.claim import Changed
from cchc_tui.collector.database import Database
from cchc_tui.collector.faults import RETRY, Faults, sentence_of
from cchc_tui.collector.intake import Intake
from cchc_tui.collector.order import Order
from cchc_tui.collector.outcome import Outcome
from cchc_tui.collector.poison import Poison
from cchc_tui.collector.ready import Readiness, is_held
from cchc_tui.collector.status import Heart
from cchc_tui.collector.staying import Staying
from cchc_tui.collector.tools import Tools
from cchc_tui.collector.watch import Entry, Nature, Signature, sweep
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.problems import Severity
from cchc_tui.ingest import problems
from cchc_tui.ingest.completeness import Whole
from cchc_tui.ingest.reader_client import ReaderKilled
from cchc_tui.registry import RegistryError
from cchc_tui.settings import DataFolder
from cchc_tui.store.read import search
from cchc_tui.store.read.database import Writer
from cchc_tui.store.write.rebuild import Step
from cchc_tui.texts import collector as texts


class Rounds:
    """Everything that the collector remembers from one look to the next.

    ``outcomes`` are what became of the files so far, for ``--once``; a service takes them away.
    """

    def __init__(
        self,
        folder: DataFolder,
        tools: Tools,
        heart: Heart,
        stopping: Callable[[], bool],
        patience: float,
        indexing: bool = True,
        clock: Clock = Clock(),  # noqa: B008 - a value
    ) -> None:
        """``indexing``: whether to bring the index of words up to date where there is nothing else to do.

        Files arrive by ``clock``: the wall's, but for a demo.
        """
        self._folder, self._tools, self._heart = folder, tools, heart
        self._seen = tools.seen
        self._readiness = Readiness(tools.settings.collector.settle_ms / 1000, patience, self._inside)
        self._intake = Intake(folder, heart, stopping, clock)
        self._order = Order()
        self._faults = Faults(heart)
        self._poison = Poison(folder.state / "poison.json")
        self._staying = Staying(folder.state / "staying.json")
        self._database = Database(folder, heart, self._rebuilding, self._intake.progress)
        self._writer: Writer | None = None
        self._recovered = False  # what an earlier collector was just taking out
        self._indexing = indexing
        self._done: dict[Signature, Entry] = {}  # listed and kept, and not yet out of the inbox
        self._untidy = False
        self.waiting: list[Entry] = []
        self.outcomes: list[Outcome] = []

    def round(self) -> float:
        """One look; the seconds until the next is due. What goes wrong is told in the status, and tried again."""
        try:
            self._refresh()
            if not self._recovered:
                self._intake.recover()
                self._recovered = True
            writer = self._database.writer(self._tools)
            if writer is not self._writer:
                self._writer = writer
                self._list_again()
            pause = self._look(writer)
        except sqlite3.Error as error:
            self._faults.tell(sentence_of(error))
            return 0.0 if self._database.failed(error) else RETRY
        except OSError as error:
            self._faults.tell(sentence_of(error))
            return RETRY
        return pause

    def release_all(self) -> None:
        """Let go of everything that is loaded: there will be no later look."""
        for signature, entry in list(self._done.items()):
            if not is_held(entry.path):
                self._let_go(signature, entry)
        self._note_staying()
        self._faults.tell()

    def close(self) -> None:
        """Close the database in order, and end the spare reader."""
        self._database.close()
        self._tools.close()

    def _look(self, writer: Writer) -> float:
        try:
            entries = sweep(self._folder.inbox)
        except FileNotFoundError:
            self._faults.tell(texts.SAID.inbox_gone)
            return RETRY
        for entry in entries:
            if entry.nature is not Nature.FILE:
                self._report(self._intake.refuse(entry, writer, self._tools))
        files = [entry for entry in entries if entry.nature is Nature.FILE]
        self._readiness.keep(files)
        self._faults.keep(files)
        for entry in files:
            if entry.signature not in self._done and self._staying.knows(entry, writer.connection):
                self._done[entry.signature] = entry
        self._release({entry.signature for entry in files})
        self._note_staying()
        ready, pause = self._sort(files)
        if ready:
            self._take(self._order.first(ready, self._tools.reader), ready, writer)
            pause = 0.0
        else:
            self._heart.waiting(tuple(entry.name for entry in self.waiting))
            pause = 0.0 if self._index(writer) else pause
            self._tidy(writer)
            if pause and self._indexing:
                self._database.idle()
        self._faults.tell()
        return pause

    def _sort(self, files: list[Entry]) -> tuple[list[Entry], float]:
        """The files that are whole, and how long until another may be."""
        ready: list[Entry] = []
        self.waiting = []
        pause = RETRY
        for entry in files:
            if entry.signature in self._done or not self._faults.is_due(entry):
                continue
            try:
                left = self._readiness.seconds_left(entry)
            except (FileNotFoundError, ValueError):
                continue  # gone or exchanged since the look
            except ReaderKilled:
                self._faults.killed(entry)
                continue
            except OSError as error:
                self._unreadable(entry, error)
                continue
            if left:
                self.waiting.append(entry)
                pause = min(pause, left)
            else:
                ready.append(entry)
        alone = [entry for entry in ready if self._faults.was_killed(entry)]
        return [entry for entry in ready if entry not in alone] or alone[:1], pause

    def _inside(self, path: Path) -> Whole:
        return self._tools.reader.whole(path)

    @property
    def interrupted(self) -> bool:
        """Whether files have to be read again because their reader was ended."""
        return self._faults.some_killed

    @property
    def hindered(self) -> bool:
        """Whether something keeps all files from being taken."""
        return bool(self._faults.surroundings)

    def _take(self, entry: Entry, ready: list[Entry], writer: Writer) -> None:
        self._heart.waiting(tuple(other.name for other in (*ready, *self.waiting) if other is not entry))
        fault = self._poison.reason(entry)
        try:
            with self._poison.taking(entry):
                outcome = self._intake.take(entry, writer, self._tools, fault)
        except Changed:
            return
        except ReaderKilled:
            self._faults.killed(entry)
            return
        except (OSError, sqlite3.OperationalError) as error:
            self._faults.postpone(entry, sentence_of(error))
            return
        if fault:
            self._poison.forget()
        self._untidy = True
        self._faults.taken(entry)
        self._readiness.taken(entry)
        self._report(outcome)
        self._done[entry.signature] = entry
        if self._readiness.may_leave(entry):
            self._let_go(entry.signature, entry)
        self._note_staying()

    def _release(self, there: set[Signature]) -> None:
        """Let go of what is loaded; what cannot leave the inbox yet is remembered, and known again after a restart."""
        for signature, entry in list(self._done.items()):
            if signature not in there:
                del self._done[signature]
            elif self._readiness.may_leave(entry):
                self._let_go(signature, entry)

    def _list_again(self) -> None:
        """What stands in the inbox alone is in no rebuilt database, and by other settings it may be taken."""
        self._done = {signature: entry for signature, entry in self._done.items() if not self._intake.stays(signature)}
        self._intake.forget()

    def _note_staying(self) -> None:
        self._staying.keep(frozenset(one for one in self._done if not self._intake.stays(one)))

    def _let_go(self, signature: Signature, entry: Entry) -> None:
        try:
            if self._intake.release(entry):
                del self._done[signature]
        except OSError as error:
            self._faults.postpone(entry, texts.not_removed(entry.name, error.strerror or str(error)))

    def _unreadable(self, entry: Entry, error: OSError) -> None:
        reason = error.strerror or str(error)
        self._faults.postpone(entry, texts.not_readable(entry.name, reason))
        problem = problems.make(Severity.REFUSED, problems.NO_PERMISSION, value=reason)
        self._report(Outcome(entry.name, "refused", problems=(problem,)))

    def _report(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self.outcomes.append(outcome)

    def _rebuilding(self, step: Step) -> None:
        self._intake.go_on()
        self._heart.loading(texts.rebuilding(step.number, step.total, step.result.called))

    def _refresh(self) -> None:
        """Read registry and settings again when they changed; a fault leaves the last good ones in force."""
        state = all_tools.state(self._folder)
        if state == self._seen:
            return
        self._seen = state
        try:
            fresh = all_tools.load(self._folder)
        except RegistryError as error:
            where = f"{error.path.name}, {error.line}" if error.line else error.path.name
            self._faults.registry = texts.bad_registry(where, error.message)
            return
        self._faults.registry = ""
        self._tools.close()
        self._tools = fresh

    def _index(self, writer: Writer) -> bool:
        """Nothing to do: a portion of the index of words; whether there was one."""
        if not self._indexing or not search.is_behind(writer.connection):
            return False
        with writer.transaction() as connection:
            search.catch_up(connection, self._tools.registry.units)
        self._untidy = True
        return True

    def _tidy(self, writer: Writer) -> None:
        """Nothing to do: a moment to move the log into the database."""
        if self._untidy and not (self._indexing and search.is_behind(writer.connection)):
            self._untidy = False
            writer.tidy()
