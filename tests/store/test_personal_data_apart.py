"""Personal data stand in a database of their own: nothing of them in the store, and both always belong together."""

import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.domain.privacy import Access
from cchc_tui.settings import DataFolder
from cchc_tui.store.read import search
from cchc_tui.store.read.database import Writer, open_writer
from cchc_tui.store.read.database_file import StoreError, WrittenFile
from tests.kits.store_kit import DAY, HOUR, MORNING, REGISTRY, Office, dossier

SHOWN = Access(personal=True)
NAMES = {
    "applicant": "Lê Thị Riêng Tư",
    "submitter": "Phạm Văn Nộp Thay",
    "phone": "0987600001",
    "address": "77 Đường Kín Đáo",
    "helper": "Đoàn Viên Giúp Đỡ",
}
CODE, HIDDEN_CODE = "000.00.30.H20-211015-987654", "000.00.30.H20-211015-…"


def _secrets() -> list[bytes]:
    """The personal texts as SQLite may store them, and as the search would."""
    texts = [*NAMES.values(), "987654", "kin dao", "rieng tu", "giup do"]
    return [text.encode(form) for text in texts for form in ("utf-8", "utf-16-le")]


def _indexed(office: Office) -> None:
    for private in (None, office.writer.private):
        while search.is_behind(office.writer.connection, private):
            with office.writer.transaction() as connection:
                search.catch_up(connection, REGISTRY.units, private=private)


def _contents(office: Office) -> list[tuple[Any, ...]]:
    """All that both databases say of dossiers, persons and notes."""
    store, private = office.writer.connection, office.writer.private
    return [
        *store.execute("SELECT id, code, person, since, export, status FROM dossier ORDER BY id").fetchall(),
        *store.execute("SELECT dossier, since, until, person FROM version ORDER BY dossier, since").fetchall(),
        *private.execute("SELECT * FROM person ORDER BY dossier, n").fetchall(),
        *private.execute("SELECT * FROM note ORDER BY id").fetchall(),
    ]


def test_no_file_that_every_viewer_may_open_has_any_byte_of_them(office: Office) -> None:
    office.list([dossier(CODE, **NAMES), dossier("A-1")])
    office.list([dossier(CODE, **NAMES | {"phone": "0987600002"}), dossier("A-1")], MORNING + HOUR)
    _indexed(office)
    for tidied in (False, True):  # in the log, then in the database
        open_to_all = [path for path in office.folder.glob("*") if path.is_file()]
        closed = list(DataFolder(office.folder).private.iterdir())
        assert {path.name for path in open_to_all} >= {"cchc.db", "cchc.db-wal"}
        there = b"".join(path.read_bytes() for path in open_to_all)
        assert [secret for secret in _secrets() if secret in there] == []
        kept = b"".join(path.read_bytes() for path in closed)
        assert all(name.encode() in kept for name in (*NAMES.values(), CODE))
        if not tidied:
            office.writer.tidy()


def test_who_may_open_both_sees_them_and_who_may_not_sees_all_else(office: Office) -> None:
    office.list([dossier(CODE, **NAMES)])
    _indexed(office)
    source = office.source(MORNING)
    assert source.why_closed() == ""
    page = source.dossier(1, shows=SHOWN)
    assert page is not None
    assert page.person is not None
    assert (page.line.code, page.person.phone, page.versions[-1].helped) == (CODE, "0987600001", True)
    assert [hit.title for hit in source.search("rieng tu", shows=SHOWN).hits] == [CODE]
    private = DataFolder(office.folder).private
    private.rename(private.with_name("gone"))  # root may open what it likes, so it is taken away
    try:
        assert source.why_closed() == "gone"
        hidden = source.dossier(1, shows=SHOWN)
        assert hidden is not None
        assert (hidden.line.code, hidden.person, hidden.versions[-1].helped) == (HIDDEN_CODE, None, True)
        assert [hit.title for hit in source.search("211015", shows=SHOWN).hits] == [HIDDEN_CODE]
        assert len(source.dossiers(DossierFilter(only="all"), shows=SHOWN)) == 1
    finally:
        private.with_name("gone").rename(private)
        source.close()


def test_they_are_open_only_while_they_are_asked_for(office: Office) -> None:
    office.list([dossier(CODE, **NAMES)])
    office.writer.close()
    source = office.source(MORNING)
    with source.moment(access=SHOWN):
        assert _open_files(office.folder) == 1
    assert _open_files(office.folder) == 0
    source.close()


def _open_files(folder: Path) -> int:
    links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return sum(path.name == "personal.db" and path.is_relative_to(folder) for path in links)


def test_a_reader_in_an_older_snapshot_reads_what_belongs_to_it(office: Office) -> None:
    office.list([dossier(CODE, **NAMES)])
    source = office.source(MORNING)
    with source.moment(access=SHOWN) as moment:
        before = moment.connection.execute("SELECT person FROM dossier").fetchone()
        office.list([dossier(CODE, **NAMES | {"applicant": "Người Đến Sau"}), dossier("A-2")], MORNING + HOUR)
        query = "SELECT applicant FROM personal.person WHERE dossier = 1 AND n = ?"
        assert moment.connection.execute(query, before).fetchone() == (NAMES["applicant"],)
    page = source.dossier(1, MORNING + HOUR, SHOWN)
    assert page is not None
    assert page.person is not None
    assert page.person.applicant == "Người Đến Sau"
    source.close()


# ── killed between the two commits ───────────────────────────────────────────────────────────────────────────────────
def _in_child(work: Callable[[], object]) -> int:
    """Run in a child process; return the signal that ended it, or 0."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


ROUNDS = [
    [dossier(CODE, **NAMES | {"phone": "0987600009"}), dossier("N-1", applicant="Mới Một")],
    [dossier(CODE, **NAMES | {"address": "Chỗ Khác"}), dossier("N-2"), dossier("N-3", **NAMES)],
    [dossier("N-4"), dossier("N-1", applicant="Mới Hai")],
]


@pytest.mark.parametrize("step", ["before the first", "between", "after both"])
def test_a_kill_at_any_step_of_three_loads_leaves_nothing_torn_lost_or_double(
    office: Office, tmp_path: Path, step: str
) -> None:
    first = [dossier(CODE, **NAMES), dossier("A-1")]
    office.list(first)
    (tmp_path / "twin").mkdir()
    twin = Office(tmp_path / "twin")
    twin.list(first)
    for number, rows in enumerate(ROUNDS):
        at = MORNING + (number + 1) * HOUR
        office.writer.close()
        assert _in_child(lambda: _load_and_die(office, rows, at, step)) == signal.SIGKILL  # noqa: B023
        office.writer = open_writer(office.folder)
        done = office.writer.connection.execute("SELECT max(id) FROM export").fetchone()[0] == number + 2
        assert done == (step == "after both")
        if not done:
            office.list(rows, at)
        twin.list(rows, at)
        assert _contents(office) == _contents(twin)
    twin.writer.close()


def _load_and_die(office: Office, rows: list[Any], at: int, step: str) -> None:
    office.writer = open_writer(office.folder)
    really, count = WrittenFile.commit, iter(("before the first", "between"))

    def commit(self: WrittenFile) -> None:
        if next(count) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        really(self)

    WrittenFile.commit = commit  # type: ignore[method-assign]
    office.list(rows, at)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_full_disk_between_the_commits_is_as_if_nothing_had_been_loaded(office: Office) -> None:
    office.list([dossier(CODE, **NAMES)])
    before = _contents(office)
    really = office.writer._store.commit
    office.writer._store.commit = _full  # type: ignore[method-assign]
    with pytest.raises(sqlite3.OperationalError, match="full"):
        office.list([dossier("N-1", **NAMES), dossier("N-2")], MORNING + DAY)
    office.writer._store.commit = really  # type: ignore[method-assign]
    with office.writer.transaction():
        pass
    assert _contents(office) == before
    assert office.list([dossier("N-2"), dossier("N-1")], MORNING + DAY).loaded == 2


def _full() -> None:
    raise sqlite3.OperationalError("database or disk is full")


# ── not those of this store ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("fault", ["gone", "altered", "older", "broken"])
def test_those_that_do_not_belong_to_the_store_are_refused_and_not_shown(
    office: Office, tmp_path: Path, fault: str
) -> None:
    personal = DataFolder(office.folder).personal
    office.list([dossier(CODE, **NAMES)])
    office.writer.close()
    older = personal.read_bytes()
    with Writer(DataFolder(office.folder).database) as writer:
        office.writer = writer
        office.list([dossier("A-2", **NAMES)], MORNING + HOUR)
    if fault == "gone":
        personal.unlink()
    elif fault == "older":
        personal.write_bytes(older)
    elif fault == "broken":
        personal.write_bytes(b"something else" * 4_000)
    else:
        (tmp_path / "other").mkdir()
        with Writer(tmp_path / "other" / "cchc.db"):
            pass
        (tmp_path / "other" / "private" / "personal.db").replace(personal)
    source = office.source(MORNING + HOUR)
    assert source.why_closed() == {"gone": "gone", "broken": "broken"}.get(fault, "other")
    page = source.dossier(1, shows=SHOWN)
    assert page is not None
    assert page.person is None
    source.close()
    with pytest.raises(StoreError) as found:
        open_writer(office.folder)
    assert (found.value.code, found.value.path) == (fault, personal)
