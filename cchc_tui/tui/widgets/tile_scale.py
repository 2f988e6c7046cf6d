"""The shades of the tile map: which amounts have which shade, and the legend that says so.

There are five shades. The strongest is for the amounts that need attention: the greatest or, where more is better, the
least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from cchc_tui.boards.table import Better
from cchc_tui.texts.tui_tiles import TILES
from cchc_tui.tui.style.ascii_fallback import ascii_only
from cchc_tui.tui.style.render import Line, Span, crop, line_width
from cchc_tui.tui.style.themes import SHADES, Background, TextRole

STEPS = len(SHADES)
#: The sign of each step, from none to the strongest shade: a block that grows within one cell.
SIGNS = "·▁▃▄▆█"


class Scale(NamedTuple):
    """The scale of a map whose amounts are between ``least`` and ``most``. ``say`` writes an amount as text.

    There are five shades. Each covers a fifth of the amounts: from 0 to ``most`` or, where more is better, from
    ``least`` to ``most``. With a ``target`` that some amount reaches, the weakest shade is for all amounts that reach
    it, and the other four are for the rest. Amounts are rounded to ``digits`` decimals, as ``say`` writes them.
    """

    most: float
    say: Callable[[float], str]
    digits: int = 0
    better: Better = Better.LESS
    least: float = 0
    target: float | None = None

    @property
    def _rising(self) -> bool:
        return self.better is Better.MORE

    @property
    def _reached(self) -> float | None:
        """The target, if the best amount reaches it; else None."""
        if self.target is None:
            return None
        there = self.most >= self.target if self._rising else self.least <= self.target
        return self.target if there else None

    def edges(self) -> list[float]:
        """The four limits between the shades, from the weakest shade to the strongest one."""
        best, worst = (self.most, self.least) if self._rising else (0, self.most)
        first, parts = 1, STEPS
        if self._reached is not None:
            best, first, parts = self._reached, 0, STEPS - 1
            worst = min(worst, best) if self._rising else max(worst, best)
        exact = (best + (worst - best) * part / parts for part in range(first, first + STEPS - 1))
        unit = 10**self.digits
        return [(ceil(edge * unit - 1e-9) if self._rising else floor(edge * unit + 1e-9)) / unit for edge in exact]

    def step(self, amount: float | None) -> int:
        """The number of an amount's shade, 1 to 5; 0 for an unknown amount.

        The amount 0 has the number 0 too, unless more is better.
        """
        if amount is None:
            return 0
        if amount <= 0:
            return STEPS if self._rising else 0
        shown = round(amount, self.digits)
        return 1 + sum(shown < edge if self._rising else shown > edge for edge in self.edges())

    def limits(self) -> Iterator[tuple[int, str]]:
        """Yield each shade that an amount can have, with the limit of its amounts; nothing if there are no amounts."""
        edges = self.edges()
        if self.most <= 0:
            yield from [(STEPS, self.say(0))] if self._rising else ()
        elif self._rising:
            at_least = ">=" if ascii_only() else "≥"
            for step, edge in enumerate(edges, 1):
                if step == 1 or edge < edges[step - 2]:
                    yield step, f"{at_least}{self.say(edge)}"
            yield STEPS, f"<{self.say(edges[-1])}"
        else:
            up_to = "<=" if ascii_only() else "≤"  # "<" alone would say "less than"
            for step, (before, bound) in enumerate(pairwise([0, *edges, self.most]), 1):
                if bound > before:
                    yield step, f"{up_to}{self.say(bound)}"

    def ends(self) -> tuple[str, str]:
        """The meaning of the weakest shade, and that of the strongest one."""
        if self.better is Better.NEITHER:
            return TILES.fewer, TILES.more
        return TILES.better if self._reached is None else TILES.reached, TILES.attention


def legend(scale: Scale, title: str, figure: str, hidden: int, zero: bool, cells: int) -> Line:
    """Draw the legend: what the shades mean at both ends, and the limit of the amounts of each shade.

    The legend stands above a list of tiles. At its left are the list's ``title`` and the number of ``hidden`` lines of
    the list. Then comes the name of the ``figure`` that shades the tiles ("": no name). With ``zero``, the sign for 0
    is shown too. If room is short, three things are left out in this order: the name, the title, and the limits of the
    shades between the ends.
    """
    more = f" +{hidden}↓" if hidden else ""
    heads = (f" {title}{more}", more) if title else (more,)
    for middle in (True, False):
        shades = _shades(scale, zero, middle)
        for head in heads:
            for name in (f"{figure}: ", "") if figure and shades else ("",):
                said = (Span(name, TextRole.DIM), *shades)
                room = cells - line_width(said) - len(head)
                if room >= bool(head):
                    return (Span(head + " " * room, TextRole.DIM), *said)
    return crop(shades, cells)


def _shades(scale: Scale, zero: bool, middle: bool) -> list[Span]:
    """Draw the shades between the words for best and worst. Without ``middle``, inner shades show no limit."""
    limits = list(scale.limits())
    if not limits:
        return []
    best, worst = scale.ends()
    spans = [Span(f" {SIGNS[0]} {scale.say(0)} ", TextRole.TEXT, False, Background.SHADE0)] if zero else []
    for place, (step, said) in enumerate(limits):
        text = f" {SIGNS[step]} {said} " if middle or place in {0, len(limits) - 1} else f" {SIGNS[step]} "
        spans.append(Span(text, TextRole.TEXT, False, SHADES[step - 1]))
    return [Span(f"{best} ", TextRole.DIM), *spans, Span(f" {worst} ", TextRole.DIM)]
