"""Administrative documents as Word files, laid out as Decree 30/2020/NĐ-CP demands.

Paper A4; margins: top and bottom 20 mm, left 30 mm, right 15 mm; Times New Roman; page numbers in the header from page
2 on.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cchc_tui.domain.moments import Stamp, to_datetime
from cchc_tui.report.document_table import Align, TableColumn
from cchc_tui.texts.papers.words import MADE_UP, MOTTO, NOTHING, RECIPIENTS

#: Millimetres: the page, its margins, and what is left between them.
PAGE = (210, 297)
MARGINS = {"top": 20, "bottom": 20, "left": 30, "right": 15}
WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
FONT = "Times New Roman"
#: Sizes in points.
BODY, TABLE, SMALL = 13, 12, 11
_MOTTO, _MOTTO_BELOW, _AGENCY, _NUMBER = 12, 13, 12, 13
_KIND, _TITLE, _PAGE_NUMBER = 14, 14, 13
_FIRST_LINE, _AFTER, _GAP = Mm(10), Pt(6), 8
#: The widths of the two halves of the head, and the lengths of the rules below its lines, in millimetres.
_LEFT, _RIGHT = 65, WIDTH - 65
_RULE_AGENCY, _RULE_MOTTO, _RULE_TITLE = 22, 58, 35
#: Eighths of a point.
_THICKNESS = 6

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


class OfficialDocument:
    """A Word document that is built from top to bottom. Each method adds a part at the end."""

    def __init__(self, title: str, author: str, made: Stamp, made_up: bool = False):
        """``title``, ``author`` and ``made`` (a moment) are stored in the file's properties.

        With ``made_up``, a line below the title says that the data are made up.
        """
        self._document = Document()
        self._made_up = made_up
        relations = self._document.part.package.rels
        for key in [key for key, each in relations.items() if each.reltype.endswith("/thumbnail")]:
            del relations[key]  # a picture of the library's own template
        self._set_page()
        self._set_fonts()
        about = self._document.core_properties
        about.title, about.author, about.last_modified_by, about.comments = title, author, author, ""
        about.created = about.modified = to_datetime(made)
        about.language = "vi-VN"

    # ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
        section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
        section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
        section.header_distance = section.footer_distance = Mm(10)
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
            run = paragraph.add_run()
            run.font.size = Pt(_PAGE_NUMBER)
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def _set_fonts(self) -> None:
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(BODY)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        properties.append(language)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing = 1.0

    # ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def head(self, agency: Sequence[str], number: str, place: str, day: str) -> None:
        """Add the head: agency and number of the document on the left, national motto, place and day on the right.

        A line is drawn below the agency, and another one below the motto.
        """
        left, right = self._halves(_LEFT, _RIGHT)
        for line in agency:
            self._line(left, line, _AGENCY, bold=True)
        self._rule(left, _LEFT, _RULE_AGENCY)
        self._line(right, MOTTO[0], _MOTTO, bold=True)
        self._line(right, MOTTO[1], _MOTTO_BELOW, bold=True)
        self._rule(right, _RIGHT, _RULE_MOTTO)
        self._line(left, number, _NUMBER, before=4)
        self._line(right, f"{place}, {day}", _NUMBER, italic=True, before=4)

    def kind(self, kind: str, about: str) -> None:
        """Add the kind of document and its subject (*trích yếu*), and draw a line below them.

        If the data are made up, a line of text says so.
        """
        self._line(None, kind, _KIND, bold=True, before=12)
        self._line(None, about, _TITLE, bold=True)
        self._rule(None, WIDTH, _RULE_TITLE)
        if self._made_up:
            self._line(None, MADE_UP, BODY, italic=True, before=4)
        self._gap()

    def _halves(self, left: float, right: float) -> tuple[Any, Any]:
        """Add a table without borders and return its two cells. The widths are in millimetres."""
        table = self._document.add_table(rows=1, cols=2)
        _set_widths(table, (left, right))
        cells = table.rows[0].cells
        return cells[0], cells[1]

    def _line(
        self,
        cell: Any,
        text: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        align: Align = "center",
        before: float = 0,
    ) -> Any:
        """Add a line of text to a cell, or to the document itself if ``cell`` is None.

        ``size`` and ``before`` are in points.
        """
        paragraph = self._paragraph(cell)
        paragraph.alignment = _ALIGN[align]
        paragraph.paragraph_format.space_before = Pt(before)
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic
        return paragraph

    def _paragraph(self, cell: Any) -> Any:
        if cell is None:
            return self._document.add_paragraph()
        first = cell.paragraphs[0]
        return first if len(cell.paragraphs) == 1 and not first.runs and first._p.pPr is None else cell.add_paragraph()

    def _rule(self, cell: Any, room: float, length: float) -> None:
        """Draw a horizontal line of ``length`` mm in a cell or the document, centred in a width of ``room`` mm.

        The line is the lower border of a low paragraph.
        """
        paragraph = self._paragraph(cell)
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Mm((room - length) / 2)
        form.line_spacing = Pt(3)
        border = OxmlElement("w:pBdr")
        line = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", str(_THICKNESS)), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(
            border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
        run = paragraph.add_run()
        run.font.size = Pt(2)

    # ── the content ──────────────────────────────────────────────────────────────────────────────────────────────────
    def section(self, text: str) -> None:
        """Add the heading of a section. The heading stays on one page with the paragraph after it."""
        paragraph = self.text(text, bold=True)
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str, *, bold: bool = False, italic: bool = False, after: float | None = None) -> Any:
        """Add a justified paragraph with an indented first line.

        ``after`` is the space below it in points (None: 6).
        """
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        form = paragraph.paragraph_format
        form.first_line_indent = _FIRST_LINE
        form.space_after = _AFTER if after is None else Pt(after)
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(BODY), bold, italic
        return paragraph

    def blank(self, label: str, lines: int = 1) -> None:
        """Add a label with dotted lines to fill in by hand. The first of the ``lines`` begins after the label."""
        for text in (label, *("",) * (lines - 1)):
            paragraph = self.text(f"{text}\t")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            if not text:
                paragraph.paragraph_format.first_line_indent = Mm(0)

    def note(self, text: str) -> None:
        """Add a remark in small italics below a table."""
        paragraph = self._line(None, text, SMALL, italic=True, align="left")
        paragraph.paragraph_format.space_after = _AFTER
        paragraph.paragraph_format.space_before = Pt(2)

    def table(
        self,
        columns: Sequence[TableColumn],
        rows: Sequence[Sequence[str]],
        *,
        groups: Sequence[tuple[str, int]] = (),
    ) -> None:
        """Add a table with borders. Its headings repeat on each page.

        ``groups`` are further headings, in a row above the headings of the columns. Each group has a text and a number
        of columns. A group with an empty text must have one column, whose own heading then fills both rows.
        """
        above = 1 if groups else 0
        table = self._document.add_table(rows=1 + above + (1 if rows else 0), cols=len(columns))
        table.style = "Table Grid"
        _set_widths(table, [column.width for column in columns])
        titles = [column.title for column in columns]
        for title, (first, last) in _places(groups):
            upper = table.cell(0, first).merge(table.cell(0, last)) if title else None
            if upper is None:
                table.cell(0, first).merge(table.cell(1, first))
            self._heading(table.cell(0, first), title or titles[first])
            titles[first] = titles[first] if title else ""
        for place, title in enumerate(titles):
            if title:
                self._heading(table.cell(above, place), title)
        for row in table.rows[: above + 1]:
            _flag(row._tr.get_or_add_trPr(), "w:tblHeader")
        if rows:
            self._fill(table.rows[above + 1], columns, rows)
        self._gap()

    def _fill(self, model: Any, columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]) -> None:
        """Write the first of ``rows`` into the table row ``model``, and the other rows into copies of it below."""
        _flag(model._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, column in zip(model.cells, columns, strict=True):
            self._line(cell, "", TABLE, align=column.align)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        lines = [model._tr, *(deepcopy(model._tr) for _ in rows[1:])]
        model._tr.getparent().extend(lines)
        for line, values in zip(lines, rows, strict=True):
            for cell, column, value in zip(line.tc_lst, columns, values, strict=True):
                paragraph = cell.p_lst[0]
                paragraph.r_lst[0].text = value
                if value == NOTHING and column.align == "right":
                    paragraph.alignment = _ALIGN["center"]

    def _gap(self) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(_GAP)

    def _heading(self, cell: Any, title: str) -> None:
        self._line(cell, title, TABLE, bold=True).paragraph_format.keep_with_next = True
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def signatures(self, left: str, right: str, lines: int = 3) -> None:
        """Add the titles of two signers, with ``lines`` empty lines below each title, and then dots for the name.

        A title "" gets no dots.
        """
        halves = self._halves(WIDTH / 2, WIDTH / 2)
        for cell, title in zip(halves, (left, right), strict=True):
            self._line(cell, title, BODY, bold=True, before=6)
            for _ in range(lines):
                self._line(cell, "", BODY)
            self._line(cell, "." * 34 if title else "", BODY)
        for paragraph in (each for cell in halves for each in cell.paragraphs):
            paragraph.paragraph_format.keep_with_next = True
        _flag(self._document.tables[-1].rows[0]._tr.get_or_add_trPr(), "w:cantSplit")

    def recipients(self, names: Sequence[str], signer: str = "", lines: int = 3) -> None:
        """Add the list of recipients (*nơi nhận*), and beside it the signer's title with room to sign.

        Without a ``signer`` (""), the right half stays empty.
        """
        left, right = self._halves(WIDTH / 2, WIDTH / 2)
        self._line(left, RECIPIENTS, TABLE, bold=True, italic=True, align="left", before=6)
        for name in names:
            self._line(left, f"- {name}", SMALL, align="left")
        if signer:
            self._line(right, signer, BODY, bold=True, before=6)
            for _ in range(lines):
                self._line(right, "", BODY)
            self._line(right, "." * 34, BODY)
        _flag(self._document.tables[-1].rows[0]._tr.get_or_add_trPr(), "w:cantSplit")

    def save(self) -> bytes:
        """The finished document as the content of a Word file."""
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()


def _set_widths(table: Any, widths: Sequence[float]) -> None:
    """Set the column widths of a table, in millimetres, and centre the table."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _flag(properties: Any, name: str) -> None:
    properties.append(OxmlElement(name))


def _places(groups: Sequence[tuple[str, int]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the heading of each group of columns, with the indexes of the group's first and last column."""
    first = 0
    for title, width in groups:
        yield title, (first, first + width - 1)
        first += width
