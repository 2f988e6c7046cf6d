"""A folder in which persons stand everywhere, also where they should not: while hidden, nothing tells of one."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from textual.pilot import Pilot

from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.dossiers import dossier_list
from cchc_tui.boards.listed import board_names, board_of
from cchc_tui.cli.group import group
from cchc_tui.cli.init import make
from cchc_tui.collector.once import run_once
from cchc_tui.collector.status import CollectorStatus
from cchc_tui.domain.clock import Clock
from cchc_tui.domain.moments import LOCAL, parse_iso
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.ingest.marks import write_meeting
from cchc_tui.report.formats import FORMATS
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.tui.app import CchcApp
from cchc_tui.tui.keys.boards import BOARDS as SCREENS
from cchc_tui.tui.screens.export_snapshot import ExportPage
from cchc_tui.tui.session import queries
from cchc_tui.tui.session.queries import DataAsOfQuery, NextDueQuery, Query, TimelineQuery
from tests.kits.asked_source import AskedSource

NOW = parse_iso("2021-11-10T09:30")
TIME = datetime(2021, 11, 10, 9, 0, tzinfo=LOCAL).timestamp()  # of all files
#: Made up. What a citizen is found by, in personal columns and where nothing is quoted from.
PERSONS = {
    "applicant": "Phan Thị Trồng Ở Đây",
    "submitter": "Quách Văn Gieo",
    "phone": "0907654321",
    "address": "45 hẻm Giả Định",
    "e-mail": "gieo.trong@vidu.vn",
    "id": "087123456789",
    "in a title": "Tiêu Văn Đề",
    "in a note": "Ghi Văn Chú",
    "in a helper": "Trợ Thị Giúp",
    "in a long cell": "Dài Văn Ô",
    "in a code": "Mã Thị Số",
    "in a reason": "Hỏi Văn Cớ",
}
#: What is in columns that hold no persons, and in names of files and sheets: it is shown as it is written.
WRITTEN = {
    "a file name": "Kiều Thị Tệp",
    "a date": "Ngũ Thị Ngày",
    "a status": "Trạc Văn Thái",
    "a place": "Nơi Thị Chốn",
    "a sheet name": "Trang Thị Tờ",
    "a practice": "Mô Văn Hình",
    "a channel": "Kênh Văn Nhận",
}
SERIALS = [f"{8123 + n}" for n in range(24)]
OFFICER = "Chuyên Thị Viên"
HEADINGS = [
    *("Số hồ sơ", "Tên thủ tục hành chính", "Tên lĩnh vực", "Cơ quan/đơn vị", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày kết thúc xử lý", "Ngày trả kết quả", "Chủ hồ sơ", "Người nộp", "Số điện thoại", "Địa chỉ"),
    *("Cán bộ xử lý hiện tại", "Trạng thái hồ sơ", "Hình thức nhận", "Người hỗ trợ"),
]


def row(number: int, **other: str) -> list[str]:
    values = {
        "code": f"000.00.30.H20-211011-{SERIALS[number]}",
        "procedure": "Chứng thực bản sao",
        "field": "Chứng thực",
        "agency": "UBND Phường 6",
        "received": "11/10/2021 08:00",
        "due": "20/10/2021 16:00",
        "finished": "",
        "returned": "21/10/2021 09:00" if number % 3 == 0 else "",
        "applicant": f"{PERSONS['applicant']} {PERSONS['id']}",
        "submitter": f"{PERSONS['submitter']} <{PERSONS['e-mail']}>",
        "phone": PERSONS["phone"],
        "address": PERSONS["address"],
        "officer": OFFICER,
        "status": "Đang xử lý",
        "channel": "Trực tuyến",
        "helper": PERSONS["in a helper"],
    }
    return list((values | other).values())


def planted(later: bool = False) -> bytes:
    """A list with persons in its title, in each personal column, and in columns that are for something else."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f"Danh sách hồ sơ của {PERSONS['in a title']}, ĐT {PERSONS['phone']}"])
    writer.writerow([f"Thời điểm kết xuất: {'10/11/2021 09:00' if later else '10/11/2021 08:00'}"])
    writer.writerow(HEADINGS)
    writer.writerows(row(n, due="25/11/2021 16:00" if later and n == 2 else "20/10/2021 16:00") for n in range(8))
    writer.writerow(row(8, received=WRITTEN["a date"]))
    writer.writerow(row(9, due="20/10/2021 sáng"))
    writer.writerow(row(10, status=WRITTEN["a status"]))
    writer.writerow(row(11, agency=f"Tổ {WRITTEN['a place']}"))
    writer.writerow(row(12, applicant=PERSONS["in a long cell"] * 400))
    writer.writerow(row(13, code=PERSONS["in a code"]))
    writer.writerow(row(14, channel=WRITTEN["a channel"]))
    writer.writerow(row(15, code=f"000.00.30.H20-211010-{SERIALS[15]}"))
    writer.writerow(row(16, finished="20/10/2021 16:00", status="Đã xử lý xong"))
    writer.writerow(row(17, due=""))
    writer.writerows([row(18), row(18, officer=f"{OFFICER} 2")])
    return text.getvalue().encode()


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, values in enumerate(rows):
                sheet.write_row(number, 0, values)


@pytest.fixture(scope="module")
def folder(readers_at_hand: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has loaded all of it."""
    data = tmp_path_factory.mktemp("planted") / "office"
    make(data)
    inbox = data / "inbox"

    def collect() -> None:
        for path in inbox.iterdir():
            os.utime(path, (TIME, TIME))
        assert run_once(data, as_json=True) == 0

    (inbox / f"ho so {WRITTEN['a file name']}.csv").write_bytes(planted())
    collect()
    (inbox / "danh-sach.csv").write_bytes(planted(later=True))
    (inbox / f"{WRITTEN['a file name']}.pdf").write_bytes(b"%PDF-1.4 " + PERSONS["in a title"].encode())
    (inbox / "khong-tieu-de.csv").write_text(f"{PERSONS['in a title']};{PERSONS['phone']}\n1;2\n", encoding="utf-8")
    write_meeting(inbox, NOW - 60, True)
    (inbox / "dau.txt").write_text(f"cchc-tui: {PERSONS['in a title']}\nx: y\n", encoding="utf-8")
    rollout = [["Đơn vị", "Mô hình", "Tình trạng", "Ngày bắt đầu", "Số lượt", "Ghi chú"]]
    rollout.append(["Phường 6", "Ngày Chủ Nhật thân thiện", "Đang triển khai", "01/10/2021", "3", PERSONS["in a note"]])
    rollout.append(["Phường 2", WRITTEN["a practice"], WRITTEN["a status"], "", "ba", ""])
    workbook(inbox / "mo-hinh.xlsx", {WRITTEN["a sheet name"]: rollout})
    listed = [HEADINGS, row(19), row(20, received=WRITTEN["a date"])]
    workbook(inbox / "hai-trang.xlsx", {WRITTEN["a sheet name"]: listed, WRITTEN["a file name"]: rollout})
    collect()
    source = opened(data)
    source.end_access(source.begin_access(PERSONS["in a reason"]))
    source.begin_access(f"bà {PERSONS['applicant']} hỏi")
    source.close()
    collect()
    return data


def opened(data: Path) -> AskedSource:
    source = AskedSource(data, Clock(NOW, 0))
    source.open()
    return source


def texts_in(thing: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a snapshot, with the way to it."""
    if isinstance(thing, str):
        yield path, thing
    elif isinstance(thing, dict) or hasattr(thing, "items"):
        for key, value in thing.items():
            yield from texts_in(key, f"{path}[]")
            yield from texts_in(value, f"{path}[{str(key)[:12]}]")
    elif is_dataclass(thing) and not isinstance(thing, type):
        for field in fields(thing):
            yield from texts_in(getattr(thing, field.name), f"{path}.{field.name}")
    elif isinstance(thing, tuple) and hasattr(thing, "_fields"):
        for name in thing._fields:
            yield from texts_in(getattr(thing, name), f"{path}.{name}")
    elif isinstance(thing, list | tuple | set | frozenset):
        for number, value in enumerate(thing):
            yield from texts_in(value, f"{path}[{number}]")


def told(text: str) -> set[str]:
    """Which planted values stand in a text, whole or broken over lines."""
    flat = " ".join(text.split())
    found = {place for place, value in PERSONS.items() if value in flat}
    found |= {"serial" for serial in SERIALS if f"-{serial}" in flat}
    return found | ({"officer"} if OFFICER in flat else set())


def snapshots(source: AskedSource, shows: Access) -> Iterator[tuple[str, object]]:
    """The answer of every method of a source, and of every board of the command line."""
    for at in (None, parse_iso("2021-11-10T08:30")):
        for by in GROUPINGS:
            yield f"late {by}", source.late(at, by, shows=shows)
        yield "findings", source.findings(at, complete=True, shows=shows)
        yield "rollout", source.rollout(at, shows)
        exports = source.exports(at, shows)
        yield "exports", exports
        for export in exports.rows:
            yield "problems", source.problems(export.id, 0, 10_000)
        yield "overview", source.overview(at)
        yield "trend", source.trend(at)
        yield "due", source.due_today(at)
        yield "forecast", source.forecast(at)
        found = source.dossiers(DossierFilter(only="all"), at)
        yield "list", found
        yield "lines", source.lines(found, 0, 10_000, shows)
        for dossier in found.ids:
            yield "dossier", source.dossier(dossier, at, shows)
        for text in (*PERSONS.values(), OFFICER, *SERIALS[:2], "chứng thực", "p6"):
            yield "search", replaced_text(source.search(text, at, shows=shows))
        for board in map(board_of, board_names()):
            for by in board.groupings or ("unit",):
                answer = source.board(board.name, at, shows, by=by)
                yield f"board {board.name}", (answer.json(), answer.table())
                for name, form in FORMATS.items():
                    content = form(answer.table())
                    yield f"{name} of {board.name}", content.decode() if name != "xlsx" else unzipped(content)
    yield "timeline", source.timeline()


def replaced_text(found: Any) -> Any:
    """What was found, without the words that were asked for."""
    from dataclasses import replace

    return replace(found, text="")


def unzipped(content: bytes) -> str:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


class Said(NamedTuple):
    """A text of a snapshot, and the way to it."""

    name: str
    path: str
    text: str


def said(source: AskedSource, shows: Access) -> list[Said]:
    """Every text of all snapshots."""
    return [Said(name, path, text) for name, answer in snapshots(source, shows) for path, text in texts_in(answer)]


def leaks(texts: list[Said]) -> set[tuple[str, str, str]]:
    """(What tells of it, where in it, which planted value)."""
    return {(name, path, value) for name, path, text in texts for value in told(text)}


@pytest.fixture(scope="module")
def hidden(folder: Path) -> list[Said]:
    """Every text of all snapshots while persons are hidden."""
    source = opened(folder)
    try:
        return said(source, HIDDEN)
    finally:
        source.close()


def test_no_snapshot_table_or_file_tells_of_a_person(folder: Path, hidden: list[Said]) -> None:
    assert leaks(hidden) == set()
    source = opened(folder)
    try:
        personal = leaks(said(source, Access(personal=True)))
        assert {value for *_, value in personal} == {*PERSONS, "serial"} - {"in a helper", "in a title"}
        officers = leaks(said(source, Access(officers=True)))
        assert {value for *_, value in officers} == {"officer"}
    finally:
        source.close()


def test_no_problem_that_is_stored_quotes_a_person(folder: Path) -> None:
    with sqlite3.connect(folder / "cchc.db") as connection:
        problems = connection.execute("SELECT * FROM problem").fetchall()
    assert {place for problem in problems for place in told(repr(problem))} == set()
    assert {place for place, value in WRITTEN.items() if value in repr(problems)} >= {"a date", "a status", "a place"}


def test_names_of_files_and_what_stands_in_other_columns_are_shown_as_written(hidden: list[Said]) -> None:
    shown = "\n".join(text for *_, text in hidden)
    assert [place for place, value in WRITTEN.items() if value not in shown] == []


def test_every_query_of_the_screens_says_what_it_may_tell(folder: Path) -> None:
    """A question whose answer differs when persons are shown must carry that; else hiding would not let go of it."""

    def kinds(of: type[Query]) -> Iterator[type[Query]]:
        for kind in of.__subclasses__():
            yield kind
            yield from kinds(kind)

    source = opened(folder)
    with source.moment() as moment:
        found = dossier_list(moment, DossierFilter(only="all"))
    asked: list[Query] = [
        *(queries.OverviewQuery(), queries.TrendQuery(), queries.ForecastQuery(), queries.RolloutQuery()),
        *(queries.ExportsQuery(), queries.FindingsQuery(), queries.TableQuery("changes")),
        *(TimelineQuery(), DataAsOfQuery(), NextDueQuery(), queries.LinesRequest(found, 0, 10_000)),
        *(queries.LateQuery(by) for by in GROUPINGS),
        *(
            queries.TableQuery(one.name, by)
            for one in map(board_of, board_names())
            for by in one.groupings or ("unit",)
        ),
        *(queries.ListQuery(DossierFilter(text=text)) for text in ("", OFFICER)),
        *(queries.SearchQuery(text) for text in (*PERSONS.values(), OFFICER)),
        *map(queries.DossierQuery, found.ids),
        *(queries.ProblemsQuery(row.id) for row in source.exports().rows),
        *(queries.DirectivesQuery(), queries.LastMeetingQuery(), queries.MeetingLogQuery()),
        queries.DirectivePageQuery("none"),
        *(queries.DetailsQuery(name, "unit", "29878") for name in ("testing", "review", "index")),
    ]
    kinds_asked = {ExportPage, *map(type, asked)}  # a page to export is asked for as any other
    assert {kind for kind in kinds(Query) if not kind.writes} <= kinds_asked
    try:
        for query in asked:
            with source.moment(query.at, Access(personal=True, officers=True, serials=True)) as moment:
                tells = repr(query.ask(moment)) != repr(source.answer(query))
            assert query.max_access != HIDDEN or not tells, query
    finally:
        source.close()


@pytest.mark.parametrize("arguments", [["late", "--by", by] for by in GROUPINGS] + [[name] for name in board_names()])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_no_command_prints_a_person(folder: Path, arguments: list[str], form: str) -> None:
    done = CliRunner().invoke(group, ["--data", str(folder), "board", *arguments, "--format", form])
    assert done.exit_code == 0, done.output
    # Whoever asks for findings as data has to find the dossiers again: their codes are whole.
    assert told(done.output) - ({"serial"} if arguments == ["findings"] and form != "table" else set()) == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_paper_names_a_person(folder: Path, tmp_path: Path, name: str) -> None:
    options = ["P6"] if paper_of(name).needs_unit else []
    for form in (paper_of(name).ending, "json"):
        out = tmp_path / f"paper.{form}"
        command = ["--data", str(folder), "report", name, *options, "--at", "2021-11-10T09:30", "--format", form]
        done = CliRunner().invoke(group, [*command, "--out", str(out)])
        assert (done.exit_code, done.output) == (0, f"Đã ghi {out}\n")
        assert told(unzipped(out.read_bytes()) if form in ("docx", "xlsx") else out.read_text()) == set()


@pytest.fixture
def screen_text() -> Callable[[Pilot[int]], str]:
    """All that stands on the screen."""

    def read(pilot: Pilot[int]) -> str:
        return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())

    return read


#: What leads to each screen there is from each board: down, the views of it, its help, what is taken along.
WALKS = [
    ("enter", "enter", "escape", "escape"),
    ("g", "down", "enter", "enter", "escape", "escape", "g", "down", "enter", "escape", "g", "down", "g", "g"),
    ("v", "enter", "escape", "v"),
    ("x", "s", "w", "escape"),
    ("f1", "escape", "f12", *"phan", "escape"),
    ("e", "escape", "["),
]
#: What is the same from any board: the search, and the wall.
ANYWHERE = [
    ("/", *"trong", "escape", "/", *"8123", "enter", "escape", "escape"),
    ("f5", "right", "right", "right", "right", "escape"),
]


#: Where one types, what is found is asked for a moment after the last key.
TYPED = {"/", "f12"}


async def settled(pilot: Pilot[int], typing: bool) -> None:
    """Every question of what is in sight is answered, and the answers are on screen."""
    poller, rounds = pilot.app.poller, 0  # type: ignore[attr-defined]
    if typing:
        await pilot.pause(0.12)
    end = time.monotonic() + 20
    while rounds < 3 and time.monotonic() < end:
        await pilot.pause(0.01)
        with poller.broker._lock:
            coming = poller.broker.requests or poller.broker._update.answers or poller.broker._update.fetched
            there = not coming and all(query in poller.broker.table for query in poller.broker.wanted)
        rounds = rounds + 1 if there else 0
    assert rounds == 3, poller.broker.wanted


@pytest.mark.parametrize("board", [board.name for board in SCREENS])
async def test_no_screen_shows_a_person(
    folder: Path, board: str, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.app.wait_for_idle", lambda _: asyncio.sleep(0))  # it is waited for what is asked
    source = AskedSource(folder, Clock(NOW, 0))
    app = CchcApp(source, collector=lambda: CollectorStatus(alive=True, pid=1, host="may", role="service"))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause(0.5)
        for walk in (*WALKS, *(ANYWHERE if board == SCREENS[0].name else ())):
            app.action_board(board)
            app.up_to_top()
            app.action_travel("to_live")
            await pilot.pause(0.1)
            for key in ("down", "down", *walk):
                await pilot.press(key)
                await settled(pilot, not TYPED.isdisjoint(walk))
                shown = screen_text(pilot)
                typed = {place for place, value in PERSONS.items() if value in "".join(walk)}
                assert told(shown) - typed == set(), (board, walk, key, shown)
        picture = app.export_screenshot()
        assert told(picture.replace("&#160;", " ")) == set()
        table = app.poller.broker.table
        kept = [one.answer for one in list(table.values())]
        held = [*app.session.answers.values(), *kept]
        assert {value for answer in held for _, text in texts_in(answer) for value in told(text)} == set()
    source.close()


def test_the_collectors_status_and_report_tell_of_nobody(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "inbox" / "them.csv").write_bytes(planted().replace(b"08:00", b"08:01"))
    capfd.readouterr()
    assert run_once(folder, as_json=False) == 0
    assert run_once(folder, as_json=True) == 0
    assert told("".join(capfd.readouterr())) == set()
    for path in filter(Path.is_file, (folder / "state").rglob("*")):
        assert told(os.fsdecode(path.read_bytes())) == set(), path


def test_a_command_tells_of_persons_for_a_reason_that_is_logged(folder: Path) -> None:
    ask = ["--data", str(folder), "board", "findings", "--format", "csv", "--personal"]
    before = {path.name for path in (folder / "inbox").iterdir()}
    done = CliRunner().invoke(group, [*ask, "đối chiếu với đơn vị"])
    assert done.exit_code == 0, done.output
    assert "serial" in told(done.output)
    logged = [path for path in (folder / "inbox").iterdir() if path.name not in before]
    assert sorted("ket-thuc" in path.name for path in logged) == [False, True]
    assert all("lý do: đối chiếu với đơn vị" in path.read_text(encoding="utf-8") for path in logged)
    assert CliRunner().invoke(group, [*ask, "1234567"]).exit_code == 2
    (folder / "cchc.toml").write_text("[privacy]\nmay_show = false\n", encoding="utf-8")
    refused = CliRunner().invoke(group, [*ask, "đối chiếu với đơn vị"])
    assert refused.exit_code == 2
    assert told(refused.output) == set()


def test_a_command_that_cannot_log_a_look_tells_nothing(folder: Path) -> None:
    (folder / "cchc.toml").write_text("", encoding="utf-8")
    (folder / "inbox").rename(folder / "inbox-away")
    try:
        ask = ["--data", str(folder), "board", "findings", "--personal", "đối chiếu với đơn vị"]
        refused = CliRunner().invoke(group, ask)
    finally:
        (folder / "inbox-away").rename(folder / "inbox")
    assert refused.exit_code == 1
    assert told(refused.output) == set()
    assert "không ghi được vào sổ" in refused.output


@pytest.mark.parametrize("who", ["quach van gieo", "Phan Thị Trồng", "trong o day"])
def test_nobody_is_found_by_name_while_hidden(folder: Path, who: str) -> None:
    source = opened(folder)
    try:
        found, named = source.search(who), source.search(who, shows=Access(personal=True))
        assert (found.hits, found.dossiers) == ((), 0)
        assert named.dossiers or "gieo" in who  # the submitter is not searched for
        assert not len(source.dossiers(DossierFilter(only="all", text=who)))
        officer = source.search("chuyen thi vien")
        assert (officer.hits, officer.dossiers) == ((), 0)
        assert any(hit.kind == "officer" for hit in source.search("chuyen", shows=Access(officers=True)).hits)
    finally:
        source.close()
