"""The status in header and footer: how old the data are, who collects, what is wrong."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.domain.moments import Stamp

if TYPE_CHECKING:
    from cchc_tui.collector.status import LoadProgress


class Time(Enum):
    """Which clock the screen follows."""

    LIVE = "live"
    SET = "set"  # a clock that ``--clock`` has set
    DEMO = "demo"  # a made-up meeting


class Collecting(Enum):
    """Who loads the exports of this data folder."""

    UNKNOWN = "unknown"
    HERE = "here"  # a collector that this viewer started
    ELSEWHERE = "elsewhere"  # a service, or a collector that another viewer started
    NOBODY = "nobody"


class AppStatus(NamedTuple):
    """What header, banner and notice show: everything on screen but the boards."""

    place: str = ""
    data_as_of: Stamp | None = None
    age: str = ""
    stale: bool = False
    clock: str = ""  # hours and minutes
    time: Time = Time.LIVE
    collecting: Collecting = Collecting.UNKNOWN
    collector_host: str = ""
    waiting: tuple[str, ...] = ()  # files seen in the inbox that are not whole yet
    loading: LoadProgress | None = None
    banner: str = ""  # something is broken, and the last good boards stay
    notice: str = ""  # a recent event, such as a refused file
    alarming: bool = False  # whether the notice is a warning
    opened: Stamp | None = None  # the moment of the first figures on screen, a reference for changes
    empty: bool = False  # nothing was ever loaded
    known: bool = False  # whether the data have been read yet

    @property
    def first_load(self) -> bool:
        """Whether files are being loaded into a database that has none yet."""
        return self.empty and self.loading is not None
