"""Papers and boards for tests, and Word files read back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument

from cchc_tui.domain.moments import Stamp
from cchc_tui.report.papers.listed import paper_of
from cchc_tui.report.papers.paper import PaperQuery
from tests.kits.store_kit import MORNING, Office


def figures(office: Office, name: str, at: Stamp = MORNING, **query: Any) -> Any:
    """The figures of a paper."""
    source = office.source(at)
    try:
        with source.moment(at) as moment:
            return paper_of(name).figures(moment, PaperQuery(**query))
    finally:
        source.close()


def board(office: Office, name: str, at: Stamp = MORNING, **query: Any) -> dict[str, Any]:
    """A board's JSON, as the command prints it."""
    source = office.source(at)
    try:
        return source.board(name, at, **query).json()
    finally:
        source.close()


def word(content: bytes) -> WordDocument:
    """Open a Word file."""
    return Document(io.BytesIO(content))


def lines_of(document: WordDocument) -> list[str]:
    """The texts of a document: first its paragraphs, then the cells of its tables."""
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def tables_of(document: WordDocument) -> list[list[list[str]]]:
    """For each table of a document, the texts of its cells by row."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def save(content: bytes, path: Path) -> Path:
    """Write the content to a file, and return its path."""
    path.write_bytes(content)
    return path
