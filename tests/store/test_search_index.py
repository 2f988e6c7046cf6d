"""The index of words follows the loads, in whatever order lists come and wherever it is interrupted."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.boards.search import SearchResult
from cchc_tui.store.read import search
from tests.kits.store_kit import DAY, MORNING, REGISTRY, SCRATCH, Office, at, dossier, forget_index

PROCEDURES = ("Đăng ký khai sinh", "Đăng ký kết hôn", "Cấp phép xây dựng")


def catch_up(office: Office, portions: int = 1_000, portion: int = 3) -> None:
    """Some portions of the index, as far as there is something to do."""
    for _ in range(portions):
        for private in (None, office.writer.private):
            if search.is_behind(office.writer.connection, private):
                with office.writer.transaction() as connection:
                    search.catch_up(connection, REGISTRY.units, portion, private)


def ids(found: SearchResult) -> set[int]:
    return {int(hit.key) for hit in found.hits if hit.kind == "dossier"}


@pytest.mark.parametrize("behind", [True, False])
def test_in_the_past_what_came_since_does_not_hide_what_was_there(office: Office, behind: bool):
    old = [dossier(f"C-{n}", received=at("10-01 09:00"), procedure=PROCEDURES[0]) for n in range(3)]
    new = [dossier(f"D-{n}", received=at("10-20 09:00"), procedure=PROCEDURES[0]) for n in range(300)]
    office.list(old, at("10-05 08:00"))
    catch_up(office)
    office.list(old + new, at("10-25 08:00"))
    if not behind:
        catch_up(office, portion=100)
    source = office.source()
    then = source.search("khai sinh", at=at("10-06 08:00"))
    assert ids(then) == {1, 2, 3}
    assert len(ids(source.search("khai sinh"))) == 50
    source.close()


def test_a_dossier_that_changed_often_is_counted_once(office: Office):
    rows = [dossier(f"C-{n}", procedure=PROCEDURES[n % 2]) for n in range(40)]
    for step in range(8):
        office.list([row._replace(officer=f"Cán bộ {step}", digest=step * 100 + n) for n, row in enumerate(rows)])
        catch_up(office, portion=50)
    source = office.source()
    found = source.search("khai sinh")
    assert (len(ids(found)), found.dossiers, found.more) == (20, 20, False)
    source.close()


def test_a_list_that_changed_little_is_looked_at_without_going_through_all(office: Office):
    rows = [dossier(f"C-{n}", procedure=PROCEDURES[0]) for n in range(30)]
    office.list(rows, MORNING - DAY)
    catch_up(office)
    office.list([rows[0]._replace(procedure=PROCEDURES[2], digest=5), *rows[1:]], MORNING)
    connection = office.writer.connection
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    catch_up(office, portions=1)
    connection.set_trace_callback(None)
    queries = [text for text in asked if "person" in text and "FROM dossier" in text]
    assert len(queries) == 2  # for the index of all, and for that with persons
    for query in queries:
        plan = " ".join(str(row[-1]) for row in connection.execute("EXPLAIN QUERY PLAN " + query).fetchall())
        assert "USING INDEX dossier_since" in plan
    source = office.source(MORNING)
    assert ids(source.search("xay dung")) == {1}
    source.close()


_STATE = st.tuples(st.sampled_from(PROCEDURES), st.sampled_from(["UBND Phường 6", "UBND Phường 11"]))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 6),  # the day of the list
            st.dictionaries(st.integers(0, 5), _STATE, min_size=1),
            st.integers(0, 2),  # portions until the next list comes
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["khai sinh", "dang ky p11", "phuong 6", "xay dung p", "p11 ket hon"]),
)
def test_lists_in_any_order_are_found_as_a_fresh_index_finds_them(
    lists: list[tuple[int, dict[int, tuple[str, str]], int]], typed: str
):
    with TemporaryDirectory(dir=SCRATCH) as folder:
        office = Office(Path(folder))
        try:
            for day, states, portions in lists:
                rows = [
                    dossier(f"C-{number}", procedure=procedure, agency=agency, received=at("10-01 09:00"))
                    for number, (procedure, agency) in states.items()
                ]
                office.list(rows, at("11-01 08:00") + day * DAY)
                catch_up(office, portions)
            source = office.source()
            behind = ids(source.search(typed))
            catch_up(office)
            kept = ids(source.search(typed))
            with office.writer.transaction() as connection:
                forget_index(connection)
            catch_up(office)
            fresh = ids(source.search(typed))
            source.close()
            assert behind == kept == fresh
        finally:
            office.writer.close()
