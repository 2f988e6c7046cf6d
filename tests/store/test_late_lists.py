"""Lists that come when newer ones are loaded: the present stays, and the past is as they show it."""

from __future__ import annotations

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.privacy import HIDDEN, Access
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, at, dossier

ONE, TWO, THREE, FOUR = (MORNING + n * HOUR for n in range(4))


def _state(letter: str) -> DossierRow:
    """States that the board tells apart: overdue, resolved on time, waiting."""
    return {
        "V": dossier("A-1"),
        "W": dossier("A-1", status=10, finished=at("10-25 10:00")),
        "X": dossier("A-1", status=5, applicant="Người Khác"),
    }[letter]


def _past(office: Office) -> str:
    """The states at the four moments, by what the board shows."""
    told = []
    for moment in (ONE, TWO, THREE, FOUR):
        counts = office.late(moment)
        told.append("V" if counts.overdue else "W" if counts.resolved_on_time else "X" if counts.waiting else "-")
    return "".join(told)


def _versions(office: Office) -> int:
    held = "SELECT count(*) FROM version WHERE since < until"
    return int(office.writer.connection.execute(held).fetchone()[0])


def test_what_it_shows_held_until_the_next_list(office: Office) -> None:
    office.list([_state("V")], FOUR)
    office.list([_state("W")], TWO)
    assert (_past(office), _versions(office)) == ("WWWV", 1)
    office.list([_state("X")], THREE)
    assert (_past(office), _versions(office)) == ("WWXV", 2)


def test_a_list_that_says_what_was_known_adds_nothing(office: Office) -> None:
    office.list([_state("V")], ONE)
    office.list([_state("W")], FOUR)
    office.list([_state("V")], TWO)
    assert (_past(office), _versions(office)) == ("VVVW", 1)
    office.list([_state("W")], THREE)
    assert (_past(office), _versions(office)) == ("VVWW", 1)


def test_a_state_that_came_back_is_parted_by_what_came_between(office: Office) -> None:
    office.list([_state("V")], ONE)
    office.list([_state("X")], FOUR)
    office.list([_state("V")], THREE)
    office.list([_state("W")], TWO)
    assert (_past(office), _versions(office)) == ("VWVX", 3)


def test_the_present_state_is_parted_too(office: Office) -> None:
    office.list([_state("V")], ONE)
    office.list([_state("V")], FOUR)
    office.list([_state("W")], TWO)
    assert (_past(office), _versions(office)) == ("VWWV", 2)


def test_a_list_older_than_all_reaches_back(office: Office) -> None:
    office.list([_state("V")], FOUR)
    office.list([_state("V")], ONE)
    assert (_past(office), _versions(office)) == ("VVVV", 0)
    page = office.source(FOUR).dossier(1)
    assert page is not None
    assert [version.since for version in page.versions] == [ONE]


def test_every_version_keeps_its_own_personal_values(office: Office) -> None:
    office.list([_state("V")], ONE)
    office.list([_state("W")], FOUR)
    office.list([_state("X")], TWO)
    source = office.source(FOUR)
    for shows, names in ((HIDDEN, "person"), (Access(personal=True), "applicant")):
        page = source.dossier(1, shows=shows)
        assert page is not None
        assert [version.changed for version in page.versions] == [(), ("status", names), ("status", "finished", names)]


def test_a_state_from_before_its_own_dates_is_judged_by_the_clock(office: Office) -> None:
    done = dossier("A-1", due=TWO + 2 * DAY, status=10, finished=THREE)
    office.list([done], FOUR)
    office.list([done], ONE)  # a list that gives a finished date yet to come
    counts = [office.late(moment) for moment in (TWO, THREE)]
    assert [(count.in_time, count.resolved_on_time) for count in counts] == [(1, 0), (0, 1)]
    office.list([dossier("A-1", status=5)], FOUR + HOUR)
    counts = [office.late(moment) for moment in (TWO, THREE, FOUR + HOUR)]
    assert [(count.in_time, count.resolved_on_time, count.waiting) for count in counts] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]
    office.list([done], ONE - HOUR)
    assert office.late(TWO).in_time == 1
