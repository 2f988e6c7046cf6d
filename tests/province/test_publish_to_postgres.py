"""What cities publish is read from a real PostgreSQL as the cities show it, whole or not at all."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from cchc_tui.cli.group import group
from cchc_tui.domain.moments import iso
from cchc_tui.province.address import ServerAddress
from cchc_tui.province.city_board import PUBLISHED, PublishedBoard, PublishedRow, published_boards
from cchc_tui.province.published import read
from cchc_tui.province.publishing import create_tables, publish
from cchc_tui.province.server import WAITS, ProvinceError, Server
from tests.kits.commands import run
from tests.kits.postgres_kit import postgres, rows_of, times
from tests.kits.store_kit import DAY, MORNING, REGISTRY, Office, dossier

pytestmark = pytest.mark.postgres
AT = ("--as-of", iso(MORNING))
CITY = REGISTRY.city


@pytest.fixture(scope="module")
def server() -> Iterator[ServerAddress]:
    with postgres() as address:
        create_tables(Server(address))
        yield address


@pytest.fixture
def address(server: ServerAddress) -> ServerAddress:
    """The server with empty tables."""
    with psycopg.connect(str(server)) as connection:
        for table in ("cchc_publication", "cchc_board", "cchc_row"):
            connection.execute(f"DELETE FROM {table}")
    return server


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Office]:
    """A city whose dossiers are in several units, late, unclosed and in time; some of no unit."""
    agencies = ("UBND Phường 6", "UBND Phường 2", "UBND Xã Hòa An", "không rõ")
    rows = [
        dossier(
            f"000.00.{n:02}.H20-211015-{n:04}",
            agency=agencies[n % 4],
            due=MORNING + (n % 5 - 3) * DAY,
            finished=MORNING - n * 3600 if n % 3 == 0 else None,
            returned=MORNING - 1800 if n % 7 == 0 else None,
        )
        for n in range(1, 60)
    ]
    office = Office(tmp_path)
    office.list(rows, MORNING - 3600)
    yield office
    office.writer.close()


def made(city: Office) -> tuple[PublishedBoard, ...]:
    source = city.source()
    with source.moment(MORNING) as moment:
        found = tuple(published_boards(moment))
    source.close()
    return found


def board(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("board", *arguments, "--format", "json"))
    return found


def refused(*arguments: str) -> str:
    """What a command says that fails."""
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code in {1, 2}, done.output
    assert "Traceback" not in done.output
    return " ".join(done.output.split())


@pytest.mark.usefixtures("city")
def test_the_province_shows_what_the_city_shows(address: ServerAddress, tmp_path: Path) -> None:
    run("publish", "--to", address, *AT, "--data", str(tmp_path))
    for name in PUBLISHED:
        for form in ("json", "table", "csv"):
            theirs = run("board", name, "--data", str(tmp_path), *AT, "--format", form)
            ours = run("board", name, "--data", address, "--city", CITY, "--format", form)
            assert (json.loads(ours) == json.loads(theirs)) if form == "json" else ours == theirs
    assert board("late", "--data", address, "--city", CITY)["levels"]["commune"]["late"] > 10


def test_nothing_of_one_person_is_published(city: Office, address: ServerAddress, tmp_path: Path) -> None:
    run("publish", "--to", address, *AT, "--data", str(tmp_path))
    said = repr(rows_of(address))
    for text in ("Nguyễn Thị Một", "Lê Văn", "0901234567", "12 Nguyễn Huệ", "H20-211015"):
        assert text not in said
    codes = {unit.key for unit in city.registry.units.units}
    with psycopg.connect(str(address)) as connection:
        units = {unit for (unit,) in connection.execute("SELECT unit FROM cchc_row WHERE kind = 'unit'")}
    assert units
    assert units <= codes


@pytest.mark.usefixtures("city")
def test_published_twice_is_published_once(address: ServerAddress, tmp_path: Path) -> None:
    run("publish", "--to", address, *AT, "--data", str(tmp_path))
    once = rows_of(address)
    run("publish", "--to", address, *AT, "--data", str(tmp_path))
    assert rows_of(address) == once


def test_a_unit_that_is_gone_leaves_with_the_next_publication_of_the_moment(
    city: Office, address: ServerAddress
) -> None:
    found = made(city)
    server = Server(address)
    publish(server, "a", "A", MORNING, MORNING, found)
    fewer = tuple(replace(published, rows=published.rows[1:]) for published in found)
    publish(server, "a", "A", MORNING, MORNING, fewer)
    assert read(server, "late")[0].published.rows == fewer[0].rows


def test_a_past_moment_is_the_last_one_published_until_then(city: Office, address: ServerAddress) -> None:
    found = made(city)
    for day in range(3):
        at = MORNING + day * DAY
        publish(Server(address), "a", "A", at, at, [replace(times(published, day + 1), at=at) for published in found])
    for day in range(3):
        shown = board("late", "--data", address, "--city", "a", "--as-of", iso(MORNING + day * DAY + 3600))
        assert shown["as_of"] == iso(MORNING + day * DAY)
        assert shown["rows"][0]["late"] == found[0].rows[0].figures.values["late"] * (day + 1)
    assert "Chưa thành phố nào" in refused("board", "late", "--data", address, "--as-of", iso(MORNING - 1))


def test_sixty_four_cities_are_one_board(city: Office, address: ServerAddress) -> None:
    found = made(city)[:1]
    server = Server(address)
    for number in range(1, 65):
        publish(server, f"c{number:02}", f"Thành phố {number}", MORNING, MORNING, [times(t, number) for t in found])
    shown = board("late", "--data", address)
    own = board("late", "--data", address, "--city", "c01")
    assert len(shown["cities"]) == 64
    assert len(shown["rows"]) == 64 * len(own["rows"])
    late = [row["late"] for row in shown["rows"]]
    assert late == sorted(late, reverse=True)
    assert shown["rows"][0]["name"].endswith("– Thành phố 64")
    for level, figures in own["levels"].items():
        assert shown["levels"][level]["late"] == figures["late"] * sum(range(1, 65))
        assert shown["levels"][level]["days_late_median"] is None  # a median of medians would be wrong
    two = board("late", "--data", address, "--city", "c01", "--city", "c02")
    assert len(two["rows"]) == 2 * len(own["rows"])


class Killing(tuple[PublishedRow, ...]):
    """Rows that kill their process when they are read."""

    def __iter__(self) -> Iterator[PublishedRow]:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().__iter__()


def test_killed_half_way_leaves_the_former_publication_whole(city: Office, address: ServerAddress) -> None:
    found = made(city)
    publish(Server(address), "a", "A", MORNING, MORNING, found)
    before = rows_of(address)
    other = [times(published, 7) for published in found]
    other[3] = replace(other[3], rows=Killing(other[3].rows))
    child = os.fork()
    if child == 0:
        publish(Server(address), "a", "A", MORNING, MORNING, other)
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
    assert rows_of(address) == before


class Tearing(tuple[PublishedRow, ...]):
    """Rows that end all connections of publications when they are read, so often."""

    address = ""
    left = 1

    def __iter__(self) -> Iterator[PublishedRow]:
        if Tearing.left:
            Tearing.left -= 1
            with psycopg.connect(Tearing.address) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cchc-tui'"
                )
        return super().__iter__()


@pytest.mark.parametrize("often", [1, len(WAITS) + 1])
def test_a_torn_connection_is_said_and_tried_again(city: Office, address: ServerAddress, often: int) -> None:
    found = made(city)
    publish(Server(address), "a", "A", MORNING, MORNING, [times(published, 7) for published in found])
    before = rows_of(address)
    Tearing.address, Tearing.left = address, often
    torn = [*found[:3], replace(found[3], rows=Tearing(found[3].rows)), *found[4:]]
    said: list[str] = []
    waited: list[float] = []
    server = Server(address, say=said.append, wait=waited.append)
    if often > len(WAITS):
        with pytest.raises(ProvinceError, match="vẫn như trước"):
            publish(server, "a", "A", MORNING, MORNING, torn)
        assert rows_of(address) == before
    else:
        publish(server, "a", "A", MORNING, MORNING, torn)
        assert read(server, "late")[0].published.rows == found[0].rows
    assert waited == list(WAITS[:often])
    assert all("Làm lại sau" in sentence for sentence in said)


def test_a_conflict_with_another_transaction_is_tried_again(city: Office, address: ServerAddress) -> None:
    publish(Server(address), "a", "A", MORNING, MORNING, made(city))
    waited: list[float] = []

    def conflict(connection: psycopg.Connection[Any]) -> int:
        if not waited:
            raise psycopg.errors.SerializationFailure("restart transaction")
        return int(connection.execute("SELECT count(*) FROM cchc_publication").fetchone()[0])  # type: ignore[index]

    assert Server(address, wait=waited.append).do(conflict) == 1
    assert waited == [WAITS[0]]


@pytest.mark.usefixtures("city")
def test_what_the_province_cannot_know_is_said(address: ServerAddress, tmp_path: Path) -> None:
    folder = str(tmp_path)
    run("publish", "--to", address, *AT, "--data", folder)
    for arguments in (("--by", "officer"), ("--unit", "Phường 6"), ("--as-first-seen",), ("--level", "commune")):
        assert f"{arguments[0]} chỉ dùng với thư mục" in refused("board", "late", "--data", address, *arguments)
    assert "không được công bố" in refused("board", "exports", "--data", address)
    for command in (("dossiers",), ("report", "minutes"), ("doctor",)):
        assert "chỉ có số đếm theo đơn vị" in refused("--data", address, *command)
    assert CITY in refused("board", "late", "--data", address, "--city", "ở đâu")
    assert "--city chỉ dùng khi" in refused("board", "late", "--data", folder, "--city", CITY)
    assert "chmod 600" in refused("publish", "--to", "postgresql://a:secret@b/c", "--data", folder)
    assert "secret" not in refused("publish", "--to", "postgresql://a:secret@b/c", "--data", folder)


@pytest.mark.usefixtures("city")
def test_tables_that_are_missing_are_said_with_the_cure(server: ServerAddress, tmp_path: Path) -> None:
    with psycopg.connect(str(server), autocommit=True) as connection:
        connection.execute("CREATE DATABASE fresh")
    fresh = server.replace("/postgres?", "/fresh?")
    assert "publish --create" in refused("publish", "--to", fresh, *AT, "--data", str(tmp_path))
    run("publish", "--to", fresh, "--create")
    (tmp_path / "cchc.toml").write_text(f'[publish]\nserver = "{fresh}"\ncity = "cao-lanh"\n')
    assert "Đã công bố" in run("publish", *AT, "--data", str(tmp_path))
    assert board("late", "--data", fresh, "--city", "cao-lanh")["rows"]
