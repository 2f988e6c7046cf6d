"""What is wrong in ``presentation.toml``, as a sentence for the wall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_tui.registry.presentation import right_for
from cchc_tui.texts.places import place
from cchc_tui.texts.presentation_file import FAULT

if TYPE_CHECKING:
    from cchc_tui.registry import Registry

#: Seconds that the sentence stays on the wall.
NOTICE_SECONDS = 20.0


def config_notice(registry: Registry | None) -> str:
    """Return file, line, key and what would be right there; "" if the file is right. The pages are shown all
    the same.
    """
    fault = registry.presentation_fault if registry is not None else None
    if fault is None:
        return ""
    where = place(Path(fault.path.name), fault.line, fault.key)
    return FAULT.on_the_wall.format(where=where, right=right_for(fault.key))
