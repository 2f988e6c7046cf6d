"""Change the language while the app runs: redraw every screen in place, and mark nothing as changed.

Answers hold text too (titles, headings, sentences), so the poller fetches all of them again. The old answers stay
until the new ones come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_tui.texts.language import LANGUAGES, chosen, following, language, use

if TYPE_CHECKING:
    from cchc_tui.tui.screens.screens_app import ScreensApp


def next_language(app: ScreensApp) -> None:
    """Switch to the next language, and save it for the next start."""
    use(following())
    app.prefer(language=language())
    app.poller.follow_language()
    app.redraw()
    app.tell(LANGUAGES[language()])


def speak_as_set(app: ScreensApp) -> None:
    """Use the language of the office's settings, unless the user has chosen one."""
    wanted = app.prefs.language or app.source.settings.language
    if not chosen() and wanted != language() and wanted in LANGUAGES:
        use(wanted, by_choice=bool(app.prefs.language))
        app.poller.follow_language()
        app.redraw()
