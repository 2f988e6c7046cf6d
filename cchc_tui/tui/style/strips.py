"""Turn lines into strips. This is the only place where text becomes something that a terminal receives."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.strip import Strip

from cchc_tui.tui.style.ascii_fallback import ascii_only, in_ascii
from cchc_tui.tui.style.render import Span, clean
from cchc_tui.tui.style.themes import Background, Palette, TextRole


def strip(line: Iterable[Span], cells: int, palette: Palette, background: Background = Background.PLAIN) -> Strip:
    """Make a strip of exactly ``cells``, in ASCII if only ASCII is drawn. Adjacent spans of one style become one."""
    segments: list[Segment] = []
    sent = in_ascii if ascii_only() else clean
    for text, role, fresh, own in line:
        if not text:
            continue
        under = own or background
        style = palette.style(role, Background.FRESH if fresh and under is not Background.CURSOR else under)
        if segments and segments[-1].style is style:
            segments[-1] = Segment(segments[-1].text + sent(text), style)
        else:
            segments.append(Segment(sent(text), style))
    return Strip(segments).adjust_cell_length(cells, palette.style(TextRole.TEXT, background))
