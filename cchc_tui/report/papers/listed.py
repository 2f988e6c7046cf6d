"""The list of papers. To add one, write its file with its ``PAPER``, and add its name here.

The command, the palette entry and the export choices are made from this list. A paper's file is imported when the paper
is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cchc_tui.report.papers.paper import PaperType

NAMES = ("minutes", "brief", "unit", "form06a", "message")


def paper_of(name: str) -> PaperType[Any]:
    """The paper with this name, imported at the first use."""
    paper: PaperType[Any] = import_module(f"cchc_tui.report.papers.{name}").PAPER
    return paper
