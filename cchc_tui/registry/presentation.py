"""The presentation file ``presentation.toml``: which pages the wall shows, in which order, and how long each stays."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, get_args

import msgspec

from cchc_tui.registry.merging import Laid, Rules
from cchc_tui.registry.toml import RegistryError, line_of, read_toml

#: The pages: the app's boards by name (a test compares them); "trend", the last days of both levels; "map", the city
#: in tiles.
PageName: TypeAlias = Literal[
    "directives",
    "overview",
    "changes",
    "late",
    "unclosed",
    "due",
    "forecast",
    "rollout",
    "online",
    "review",
    "testing",
    "index",
    "exports",
    "trend",
    "map",
]
PAGES: tuple[str, ...] = get_args(PageName)
#: The page of the unit chosen on the screen.
UNIT = "unit"
#: (least, most) seconds that a page stays, and (least, most) rows of a page.
SECONDS, ROWS = (3, 3600), (3, 10)
_Seconds: TypeAlias = Annotated[int, msgspec.Meta(ge=SECONDS[0], le=SECONDS[1])]


if TYPE_CHECKING:

    class Stay(msgspec.Struct):
        """How many seconds each page stays on the wall. A page with None stays for ``Presentation.seconds``."""

else:
    Stay = msgspec.defstruct(
        "Stay",
        [(page, _Seconds | None, None) for page in (*PAGES, UNIT)],
        frozen=True,
        forbid_unknown_fields=True,
        kw_only=True,
    )


class Presentation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The order of the pages, how many seconds each stays on the wall, and how many rows a page has at most."""

    seconds: _Seconds = 20
    rows: Annotated[int, msgspec.Meta(ge=ROWS[0], le=ROWS[1])] = 10
    pages: tuple[PageName, ...] = ()
    without: tuple[PageName, ...] = ()
    stay: Stay = Stay()

    def order(self, boards: Iterable[str]) -> tuple[str, ...]:
        """The pages in their order: first ``pages``, then the other ``boards``. Pages in ``without`` are left out."""
        named = (*self.pages, *(board for board in boards if board not in self.pages))
        return tuple(page for page in named if page not in self.without)

    def stays(self, page: str) -> int:
        """The number of seconds that a page stays on the wall."""
        own: int | None = getattr(self.stay, page, None)
        return self.seconds if own is None else own


def read_presentation(path: Path, shipped: Path) -> Presentation:
    """Read a presentation file, merged over the shipped file. Raises RegistryError.

    A page that is named twice is an error, and so is a page that is in both ``pages`` and ``without``.
    """
    own = read_toml(path, Presentation)
    for key in ("pages", "without"):
        names: tuple[str, ...] = getattr(own, key)
        for place, name in enumerate(names):
            fault = f"{name} is there twice" if name in names[:place] else ""
            if key == "without" and name in own.pages:
                fault = f"{name} is among pages too"
            if fault:
                line = line_of(path.read_text(encoding="utf-8-sig"), [key])
                raise RegistryError(path, line, f"{key}[{place + 1}]", fault)
    return Laid(path if path != shipped else None, shipped, Presentation, Rules()).data


def right_for(key: str) -> str:
    """A sentence that says which values are allowed for a key.

    ``key`` is the ``key`` of a RegistryError; "" means the whole file.
    """
    from cchc_tui.texts.presentation_file import RIGHT  # rarely needed

    first, _, own = key.partition("[")[0].partition(".")
    seconds = RIGHT.seconds.format(least=SECONDS[0], most=SECONDS[1])
    match first:
        case "seconds":
            return seconds
        case "stay":
            return seconds if own in Stay.__struct_fields__ else RIGHT.stay.format(names=", ".join((*PAGES, UNIT)))
        case "rows":
            return RIGHT.rows.format(least=ROWS[0], most=ROWS[1])
        case "pages" | "without":
            return RIGHT.pages.format(names=", ".join(PAGES))
        case "":
            return RIGHT.toml
    return RIGHT.keys.format(names=", ".join(Presentation.__struct_fields__))
