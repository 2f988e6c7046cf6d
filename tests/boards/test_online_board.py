"""The board of online services: what came online of what was received in the year, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cchc_tui.boards import online
from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.online import BOARD
from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_2, WARD_6, Office, at, dossier

#: A Wednesday before the morning of the meeting, which is one too.
WEDNESDAY = at("11-03 09:00")
MARRIAGE, COPY, OTHER, DISPUTE = "Đăng ký kết hôn", "Chứng thực bản sao", "Chúc thọ", "Hòa giải"
CATALOGUE = (
    {"code": "1.000894", "name": MARRIAGE, "level": "commune", "service": "4"},
    {"code": "2.000815", "name": COPY, "level": "city;commune", "service": "3"},
    {"code": "1.000111", "name": DISPUTE, "level": "commune", "service": "2"},
    {"code": "1.000112", "name": "Cấp phép xây dựng", "level": "city", "service": "4"},
    {"code": "1.000113", "name": "Khai tử", "level": "commune", "service": "4"},
    {"code": "1.000114", "name": "Nhận cha, mẹ, con", "level": "commune", "service": "4", "state": "abolished"},
    {"code": "1.000115", "name": "Không rõ mức độ", "level": "commune"},
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.writer.close()


def came(code: str, channel: str, procedure: str = MARRIAGE, number: str = "", **more: Any) -> DossierRow:
    codes = {row["name"]: row["code"] for row in CATALOGUE}
    said = {"received": at("10-15 09:00"), "field": "Hộ tịch" if procedure == MARRIAGE else "Chứng thực", **more}
    return dossier(
        code, channel=channel, procedure=procedure, procedure_code=number or codes.get(procedure, ""), **said
    )


YEAR = (
    came("A-1", "online"),
    came("A-2", "direct"),
    came("A-3", ""),
    came("A-4", "post", COPY, received=WEDNESDAY),
    came("A-5", "online", COPY.upper(), "9.999999", received=WEDNESDAY),
    came("A-6", "direct", OTHER),
    came("A-7", "online", DISPUTE, status=7),
    came("A-8", "online", received=at("01-01 00:00")),
    came("B-1", "direct", COPY, agency="UBND Phường 2"),
    came("C-1", "online", COPY, agency="Phòng Tư pháp"),
    came("D-1", "online", agency="nơi khác"),
    came("E-1", "online", received=at("01-01 00:00") - 1),
)


def board(office: Office, moment: Stamp = MORNING, **query: Any) -> dict[str, Any]:
    with closing(office.source(MORNING + 99 * DAY)) as source:
        return source.board("online", moment, **query).json()


def row(said: Mapping[str, Any], key: str) -> dict[str, Any]:
    by = said["by"]
    (found,) = [row for row in said["rows"] if row[by] == key]
    return {name: value for name, value in found.items() if name not in (by, "name", "level")}


def figures(received: int, told: int, online: int | None, share: float | None, **more: Any) -> dict[str, Any]:
    none = {"level3_told": 0, "level3_online": 0, "level4_told": 0, "level4_online": 0}
    none |= {"wednesday_share": None, "unused": None}
    return {"received": received, "told": told, "online": online, "share": share, **none, **more}


def of_group(*counts: Any, **more: Any) -> dict[str, Any]:
    """The figures of a field or procedure, which has none of procedures not used."""
    return {name: value for name, value in figures(*counts, **more).items() if name != "unused"}


WARD = figures(
    8, 7, 4, round(4 / 7, 6), level3_told=2, level3_online=1, level4_told=3, level4_online=2, unused=1,
    wednesday_share=0.5,
)  # fmt: skip


def test_each_figure_of_a_unit_is_the_one_counted_by_hand(office: Office) -> None:
    office.sheet("catalogue", CATALOGUE)
    office.list(YEAR)
    said = board(office)
    assert list(said)[:3] == ["as_of", "data_as_of", "by"]
    assert row(said, WARD_6) == WARD
    # Phường 2 used neither; Phường 1 received nothing, which is known.
    assert row(said, WARD_2) == figures(1, 1, 0, 0.0, level3_told=1, unused=3)
    assert row(said, "29866") == figures(0, 0, 0, None, unused=3)
    names = [one["name"] for one in said["rows"]]
    assert names[:3] == ["Phòng Tư pháp", "Phường 6", "Phường 2"]  # the greatest share first, the unknown last
    commune = figures(
        9, 8, 4, 0.5, level3_told=3, level3_online=1, level4_told=3, level4_online=2, unused=1, wednesday_share=0.5
    )
    assert said["levels"]["commune"] == commune
    assert said["levels"]["city"] == figures(1, 1, 1, 1.0, level3_told=1, level3_online=1, unused=1)
    assert said["unplaced"]["received"] == 1


def test_a_field_and_a_procedure_have_the_same_sums(office: Office) -> None:
    office.sheet("catalogue", CATALOGUE)
    office.list(YEAR)
    said = board(office, by="field")
    assert row(said, "Hộ tịch") == of_group(5, 4, 3, 0.75, level4_told=4, level4_online=3)
    said = board(office, by="procedure")
    # Khai tử and Cấp phép xây dựng are offered online, and nobody has used them.
    unused = of_group(0, 0, 0, None, service_level=4)
    assert [row(said, name) for name in ("Khai tử", "Cấp phép xây dựng")] == [unused, unused]
    assert row(said, COPY) == of_group(
        3, 3, 1, round(1 / 3, 6), level3_told=3, level3_online=1, wednesday_share=0.0, service_level=3
    )
    assert row(said, OTHER) == of_group(1, 1, 0, 0.0, service_level=None)
    assert row(said, DISPUTE) == of_group(1, 1, 1, 1.0, service_level=2)
    assert "Không rõ mức độ" not in {one["procedure"] for one in said["rows"]}
    assert sum(one["received"] for one in said["rows"]) == 11


def test_a_level_and_a_unit_limit_the_rows(office: Office) -> None:
    office.sheet("catalogue", CATALOGUE)
    office.list(YEAR)
    city = board(office, by="procedure", level="city")
    assert [(one["procedure"], one["received"]) for one in city["rows"]] == [(COPY, 1), ("Cấp phép xây dựng", 0)]
    of_units = board(office)["levels"]
    assert {level: of["received"] for level, of in city["levels"].items()} == {
        level: of["received"] for level, of in of_units.items()
    }
    ward = board(office, by="procedure", unit=WARD_2)
    assert {one["procedure"]: one["received"] for one in ward["rows"]} == {COPY: 1, MARRIAGE: 0, "Khai tử": 0}
    only = board(office, unit=WARD_2)
    assert [one["unit"] for one in only["rows"]] == [WARD_2]
    assert only["levels"]["commune"] == row(board(office), WARD_2)


def test_what_the_lists_do_not_say_is_not_known(office: Office) -> None:
    """No channel in any list: no share, no number of online dossiers, no procedure without one."""
    office.sheet("catalogue", CATALOGUE)
    office.list([came("A-1", ""), came("A-2", "", COPY, received=WEDNESDAY)])
    said = board(office)
    unknown = {"online": None, "level3_online": None, "level4_online": None, "unused": None}
    assert row(said, WARD_6) == figures(2, 0, None, None) | unknown
    with closing(office.source()) as source:
        table = source.board("online").table()
    place = [column.key for column in table.columns].index("share")
    assert {each[place] for each in table.rows} == {None}


def test_without_a_catalogue_no_level_is_known(office: Office) -> None:
    office.list(YEAR)
    no_level = {"level3_told": None, "level3_online": None, "level4_told": None, "level4_online": None, "unused": None}
    assert row(board(office), WARD_6) == WARD | no_level


def test_without_a_list_nothing_is_known(office: Office) -> None:
    office.sheet("catalogue", CATALOGUE)
    said = board(office)
    assert {value for one in said["rows"] for name, value in row(said, one["unit"]).items()} == {None}
    assert len(said["rows"]) == 27


def test_the_past_is_as_it_was_known_then(office: Office) -> None:
    """The states and the catalogue that held at the moment, and dossiers received up to it."""
    later = MORNING + DAY
    office.list([came("A-1", "direct"), came("A-2", "direct", received=MORNING - HOUR)], MORNING)
    office.sheet("catalogue", CATALOGUE, later)
    office.list([came("A-1", "online"), came("A-3", "online", received=MORNING + HOUR)], later)
    office.sheet("catalogue", [{**CATALOGUE[0], "service": "2"}], later + DAY)
    level4 = {"level4_told": 3, "level4_online": 2, "unused": 2}
    seen = [(board(office, moment)) for moment in (MORNING, later - 1, later, later + DAY)]
    before = figures(2, 2, 0, 0.0, level4_told=2, unused=3, wednesday_share=0.0)
    assert [row(said, WARD_6) for said in seen[:2]] == [before, before]  # before the first catalogue, that one
    now = figures(3, 3, 2, round(2 / 3, 6), wednesday_share=0.5)
    assert [row(said, WARD_6) for said in seen[2:]] == [now | level4, now | {"unused": 0}]
    early = [row(board(office, MORNING - of * HOUR), WARD_6) for of in (1, 2)]
    assert [(one["received"], one["wednesday_share"]) for one in early] == [(2, 0.0), (1, None)]
    new_year = board(office, MORNING + 60 * DAY)
    assert row(new_year, WARD_6)["received"] == 0


def test_what_was_received_is_counted_once_for_all_moments_of_a_day_without_another_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.list(YEAR)
    counted: list[Stamp] = []

    def count(moment: Any, *terms: Any, real: Any = online.arrivals) -> Any:
        counted.append(moment.at)
        return real(moment, *terms)

    monkeypatch.setattr(online, "arrivals", count)
    with closing(office.source(MORNING + 99 * DAY)) as source:
        for moment in (MORNING, MORNING + 1, MORNING + HOUR, MORNING + DAY, MORNING + DAY + 1):
            source.board("online", moment)
        assert counted == [MORNING, MORNING + DAY]
        office.list([*YEAR, came("F-1", "online")], MORNING + 2)
        counted.clear()
        moments = (MORNING, MORNING + 1, MORNING + 3, MORNING + 4)
        shown = [source.board("online", moment).json() for moment in moments]
        assert counted == [MORNING + 3]
    assert shown == [board(office, moment) for moment in moments]


def test_a_dossier_that_a_list_shows_before_it_was_received_counts_from_then_on(office: Office) -> None:
    office.list([came("A-1", "online"), came("A-2", "online", received=MORNING + 2 * HOUR)])
    seen = [row(board(office, MORNING + of * HOUR), WARD_6) for of in (0, 1, 2)]
    assert [(one["received"], one["online"]) for one in seen] == [(1, 1), (1, 1), (2, 2)]


def test_the_list_behind_a_row_has_as_many_dossiers_as_the_row_says(office: Office) -> None:
    office.sheet("catalogue", CATALOGUE)
    office.list(YEAR)
    office.list(
        [came("A-2", "online", finished=MORNING, received=MORNING), came("A-9", "direct", status=3)], MORNING + DAY
    )
    for moment in (MORNING, MORNING + DAY, MORNING - 20 * DAY):
        with closing(office.source(MORNING + 9 * DAY)) as source:
            for by in ("unit", "field", "procedure"):
                said = source.board("online", moment, by=by).json()
                for one in said["rows"]:
                    key = one["unit"] if by == "unit" else one[by]
                    counts = [
                        len(source.dossiers(DossierFilter(only=only, **{by: key}), moment))
                        for only in ("online", "offline", "received")
                    ]
                    assert counts == [one["online"], one["told"] - one["online"], one["received"]], (moment, one)


def test_a_procedure_that_is_not_in_the_catalogue_is_listed_once_among_the_problems(office: Office) -> None:
    office.list([*YEAR, came("A-9", "direct", OTHER), came("A-10", "", "", "")])
    with closing(office.source()) as source:
        assert not [one for one in source.exports().findings if one.code == "not_in_catalogue"]
        office.sheet("catalogue", CATALOGUE)
        listed = [one for one in source.exports().findings if one.code == "not_in_catalogue"]
        assert [(one.example.value, one.count) for one in listed] == [(OTHER, 2)]
        (said,) = [one for one in source.board("exports").json()["findings"] if one["code"] == "not_in_catalogue"]
    assert OTHER in said["example"]


def test_a_row_says_how_its_shares_follow(office: Office) -> None:
    office.sheet("catalogue", CATALOGUE)
    office.list(YEAR)
    with closing(office.source()) as source, source.moment() as moment:
        found = BOARD.ask(moment, BoardQuery())
    assert BOARD.explain is not None
    said = BOARD.explain(found.row(WARD_6))
    assert said == [
        "Trong 8 hồ sơ tiếp nhận từ đầu năm có 7 hồ sơ mà danh sách ghi cách nộp.",
        "Tỷ lệ trực tuyến: 4 / 7 = 57,1 %.",
        "Tỷ lệ mức độ 4: 2 / 3 = 66,7 %.",
        "Tỷ lệ mức độ 3: 1 / 2 = 50,0 %.",
        "Tỷ lệ ngày thứ Tư: 1 / 2 = 50,0 %.",
        "1 thủ tục mức độ 3, 4 của cấp này chưa có hồ sơ trực tuyến nào từ đầu năm.",
    ]
