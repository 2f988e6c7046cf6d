"""The choices that one user has made on the screen, stored in a small file of that user for the next start.

The file holds no setting of the office: nobody else uses it, and it may go missing. A file with invalid content is
renamed to ``.bad``, and none of its values are used.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

FILE = "screen.json"


class Prefs(NamedTuple):
    """A user's choices. If ``theme`` or ``language`` is empty, the office's settings decide.

    ``columns`` maps a screen's name to the keys of its shown columns, in order. ``sorts`` maps a screen's name to the
    key of the column that rows are sorted by, after a ``-`` if the largest comes first.
    """

    theme: str = ""
    language: str = ""
    mouse: bool = True
    alert: str = ""  # what a change of a chosen unit does: "" nothing, "flash", "bell"
    chosen: tuple[str, ...] = ()  # keys of the pinned units: presented on the wall, and watched for alerts
    columns: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - never changed in place
    sorts: dict[str, str] = {}  # noqa: RUF012
    greeted: bool = False  # whether the welcome was shown


class Preferences:
    """The choices of one user, stored in a file; without a path none are stored."""

    def __init__(self, path: Path | None):
        self.path = path
        self.values, self.unread = load(path) if path is not None else (Prefs(), "")  # why the file can't be read
        self._trouble = ""
        self.on_trouble: Callable[[str], object] = lambda reason: None  # called when the file can't be written

    def change(self, **choices: Any) -> None:
        """Apply choices and store them. If the same write error repeats, it is reported only once."""
        self.values = self.values._replace(**choices)
        if self.path is None:
            return
        trouble = save(self.path, self.values)
        if trouble and trouble != self._trouble:
            self.on_trouble(trouble)
        self._trouble = trouble


def prefs_path() -> Path:
    """The path of this user's file."""
    from platformdirs import user_config_path  # only if there is a user

    return user_config_path("cchc-tui", appauthor=False) / FILE


def load(path: Path) -> tuple[Prefs, str]:
    """The choices in a file (defaults if it is missing or invalid), and what is wrong with it ("" for nothing)."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Prefs(), ""
    except OSError as error:
        return Prefs(), error.strerror or str(error)
    import json  # only if there is a file

    try:
        said = json.loads(raw)
        json.dumps(said, ensure_ascii=False).encode()  # content that ``save`` can't write is invalid
        return _checked(said), ""
    except (ValueError, TypeError, RecursionError) as error:
        with suppress(OSError):
            path.replace(path.with_suffix(".bad"))
        return Prefs(), str(error)


def save(path: Path, prefs: Prefs) -> str:
    """Replace the file, whole or not at all; return why that failed, "" if it did not."""
    import json

    from cchc_tui.whole_files import replace_file

    try:
        content = json.dumps(prefs._asdict(), ensure_ascii=False, indent=1).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content, synced=False)
    except (OSError, ValueError) as error:  # a text that UTF-8 can't encode is not stored
        return getattr(error, "strerror", None) or str(error)
    return ""


def _checked(said: Any) -> Prefs:
    """The choices in a file's content. Unknown ones are ignored; TypeError if a value has the wrong type."""
    if not isinstance(said, dict):
        raise TypeError(FILE)
    none = Prefs()
    kept = {name: value for name, value in said.items() if name in Prefs._fields}
    for name, value in kept.items():
        wanted = type(getattr(none, name))
        if wanted is tuple:
            kept[name] = _texts(name, value)
        elif not isinstance(value, wanted):
            raise TypeError(name)
    kept["columns"] = {str(key): _texts("columns", value) for key, value in kept.get("columns", {}).items()}
    if not all(isinstance(value, str) for value in kept.get("sorts", {}).values()):
        raise TypeError("sorts")
    return Prefs(**kept)


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise TypeError(name)
    return tuple(value)
