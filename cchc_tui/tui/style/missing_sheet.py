"""The sentence on a board whose sheet was never dropped into the inbox."""

from __future__ import annotations

from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.render import width


def missing_sheet(name: str, cells: int = 0) -> str:
    """A sentence that names the missing sheet and its template.

    A shorter sentence is used if the full one does not fit into ``cells`` (0: there is no limit).
    """
    whole, brief, _ = missing_sheet_texts(name)
    return brief if cells and width(whole) > cells else whole


def missing_sheet_texts(name: str) -> tuple[str, str, str]:
    """Sentences on the sheet that is missing, the longest first; the last one leaves out the template."""
    from cchc_tui.sheets.kinds import SHEETS  # after the first frame: it imports msgspec

    sheet = SHEETS[name]
    return (
        TEXT.no_sheet.format(sheet=tr(sheet.title), template=sheet.template),
        TEXT.no_sheet_brief.format(sheet=tr(sheet.brief), template=sheet.template),
        TEXT.no_sheet_least.format(sheet=tr(sheet.brief)),
    )
