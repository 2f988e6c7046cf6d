"""Writes a city's boards to the province's PostgreSQL server. Either all boards are written or none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cchc_tui import __version__
from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.province import statements
from cchc_tui.province.city_board import PublishedBoard
from cchc_tui.province.server import Server

if TYPE_CHECKING:
    from psycopg import Connection


def create_tables(server: Server) -> None:
    """Create the tables that the server does not have yet. Raises ProvinceError."""

    def work(connection: Connection[tuple[Any, ...]]) -> None:
        for statement in statements.CREATE:
            connection.execute(statement)

    server.do(work)


def publish(server: Server, city: str, name: str, at: Stamp, now: Stamp, found: Iterable[PublishedBoard]) -> int:
    """Write a city's boards for the moment ``at``, and return the number of rows written.

    An earlier publication of the city for the same moment is replaced. ``now`` is the moment of publishing. Raises
    ProvinceError; in this case nothing on the server has changed.
    """
    boards = tuple(found)

    def work(connection: Connection[tuple[Any, ...]]) -> int:
        of = city, to_datetime(at)
        connection.execute(statements.PUBLICATION, (*of, name, to_datetime(now), __version__))
        for statement in statements.CLEAR:
            connection.execute(statement, of)
        return sum(_write(connection, of, published) for published in boards)

    return server.do(work)


def _write(connection: Connection[tuple[Any, ...]], of: tuple[object, ...], published: PublishedBoard) -> int:
    from psycopg.types.json import Jsonb

    data_as_of = None if published.data_as_of is None else to_datetime(published.data_as_of)
    connection.execute(statements.BOARD, (*of, published.board, data_as_of, published.title, Jsonb(published.head)))
    with connection.cursor() as cursor:
        cursor.executemany(
            statements.ROW,
            [
                (
                    *of,
                    *(published.board, row.kind, row.key, place, row.code, row.name, row.level, row.rank),
                    *(Jsonb(row.figures.values), Jsonb(row.figures.more)),
                )
                for place, row in enumerate(published.rows)
            ],
        )
    return len(published.rows)
