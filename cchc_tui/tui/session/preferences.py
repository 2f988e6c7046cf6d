"""The choices that one user has made on the screen, stored for the next start in a small file of that user.

Only this user reads the file, and no harm is done if the file is lost. A file with invalid content is renamed to
``.bad``, and none of its values are used.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from cchc_tui.own_folder import hidden_file

FILE = "screen.json"


class Prefs(NamedTuple):
    """A user's choices. If ``theme`` or ``language`` is empty, the office's settings decide.

    ``columns`` and ``sorts`` have an entry for each screen name. ``columns`` has the keys of the screen's shown
    columns, in order. ``sorts`` has the key of the column that rows are sorted by, with ``-`` before the key if the
    largest value comes first.
    """

    theme: str = ""
    language: str = ""
    mouse: bool = True
    alert: str = ""  # the alert when a pinned unit changes: "" none, "flash", "bell"
    chosen: tuple[str, ...] = ()  # keys of the pinned units: they have pages in the presentation, and alerts
    columns: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 - never changed in place
    sorts: dict[str, str] = {}  # noqa: RUF012
    greeted: bool = False  # whether the welcome was shown


class Preferences:
    """The choices of one user, stored in a file. Without a path they are not stored."""

    def __init__(self, path: Path | None):
        self.path = path
        self.values, self.unread = load(path) if path is not None else (Prefs(), "")  # why the file can't be read
        self._trouble = ""
        self.on_trouble: Callable[[str], object] = lambda reason: None  # gets the reason if writing fails

    def change(self, **choices: Any) -> None:
        """Apply choices and store them. A write error that repeats is reported only once."""
        self.values = self.values._replace(**choices)
        if self.path is None:
            return
        trouble = save(self.path, self.values)
        if trouble and trouble != self._trouble:
            self.on_trouble(trouble)
        self._trouble = trouble


def prefs_path() -> Path:
    """The path of the file with this user's preferences."""
    if (own := hidden_file(FILE)) is not None:
        return own
    from platformdirs import user_config_path  # imported only if there is a user

    return user_config_path("cchc-tui", appauthor=False) / FILE


def load(path: Path) -> tuple[Prefs, str]:
    """The choices in a file, or the defaults; and the reason why the file cannot be read.

    The reason is "" if the file can be read or is missing.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Prefs(), ""
    except OSError as error:
        return Prefs(), error.strerror or str(error)
    import json  # imported only if there is a file

    try:
        said = json.loads(raw)
        json.dumps(said, ensure_ascii=False).encode()  # content that ``save`` could not write is invalid
        return _checked(said), ""
    except (ValueError, TypeError, RecursionError) as error:
        with suppress(OSError):
            path.replace(path.with_suffix(".bad"))
        return Prefs(), str(error)


def save(path: Path, prefs: Prefs) -> str:
    """Replace the file atomically. Return the reason if that failed, else ""."""
    import json

    from cchc_tui.whole_files import replace_file

    try:
        content = json.dumps(prefs._asdict(), ensure_ascii=False, indent=1).encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content, synced=False)
    except (OSError, ValueError) as error:  # ValueError: a text that UTF-8 cannot encode
        return getattr(error, "strerror", None) or str(error)
    return ""


def _checked(said: Any) -> Prefs:
    """The choices in a file's content. Unknown keys are ignored; a value of the wrong type raises TypeError."""
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
