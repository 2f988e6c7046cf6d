"""Turns boards into plain figures for the server of the province, and turns such figures into boards again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Final

from cchc_tui.boards.board import BoardQuery, BoardResult
from cchc_tui.boards.leaderboard import HEAD_COLUMNS, Leaderboard
from cchc_tui.boards.listed import board_of
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.table import Column, Value, ValueType
from cchc_tui.domain.moments import Stamp, iso

#: The boards that are published: those with one row per unit whose figures belong to one moment.
PUBLISHED: Final = ("late", "unclosed", "due", "online", "review", "testing", "index")
#: The sum below the levels that some of these boards have.
_UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class RowFigures:
    """The figures of a row by column key. ``more`` is the part of the row's JSON that is no figure."""

    values: Mapping[str, Value]
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A row of a published board. ``kind`` is "unit", "level" or "sum".

    ``key`` is the key of the unit, or the name of the level or sum.
    """

    kind: str
    key: str
    figures: RowFigures
    code: str = ""
    name: str = ""
    level: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class PublishedBoard:
    """The plain figures of one city's board at a moment, as they are stored on the server."""

    board: str
    at: Stamp
    data_as_of: Stamp | None
    title: str
    head: Mapping[str, Any]
    rows: tuple[PublishedRow, ...]


@dataclass(frozen=True, slots=True)
class CityBoard:
    """A published board together with the key and the name of its city."""

    city: str
    name: str
    published: PublishedBoard


@dataclass(frozen=True, slots=True)
class _Shown:
    """A snapshot made from published boards. It has the attributes that ``Leaderboard`` reads."""

    as_of: Stamp
    data_as_of: Stamp | None
    rows: tuple[PublishedRow, ...]
    levels: Mapping[str, RowFigures]
    unplaced: RowFigures | None = None


def published_boards(moment: Moment) -> Iterator[PublishedBoard]:
    """Compute the boards of ``PUBLISHED`` at a moment, and yield their figures for the server."""
    for name in PUBLISHED:
        board = _published(name)
        snapshot = board.ask(moment, BoardQuery())
        keys = _keys(board)

        def figures(of: object, board: Leaderboard[Any] = board, keys: Sequence[str] = keys) -> RowFigures:
            return RowFigures({key: board.value(of, key) for key in keys}, board.more_json(of))

        rows = [
            PublishedRow(
                "unit",
                row.key,
                figures(board.figures(row)),
                row.code,
                row.name,
                row.level,
                None if board.rank is None else board.rank(row),
            )
            for row in snapshot.rows
        ]
        rows += [PublishedRow("level", level, figures(of)) for level, of in snapshot.levels.items()]
        rows += [PublishedRow("sum", one.name, figures(getattr(snapshot, one.name))) for one in board.sums]
        title = "" if board.titled is None else board.titled(snapshot)
        yield PublishedBoard(name, snapshot.as_of, snapshot.data_as_of, title, board.head(snapshot), tuple(rows))


def one_city(of: CityBoard) -> BoardResult:
    """The board of one city, made from its published figures. It equals the board that the city itself shows."""
    published = of.published
    board = _published(published.board)
    units = tuple(row for row in published.rows if row.kind == "unit")
    levels = {row.key: row.figures for row in published.rows if row.kind == "level"}
    unplaced = next((row.figures for row in published.rows if row.kind == "sum" and row.key == _UNPLACED), None)
    shown = _Shown(published.at, published.data_as_of, units, levels, unplaced)
    ranked = attrgetter("rank") if board.rank is not None else None
    return _result(replace(_plain(board, published.title), rank=ranked, head=lambda _: published.head), shown)


def all_cities(found: Sequence[CityBoard]) -> BoardResult:
    """One board with the units of several cities, ranked together. ``found`` must not be empty.

    The sums of the cities are combined: counts are added, and shares are computed from the added counts. Any other
    figure of a combined sum is None.
    """
    board = _published(found[0].published.board)
    main = _main(board)
    rows = [
        replace(
            row,
            key=f"{of.city}/{row.key}",
            name=f"{row.name} – {of.name}",
            figures=RowFigures(row.figures.values, {k: v for k, v in row.figures.more.items() if k != "rank"}),
        )
        for of in found
        for row in of.published.rows
        if row.kind == "unit"
    ]
    rows.sort(key=lambda row: _descending(row.figures.values.get(main)))
    sums: dict[tuple[str, str], list[RowFigures]] = {}
    for of in found:
        for row in of.published.rows:
            if row.kind != "unit":
                sums.setdefault((row.kind, row.key), []).append(row.figures)
    added = {key: _added(board, parts) for key, parts in sums.items()}
    cities = [_city_json(of) for of in found]
    known = [of.published.data_as_of for of in found if of.published.data_as_of is not None]
    shown = _Shown(
        max(of.published.at for of in found),
        min(known, default=None),
        tuple(rows),
        {key: figures for (kind, key), figures in added.items() if kind == "level"},
        added.get(("sum", _UNPLACED)),
    )
    titles = list(dict.fromkeys(of.published.title for of in found))
    title = titles[0] if len(titles) == 1 else ""
    return _result(replace(_plain(board, title), rank=None, head=lambda _: {"cities": cities}), shown)


def _published(name: str) -> Leaderboard[Any]:
    board = board_of(name)
    assert isinstance(board, Leaderboard)
    return board


def _plain(board: Leaderboard[Any], title: str) -> Leaderboard[Any]:
    """A copy of the board that reads its figures from ``RowFigures``. Its title is ``title``, unless that is empty."""
    return replace(
        board,
        figures=attrgetter("figures"),
        value=lambda of, key: of.values.get(key),
        more_json=attrgetter("more"),
        by=lambda _: "unit",
        differs=None,
        titled=(lambda _: title) if title else None,
    )


def _result(board: Leaderboard[Any], shown: _Shown) -> BoardResult:
    return BoardResult(lambda: board.json(shown), lambda: board.table(shown))


def _city_json(of: CityBoard) -> dict[str, Any]:
    data = of.published.data_as_of
    return {
        "city": of.city,
        "name": of.name,
        "as_of": iso(of.published.at),
        "data_as_of": None if data is None else iso(data),
    }


def _by_unit(board: Leaderboard[Any]) -> list[Column]:
    there = (column for column in board.columns if not column.groupings or "unit" in column.groupings)
    return [column for column in there if column.key not in HEAD_COLUMNS]


def _keys(board: Leaderboard[Any]) -> list[str]:
    """The keys of the figures to publish: all figures in rows of units, and the two counts behind each share.

    Columns with ``share_of`` are left out. Their values are computed from the sums when the board is shown.
    """
    columns = _by_unit(board)
    parts = [key for column in columns for key in (column.part, column.whole) if key]
    return list(dict.fromkeys([column.key for column in columns if not column.share_of] + parts))


def _main(board: Leaderboard[Any]) -> str:
    columns = [column for column in _by_unit(board) if column.type is not ValueType.TEXT]
    return next((column.key for column in columns if column.main), columns[0].key)


def _added(board: Leaderboard[Any], parts: Iterable[RowFigures]) -> RowFigures:
    """Add up the figures of several cities. Shares are computed from the added counts; other figures are None."""
    parts = list(parts)
    columns = {column.key: column for column in _by_unit(board)}
    shares = {key: column for key, column in columns.items() if column.type is ValueType.SHARE}
    counted = {key for key, column in columns.items() if column.type is ValueType.COUNT}
    counted |= {key for column in shares.values() for key in (column.part, column.whole) if key}
    values: dict[str, Value] = {}
    for key in parts[0].values:
        known = [value for part in parts if isinstance(value := part.values.get(key), int | float)]
        values[key] = sum(known) if key in counted and known else None
    for key, column in shares.items():
        part, whole = values.get(column.part or _main(board)), values.get(column.whole)
        if column.whole and isinstance(part, int | float) and isinstance(whole, int | float) and whole:
            values[key] = part / whole
    return RowFigures(values)


def _descending(value: Value) -> tuple[bool, float]:
    return (False, -value) if isinstance(value, int | float) else (True, 0.0)
