"""Which language is spoken: the option, else ``CCHC_LANG``, else the user's choice on the screen, else the setting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from cchc_tui.texts.language import LANGUAGES, chosen, use

OPTION, VARIABLE = "--lang", "CCHC_LANG"


def begin(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Speaks as somebody has chosen, from here on. What is no language is refused where the options are read."""
    language = _option(arguments) or environment.get(VARIABLE) or _kept()
    if language in LANGUAGES:
        use(language)


def by_settings(folder: Path) -> None:
    """Speaks as the office has set it, where nobody has chosen."""
    if chosen():
        return
    from cchc_tui.registry.toml import RegistryError  # settings bring msgspec
    from cchc_tui.settings import load

    with suppress(RegistryError):  # the command itself will say so
        use(load(folder).language, by_choice=False)


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
