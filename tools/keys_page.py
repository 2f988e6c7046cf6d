"""``python -m tools.keys_page docs/keys.md``: write the page of all keys. A test checks that it is up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from cchc_tui.texts.language import in_all
from cchc_tui.texts.tui_help_overlays import PLACES
from cchc_tui.tui.keys.action import Action, is_typed, key_name
from cchc_tui.tui.keys.actions import ACTIONS

_HEAD = """# Keys

Made from the registry of actions (`cchc_tui/tui/keys/`) by `make keys`: footers, help (F1), palette (Ctrl+P,
F12) and this page say the same. An input method (Telex, VNI) may swallow letters, figures and brackets: what has no
other key is marked with ◇ and is in the palette, by its name in either language and without marks.
"""
_TABLE = ("| phím / key | tên / name | |", "|---|---|---|")


def document() -> str:
    """The page of all keys, as Markdown."""
    lines = [_HEAD]
    for place in PLACES:
        actions = [action for action in ACTIONS if action.place == place]
        if actions:
            lines += ["## " + _both(PLACES.source[place]), "", *_TABLE, *map(_row, actions), ""]
    return "\n".join(lines)


def _row(action: Action) -> str:
    keys = " ".join(f"`{_plain(key_name(key))}`" for key in action.keys) + (" ◇" if only_typed(action) else "")
    title, description = action.words
    return f"| {keys} | {_both(title)} | {_both(description)} |"


def only_typed(action: Action) -> bool:
    """Whether an input method may swallow every key of an action. The page marks such actions."""
    return action.listed and action.place != "present" and all(map(is_typed, action.keys))


def _both(text: str) -> str:
    """A text in both languages, separated by a line break; only once if the languages do not differ."""
    return "<br>".join(_plain(each) for each in _each(text))


def _each(text: str) -> Iterator[str]:
    yield from dict.fromkeys(in_all(text))


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
