"""The sentence of a page on the wall says of which figure it speaks, and agrees with what the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.boards.counts import Counts
from cchc_tui.boards.late import BOARD, LateBoard, LateRow
from cchc_tui.boards.table import Column, Table, ValueType
from cchc_tui.domain.findings import FindingKind
from cchc_tui.tui.style.figures import delta_of
from cchc_tui.tui.style.formats import change, number, percent
from cchc_tui.tui.wall.notices import levels_notice
from cchc_tui.tui.wall.ranking import Ranking, of_table
from tests.kits.presentation_kit import Show
from tests.kits.steps import step
from tests.kits.tui_fakes import FakeSource, make_app
from tests.kits.tui_made_up import MOMENT, counts

SINCE = "so với đầu cuộc họp 08:10"
UNITS = [f"Phường {n}" for n in range(1, 7)]
#: Of each kind: what the board's figure is called, and values of it, many of them equal or nearly so.
VALUES: dict[ValueType, st.SearchStrategy[float | None]] = {
    ValueType.COUNT: st.none() | st.integers(0, 3) | st.integers(0, 5000),
    ValueType.SHARE: st.none()
    | st.sampled_from([0.0, 0.0004, 0.0824, 0.0825, 0.08249, 0.08251, 0.0834, 1.0])
    | st.floats(0, 1),
    ValueType.DAYS: st.none() | st.sampled_from([0.0, 0.04, 2.5, 2.54, 2.56]) | st.floats(0, 400),
}
SHOWN: dict[ValueType, Callable[[float], str]] = {
    ValueType.COUNT: lambda value: number(int(value)),
    ValueType.SHARE: percent,
    ValueType.DAYS: lambda value: f"{value:.1f}".replace(".", ","),
}


def table(sort: ValueType, values: dict[str, float | None], title: str = "Chưa kết thúc") -> Table:
    columns = (Column("name", "Đơn vị", ValueType.TEXT), Column("figure", title, sort))
    rows = tuple((name, value) for name, value in values.items())
    return Table("any", "Bảng", MOMENT, MOMENT, columns, rows, keys=tuple(values))


def board(values: dict[str, int]) -> LateBoard:
    rows = [LateRow(name, name, name, "commune", counts(late), 1) for name, late in values.items()]
    rows.sort(key=lambda row: -row.counts.late)
    return LateBoard(MOMENT, MOMENT, "unit", None, {}, tuple(rows), Counts())


def late_table(values: dict[str, int]) -> Table:
    return BOARD.table(board(values), screen=True)


def shown_as(sort: ValueType, value: float) -> float:
    """The number that a reader sees."""
    return value if sort is ValueType.COUNT else float(f"{value * (100 if sort is ValueType.SHARE else 1):.1f}")


def number_in(words: str) -> float:
    return float(words.replace(".", "").replace(",", "."))


def agrees(
    said: str, sort: ValueType, name: str, now: dict[str, float | None], then: dict[str, float | None] | None
) -> None:
    """Whether a sentence is true of the figures, read as a person reads it."""
    some = {unit: value for unit, value in now.items() if value}
    gone = {unit: 0 for unit in then or () if unit not in now and sort is ValueType.COUNT}
    moves = {
        unit: round(shown_as(sort, value) - shown_as(sort, old), 1)
        for unit, value in {**now, **gone}.items()
        if then and value is not None and (old := then.get(unit)) is not None
    }
    unsure = [
        unit for unit in {**now, **(then or {})} if unit not in moves and (now.get(unit) or (then or {}).get(unit))
    ]
    if found := re.match(r"(.*?)(?:: (.*?))? (tăng|giảm) ([\d.,]+) ?(.*?)so với đầu cuộc họp 08:10(; .*)?\.$", said):
        unit, measure, way, amount, counted, more = found.groups()
        assert moves[unit] == number_in(amount) * (1 if way == "tăng" else -1), said
        assert number_in(amount) > 0, said
        assert name in (measure or counted).lower(), said
        if more:
            assert more == "; không đơn vị nào tăng"
            assert way == "giảm"
            assert max(moves.values()) <= 0, said
            assert not unsure, said
        else:
            assert moves[unit] == max(moves.values()), said
    elif "không thay đổi" in said or "Không đơn vị nào thay đổi" in said:
        assert not any(moves.values()), said
        assert not unsure, said
        assert name in said.lower()
    elif found := re.match(r"(.*?) mới có trong bảng: (.*?) ([\d.,]+)( %)?\.$", said):
        assert found[1] in some
        assert found[1] not in (then or {})
        assert found[2] == name
        assert f"{found[3]}{found[4] or ''}" == SHOWN[sort](some[found[1]]) or sort is ValueType.DAYS
    elif found := re.match(r"(.*?): (.*?) nhiều nhất, ([\d.,]+)", said):
        assert some[found[1]] == max(some.values()), said
        assert found[2] == name
    elif "Chưa tính được" in said:
        assert not some
        assert None in now.values() or any(unit not in now for unit in then or ())
        assert name in said
    else:
        assert said == "Không đơn vị nào có hồ sơ ở mục này."
        assert not some
        assert None not in now.values()


@st.composite
def _pairs(draw: st.DrawFn) -> tuple[ValueType, dict[str, float | None], dict[str, float | None] | None]:
    sort = draw(st.sampled_from(list(VALUES)))
    units = st.lists(st.sampled_from(UNITS), unique=True)
    now = {unit: draw(VALUES[sort]) for unit in draw(units)}
    then = draw(st.none() | st.just({}))
    if then is not None:
        then = {unit: draw(VALUES[sort] | st.just(now.get(unit))) for unit in draw(units)}
    return sort, now, then


@given(pair=_pairs())
def test_of_any_two_tables_the_sentence_agrees_with_the_figures(pair) -> None:
    sort, now, then = pair
    ranking = of_table(table(sort, now), table(sort, then) if then is not None else None)
    agrees(ranking.notice(SINCE if then is not None else "").words, sort, "chưa kết thúc", now, then)
    _changes_agree(ranking, sort, now, then)


@given(pair=_pairs(), most=st.integers(1, 10))
def test_the_row_that_the_sentence_names_is_one_of_those_that_are_shown(pair, most) -> None:
    sort, now, then = pair
    ranking = of_table(table(sort, now), table(sort, then) if then is not None else None)
    said = ranking.notice(SINCE if then is not None else "")
    shown = ranking.first(most, said.key)
    assert len({entry.key for entry in shown}) == len(shown) <= max(most, 1)
    assert [*shown] == [entry for entry in (*ranking.entries, *ranking.zeros) if entry in shown]  # in their order
    if said.key in now:  # else there is no such row any more
        assert said.key in {entry.key for entry in shown}
        assert said.words.startswith(said.key)


def _changes_agree(ranking: Ranking, sort: ValueType, now, then) -> None:
    """What stands beside a figure is the difference of the two as they are shown; nothing where one is not known."""
    assert {entry.key for entry in ranking.entries} == {unit for unit, value in now.items() if value}
    for entry in ranking.entries:
        old = (then or {}).get(entry.key)
        if old is None:
            assert entry.change.text == ""
        else:
            delta = round(shown_as(sort, entry.value) - shown_as(sort, old), 1)
            sign = "▲" if delta > 0 else "▼" if delta < 0 else "="
            assert entry.change.text.startswith(sign)
            assert delta == 0 or number_in(entry.change.text[2:]) == abs(delta)


_LATE = st.dictionaries(st.sampled_from(UNITS), st.integers(0, 4) | st.integers(0, 3000))


@given(now=_LATE, then=st.none() | _LATE)
def test_of_any_two_boards_of_late_dossiers_too(now, then) -> None:
    ranking = of_table(late_table(now), late_table(then) if then is not None else None)
    said = ranking.notice(SINCE if then is not None else "").words
    agrees(said, ValueType.COUNT, "trễ hạn", now, then)


@given(
    now=st.dictionaries(st.sampled_from(["city", "commune"]), st.integers(0, 4), min_size=1),
    then=st.none() | st.dictionaries(st.sampled_from(["city", "commune"]), st.integers(0, 4)),
)
def test_what_is_said_of_the_levels_is_true_of_each(now, then) -> None:
    names = {"city": "Cấp thành phố", "commune": "Cấp xã"}
    levels = {level: counts(late) for level, late in now.items()}
    said = levels_notice(levels, {level: counts(late) for level, late in (then or {}).items()}, SINCE)
    moves = {level: late - then[level] for level, late in now.items() if level in then} if then else {}
    told = {level: re.search(rf"{name} (tăng|giảm) (\d+)", said) for level, name in names.items()}
    for level, found in told.items():
        assert bool(found) == bool(moves.get(level))
        if found:
            assert int(found[2]) * (1 if found[1] == "tăng" else -1) == moves[level]
    assert "trễ hạn" in said
    if "không thay đổi" in said:
        assert moves
        assert not any(moves.values())
    if "Không có" in said:
        assert not sum(now.values())


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ({"Phường 6": 412}, {"Phường 6": 407}, "Phường 6 tăng 5 hồ sơ trễ hạn so với đầu cuộc họp 08:10."),
        # one that fell to nothing is no row any more, and is not forgotten
        (
            {"Phường 6": 0, "Phường 1": 4},
            {"Phường 6": 3, "Phường 1": 4},
            "Phường 6 giảm 3 hồ sơ trễ hạn so với đầu cuộc họp 08:10; không đơn vị nào tăng.",
        ),
        ({"Phường 1": 4}, {"Phường 1": 4, "Phường 6": 3}, "Phường 6 giảm 3 hồ sơ trễ hạn so với"),
        ({"Phường 1": 4, "Phường 6": 3}, {"Phường 1": 4}, "Phường 6 mới có trong bảng: trễ hạn 3."),
        ({"Phường 1": 4}, {"Phường 1": 4}, "Không đơn vị nào thay đổi về trễ hạn so với đầu cuộc họp 08:10."),
        ({"Phường 1": 4, "Phường 2": 9}, None, "Phường 2: trễ hạn nhiều nhất, 9."),
        ({"Phường 1": 0}, {"Phường 1": 2}, "Không đơn vị nào có hồ sơ ở mục này."),
    ],
)
def test_what_is_said_of_late_dossiers(now, then, said):
    ranking = of_table(late_table(now), late_table(then) if then is not None else None)
    assert ranking.notice(SINCE if then is not None else "").words.startswith(said)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ({"Phường 4": 0.036}, {"Phường 4": 0.032}, "Phường 4: tỷ lệ trễ tăng 0,4 điểm so với"),
        ({"Phường 4": 0.0324}, {"Phường 4": 0.0322}, "Không đơn vị nào thay đổi về tỷ lệ trễ so với"),
        ({"Phường 4": 0.0826}, {"Phường 4": 0.0824}, "Phường 4: tỷ lệ trễ tăng 0,1 điểm so với"),  # 8,2 → 8,3
        ({"Phường 4": None}, {"Phường 4": 0.5}, "Chưa tính được tỷ lệ trễ của đơn vị nào."),
        ({"Phường 4": 0.5}, {"Phường 4": None}, "Phường 4: tỷ lệ trễ nhiều nhất, 50,0 %."),
    ],
)
def test_what_is_said_of_shares(now, then, said):
    ranking = of_table(table(ValueType.SHARE, now, "Tỷ lệ trễ"), table(ValueType.SHARE, then, "Tỷ lệ trễ"))
    assert ranking.notice(SINCE).words.startswith(said)


def test_a_share_that_is_not_known_is_no_row_and_a_dash_in_the_sums():
    one = table(ValueType.SHARE, {"Phường 1": None, "Phường 2": 0.25})
    one = replace(one, totals=(("Cấp xã", None), ("Cấp thành phố", 0.0)))
    ranking = of_table(one, None)
    assert [entry.name for entry in ranking.entries] == ["Phường 2"]
    assert ranking.entries[0].place == 1
    assert [head.text for head in ranking.heads] == ["–", "0,0 %"]


@pytest.mark.parametrize(("now", "then"), product((None, 0, 3), repeat=2))
def test_what_is_not_known_has_no_change(now, then):
    assert delta_of(ValueType.COUNT, now, then) == (None if now is None or then is None else now - then)
    assert change(3, None) == ""


async def test_the_page_of_data_sources_names_the_units_of_what_was_found(until):
    class Finding(FakeSource):
        def overview(self, at=None):
            return replace(super().overview(at), findings={FindingKind.BACKDATED: 6, FindingKind.VANISHED: 2})

        def findings(self, at=None, shows=None):
            units = {
                FindingKind.BACKDATED: (("Phường 4", 5), ("Xã Mỹ Tân", 1)),
                FindingKind.VANISHED: (("Phường 11", 2),),
            }
            return replace(super().findings(at), units=units)

    for size in ((80, 24), (120, 34), (200, 55)):
        async with make_app(Finding()).run_test(size=size) as pilot:
            await until(pilot, "sắp đến hạn")
            show = await Show(pilot).begin()
            await pilot.press(*str([page.key for page in show.screen._pages].index("exports") + 1))
            shown = await until(pilot, "6 hồ sơ bị ghi lùi ngày kết thúc · Phường 4: 5, Xã Mỹ Tân: 1")
            assert "2 hồ sơ không còn trong danh sách · Phường 11: 2" in shown
            assert "Phường 4: 5 hồ sơ bị ghi lùi ngày kết thúc (toàn thành phố 6)." in shown


@pytest.mark.parametrize("size", [(80, 24), (200, 55)], ids=str)
async def test_each_board_has_the_change_of_its_leading_figure(until, text, size):
    source = FakeSource().live_through()
    async with make_app(source).run_test(size=size) as pilot:
        await until(pilot, "sắp đến hạn")
        show = await Show(pilot).begin()
        await until(pilot, "so với đầu cuộc họp 08:10")
        for page in ("late", "due", "forecast", "rollout", "exports"):
            with step(page):
                await pilot.press(*str([each.key for each in show.screen._pages].index(page) + 1))
                await show.settled(until)
                assert show.page == page
                for _ in range(100):
                    if re.search(r"▲ \d|▼ \d|  =", text(pilot)):
                        break
                    await pilot.pause(0.05)
                assert re.search(r"▲ \d|▼ \d|  =", text(pilot)), text(pilot)
