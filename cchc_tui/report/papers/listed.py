"""The list of papers. To add a paper, write its module with a ``PAPER``, and add the module's name here.

The commands, the palette entries and the choices of export are made from this list. A paper's module is imported only
when somebody asks for the paper.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cchc_tui.report.papers.paper import PaperType

NAMES = ("minutes", "brief", "unit", "form06a", "message")


def paper_of(name: str) -> PaperType[Any]:
    """The declaration of the paper with this name. Its module is imported at the first use."""
    paper: PaperType[Any] = import_module(f"cchc_tui.report.papers.{name}").PAPER
    return paper
