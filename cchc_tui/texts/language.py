"""The language of the interface: Vietnamese is what the sources say, every other one is a gettext catalog.

A text is marked with ``N_`` where it is written and translated where it is read: attributes of a class whose metaclass
is ``Translated`` and values of ``Words`` come translated by themselves, anything else goes through ``tr``. So a change
of language shows with the next drawing, in every thread.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from gettext import NullTranslations

K = TypeVar("K")

SOURCE = "vi"
#: Language → what it calls itself.
LANGUAGES = {SOURCE: "Tiếng Việt", "en": "English"}
DOMAIN = "cchc"
CATALOGS = Path(__file__).parent.parent / "locale"


class _Now:
    """The language in use; one for the whole process."""

    name = SOURCE
    catalog: NullTranslations | None = None  # None: as it is written


def N_(text: str) -> str:  # noqa: N802 - what gettext calls a text that is translated later
    """Marks a text for the catalogs; it stays as it is written."""
    return text


def tr(text: str) -> str:
    """The text in the language in use; as it is written where the catalog has none."""
    catalog = _Now.catalog
    return catalog.gettext(text) if catalog is not None and text else text


def use(language: str) -> None:
    """Another language from now on; KeyError when there is no such."""
    LANGUAGES[language]
    if language == SOURCE:
        _Now.name, _Now.catalog = SOURCE, None
        return
    import gettext  # noqa: PLC0415 - most never need it

    _Now.catalog = gettext.translation(DOMAIN, CATALOGS, [language])
    _Now.name = language


def language() -> str:
    """The language in use."""
    return _Now.name


def following() -> str:
    """The language after the one in use."""
    names = list(LANGUAGES)
    return names[(names.index(_Now.name) + 1) % len(names)]


class Translated(type):
    """Of a class of texts: its attributes come in the language in use."""

    def __getattribute__(cls, name: str) -> Any:
        value = super().__getattribute__(name)
        if _Now.catalog is None or name.startswith("_"):
            return value
        return _translated(value)


def _translated(value: Any) -> Any:
    if isinstance(value, str):
        return tr(value)
    return tuple(_translated(part) for part in value) if isinstance(value, tuple) else value
