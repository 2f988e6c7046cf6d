"""What happens after the start, read back from the files that land in the inbox."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from cchc_tui.demo.city import START
from cchc_tui.demo.lists import Drop
from cchc_tui.demo.story import Story
from cchc_tui.domain.moments import to_datetime
from cchc_tui.domain.workcalendar import WorkCalendar

LISTS = ("DSHS-", "HoSoThayDoi", "DanhSachHoSo-thanh-pho")
STEPS = 50
#: A city of this part of the size: what happens in it is the same.
SMALL = 0.1


@pytest.fixture(scope="module")
def told(calendar: WorkCalendar) -> tuple[Story, list[list[Drop]]]:
    story = Story(5, calendar, SMALL)
    steps = [list(story.base())]
    steps += [story.step(START + 20 * number) for number in range(1, STEPS)]
    return story, steps


def good_lists(drops: list[Drop]) -> list[Drop]:
    return [drop for drop in drops if drop.name.startswith(LISTS) and "(1)" not in drop.name]


def test_lists_tell_all_that_happened(plain, told: tuple[Story, list[list[Drop]]]) -> None:
    story, steps = told
    for drops in steps:
        for drop in good_lists(drops):
            if drop.moment == story.moment or to_name_moment(drop) == drop.moment:
                assert plain.read(drop) > 0
    at = to_datetime(story.moment)
    counts = plain.counts(at)
    figures = story.figures(story.moment)
    for level, communes in (("city", False), ("commune", True)):
        own: Counter[str] = Counter()
        for unit, states in figures.items():
            if unit.isdecimal() is communes:
                own.update(states)
        assert counts[level]["late"] == own["overdue"] + own["resolved_late"]
        assert counts[level]["unclosed"] == own["unclosed"]
        assert counts[level]["resolved_on_time"] == own["resolved_on_time"]
        assert counts[level]["withdrawn"] == own["withdrawn"]
        assert counts[level]["total"] == sum(own.values()) - own["unclosed"]


def to_name_moment(drop: Drop) -> int:
    """The moment in a file's name, as a stamp; a list kept back for later has an earlier one than its file."""
    day, clock = drop.name.split(".")[0].split("_")[-2:]
    moment = datetime.strptime(f"2021 {day} {clock}", "%Y %d%m %H%M%S")
    return START + int((moment - to_datetime(START)) / timedelta(seconds=1))


def test_dossiers_are_closed_arrive_and_fall_late(calendar: WorkCalendar) -> None:
    story = Story(5, calendar, SMALL)
    before = {dossier.code: (dossier.finished, dossier.due) for dossier in story.dossiers}
    late = story.figures(START)
    for number in range(1, 20):
        story.step(START + 20 * number)
    now = {dossier.code: dossier for dossier in story.dossiers}
    closed = [code for code, (finished, _) in before.items() if not finished and now[code].finished]
    new = [dossier for code, dossier in now.items() if code not in before]
    new_late = [dossier for dossier in new if dossier.due < START]
    back_dated = [c for c, (finished, due) in before.items() if finished > due and now[c].finished == now[c].due]
    assert len(closed) > 40
    assert len(new) > 20
    assert new_late
    assert back_dated
    assert sum(unit["unclosed"] for unit in story.figures(story.moment).values()) < sum(
        unit["unclosed"] for unit in late.values()
    )


def test_a_ward_takes_up_a_model(cells, told: tuple[Story, list[list[Drop]]]) -> None:
    sheets = [
        cells(drop)
        for drops in told[1]
        for drop in drops
        if drop.name.startswith("nhan-rong") and "(1)" not in drop.name and drop.moment >= START
    ]
    states = [[row[3] for row in sheet[3:]] for sheet in sheets]
    assert len(states) >= 3
    changed = [sum(a != b for a, b in zip(old, new, strict=True)) for old, new in pairwise(states)]
    assert all(number == 1 for number in changed)


def test_a_summary_differs_from_the_lists_in_one_unit(cells, calendar: WorkCalendar) -> None:
    story = Story(5, calendar, SMALL)
    drop = next(
        drop
        for number in range(1, STEPS)
        for drop in story.step(START + 20 * number)
        if drop.name.startswith("BaoCaoTongHop")
    )
    figures = story.figures(story.moment)
    rows = [row for row in cells(drop) if row and row[0].isdigit() and len(row) == 14]
    wrong = []
    for row, own in zip(rows, figures.values(), strict=True):
        columns = [int(cell.replace(".", "")) for cell in row[2:]]
        assert columns[0] == columns[2] == columns[3] + columns[7] + columns[11]
        assert columns[10] == columns[6] + columns[9]
        assert columns[9] == own["overdue"]
        if columns[6] != own["resolved_late"]:
            wrong.append(row[1])
    assert len(rows) == 24
    assert len(wrong) == 1


def test_broken_files_come_too(told: tuple[Story, list[list[Drop]]]) -> None:
    drops = [drop for step in told[1] for drop in step]
    assert any(not drop.content for drop in drops), "empty"
    assert any(
        drop.name.endswith(".xlsx") and drop.content[:2] == b"PK" and b"PK\x05\x06" not in drop.content
        for drop in drops
    )
    assert any(drop.content.startswith(b"%PDF") for drop in drops), "no table"
    assert any(drop.name.startswith("DanhBa") for drop in drops), "no known kind"
    assert any("(1)" in drop.name for drop in drops), "sent twice"
    assert any(drop.slow for drop in drops), "copied slowly"


def test_same_seed_and_moments_give_the_same_story(
    calendar: WorkCalendar, told: tuple[Story, list[list[Drop]]]
) -> None:
    story = Story(5, calendar, SMALL)
    list(story.base())
    for number, drops in enumerate(told[1][1:21], 1):
        assert story.step(START + 20 * number) == drops


@pytest.mark.parametrize("pace", [1, 3_600, 86_400])
def test_story_goes_on_at_any_speed_and_hour(calendar: WorkCalendar, pace: int) -> None:
    story = Story(3, calendar, SMALL)
    for number in range(1, 45):
        for drop in story.step(START + 4 * pace * number):
            assert drop.moment <= START + 4 * pace * number
    assert all(dossier.received <= story.moment for dossier in story.dossiers)
    assert all(dossier.finished <= story.moment for dossier in story.dossiers)
    codes = [dossier.code for dossier in story.dossiers]
    assert len(set(codes)) == len(codes)
