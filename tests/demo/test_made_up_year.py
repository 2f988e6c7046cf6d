"""The year that the demo begins with, read back from the files that its offices export."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from cchc_tui.demo.city import OFFICES, START
from cchc_tui.demo.dossiers import QUIET
from cchc_tui.demo.story import Story
from cchc_tui.domain.moments import to_datetime
from cchc_tui.domain.workcalendar import WorkCalendar
from cchc_tui.sheets.kinds import SHEETS

MEETING = datetime(2021, 11, 10, 8, 30)
#: A city of this part of the size.
SMALL = 0.1


@pytest.fixture(scope="module")
def year(calendar: WorkCalendar) -> Story:
    return Story(2021, calendar)


@pytest.fixture(scope="module")
def exported(new_plain, year: Story):
    """The lists of the whole year, read."""
    plain = new_plain()
    read_lists(plain, year)
    return plain


def read_lists(plain, story: Story) -> None:
    for drop in story.base():
        if not drop.name.startswith(tuple(sheet.file for sheet in SHEETS.values())):
            plain.read(drop)


def test_year_starts_at_the_articles_figures(exported) -> None:
    counts = exported.counts(MEETING)
    assert counts["city"]["late"] == 1_416
    assert counts["commune"]["late"] == 3_253
    assert counts["city"]["unclosed"] == 374
    assert counts["commune"]["unclosed"] == 801
    assert len(exported.dossiers) == 62_000
    assert to_datetime(START) == MEETING


@pytest.mark.parametrize("seed", [1, 7])
def test_the_figures_are_those_for_any_seed(plain, calendar: WorkCalendar, seed: int) -> None:
    read_lists(plain, Story(seed, calendar, SMALL))
    for moment in (MEETING, MEETING + timedelta(seconds=QUIET)):
        counts = plain.counts(moment)
        for level, commune in (("city", False), ("commune", True)):
            columns = zip(*(office.counts for office in OFFICES if office.commune is commune), strict=True)
            resolved_late, _, _, overdue, _, _, unclosed = (round(sum(column) * SMALL) for column in columns)
            assert counts[level]["late"] == resolved_late + overdue
            assert counts[level]["unclosed"] == unclosed


def test_units_differ_as_in_the_sample_year(exported) -> None:
    counts = exported.counts(MEETING)
    wards = {unit: each["late"] for unit, each in counts.items() if unit not in {"city", "commune"}}
    assert len(wards) == 24
    assert max(wards, key=lambda unit: wards[unit]) in {"UBND Phường 6", "Phòng Tài nguyên và Môi trường"}
    assert 25 <= wards["UBND Xã Mỹ Ngãi"] <= 40
    assert 560 <= wards["UBND Phường 6"] <= 700


def test_desks_take_in_during_office_hours_and_friendly_sundays_only(year: Story, calendar: WorkCalendar) -> None:
    sundays = defaultdict(int)
    for dossier in year.dossiers:
        moment = to_datetime(dossier.received)
        clock = (moment.hour, moment.minute)
        assert (7, 30) <= clock < (11, 30) or (13, 30) <= clock < (17, 0)
        if not calendar.is_workday(moment.date()):
            assert moment.weekday() == 6
            sundays[dossier.office.name] += 1
    assert sundays["Phường 2"] > 30
    assert sundays["Phường 4"] == 0, "claims the friendly Sunday, does not hold it"


def test_due_is_the_procedures_term_in_working_days(year: Story, calendar: WorkCalendar) -> None:
    for dossier in year.dossiers:
        term = calendar.ordinal(dossier.due // 86_400) - calendar.ordinal(dossier.received // 86_400)
        assert term == dossier.procedure.term


def test_phuong_11_is_online_on_wednesdays_and_quick(year: Story) -> None:
    def share(name: str, weekday: int, since: int = 18_700) -> float:
        own = [d for d in year.dossiers if d.office.name == name and d.received // 86_400 > since]
        on_day = [d for d in own if to_datetime(d.received).weekday() == weekday]
        return sum(d.channel == "Trực tuyến" for d in on_day) / len(on_day)

    def same_day(name: str) -> float:
        own = [d for d in year.dossiers if d.office.name == name and d.finished and d.procedure.term == 1]
        return sum(d.finished // 86_400 == d.received // 86_400 for d in own) / len(own)

    assert share("Phường 11", 2) > 0.3
    assert share("Phường 11", 1) < 0.2
    assert share("Xã Mỹ Tân", 2) < 0.2, "claims the online Wednesday, does not hold it"
    assert share("Xã Tân Thuận Tây", 2, since=18_880) > 0.3, "holds it without a claim"
    assert same_day("Phường 11") > 0.4
    assert same_day("Phường 2") < 0.2


def test_only_phuong_hoa_thuan_names_helpers(plain, cells, calendar: WorkCalendar) -> None:
    base = Story(2021, calendar, SMALL).base()
    with_column = [drop for drop in base if any("Đoàn viên, hội viên hỗ trợ" in row for row in cells(drop)[:8])]
    assert [drop.name.split("_")[0] for drop in with_column] == ["DSHS-phuong-hoa-thuan"] * 2
    plain.read(with_column[-1])
    helped = [each for each in plain.dossiers.values() if each["helper"]]
    assert 0.2 < len(helped) / len(plain.dossiers) < 0.5


def test_nobody_can_be_called(year: Story) -> None:
    assert all(re.fullmatch(r"0200\d{6}", dossier.phone) for dossier in year.dossiers)


def test_same_seed_gives_the_same_files(calendar: WorkCalendar) -> None:
    assert list(Story(2021, calendar, SMALL).base()) == list(Story(2021, calendar, SMALL).base())
    assert next(Story(1, calendar, SMALL).base()) != next(Story(2021, calendar, SMALL).base())
