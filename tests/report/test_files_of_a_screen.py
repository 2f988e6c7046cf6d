"""Exported files that say what they are, hold no formula, replace nothing and are their owner's alone."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cchc_tui.boards.table import Column, Table, ValueType
from cchc_tui.domain.moments import parse_iso
from cchc_tui.report.files import file_stem, folder_for, save_new
from cchc_tui.report.screen_export import Note, ScreenExport, as_csv, as_json, as_tsv, as_xlsx

MORNING = parse_iso("2021-11-10T08:30")
COLUMNS = (
    Column("name", "Đơn vị", ValueType.TEXT),
    Column("late", "Trễ", ValueType.COUNT),
    Column("rate", "Tỷ lệ", ValueType.SHARE),
    Column("due", "Hẹn trả", ValueType.DAY),
    Column("seen", "Thấy lúc", ValueType.MOMENT),
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://x")']


def table(names: list[str], title: str = "Bảng") -> Table:
    rows = tuple((name, 1416, 0.5, MORNING, MORNING) for name in names)
    return Table("late", title, MORNING, MORNING, COLUMNS, rows, (("Cộng", 2832, 0.25, None, None),))


def screen_export(names: list[str], *more: Table, title: str = "TP Cao Lãnh › Hồ sơ trễ hạn") -> ScreenExport:
    notes = (
        Note("moment", "Thời điểm", "lúc 10/11/2021 08:30"),
        Note("made_up", "Lưu ý", "số liệu giả định", value=True),
    )
    return ScreenExport(title, ("Hồ sơ",), MORNING, None, notes, ("Lọc hoa thuan",), (table(names), *more))


def test_a_workbook_has_numbers_and_dates_and_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_xlsx(screen_export(["Phường 6"])))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[:4]] == [
        "TP Cao Lãnh › Hồ sơ trễ hạn",
        "Thời điểm: lúc 10/11/2021 08:30",
        "Lưu ý: số liệu giả định",
        "Lọc hoa thuan",
    ]
    assert rows[5] == ["STT", "Đơn vị", "Trễ", "Tỷ lệ", "Hẹn trả", "Thấy lúc"]
    assert rows[6] == [1.0, "Phường 6", 1416.0, 0.5, datetime(2021, 11, 10, 8, 30), datetime(2021, 11, 10, 8, 30)]
    assert rows[7][:4] == ["", "Cộng", 2832.0, 0.25]


def test_each_table_has_a_sheet_with_a_name_that_a_workbook_allows(tmp_path: Path) -> None:
    long = "Trễ nhiều nhất: [a/b] của năm nay và năm trước"
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_xlsx(screen_export(["a"], table(["b"], long), table(["c"], long), table(["d"], ""))))
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert len(set(names)) == 4
    assert names[1].startswith("Trễ nhiều nhất")


def test_csv_says_what_it_is_above_its_headings() -> None:
    content = as_csv(screen_export(["Phường 6"], table(["Xã Mỹ Tân"], "Bảng hai")))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[:3] == [
        ["TP Cao Lãnh › Hồ sơ trễ hạn"],
        ["Thời điểm: lúc 10/11/2021 08:30"],
        ["Lưu ý: số liệu giả định"],
    ]
    assert rows[4:7] == [
        [],
        ["Bảng"],
        ["Đơn vị", "Trễ", "Tỷ lệ", "Hẹn trả", "Thấy lúc"],
    ]
    assert rows[7] == ["Phường 6", "1416", "0.5", "2021-11-10", "2021-11-10 08:30:00"]
    assert ["Bảng hai"] in rows


def test_json_has_keys_and_values_for_programs() -> None:
    said = json.loads(as_json(screen_export(["Phường 6"])))
    assert (said["as_of"], said["data_as_of"], said["made_up"]) == ("2021-11-10T08:30:00", None, True)
    assert said["moment"] == "lúc 10/11/2021 08:30"
    only = said["tables"][0]
    assert [column["key"] for column in only["columns"]] == ["name", "late", "rate", "due", "seen"]
    assert only["rows"] == [
        {"name": "Phường 6", "late": 1416, "rate": 0.5, "due": "2021-11-10", "seen": "2021-11-10T08:30:00"}
    ]


@pytest.mark.parametrize("bad", FORMULAS)
def test_no_text_is_a_formula_in_any_of_them(bad: str, tmp_path: Path) -> None:
    hostile = screen_export([bad], table([bad], bad), title=bad)
    for content, delimiter in ((as_csv(hostile).decode("utf-8-sig"), ","), (as_tsv(hostile), "\t")):
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=delimiter))
        assert any("1" in cell for row in rows for cell in row)
        for row in rows:
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for cell in row), row
    path = tmp_path / "a.xlsx"
    path.write_bytes(as_xlsx(hostile))
    with zipfile.ZipFile(path) as book:
        assert all(b"<f>" not in book.read(name) for name in book.namelist())
        assert not any("hyperlink" in name.lower() for name in book.namelist())


@given(st.text(max_size=200))
def test_any_text_names_a_file_of_plain_letters(words: str) -> None:
    stem = file_stem((words, "Phường 6"), MORNING)
    assert len(stem.encode()) < 120
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_T")
    assert stem.endswith("_2021-11-10T0830")


def test_a_file_is_named_without_marks() -> None:
    assert file_stem(("Hồ sơ trễ hạn", "Xã Mỹ Trà", ""), MORNING) == "ho-so-tre-han-xa-my-tra_2021-11-10T0830"


def test_a_file_never_replaces_another_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    old = os.umask(0)
    try:
        paths = [save_new(content, folder, "bang", "csv") for content in (b"one", b"two", b"three")]
    finally:
        os.umask(old)
    assert [path.name for path in paths] == ["bang.csv", "bang-2.csv", "bang-3.csv"]
    assert [path.read_bytes() for path in paths] == [b"one", b"two", b"three"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert {path.stat().st_nlink for path in paths} == {1}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(entry.name for entry in folder.iterdir()) == ["bang-2.csv", "bang-3.csv", "bang.csv"]


def test_a_link_that_lies_in_the_way_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    (tmp_path / "bang.csv").symlink_to(victim)
    assert save_new(b"x", tmp_path, "bang", "csv").name == "bang-2.csv"
    assert not victim.exists()


def test_a_disk_without_links_gets_its_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    names = [save_new(content, tmp_path, "bang", "csv").name for content in (b"one", b"two")]
    assert names == ["bang.csv", "bang-2.csv"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["bang-2.csv", "bang.csv"]


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        save_new(b"x", tmp_path, "bang", "csv")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_the_one_that_is_set_else_among_the_users_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    assert folder_for("") == tmp_path / "cchc-tui"
    (tmp_path / "Documents").mkdir()
    assert folder_for("") == tmp_path / "Documents" / "cchc-tui"
    assert folder_for("~/bang") == folder_for("bang") == tmp_path / "bang"
    assert folder_for("/srv/bang") == Path("/srv/bang")
