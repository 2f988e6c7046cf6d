"""Lists in any sequence: repeated, out of order, partial, overlapping. What is shown follows from the files alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.problems import Problem, Severity
from cchc_tui.store.count import counts_writer
from cchc_tui.store.count.arrivals import arrivals, received_today
from cchc_tui.store.count.counting import CountQuery, count_deltas, count_states
from cchc_tui.store.count.counts_table import Dimension
from cchc_tui.store.count.first_seen import first_seen_deltas
from cchc_tui.store.count.state_counts import CountsByKey, StateCounts
from cchc_tui.store.read.settled_state import year_start
from cchc_tui.store.write.loading import list_repeated, repeated
from tests.kits.store_kit import DAY, HOUR, MORNING, REGISTRY, SCRATCH, Office, at, dossier, items_of, numbered

_CODES = [f"C-{number}" for number in range(8)]
_WHEN = st.integers(-20, 20).map(lambda steps: at("11-05 12:00") + steps * 6 * HOUR)


@dataclass(frozen=True)
class _File:
    """A list as it arrives; equal ``sha`` are equal bytes."""

    sha: str
    moment: Stamp
    rows: tuple[DossierRow, ...]


#: What a row says but for its code. Made once: hypothesis looks closely at each strategy that it has not seen.
_SAID = {
    "status": st.sampled_from([4, 5, 7, 10]),
    "due": st.none() | _WHEN,
    "finished": st.none() | _WHEN,
    "agency": st.sampled_from(["UBND Phường 6", "P.2", "UBND huyện Cao Lãnh"]),
}
#: A few states of each dossier.
_STATES = {
    code: st.lists(
        st.fixed_dictionaries(_SAID).map(lambda said, code=code: dossier(code, **said)), min_size=1, max_size=3
    )
    for code in _CODES
}


@st.composite
def _files(draw: st.DrawFn) -> list[_File]:
    """A few states of each dossier, so that states come back; lists that hold some of them, some of them twice."""
    states = {code: draw(some) for code, some in _STATES.items()}
    files: list[_File] = []
    for number in range(draw(st.integers(1, 6))):
        if files and draw(st.integers(0, 4)) == 0:
            files.append(draw(st.sampled_from(files)))  # the same bytes again
            continue
        codes = draw(st.lists(st.sampled_from(_CODES), min_size=1, max_size=12, unique=draw(st.booleans())))
        rows = tuple(numbered(draw(st.sampled_from(states[code])) for code in codes))
        files.append(_File(f"sha-{number}", draw(_WHEN), rows))
    return files


def _arrive(office: Office, file: _File, known: bool = True) -> None:
    """What the collector does with a file; a reading process with another hash seed knows no row."""
    earlier = repeated(office.writer, file.sha)
    if earlier is not None:
        list_repeated(office.writer, office.file(sha=file.sha), earlier)
        return
    seen = dict(office.writer.connection.execute("SELECT digest, id FROM dossier").fetchall()) if known else {}
    office.load(_marked(file, seen), sha=file.sha)


def _marked(file: _File, seen: dict[int, int]) -> Any:
    """What the reader gives; it says itself which rows that it knows stand twice."""
    last: dict[int, int] = {}
    said = []
    for row in file.rows:
        if row.digest in seen:
            if row.digest in last:
                said.append((last[row.digest], row.row))
            last[row.digest] = row.row
    *items, tail = items_of(file.rows, file.moment, seen)
    problems = tuple(Problem(Severity.NOTED, "repeated_code", "", again, "", "", str(first)) for first, again in said)
    return [*items, tail.__class__(tail.rows, tail.accepted, tail.rejected, tail.unchanged, problems)]


class _OneByOne(CountQuery):
    """A query that counts states one by one."""

    is_of_states = True


def _changed(counts: CountsByKey) -> CountsByKey:
    """Counts that are not zero, without dossiers carried over: first-seen boards do not have them."""
    found = {key: replace(figure, carried=0) for key, figure in counts.items()}
    return {key: figure for key, figure in found.items() if figure != StateCounts()}


def _all(office: Office, moments: list[Stamp]) -> list[Any]:
    """Every board of every moment, and every finding."""
    shown: list[Any] = []
    for moment in moments:
        view = CountQuery(office.moment(moment), REGISTRY.calendar)
        for dimension in Dimension:
            reported = count_states(view, dimension)
            deltas = first_seen_deltas(view, dimension)
            differs = count_deltas(view, deltas)
            assert _changed(differs) == _changed(count_deltas(_OneByOne(view.moment, view.calendar), deltas))
            none = StateCounts()
            both = {key: reported.get(key, none) + differs.get(key, none) for key in reported | differs}
            assert _changed(count_states(view, dimension, deltas)) == _changed(both)
            shown += [reported, _changed(differs)]
        shown.append(arrivals(there := office.moment(moment), year_start(moment), received_today(there)))
    shown.append(_findings(office))
    shown.append(office.coded("SELECT code, defects FROM dossier ORDER BY code"))
    return shown


def _findings(office: Office) -> list[Any]:
    query = """
        SELECT finding.kind, code, sha, seen_at, "before", "after", until FROM finding
        JOIN dossier AS d ON d.id = dossier JOIN export AS e ON e.id = finding.export
        ORDER BY finding.kind, code, seen_at, sha, until
    """
    return office.coded(query)


_LONG = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@_LONG
@given(files=_files(), asked=st.lists(_WHEN, min_size=1, max_size=2))
def test_what_is_shown_is_what_a_rebuild_from_the_archive_shows(files: list[_File], asked: list[Stamp]) -> None:
    """Also where the counts table has only the changes of each list, and that of the rebuild all counts after each."""
    moments = [*asked, *{file.moment for file in files}, MORNING + 30 * DAY]
    with TemporaryDirectory(dir=SCRATCH) as first, TemporaryDirectory(dir=SCRATCH) as second:
        office, rebuilt = Office(Path(first)), Office(Path(second))
        with patch.object(counts_writer, "_CHANGES_PART", 1000):
            for file in files:
                _arrive(office, file)
        with patch.object(counts_writer, "_CHANGES_PART", 0):
            for file in files:
                _arrive(rebuilt, file, known=False)
        assert _all(office, moments) == _all(rebuilt, moments)
        codes = {code for (code,) in office.coded("SELECT code FROM dossier")}
        assert codes == {row.code for file in files for row in file.rows}
        office.writer.close()
        rebuilt.writer.close()


@_LONG
@given(files=_files())
def test_the_same_export_twice_changes_nothing(files: list[_File]) -> None:
    with TemporaryDirectory(dir=SCRATCH) as first:
        office = Office(Path(first))
        for file in files:
            _arrive(office, file)
        moments = [*{file.moment for file in files}, MORNING + 30 * DAY]
        before = _all(office, moments)
        for file in files:
            _arrive(office, file)
        assert _all(office, moments) == before
        office.writer.close()


@_LONG
@given(data=st.data())
def test_full_lists_in_any_order_show_the_same_changes(data: st.DataObject) -> None:
    """Of lists that hold everything, each with a moment of its own, the order in which they come does not matter."""
    moments = sorted(set(data.draw(st.lists(_WHEN, min_size=2, max_size=4))))
    states = {code: data.draw(_STATES[code]) for code in _CODES[:3]}
    files = [
        _File(f"sha-{moment}", moment, tuple(numbered(data.draw(st.sampled_from(each)) for each in states.values())))
        for moment in moments
    ]
    arrived = data.draw(st.permutations(files))
    with TemporaryDirectory(dir=SCRATCH) as first, TemporaryDirectory(dir=SCRATCH) as second:
        in_order, as_it_came = Office(Path(first)), Office(Path(second))
        for office, sequence in ((in_order, files), (as_it_came, arrived)):
            for file in sequence:
                _arrive(office, file)
        assert _kinds(as_it_came) == _kinds(in_order)
        in_order.writer.close()
        as_it_came.writer.close()


def _kinds(office: Office) -> set[tuple[Any, ...]]:
    return {(kind, code, seen_at, before, after) for kind, code, _, seen_at, before, after, _ in _findings(office)}
