"""Which pages are shown: those of the registry's file, then one for each chosen unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from cchc_tui.registry.presentation import UNIT, Presentation
from cchc_tui.tui.keys.boards import BOARDS
from cchc_tui.tui.wall.board_pages import ExportsPage, MapPage, RolloutPage
from cchc_tui.tui.wall.changes_page import ChangesPage
from cchc_tui.tui.wall.pages import ForecastPage, LeaderboardPage, OverviewPage, TrendPage, UnitPage
from cchc_tui.tui.wall.view import Page

if TYPE_CHECKING:
    from cchc_tui.registry import Registry

#: Boards with their own page; any other board is a leaderboard.
_OWN: dict[str, Callable[[str], Page]] = {
    "overview": OverviewPage,
    "changes": ChangesPage,
    "rollout": RolloutPage,
    "exports": ExportsPage,
    "trend": TrendPage,
}


def order_of(registry: Registry | None) -> Presentation:
    """Return the registry's order of pages; the default order before the registry is read."""
    return registry.presentation if registry is not None else Presentation()


def pages_of(registry: Registry | None, chosen: Iterable[str]) -> list[Page]:
    """Make the pages, one at least. ``chosen`` are keys of units."""
    names = order_of(registry).order(board.name for board in BOARDS)
    pages = [_page(name, registry) for name in names if name != "map" or registry is not None]
    units = registry.units.by_key if registry is not None else {}
    pages += [UnitPage(key, units[key].name) for key in chosen if key in units]
    return pages or [OverviewPage("overview")]


def _page(name: str, registry: Registry | None) -> Page:
    if name == "map" and registry is not None:
        return MapPage(name, registry)
    if name in _OWN:
        return _OWN[name](name)
    return (ForecastPage if name == "forecast" else LeaderboardPage)(name, registry)


def stays_of(registry: Registry | None, pages: Iterable[Page]) -> list[int]:
    """Return the seconds that each of these pages stays."""
    order = order_of(registry)
    return [order.stays(UNIT if isinstance(page, UnitPage) else page.name) for page in pages]
