"""Each template, filled in by LibreOffice and saved in three formats, is read the same."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from cchc_tui.ingest.records import SheetRow
from cchc_tui.registry import load
from cchc_tui.report.template import write_template
from cchc_tui.sheets.kinds import SHEETS
from cchc_tui.sheets.sheet import Field, FieldType, Sheet
from tests.kits.ingest_kit import Desk

#: Format → LibreOffice's filter, and the filter's options.
FORMATS = {
    "xlsx": ("Calc MS Excel 2007 XML", ""),
    "ods": ("calc8", ""),
    "csv": ("Text - txt - csv (StarCalc)", "44,34,76,1,,0,false,true,true"),
}
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic"
>{code}</script:module>
"""
LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Fill"/></library:library>
"""
MACRO = """
Function MakeProperty(sKey As String, vValue As Variant) As Object
    Dim made As New com.sun.star.beans.PropertyValue
    made.Name = sKey
    made.Value = vValue
    MakeProperty = made
End Function

Sub SaveAs(oBook As Object, sUrl As String, sFilter As String, sOptions As String)
    oBook.storeToURL(sUrl, Array(MakeProperty("FilterName", sFilter), MakeProperty("FilterOptions", sOptions)))
End Sub

Sub Main
    Dim book As Object
    Dim page As Object
{steps}
    StarDesktop.terminate()
End Sub
"""
#: The first row below the example.
FIRST = 4


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def typed(field: Field) -> str:
    """What an office types in a column, as a call of the macro: the template's own example; a day is a number there."""
    text = str(field.example)
    if field.type is FieldType.DATE:
        return f"setValue({(datetime.strptime(text, '%d/%m/%Y') - datetime(1899, 12, 30)).days})"
    return f"setString({quoted(text)})" if isinstance(field.example, str) else f"setValue({text})"


def steps(folder: Path, sheet: Sheet) -> list[str]:
    """The lines of the macro that open a template, type one row, and save it in each format."""
    url = (folder / f"{sheet.file}.xlsx").as_uri()
    lines = [
        f'    book = StarDesktop.loadComponentFromURL({quoted(url)}, "_blank", 0, Array(MakeProperty("Hidden", True)))'
    ]
    lines.append("    page = book.Sheets.getByIndex(0)")
    for column, field in enumerate(sheet.fields, 1):
        if field.example is not None:
            lines.append(f"    page.getCellByPosition({column}, {FIRST}).{typed(field)}")
    for ending, (name, options) in FORMATS.items():
        saved = (folder / "saved" / f"{sheet.file}.{ending}").as_uri()
        lines.append(f"    SaveAs(book, {quoted(saved)}, {quoted(name)}, {quoted(options)})")
    return [*lines, "    book.close(True)"]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with each template in each format, filled in and saved by one run of LibreOffice."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "saved").mkdir()
    for sheet in SHEETS.values():
        write_template(folder / f"{sheet.file}.xlsx", sheet, load())
    start = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    # The first start makes the profile, and would replace a library that is there already.
    subprocess.run([*start, "--terminate_after_init"], check=True, capture_output=True, timeout=110)
    library = folder / "profile" / "user" / "basic" / "Standard"
    code = MACRO.format(steps="\n".join(line for sheet in SHEETS.values() for line in steps(folder, sheet)))
    (library / "Fill.xba").write_text(MODULE.format(code=escape(code)), encoding="utf-8")
    (library / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    subprocess.run([*start, "macro:///Standard.Fill.Main"], check=True, capture_output=True, timeout=110)
    return folder / "saved"


@pytest.mark.timeout(240)
def test_a_template_filled_in_by_libreoffice_is_read_the_same_in_each_format(saved: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path, load())
    for sheet in SHEETS.values():
        read = {}
        for ending in FORMATS:
            result = desk.read(saved / f"{sheet.file}.{ending}")
            assert result.head is not None, (sheet.name, ending, result.refused)
            assert result.head.kind == sheet.name
            assert not result.problems, (sheet.name, ending)
            (row,) = (one for one in result.rows if isinstance(one, SheetRow) and one.row == FIRST + 1)
            read[ending] = row.values
        assert read["xlsx"] == read["ods"] == read["csv"], sheet.name
        filled = {field.name for field in sheet.fields if field.example is not None}
        assert {name for name, value in read["xlsx"].items() if value not in ("", None)} == filled, sheet.name
