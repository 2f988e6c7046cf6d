"""What few files do, and what would be wrong in silence if it were not minded."""

from pathlib import Path

from exports_kit import IGATE, Desk, line

from cchc_tui.exports.compound import counts_from_1904

_COUNTS_FROM_1900 = b"\x22\x00\x02\x00\x00\x00"
_COUNTS_FROM_1904 = b"\x22\x00\x02\x00\x01\x00"


def test_an_xls_that_counts_from_1904_is_known(exports: Path, tmp_path: Path) -> None:
    data = (exports / "igate_xls" / "DS_HoSo.xls").read_bytes()
    assert data.count(_COUNTS_FROM_1900) == 1
    for number, record in enumerate((_COUNTS_FROM_1900, _COUNTS_FROM_1904)):
        path = tmp_path / f"{number}.xls"
        path.write_bytes(data.replace(_COUNTS_FROM_1900, record))
        with path.open("rb") as file:
            assert counts_from_1904(file) is bool(number)


def test_marks_inside_a_word_part_nothing_and_breaks_do(desk: Desk) -> None:
    cells = [str(cell) for cell in line(1)]
    place = IGATE.index("Cơ quan/đơn vị")
    cells[place] = "Ph<b>ườ</b>ng<br>11"
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (IGATE, cells))
    path = desk.folder / "list.xls"
    path.write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")
    (row,) = desk.read(path).dossiers
    assert row.agency == "Phường 11"
