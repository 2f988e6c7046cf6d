"""The language of the interface: Vietnamese is what the sources say, every other one is a gettext catalog.

A text is marked with ``N_`` where it is written and translated where it is read: attributes of a class whose metaclass
is ``Translated`` and values of ``Words`` come translated by themselves, anything else goes through ``tr``. So a change
of language shows with the next drawing, in every thread. A sentence that counts things is marked with ``NN_``: its
``format(n=…)`` takes the form that the language has for so many (Vietnamese has one form, English two).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from gettext import NullTranslations

K = TypeVar("K")
V = TypeVar("V")

SOURCE = "vi"
#: Language → what it calls itself.
LANGUAGES = {SOURCE: "Tiếng Việt", "en": "English"}
DOMAIN = "cchc"
CATALOGS = Path(__file__).parent.parent / "locale"


class _Now:
    """The language in use; one for the whole process."""

    name = SOURCE
    catalog: NullTranslations | None = None  # None: as it is written
    chosen = False  # whether by a person, and not by the office's settings


class Counted(str):
    """A text with ``{n}``, of which there may be one or more; it is translated when the number is known."""

    __slots__ = ()

    def format(self, *args: object, **terms: object) -> str:
        """The text of that number in the language in use; ``n`` is the number, or how it is written."""
        catalog = _Now.catalog
        if catalog is None:
            return super().format(*args, **terms)
        digits = "".join(filter(str.isdecimal, str(terms.get("n", ""))))
        return catalog.ngettext(str(self), str(self), int(digits or 0)).format(*args, **terms)


def N_(text: str) -> str:  # noqa: N802 - what gettext calls a text that is translated later
    """Marks a text for the catalogs; it stays as it is written."""
    return text


def NN_(text: str) -> str:  # noqa: N802 - as gettext's own for a text that counts
    """Marks a text that counts its ``{n}``."""
    return Counted(text)


def tr(text: str) -> str:
    """The text in the language in use; as it is written where the catalog has none."""
    catalog = _Now.catalog
    if catalog is None or not text or isinstance(text, Counted):
        return text
    return catalog.gettext(text)


def one_line(title: str) -> str:
    """A title of two lines in one, in the language in use; a word that was broken with a hyphen is whole again."""
    return " ".join(tr(title).replace("-\n", "").split())


def again(text: str) -> str:
    """A text that was translated when it was put down, in the language in use now; what is no text stays as it is."""
    return tr(_sources().get(text, text)) if _catalog.cache_info().currsize else text


@lru_cache
def _sources() -> dict[str, str]:
    """What the catalogs say → what it is said for."""
    found: dict[str, str] = {}
    for name in LANGUAGES:
        known = getattr(_catalog(name), "_catalog", {}) if name != SOURCE else {}
        found |= {said: text for text, said in known.items() if isinstance(text, str) and text}
    return found


def in_all(text: str) -> tuple[str, ...]:
    """The text in every language there is, as it is written first: for what is found in any of them."""
    return (text, *(_catalog(name).gettext(text) for name in LANGUAGES if name != SOURCE and text))


def use(language: str, *, by_choice: bool = True) -> None:
    """Another language from now on; KeyError when there is no such."""
    LANGUAGES[language]
    _Now.catalog = None if language == SOURCE else _catalog(language)
    _Now.name, _Now.chosen = language, by_choice


@lru_cache
def _catalog(language: str) -> NullTranslations:
    import gettext  # most never need it

    try:
        return gettext.translation(DOMAIN, CATALOGS, [language])
    except OSError:  # an installation without its catalogs speaks as it is written
        return gettext.NullTranslations()


def language() -> str:
    """The language in use."""
    return _Now.name


def chosen() -> bool:
    """Whether a person chose the language in use: the office's settings have no say then."""
    return _Now.chosen


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
        return translated(value)


class Words(Mapping[K, V]):
    """Texts by key: its values come in the language in use. ``source`` has them as they are written."""

    def __init__(self, source: Mapping[K, V]):
        self.source: dict[K, V] = source.source if isinstance(source, Words) else dict(source)

    def __getitem__(self, key: K) -> V:
        value: V = translated(self.source[key])
        return value

    def __iter__(self) -> Iterator[K]:
        return iter(self.source)

    def __len__(self) -> int:
        return len(self.source)

    def __or__(self, other: Mapping[K, V]) -> Words[K, V]:
        return Words(self.source | Words(other).source)


def translated(value: Any) -> Any:
    """A text, or a tuple of such (a named one too), in the language in use; anything else as it is."""
    if _Now.catalog is None:
        return value
    if isinstance(value, str):
        return tr(value)
    if not isinstance(value, tuple):
        return value
    parts = tuple(translated(part) for part in value)
    return type(value)._make(parts) if hasattr(value, "_make") else parts
