"""Reads published boards from the province's PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from cchc_tui.domain.moments import Stamp, stamp, to_datetime
from cchc_tui.province import statements
from cchc_tui.province.city_board import CityBoard, PublishedBoard, PublishedRow, RowFigures
from cchc_tui.province.server import Server

if TYPE_CHECKING:
    from psycopg import Connection

_LAST = datetime(9999, 12, 31)


def cities(server: Server) -> list[str]:
    """The keys of all cities that have published anything. Raises ProvinceError."""
    return server.do(lambda connection: [city for (city,) in connection.execute(statements.CITIES).fetchall()])


def read(server: Server, board: str, asked: Sequence[str] = (), at: Stamp | None = None) -> list[CityBoard]:
    """Read the board named ``board`` from the newest publication of each city.

    ``asked`` has the keys of the cities; if it is empty, all cities are read. With ``at``, only publications for
    moments up to ``at`` count (None: all). A city without such a publication has no entry. Raises ProvinceError.
    """
    terms = {
        "board": board,
        "every": not asked,
        "cities": list(asked),
        "at": _LAST if at is None else to_datetime(at),
    }

    def work(connection: Connection[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        return connection.execute(statements.READ, terms).fetchall()

    return [_city(board, rows) for _, rows in groupby(server.do(work), key=itemgetter(0))]


def _city(board: str, rows: Iterable[tuple[Any, ...]]) -> CityBoard:
    all_rows = list(rows)
    city, name, at, data_as_of, title, head = all_rows[0][:6]
    found = tuple(
        PublishedRow(kind, key, RowFigures(values, more), code, unit_name, level, rank)
        for kind, key, code, unit_name, level, rank, values, more in (row[6:] for row in all_rows)
    )
    newest = None if data_as_of is None else stamp(data_as_of)
    return CityBoard(city, name, PublishedBoard(board, stamp(at), newest, title, head, found))
