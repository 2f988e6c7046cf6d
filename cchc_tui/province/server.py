"""Connects to a province's PostgreSQL server, and tries again after temporary faults."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cchc_tui.province.address import ServerAddress
from cchc_tui.texts.province import PROVINCE

if TYPE_CHECKING:
    from psycopg import Connection

T = TypeVar("T")
#: Seconds before each further try.
WAITS: Final = (1, 2, 4, 8)
#: Seconds after which a dead line is noticed.
_SECONDS = 30


class ProvinceError(Exception):
    """The server cannot be used. The text is a sentence that says why, and what to do."""


class Server:
    """The PostgreSQL server of a province. A connection is opened only for each piece of work.

    ``passfile`` is a password file in the form of libpq (None: libpq's usual file). ``say`` is called with a sentence
    before each further try. Raises ProvinceError if the address has a password.
    """

    def __init__(
        self,
        address: ServerAddress,
        passfile: Path | None = None,
        say: Callable[[str], None] = lambda _: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        if address.has_password:
            raise ProvinceError(PROVINCE.password_in_address)
        self._address, self._passfile, self._say, self._wait = address, passfile, say, wait

    def do(self, work: Callable[[Connection[tuple[Any, ...]]], T]) -> T:
        """Run ``work`` in one transaction and return its result. Raises ProvinceError.

        After a temporary fault, ``work`` is run again on a new connection, up to as many times as ``WAITS`` has
        entries. A temporary fault is a lost connection, or a conflict with another transaction.
        """
        psycopg = _driver()
        for wait in (*WAITS, None):
            try:
                with self._connect(psycopg) as connection, connection.transaction():
                    return work(connection)
            except psycopg.OperationalError as error:
                if wait is None:
                    raise ProvinceError(PROVINCE.unreachable.format(reason=_line(error))) from error
                self._say(PROVINCE.again.format(reason=_line(error), seconds=wait))
                self._wait(wait)
            except psycopg.errors.UndefinedTable as error:
                raise ProvinceError(PROVINCE.no_tables) from error
            except psycopg.Error as error:
                raise ProvinceError(PROVINCE.refused.format(reason=_line(error))) from error
        raise AssertionError("the last try returns or raises")

    def _connect(self, psycopg: Any) -> Connection[tuple[Any, ...]]:
        passfile = {} if self._passfile is None else {"passfile": str(self._passfile)}
        connection: Connection[tuple[Any, ...]] = psycopg.connect(
            str(self._address),
            autocommit=True,  # transactions are begun explicitly
            connect_timeout=10,
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=_SECONDS * 1000,
            application_name="cchc-tui",
            **passfile,
        )
        return connection


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise ProvinceError(PROVINCE.no_driver) from error
    return psycopg


def _line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
