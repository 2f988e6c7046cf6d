"""What counts as an export by its name, and how a name is shown."""

import pytest

from cchc_tui.collector.file_names import is_unfinished, printable


@pytest.mark.parametrize(
    "name",
    [
        "~$x.xlsx",
        ".~lock.x.ods#",
        ".gitkeep",
        "x.xlsx.tmp",
        "X.PART",
        "x.xlsx.crdownload",
        "x.xls.filepart",
        "Thumbs.db",
        "x.csv~",
    ],
)
def test_unfinished_names_are_passed_over(name: str) -> None:
    assert is_unfinished(name.encode())


@pytest.mark.parametrize(
    "name", ["DanhSachHoSo.xlsx", "1636507800000.xls", "báo cáo.csv", "part", "x.tmp.xlsx", "~x.xlsx"]
)
def test_exports_are_not_passed_over(name: str) -> None:
    assert not is_unfinished(name.encode())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"danh s\xe1ch.xls", r"danh s\xe1ch.xls"),
        ("ho\u0300a.xls".encode(), "hòa.xls"),
        (b"a\x1b]52;c;eA==\x07b.csv", r"a\x1b]52;c;eA==\x07b.csv"),
        ("a\u202exslx.exe".encode(), r"a\u202exslx.exe"),
        ("a\nb\u2028c.csv".encode(), r"a\nb\u2028c.csv"),
        ("a\u009bc".encode(), r"a\x9bc"),
        (b"[/x][@click=app.quit].csv", "[/x][@click=app.quit].csv"),
    ],
)
def test_a_name_is_shown_on_one_line_and_commands_no_terminal(name: bytes, shown: str) -> None:
    assert printable(name) == shown
