"""The status in header and footer: how old the data are, who collects, what is wrong. Made by the poller."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from cchc_tui.domain.moments import Stamp


class Time(Enum):
    """Whose time the screen goes by."""

    LIVE = "live"
    SET = "set"  # a clock that was set, with --clock
    DEMO = "demo"  # a made-up meeting


class Collecting(Enum):
    """Who takes in the exports of this data folder."""

    UNKNOWN = "unknown"
    HERE = "here"  # a collector that this viewer started
    ELSEWHERE = "elsewhere"  # a service or another viewer's
    NOBODY = "nobody"


class Loading(NamedTuple):
    """A file that is being loaded; ``total`` is 0 when its rows are not known in advance."""

    name: str
    done: int
    total: int


class AppStatus(NamedTuple):
    """The thin line on top, the banner and the notice: everything but the boards."""

    place: str = ""
    data_as_of: Stamp | None = None
    age: str = ""
    stale: bool = False
    clock: str = ""  # hours and minutes
    time: Time = Time.LIVE
    collecting: Collecting = Collecting.UNKNOWN
    collector_host: str = ""
    waiting: tuple[str, ...] = ()  # files seen in the inbox that are not whole yet
    loading: Loading | None = None
    banner: str = ""  # something is broken, and the last good boards stay
    notice: str = ""  # one thing that happened: a refused file
    alarming: bool = False  # whether the notice wants an eye
    opened: Stamp | None = None  # the moment that changes are counted from
    empty: bool = False  # nothing was ever loaded
    known: bool = False  # whether the data have been looked at yet

    @property
    def first_load(self) -> bool:
        """Whether files are being loaded into a database that has none yet."""
        return self.empty and self.loading is not None
