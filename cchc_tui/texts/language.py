"""The language of the interface. The source texts are Vietnamese; other languages have gettext catalogs.

A text is marked with ``N_`` in the source, and is translated when it is read. So a change of language takes effect at
the next redraw, in every thread. Two kinds of texts are translated automatically: attributes of a class with the
metaclass ``Translated``, and values of a ``Words`` mapping. All other texts need ``tr``. A sentence with a count is
marked with ``NN_``; its ``format(n=…)`` uses the plural form for that number (Vietnamese has one form, English two).
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
#: Language → its name in that language.
LANGUAGES = {SOURCE: "Tiếng Việt", "en": "English"}
DOMAIN = "cchc"
CATALOGS = Path(__file__).parent.parent / "locale"


class _Now:
    """The language that this process uses at present."""

    name = SOURCE
    catalog: NullTranslations | None = None  # None: source texts are used
    chosen = False  # by a user and not by the office's settings


class Counted(str):
    """A text whose form depends on the number ``{n}``. It is translated when ``format`` fills in the number."""

    __slots__ = ()

    def format(self, *args: object, **terms: object) -> str:
        """Fill in the number, and translate the text. ``n`` may be a number, or a number formatted as text."""
        catalog = _Now.catalog
        if catalog is None:
            return super().format(*args, **terms)
        digits = "".join(filter(str.isdecimal, str(terms.get("n", ""))))
        return catalog.ngettext(str(self), str(self), int(digits or 0)).format(*args, **terms)


def N_(text: str) -> str:  # noqa: N802 - gettext's name for deferred translation
    """Mark a text for translation, and return it unchanged. The catalogs are made from the marked texts."""
    return text


def NN_(text: str) -> str:  # noqa: N802 - like gettext's name for plural texts
    """Mark a text with a number ``{n}`` for translation. The number decides between singular and plural."""
    return Counted(text)


def tr(text: str) -> str:
    """Translate a text into the current language. A text that is ``Counted`` or not in the catalog stays unchanged."""
    catalog = _Now.catalog
    if catalog is None or not text or isinstance(text, Counted):
        return text
    return catalog.gettext(text)


def one_line(title: str) -> str:
    """Translate a two-line title and write it on one line. A word that is hyphenated at the line break is joined."""
    return " ".join(tr(title).replace("-\n", "").split())


def again(text: str) -> str:
    """Translate a text into the current language, from any language of the program. Unknown texts stay unchanged."""
    return tr(_sources().get(text, text)) if _catalog.cache_info().currsize else text


@lru_cache
def _sources() -> dict[str, str]:
    """The source text of each translated text, from the catalogs of all languages."""
    found: dict[str, str] = {}
    for name in LANGUAGES:
        known = getattr(_catalog(name), "_catalog", {}) if name != SOURCE else {}
        found |= {said: text for text, said in known.items() if isinstance(text, str) and text}
    return found


def in_all(text: str) -> tuple[str, ...]:
    """The text in all languages, the source text first. Searches need it to find a text in any language."""
    return (text, *(_catalog(name).gettext(text) for name in LANGUAGES if name != SOURCE and text))


def use(language: str, *, by_choice: bool = True) -> None:
    """Use a language from now on. Raises KeyError for an unknown language.

    ``by_choice`` tells whether a user chose the language.
    """
    LANGUAGES[language]
    _Now.catalog = None if language == SOURCE else _catalog(language)
    _Now.name, _Now.chosen = language, by_choice


@lru_cache
def _catalog(language: str) -> NullTranslations:
    import gettext  # not needed for Vietnamese

    try:
        return gettext.translation(DOMAIN, CATALOGS, [language])
    except OSError:  # without installed catalogs the source texts are used
        return gettext.NullTranslations()


def language() -> str:
    """The code of the language in use."""
    return _Now.name


def chosen() -> bool:
    """Whether a user chose the current language. Then the office's settings do not change it."""
    return _Now.chosen


def following() -> str:
    """The language after the current one. After the last language comes the first."""
    names = list(LANGUAGES)
    return names[(names.index(_Now.name) + 1) % len(names)]


class Translated(type):
    """The metaclass of a class of texts. Reading an attribute of such a class returns the translated text."""

    def __getattribute__(cls, name: str) -> Any:
        value = super().__getattribute__(name)
        if _Now.catalog is None or name.startswith("_"):
            return value
        return translated(value)


class Words(Mapping[K, V]):
    """A mapping whose values are texts. Reading a value returns its translation. ``source`` has the source texts."""

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
    """Translate a text, or the texts in a tuple or named tuple. Any other value is returned unchanged."""
    if _Now.catalog is None:
        return value
    if isinstance(value, str):
        return tr(value)
    if not isinstance(value, tuple):
        return value
    parts = tuple(translated(part) for part in value)
    return type(value)._make(parts) if hasattr(value, "_make") else parts
