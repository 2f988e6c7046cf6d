"""Reading in a process of its own: the same rows come back, and no file takes the collector down."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from array import array
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.ingest import problems
from cchc_tui.ingest.protocol import LENGTH, Decoder, Encoder
from cchc_tui.ingest.reader_client import ReaderClient
from cchc_tui.ingest.records import Batch, Columns, Head, Item, Refused, Tail
from cchc_tui.settings import Limits
from cchc_tui.texts.problems import sentence
from tests.kits.forked_readers import forked_readers
from tests.kits.ingest_kit import IGATE, Desk, line, package


@pytest.fixture
def reader() -> Iterator[ReaderClient]:
    """Its processes are forked: they differ from others in how they start alone."""
    with forked_readers(), closing(ReaderClient(None, Limits())) as made:
        yield made


def gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize(
    "name",
    ["igate_xlsx/DanhSachHoSo.xlsx", "igate_xls/DS_HoSo.xls", "igate_csv/danhsach.csv", "td_html/DanhSachHoSo-UBND.xls",
     "opencps_html/1636507800000.xls", "summary/baocaothongke.xls", "city_year/nhan-rong-mo-hinh.xlsx"],
)  # fmt: skip
def test_what_comes_back_is_what_was_read(desk: Desk, reader: ReaderClient, exports: Path, name: str) -> None:
    here = desk.read(exports / name)
    items = list(reader.read(exports / name))
    head, tail = items[0], items[-1]
    assert isinstance(head, Head)
    assert isinstance(tail, Tail)
    rows = [row for item in items if isinstance(item, Batch) for row in item.rows]
    # Digests differ: this process has a hash seed of its own.
    blank = [row._replace(digest=0) if "digest" in row._fields else row for row in rows]  # type: ignore[call-arg]
    assert blank == [row._replace(digest=0) if "digest" in row._fields else row for row in here.rows]  # type: ignore[call-arg]
    assert [type(row) for row in rows] == [type(row) for row in here.rows]
    assert here.head is not None
    assert here.tail is not None
    assert (head.kind, head.moment, head.sheet) == (here.head.kind, here.head.moment, here.head.sheet)
    assert (tail.rows, tail.accepted, tail.rejected) == (here.tail.rows, here.tail.accepted, here.tail.rejected)


def test_problems_and_refusals_come_back(desk: Desk, reader: ReaderClient) -> None:
    path = desk.xlsx([IGATE, line(1), line(2, code=""), line(3, due="x")])
    told = [problem for item in reader.read(path) if isinstance(item, Batch) for problem in item.problems]
    assert [problem.code for problem in told] == ["no_code", "bad_date"]
    with pytest.raises(Refused) as refused:
        list(reader.read(desk.bytes(b"")))
    assert refused.value.problem.code == problems.EMPTY


def test_the_digests_of_a_file_are_the_same_in_every_process(desk: Desk) -> None:
    path = desk.xlsx([IGATE, *(line(number) for number in range(1, 50))])
    with closing(ReaderClient(None, Limits())) as started:
        once, again = (
            [row[1] for item in started.read(path) if isinstance(item, Batch) for row in item.rows] for _ in range(2)
        )
    assert once == again
    assert len(set(once)) == 49


def store(path: Path, items: list[Item]) -> None:
    """What the store keeps for recognising rows."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE dossier (id INTEGER PRIMARY KEY, digest INTEGER NOT NULL)")
    digests = [(row[1],) for item in items if isinstance(item, Batch) for row in item.rows]
    connection.executemany("INSERT INTO dossier (digest) VALUES (?)", digests)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("kind", ["xlsx", "csv", "html"])
def test_known_rows_are_not_read_again(desk: Desk, reader: ReaderClient, kind: str) -> None:
    write = {"xlsx": desk.xlsx, "csv": desk.csv, "html": desk.html}[kind]
    database = desk.folder / "cchc.db"
    store(database, list(reader.read(write([IGATE, *(line(number) for number in range(1, 11))]))))
    again = write(
        [
            ("Đến ngày 10/11/2021",),
            IGATE,
            *(line(number, finished="" if number == 4 else "18/06/2021 10:00:00") for number in range(10, 0, -1)),
            line(11),
        ]
    )
    items = list(reader.read(again, database=database))
    rows = [row for item in items if isinstance(item, Batch) for row in item.rows]
    assert [row[2][-4:] for row in rows] == ["0004", "0011"]
    tail = items[-1]
    assert isinstance(tail, Tail)
    assert tail.unchanged == array("I", [0, 12, 11, 10, 0, 8, 7, 6, 5, 4, 3])
    assert (tail.rows, tail.accepted, tail.rejected) == (11, 11, 0)


def test_a_number_of_order_or_a_running_deadline_changes_no_row(desk: Desk, reader: ReaderClient) -> None:
    database = desk.folder / "cchc.db"
    titles = [*IGATE, "Hạn xử lý"]
    store(database, list(reader.read(desk.xlsx([titles, [*line(1), "Quá hạn 2.25 ngày"]]))))
    items = list(
        reader.read(desk.xlsx([titles, [*line(1)[1:1], 77, *line(1)[1:], "Quá hạn 3.25 ngày"]]), database=database)
    )
    assert isinstance(items[-1], Tail)
    assert items[-1].unchanged == array("I", [0, 2])


def test_a_known_row_that_stands_twice_is_said(desk: Desk, reader: ReaderClient) -> None:
    database = desk.folder / "cchc.db"
    store(database, list(reader.read(desk.xlsx([IGATE, line(1), line(2)]))))
    items = list(reader.read(desk.xlsx([IGATE, line(1), line(2), line(1)]), database=database))
    tail = items[-1]
    assert isinstance(tail, Tail)
    assert tail.unchanged == array("I", [0, 4, 3])
    (problem,) = tail.repeated
    assert (problem.code, problem.row, problem.expected) == (problems.REPEATED_CODE, 4, "2")


def test_a_missing_or_foreign_database_knows_nothing(desk: Desk, reader: ReaderClient) -> None:
    path = desk.xlsx([IGATE, line(1)])
    foreign = desk.bytes(b"no database at all" * 100, "x.db")
    for database in (desk.folder / "none.db", foreign):
        items = list(reader.read(path, database=database))
        assert sum(len(item.rows) for item in items if isinstance(item, Batch)) == 1


def refusal(reader: ReaderClient, path: Path) -> str:
    with pytest.raises(Refused) as refused:
        list(reader.read(path))
    assert sentence(refused.value.problem, path.name).endswith(".")
    return refused.value.problem.code


def test_a_cell_at_the_far_end_ends_no_reader(desk: Desk, reader: ReaderClient) -> None:
    one, far = '<c r="A1"><v>1</v></c>', '<c r="XFD{row}"><v>1</v></c>'
    for row in (20001, 1048576):
        cells = f'<row r="1">{one}</row><row r="{row}">{far.format(row=row)}</row>'
        assert refusal(reader, package(desk.folder / "plain.xlsx", cells)) == problems.NO_HEADING
        assert refusal(reader, package(desk.folder / "spaced.xlsx", " " + cells)) == problems.NO_HEADING
        assert refusal(reader, package(desk.folder / "commented.xlsx", "<!-- -->" + cells)) == problems.NO_HEADING


def test_memory_runs_out(desk: Desk) -> None:
    small = ReaderClient(None, Limits(memory_mb=200))
    text = "".join(f"<si><t>{number:09d}{'x' * 60}</t></si>" for number in range(2_000_000))
    path = package(desk.folder / "large.xlsx", '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', f"<sst>{text}</sst>")
    assert refusal(small, path) == problems.OUT_OF_MEMORY


def test_processor_time_runs_out(desk: Desk) -> None:
    slow = ReaderClient(None, Limits(cpu_seconds=1))
    with (desk.folder / "long.csv").open("w") as file:
        file.write(",".join(IGATE) + "\n")
        file.writelines(f'{number},"{number},x,\n' for number in range(400_000))
    assert refusal(slow, desk.folder / "long.csv") == problems.OUT_OF_CPU


def test_time_runs_out(desk: Desk) -> None:
    hurried = ReaderClient(None, Limits(wall_seconds=0))
    assert refusal(hurried, desk.xlsx([IGATE, line(1)])) == problems.OUT_OF_TIME


def test_a_process_that_dies_is_said_and_the_next_file_is_read(desk: Desk) -> None:
    others = set(children())
    reader = ReaderClient(None, Limits())
    reader.start()
    assert reader._spare is not None
    reader._spare.send_signal(signal.SIGSEGV)
    reader._spare.wait()
    items = reader.read(desk.csv([IGATE, *(line(number) for number in range(20_000))]))
    next(items)
    for child in set(children()) - others:
        os.kill(child, signal.SIGSEGV)
    with pytest.raises(Refused) as refused:
        list(items)
    assert refused.value.problem.code == problems.READER_DIED
    assert len(list(reader.read(desk.xlsx([IGATE, line(1)])))) >= 2
    reader.close()


def children() -> list[int]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text()
    return [int(number) for number in listed.split()]


def test_leaving_off_in_the_middle_ends_the_process(desk: Desk) -> None:
    reader = ReaderClient(None, Limits())
    others = set(children())
    items = reader.read(desk.csv([IGATE, *(line(number) for number in range(30_000))]))
    next(items)
    running = set(children()) - others
    assert len(running) == 1
    items.close()
    assert all(gone(process) for process in running)


def test_when_the_collector_is_killed_its_reading_process_goes_too(desk: Desk) -> None:
    path = desk.csv([IGATE, *(line(number) for number in range(30_000))])
    script = (
        "import sys,time; from pathlib import Path; from cchc_tui.ingest.reader_client import ReaderClient;"
        "from cchc_tui.settings import Limits; import os; r = ReaderClient(None, Limits());"
        "i = r.read(Path(sys.argv[1])); next(i); r.start();"
        "print(open(f'/proc/self/task/{os.getpid()}/children').read(), flush=True); time.sleep(60)"
    )
    collector = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True)
    assert collector.stdout is not None
    processes = [int(number) for number in collector.stdout.readline().split()]
    assert len(processes) == 2
    collector.kill()
    collector.wait()
    collector.stdout.close()
    deadline = time.monotonic() + 10
    while not all(gone(process) for process in processes):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def waiting(reader: ReaderClient) -> None:
    """Returns when the spare process has loaded what it loads and waits for its file."""
    reader.start()
    assert reader._spare is not None
    state, seen = Path(f"/proc/{reader._spare.pid}/stat"), [""]
    while len(seen) < 5 or len(set(seen[-5:])) > 1:
        time.sleep(0.1)
        seen.append(" ".join(state.read_text().split()[13:15]))


def test_a_registry_that_changes_between_files_is_used(desk: Desk) -> None:
    folder = desk.folder / "registry"
    folder.mkdir()
    reader = ReaderClient(folder, Limits())
    path = desk.csv([["Mã của hồ sơ", "Đơn vị", "Ngày nhận"], ["A-1", "P11", "16/06/2021"]])
    assert refusal(reader, path) == problems.NO_HEADING
    waiting(reader)
    text = (desk.registry.folder / "headings.toml").read_text().replace('\ncode = ["', '\ncode = ["Mã của hồ sơ", "', 1)
    (folder / "headings.toml").write_text(text)
    assert sum(len(item.rows) for item in reader.read(path) if isinstance(item, Batch)) == 1
    waiting(reader)
    (folder / "headings.toml").write_text("[dossiers]\ncode = 7\n")
    assert refusal(reader, path) == problems.BAD_REGISTRY
    reader.close()


CELL = st.one_of(st.text(max_size=12), st.sampled_from(["", "null", "16/06/2021", "A-1", "Đang xử lý"]))


@given(st.lists(st.lists(CELL, min_size=15, max_size=15), max_size=8))
def test_frames_carry_any_rows(rows: list[list[str]]) -> None:
    numbers = range(2, 2 + len(rows))
    texts = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(15)]
    columns: list[object] = [numbers, [-(2**63) + n for n in numbers], texts[0], [4] * len(rows), texts[1]]
    columns += [
        [n * 86_400 for n in numbers],
        [None] * len(rows),
        list(numbers),
        [None] * len(rows),
        [15] * len(rows),
    ]
    piece = Columns([*columns, *texts[2:9], *texts[9:14]], (), 1, 2)  # type: ignore[list-item]
    out = io.BytesIO()
    encoder = Encoder(out)  # type: ignore[arg-type]
    encoder.write(piece)
    encoder.write(piece)
    data, decoder = out.getvalue(), Decoder()
    for _ in range(2):
        (length,) = LENGTH.unpack_from(data)
        read = decoder.piece(data[LENGTH.size : LENGTH.size + length])
        data = data[LENGTH.size + length :]
        assert isinstance(read, Columns)
        batch = read.batch()
        assert batch == piece.batch()
        assert all(isinstance(row, DossierRow) for row in batch.rows)
