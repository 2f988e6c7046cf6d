"""Papers: each of their figures is a figure of a board at that moment, and each document follows Decree 30/2020."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from cchc_tui.cli.group import group
from cchc_tui.ingest.marks import write_meeting
from cchc_tui.ingest.reading import read
from cchc_tui.report.papers.listed import NAMES, paper_of
from cchc_tui.report.papers.paper import PaperError
from cchc_tui.settings import Limits
from cchc_tui.texts.language import use
from tests.kits.papers_kit import board, figures, lines_of, tables_of, word
from tests.kits.store_kit import DAY, HOUR, MORNING, WARD_2, WARD_6, Office, at, claim, dossier

OFFICER, APPLICANT, PHONE = "Nguyễn Thị Một", "Lê Văn Người Nộp", "0901234567"
CLOSED = {"status": 10, "finished": at("11-09 10:00"), "returned": at("11-09 10:10")}
BEFORE = MORNING - 7 * DAY
#: Phường 6 has two late, one of these handed out, one due soon; Phường 2 one late; Phòng Tư pháp none.
ROWS = [
    dossier("A-1"),
    dossier("A-2", returned=at("11-01 10:00"), field="Hộ tịch", procedure="Đăng ký khai sinh"),
    dossier("A-3", due=at("11-11 16:00")),
    dossier("B-1", agency="UBND Phường 2"),
    dossier("C-1", agency="Phòng Tư pháp", status=10, finished=at("10-20 10:00")),
]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A list a week ago, one today, a rollout sheet, and a meeting that begins now; no test changes it."""
    office = Office(tmp_path_factory.mktemp("city"))
    office.list([dossier("A-1")], BEFORE)
    office.list(ROWS, MORNING - HOUR)
    office.rollout([claim(WARD_6, "sunday", "done"), claim(WARD_2, "no-appointment", "planned", 3)], BEFORE)
    begun = write_meeting(office.folder, MORNING, True)
    office.load(read(begun, office.registry, Limits()), name=begun.name)
    yield office
    office.writer.close()


def of_row(rows: list[dict[str, Any]], unit: str) -> dict[str, Any]:
    return next(row for row in rows if row["unit"] == unit)


# ── message ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_message_says_what_the_board_says(city: Office) -> None:
    said = figures(city, "message", unit=WARD_6)
    (row,) = said.json()["rows"]
    late = of_row(board(city, "late")["rows"], WARD_6)
    assert {name: row[name] for name in ("late", "overdue", "due_soon")} == {
        name: late[name] for name in ("late", "overdue", "due_soon")
    }
    assert (row["late"], row["due_soon"]) == (2, 1)
    assert "Phường 6" in said.text()
    assert "Trễ hạn trong năm: 2 hồ sơ; đang quá hạn: 2." in said.text()


def test_each_unit_that_has_something_gets_a_message(city: Office) -> None:
    assert {row.name for row in figures(city, "message").rows} == {"Phường 6", "Phường 2"}
    assert figures(city, "message", unit="tu-phap").rows[0].late == 0


def test_a_message_of_a_past_moment(city: Office) -> None:
    assert [row.late for row in figures(city, "message", BEFORE, unit=WARD_6).rows] == [1]


# ── the page on a unit ───────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_on_a_unit_has_the_figures_of_the_boards(city: Office) -> None:
    said = figures(city, "unit", unit=WARD_6).json()
    late = of_row(board(city, "late")["rows"], WARD_6)
    assert said["now"] == {name: late[name] for name in said["now"]}
    then = of_row(board(city, "late", BEFORE)["rows"], WARD_6)
    assert (said["since"], said["before"]) == ("2021-11-03T08:30:00", {name: then[name] for name in said["before"]})
    fields = board(city, "late", by="field", unit=WARD_6)["rows"]
    assert [row for row in said["places"] if row["by"] == "field"] == [
        {"by": "field", "name": row["name"], **{name: row[name] for name in said["now"]}}
        for row in fields
        if row["late"]
    ]
    models = [row for row in board(city, "rollout")["rows"] if row["unit"] == WARD_6]
    assert [(row["practice"], row["claimed"], row["verdict"]) for row in said["models"]] == [
        (row["practice"], row["claimed"], row["verdict"]) for row in models
    ]
    assert (said["rank"], said["of"]) == (1, 15)


def test_a_unit_must_be_named(city: Office) -> None:
    for unit in (None, "nowhere"):
        with pytest.raises(PaperError):
            figures(city, "unit", unit=unit)


# ── Decree 30/2020 ───────────────────────────────────────────────────────────────────────────────────────────────────
QUERIES: dict[str, dict[str, Any]] = {"unit": {"unit": WARD_6}}
DOCUMENTS = [name for name in NAMES if paper_of(name).ending == "docx"]


@pytest.fixture(scope="module")
def document(city: Office, request: pytest.FixtureRequest) -> Any:
    name = request.param
    return word(paper_of(name).render(figures(city, name, **QUERIES.get(name, {})), False))


every_document = pytest.mark.parametrize("document", DOCUMENTS, indirect=True)


@every_document
def test_page_and_margins(document: Any) -> None:
    (section,) = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm, 1) <= 25
    assert 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35
    assert 15 <= round(section.right_margin.mm, 1) <= 20
    assert section.different_first_page_header_footer
    (number,) = section.header.paragraphs
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xml
    assert {run.font.size for run in number.runs} <= {Pt(13), Pt(14)}
    assert section.first_page_header.paragraphs[0].text == ""


@every_document
def test_fonts_are_times_new_roman_and_no_other(document: Any) -> None:
    normal = document.styles["Normal"]
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
    assert fonts.get(qn("w:asciiTheme")) is None
    assert "w:rFonts" not in document.element.xml


@every_document
def test_the_head_has_its_sizes_and_rules(document: Any) -> None:
    head = document.tables[0]
    left, right = head.rows[0].cells
    agency = [paragraph for paragraph in left.paragraphs if paragraph.text.isupper() and paragraph.runs[0].bold]
    assert [paragraph.text for paragraph in agency] == ["ỦY BAN NHÂN DÂN", "THÀNH PHỐ CAO LÃNH"]
    motto, below = right.paragraphs[:2]
    assert (motto.text, below.text) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert all(run.bold and Pt(12) <= run.font.size <= Pt(13) for each in (*agency, motto) for run in each.runs)
    assert all(run.bold and Pt(13) <= run.font.size <= Pt(14) for run in below.runs)
    for cell in (left, right):
        (rule,) = [paragraph for paragraph in cell.paragraphs if "w:pBdr" in paragraph._p.xml]
        assert rule.text == ""
    number = next(paragraph for paragraph in left.paragraphs if paragraph.text.startswith("Số:"))
    place = right.paragraphs[-1]
    assert number.runs[0].font.size == Pt(13)
    assert place.text == "Cao Lãnh, ngày 10 tháng 11 năm 2021"
    assert place.runs[0].italic
    assert place.runs[0].font.size in (Pt(13), Pt(14))


@every_document
def test_the_kind_what_it_is_about_and_the_body(document: Any) -> None:
    kind, about, rule = document.paragraphs[:3]
    assert kind.text.isupper()
    for each in (kind, about):
        assert each.runs[0].bold
        assert Pt(13) <= each.runs[0].font.size <= Pt(14)
        assert each.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "w:pBdr" in rule._p.xml
    body = [each for each in document.paragraphs if each.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY]
    assert body
    for each in body:
        form = each.paragraph_format
        assert 10 <= round(form.first_line_indent.mm, 1) <= 12.7
        assert all(Pt(13) <= run.font.size <= Pt(14) for run in each.runs)
    sizes = {run.font.size for cell in cells_of(document.tables[1:-1]) for each in cell.paragraphs for run in each.runs}
    assert sizes <= {Pt(12), Pt(13)}


def cells_of(tables: Any) -> Any:
    return (cell for table in tables for row in table.rows for cell in row.cells)


@every_document
def test_nobody_is_named_and_nobody_is_its_author(document: Any) -> None:
    text = "\n".join(lines_of(document))
    assert not [each for each in (OFFICER, APPLICANT, PHONE) if each in text]
    about = document.core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("Thành phố Cao Lãnh", "Thành phố Cao Lãnh", "")


def test_the_figures_stand_in_the_document(city: Office) -> None:
    page = figures(city, "unit", unit=WARD_6)
    tables = tables_of(word(paper_of("unit").render(page, False)))
    assert ["Trễ hạn trong năm", "2", "1", "+1"] in tables[1]
    assert ["Đăng ký khai sinh", "1", "1", "0"] in tables[2]


def test_papers_are_vietnamese_in_every_language_and_say_what_is_made_up(city: Office) -> None:
    def said(made_up: bool) -> list[list[str]]:
        documents = [
            lines_of(word(paper_of(name).render(figures(city, name, unit=WARD_6), made_up))) for name in DOCUMENTS
        ]
        return [*documents, figures(city, "message", unit=WARD_6).text(made_up).splitlines()]

    in_vietnamese = said(made_up=False)
    use("en")
    for true, made_up in zip(in_vietnamese, said(made_up=True), strict=True):
        assert [line for line in made_up if line not in true] == ["(số liệu giả định, để minh họa)"]
        assert [line for line in true if line not in made_up] == []


def test_without_a_list_no_paper_counts_anything(office: Office) -> None:
    page = lines_of(word(paper_of("unit").render(figures(office, "unit", unit=WARD_6), False)))
    assert "Trễ hạn trong năm" not in page
    assert "hồ sơ" not in figures(office, "message", unit=WARD_6).text()
    assert any("Chưa nhận danh sách" in line for line in page)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────
def run(*arguments: str) -> Any:
    return CliRunner().invoke(group, ["--data", *arguments])


def test_the_command_makes_each_paper_and_its_figures(city: Office, tmp_path: Path) -> None:
    folder, now = str(city.folder), "2021-11-10T08:30"
    for name in NAMES:
        options = [WARD_6] if paper_of(name).needs_unit else []
        out = tmp_path / f"{name}.{paper_of(name).ending}"
        done = run(folder, "report", name, *options, "--at", now, "--out", str(out))
        assert (done.exit_code, out.stat().st_size > 100) == (0, True), done.output
        said = json.loads(run(folder, "report", name, *options, "--at", now, "--format", "json").stdout)
        assert (said["as_of"], said["data_as_of"]) == ("2021-11-10T08:30:00", "2021-11-10T07:30:00")


def test_the_command_refuses_what_cannot_be(city: Office) -> None:
    folder = str(city.folder)
    for arguments in (["unit"], ["unit", "Phường 99"], ["form06a", "--from", "2021-11-12", "--to", "2021-11-01"]):
        assert run(folder, "report", *arguments, "--at", "2021-11-10T08:30").exit_code == 2
    assert run(folder, "report", "message", "--at", "10 o'clock").exit_code == 2
    refused = {"--from": ("form06a", "“xx” không phải ngày"), "--meeting": ("minutes", "“xx” không phải số thứ tự")}
    for option, (name, says) in refused.items():
        assert says in run(folder, "report", name, option, "xx").output
    days = run(folder, "report", "form06a", "--from", "01/10/2021", "--to", "2021-10-31", "--format", "json").stdout
    assert (json.loads(days)["from"], json.loads(days)["to"]) == ("2021-10-01", "2021-10-31")
    assert all(f"{name}  " in run(folder, "report", "--help").output for name in NAMES)


def test_nothing_of_word_is_imported_before_a_paper_is_asked_for() -> None:
    code = (
        "import sys, cchc_tui.cli.report as r, cchc_tui.tui.app; [r.paper_of(n) for n in r.NAMES];"
        "sys.exit(bool({'docx', 'lxml', 'xlsxwriter'} & sys.modules.keys()))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
