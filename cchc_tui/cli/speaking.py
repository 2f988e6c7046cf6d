"""Chooses the language: ``--lang``, else ``CCHC_LANG``, else the user's saved choice, else the office's settings."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from cchc_tui.texts.language import CATALOGS, LANGUAGES, chosen, language, use

OPTION, VARIABLE = "--lang", "CCHC_LANG"


def begin(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Use the language that the user has chosen, if any.

    An unknown language is ignored here; Click reports it later.
    """
    wanted = _option(arguments) or environment.get(VARIABLE) or _kept()
    if wanted in LANGUAGES:
        use(wanted)
    _translate_click()


def by_settings(folder: Path) -> None:
    """Use the language that the data folder's settings name, unless the user has chosen a language."""
    if chosen():
        return
    from cchc_tui.registry.toml import RegistryError  # the settings import msgspec
    from cchc_tui.settings import load

    with suppress(RegistryError):  # the command reports the error
        use(load(folder).language, by_choice=False)


def _translate_click() -> None:
    """Make Click's own messages use the current language. Click takes them from the current domain of gettext."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain("click", str(CATALOGS))
    gettext.textdomain("click")


def _option(arguments: Sequence[str]) -> str:
    for place, argument in enumerate(arguments):
        if argument == OPTION:
            return next(iter(arguments[place + 1 :]), "")
        if argument.startswith(f"{OPTION}="):
            return argument.removeprefix(f"{OPTION}=")
    return ""


def _kept() -> str:
    from cchc_tui.tui.session.preferences import load, prefs_path

    return load(prefs_path())[0].language
