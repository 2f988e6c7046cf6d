"""A PostgreSQL server for tests, on a socket in a temporary folder, and what cities have published there."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from cchc_tui.province.address import ServerAddress
from cchc_tui.province.city_board import PublishedBoard

_USER = "postgres"  # Debian's package makes it; the server refuses to run as root


@contextmanager
def postgres() -> Iterator[ServerAddress]:
    """Run a new server until the block ends, and yield its address."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    with TemporaryDirectory(prefix="cchc-pg-", dir="/tmp", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        owner = pwd.getpwnam(_USER) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        if os.geteuid() == 0:
            os.chown(folder, owner.pw_uid, owner.pw_gid)

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [programs / program, *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.STDOUT,
                cwd=folder,
                **({"user": owner.pw_uid, "group": owner.pw_gid} if os.geteuid() == 0 else {}),
            )

        data = str(folder / "data")
        run("initdb", "-D", data, "-U", "cchc", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        settings = f"-k {folder} -c listen_addresses= -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-s", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield ServerAddress(f"postgresql://cchc@/postgres?host={folder}")
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
            shutil.rmtree(data, ignore_errors=True)


def rows_of(address: ServerAddress) -> list[tuple[object, ...]]:
    """All rows that are published, without the time of publishing."""
    with psycopg.connect(str(address)) as connection:
        return [
            row
            for query in (
                "SELECT city, at, name FROM cchc_publication ORDER BY 1, 2",
                "SELECT city, at, board, data_as_of, title, head::text FROM cchc_board ORDER BY 1, 2, 3",
                "SELECT city, at, board, kind, unit, place, figures::text FROM cchc_row ORDER BY 1, 2, 3, 4, 5",
            )
            for row in connection.execute(query).fetchall()
        ]


def times(published: PublishedBoard, factor: int) -> PublishedBoard:
    """The board with each count multiplied by ``factor``, for another city."""
    rows = tuple(
        replace(
            row,
            figures=replace(
                row.figures,
                values={k: v * factor if isinstance(v, int) else v for k, v in row.figures.values.items()},
            ),
        )
        for row in published.rows
    )
    return replace(published, rows=rows)
