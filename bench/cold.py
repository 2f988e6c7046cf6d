"""A cold start: from a file of 100.000 rows to a database with keys, and to the board of late dossiers."""

from __future__ import annotations

import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import inputs
from folders import APP, board_command, collect_command, data_folder, drop
from measuring import PYTHON, MissingToolError, Outcome, in_turn, ratio_outcome, seconds, timed

# Late is: finished after due; or running, not finished, and due before the moment. Dates are dd/mm/yyyy.
_QUERY = """
WITH dated AS (
  SELECT "Cơ quan/đơn vị" AS agency, "Phòng ban" AS department, "Trạng thái hồ sơ" AS status,
    "Ngày kết thúc xử lý" AS closed, {due} AS due, {finished} AS finished
  FROM list
)
SELECT agency, department, count(*),
  sum(CASE WHEN closed <> '' THEN finished > due
      WHEN status IN ('Được tiếp nhận', 'Đang xử lý') THEN due < '2021-11-10 08:30:00' ELSE 0 END)
FROM dated GROUP BY agency, department;
"""
_CALAMINE = """
import sys
from python_calamine import CalamineWorkbook
for row in CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows():
    pass
"""
_POLARS = """
import sys
import polars as pl
table = pl.read_excel(sys.argv[1], engine="calamine", infer_schema_length=0)
day = lambda name: pl.col(name).str.to_datetime("%d/%m/%Y %H:%M:%S", strict=False)
due, finished, status = day("Ngày hẹn trả"), day("Ngày kết thúc xử lý"), pl.col("Trạng thái hồ sơ")
running = status.is_in(["Được tiếp nhận", "Đang xử lý"])
overdue = running & (due < pl.datetime(2021, 11, 10, 8, 30))
late = pl.when(finished.is_not_null()).then(finished > due).otherwise(overdue)
received = day("Ngày tiếp nhận")
print(table.with_columns(late.alias("late"), received.alias("received"), day("Ngày trả kết quả").alias("returned"))
      .group_by("Cơ quan/đơn vị", "Phòng ban").agg(pl.len(), pl.col("late").sum()))
"""


def _iso(column: str) -> str:
    return (
        f"""substr("{column}",7,4)||'-'||substr("{column}",4,2)||'-'||substr("{column}",1,2)||substr("{column}",11)"""
    )


# What ``collect --once`` and then ``board late`` do, in one process: from its start to the late ones of each unit.
_OURS = """
import sys
from pathlib import Path
from statistics import median
from cchc_tui.collector.once import run_once
from cchc_tui.cli.group import group
if run_once(Path(sys.argv[1]), as_json=False) == 0:
    group(sys.argv[2:])
"""


def _ours(source: Path) -> float:
    with data_folder() as folder:
        drop(folder, source)
        return timed([PYTHON, "-c", _OURS, str(folder.path), *board_command(folder)[len(APP) :]])


def _two_commands(source: Path) -> str:
    """A note: the times of ``collect --once`` and ``board late`` as two processes, as an officer runs them."""
    with data_folder() as folder:
        drop(folder, source)
        took = timed(collect_command(folder)), timed(board_command(folder))
    return f"as two commands once: collect --once {seconds(took[0])}, board late {seconds(took[1])}"


def csv(pairs: int, quick: bool) -> Outcome:
    """A CSV to the board, against the sqlite3 shell: ``.import`` into a file, then a query.

    The shell keeps all values as text and has no key. Raises MissingToolError without the shell.
    """
    if shutil.which("sqlite3") is None:
        raise MissingToolError("needs the sqlite3 shell: apt install sqlite3")
    source = inputs.plain_csv(20_000 if quick else 100_000)
    query = _QUERY.format(due=_iso("Ngày hẹn trả"), finished=_iso("Ngày kết thúc xử lý"))

    def theirs() -> float:
        with tempfile.TemporaryDirectory(prefix="cchc-bench-") as path:
            script = f".mode csv\n.import '{source}' list\n{query}"
            return timed(["sqlite3", f"{path}/list.db"], stdin=script)

    ours, peers = in_turn(pairs, lambda: _ours(source), theirs)
    outcome = ratio_outcome("Cold CSV to keyed database and board", ours, peers, 2.5, "sqlite3 .import + query")
    outcome.notes.append(_two_commands(source))
    return outcome


def xlsx(pairs: int, quick: bool) -> Outcome:
    """A workbook to the board, against reading all its rows with calamine, which our reader uses too."""
    source = inputs.plain_xlsx(20_000 if quick else 100_000)
    ours, peers = in_turn(pairs, lambda: _ours(source), lambda: timed([PYTHON, "-c", _CALAMINE, str(source)]))
    outcome = ratio_outcome("Cold XLSX to keyed database and board", ours, peers, 2.0, "calamine's rows")
    outcome.notes.append(_two_commands(source))
    if find_spec("polars") is not None and find_spec("fastexcel") is not None:
        took = median(timed([PYTHON, "-c", _POLARS, str(source)]) for _ in range(pairs))
        outcome.notes.append(f"polars, which reads, parses the dates, groups and keeps nothing: {seconds(took)}")
    return outcome
