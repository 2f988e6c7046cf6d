"""Another language while the app runs: all is drawn again, in place, and nothing of it counts as a change.

Answers hold words too (titles, headings, sentences), so the live thread asks for everything again; until it has come,
the old answers stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_tui.texts.language import LANGUAGES, chosen, following, language, use
from cchc_tui.tui.screens.main_screen import MainScreen
from cchc_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from cchc_tui.tui.widgets.board_app import BoardApp


def next_language(app: BoardApp) -> None:
    """The language after this one, from now on and at the next start."""
    use(following())
    app.prefer(language=language())
    relabel(app)
    app.tell(LANGUAGES[language()])


def speak_as_set(app: BoardApp) -> None:
    """The office's language, once its settings are read, unless a person has chosen one."""
    wanted = app.prefs.language or app.source.settings.language
    if not chosen() and wanted != language() and wanted in LANGUAGES:
        use(wanted, by_choice=bool(app.prefs.language))
        relabel(app)


def relabel(app: BoardApp) -> None:
    """Draws everything again, on the boards that are out of sight too."""
    app.poller.ask_anew()
    for screen in app.all_screens():
        if isinstance(screen, MainScreen):
            screen.relabel()
        else:
            for lines in screen.query(Lines):
                lines.rewrite()
