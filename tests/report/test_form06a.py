"""Form II.06a: its figures by hand, its sums, and its way back through the inbox without a difference."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cchc_tui.ingest.reading import read
from cchc_tui.report.papers.form06a import Form06a, as_workbook
from cchc_tui.report.papers.paper import PaperError
from cchc_tui.settings import Limits
from tests.kits.papers_kit import figures, save
from tests.kits.store_kit import DAY, MORNING, Office, at, dossier

OLD = at("01-01 00:00") - 9 * DAY
#: Phường 6, Chứng thực: two overdue (one online), one waiting, one early (online), one on its due day, one late, one
#: withdrawn; Hộ tịch: one carried over and in time; Phòng Tư pháp: one without a field; one of no known unit.
ROWS = [
    dossier("A-1"),
    dossier("A-2", channel="online"),
    dossier("A-3", status=5),
    dossier("A-4", status=10, finished=at("10-29 16:00"), channel="online"),
    dossier("A-5", status=10, finished=at("10-30 10:00"), channel=""),
    dossier("A-6", status=10, finished=at("10-30 17:00")),
    dossier("A-7", status=7),
    dossier("B-1", field="Lĩnh vực Hộ tịch", received=OLD, due=at("12-30 16:00")),
    dossier("C-1", field="", agency="Phòng Tư pháp", due=None, status=10, finished=at("10-20 10:00")),
    dossier("D-1", agency="UBND xã Nào Đó"),
]
CERTIFIED = {
    "intake": 7,
    "online": 2,
    "direct": 5,
    "opening": 0,
    "resolved": 3,
    "early": 1,
    "on_time": 1,
    "resolved_late": 1,
    "open": 3,
    "in_time": 1,
    "overdue": 2,
    "waiting": 1,
    "withdrawn": 1,
    "untold": 1,
}


def form(office: Office, now: int = MORNING, **query: Any) -> Form06a:
    made: Form06a = figures(office, "form06a", now, **query)
    return made


def rows_of(said: Form06a) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row.pop("level"), row.pop("field")): row for row in said.json()["rows"]}


def differences(office: Office, said: Form06a, path: Path, now: int = MORNING, content: bytes = b"") -> list[Any]:
    """What board 0 says once the form came as a file."""
    file = save(content or as_workbook(said), path)
    result = office.load(read(file, office.registry, Limits()), mtime=now)
    assert (result.verdict, result.kind) == ("accepted", "summary")
    source = office.source(now + DAY)
    board = source.exports()
    source.close()
    found = [each for each in board.differences if each.export == result.export_id]
    assert bool(found) == (result.export_id not in board.agreed)
    return found


def cells(content: bytes, path: Path) -> Iterator[list[Any]]:
    """The rows of the sheet below its numbering, from column (3)."""
    rows = CalamineWorkbook.from_path(save(content, path)).get_sheet_by_index(0).to_python()
    first = next(number for number, row in enumerate(rows) if row[0] == "(1)")
    yield from (row for row in rows[first + 1 :] if isinstance(row[2], float))


def test_the_figures_are_those_of_the_dossiers(office: Office) -> None:
    office.list(ROWS)
    said = form(office)
    rows = rows_of(said)
    assert rows["commune", "Chứng thực"] == CERTIFIED
    assert rows["commune", "Lĩnh vực Hộ tịch"] == dict.fromkeys(CERTIFIED, 0) | {
        "intake": 1,
        "opening": 1,
        "open": 1,
        "in_time": 1,
    }
    assert rows["city", "Không ghi lĩnh vực"] == dict.fromkeys(CERTIFIED, 0) | {
        "intake": 1,
        "direct": 1,
        "resolved": 1,
        "on_time": 1,
    }
    assert (len(rows), said.unplaced, said.total.intake) == (3, 1, 9)
    assert (said.first, said.last, said.counted_at) == (date(2021, 1, 1), date(2021, 11, 10), MORNING)


def test_its_sums_hold_in_every_row(office: Office, tmp_path: Path) -> None:
    office.list(ROWS)
    said = form(office)
    found = [row[2:13] for row in cells(as_workbook(said), tmp_path / "f.xlsx")]
    assert len(found) == 6  # two levels, three fields, the total
    for c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13 in found:
        assert (c3, c7, c11) == (c4 + c5 + c6, c8 + c9 + c10, c12 + c13)
    assert found[-1] == list(said.total.cells)
    assert said.total.intake == said.total.resolved + said.total.open + said.total.withdrawn


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"level": "commune"},
        {"level": "city"},
        {"first": date(2021, 10, 1), "last": date(2021, 10, 31)},
        {"first": date(2021, 10, 20), "last": date(2021, 12, 31), "level": "commune"},
        {"first": date(2020, 7, 1), "last": date(2021, 10, 25)},
    ],
)
def test_it_comes_back_through_the_inbox_without_a_difference(
    office: Office, tmp_path: Path, query: dict[str, Any]
) -> None:
    office.list(ROWS)
    assert differences(office, form(office, **query), tmp_path / "f.xlsx") == []


@pytest.mark.parametrize(
    "field",
    ["Hộ tịch cấp xã", "Đất đai (cấp thành phố)", "Phòng Tư pháp", "1. Đất đai", "Tổng hợp", "=1+1", "Ghi chú khác"],
)
def test_a_field_may_have_any_name(office: Office, tmp_path: Path, field: str) -> None:
    named = (field, "Hộ tịch", "Xây dựng")
    office.list(
        dossier(
            f"{unit}-{n}", field=each, agency=unit, status=10 if n else 4, finished=at("10-29 16:00") if n else None
        )
        for unit in ("UBND Phường 6", "Phòng Nội vụ")
        for n, each in enumerate(named)
    )
    assert differences(office, form(office), tmp_path / "f.xlsx") == []


def test_a_figure_that_somebody_changed_is_found(office: Office, tmp_path: Path) -> None:
    office.list(ROWS)
    said = form(office)
    content, changed = as_workbook(said), tmp_path / "changed.xlsx"
    with zipfile.ZipFile(save(content, tmp_path / "f.xlsx")) as book, zipfile.ZipFile(changed, "w") as other:
        for name in book.namelist():
            part = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b"<v>2</v>", b"<v>3</v>")
            other.writestr(name, part)
    found = differences(office, said, tmp_path / "g.xlsx", content=changed.read_bytes())
    assert ("field", "Chứng thực", "overdue", 3, 2) in {
        (each.kind, each.unit_text, each.column, each.said, each.ours) for each in found
    }


def test_nobody_guesses_how_dossiers_came(office: Office, tmp_path: Path) -> None:
    office.list([row._replace(channel="") for row in ROWS])
    said = form(office)
    assert (said.total.online, said.total.direct, said.total.intake) == (None, None, 9)
    assert [row[3] for row in cells(as_workbook(said), tmp_path / "f.xlsx")] == [""] * 6
    assert differences(office, said, tmp_path / "g.xlsx") == []


def test_a_past_moment_counts_what_was_known(office: Office) -> None:
    office.list(ROWS, at("10-25 08:00"))
    office.list([dossier(row.code, status=10, finished=at("11-09 10:00")) for row in ROWS[:2]], MORNING)
    then = form(office, at("10-28 12:00"))
    assert rows_of(then)["commune", "Chứng thực"]["open"] == 6  # nothing resolved, one withdrawn
    assert rows_of(form(office))["commune", "Chứng thực"]["open"] == 1


def test_a_period_that_cannot_be_is_refused(office: Office) -> None:
    for query in ({"first": date(2021, 11, 11)}, {"first": date(2021, 5, 2), "last": date(2021, 5, 1)}):
        with pytest.raises(PaperError, match="không hợp lệ"):
            form(office, **query)


def test_an_office_without_a_list_has_an_empty_form(office: Office, tmp_path: Path) -> None:
    said = form(office)
    assert (said.data_as_of, said.json()["total"], said.json()["rows"]) == (None, None, [])
    assert list(cells(as_workbook(said), tmp_path / "f.xlsx")) == []
