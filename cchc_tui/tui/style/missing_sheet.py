"""The sentence on a board whose sheet was never dropped into the inbox."""

from __future__ import annotations

from cchc_tui.texts.language import tr
from cchc_tui.texts.tui import TEXT
from cchc_tui.tui.style.render import width


def missing_sheet(name: str, cells: int = 0) -> str:
    """Which sheet is missing, and its template. If the sentence does not fit into ``cells``, a shorter one (0: any)."""
    from cchc_tui.sheets.kinds import SHEETS  # after the first frame: it imports msgspec

    sheet = SHEETS[name]
    words = TEXT.no_sheet.format(sheet=tr(sheet.title), template=sheet.template)
    if cells and width(words) > cells:
        return TEXT.no_sheet_brief.format(sheet=tr(sheet.brief), template=sheet.template)
    return words
