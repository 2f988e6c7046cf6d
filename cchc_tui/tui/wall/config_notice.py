"""A fault in ``presentation.toml``, told on the wall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_tui.registry.presentation import right_for
from cchc_tui.texts.places import place
from cchc_tui.texts.presentation_file import FAULT

if TYPE_CHECKING:
    from cchc_tui.registry import Registry


#: So long it stands there.
FAULT_SECONDS = 20.0


def warn_of(screen: Any, registry: Registry | None) -> None:
    """Says file, line, key and what is right there, below a page that is shown all the same."""
    fault = registry.presentation_fault if registry is not None else None
    screen.fault = ""
    if fault is not None:
        where = place(Path(fault.path.name), fault.line, fault.key)
        screen.fault = FAULT.on_the_wall.format(where=where, right=right_for(fault.key))
        screen.set_timer(FAULT_SECONDS, lambda: _end(screen))
    screen.sound()


def _end(screen: Any) -> None:
    screen.fault = ""
    screen.sound()
