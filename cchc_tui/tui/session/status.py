"""The status in header and footer: age of the data, state of the collector, errors."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from cchc_tui.domain.moments import Stamp

if TYPE_CHECKING:
    from cchc_tui.collector.status import LoadProgress


class Time(Enum):
    """The clock that the screen follows."""

    LIVE = "live"
    SET = "set"  # a clock set by ``--clock``
    DEMO = "demo"  # the clock of the demo


class Collecting(Enum):
    """Where the collector of this data folder runs."""

    UNKNOWN = "unknown"
    HERE = "here"  # this viewer started it
    ELSEWHERE = "elsewhere"  # it is a service, or another viewer started it
    NOBODY = "nobody"


class AppStatus(NamedTuple):
    """The content of header, banner and notice: everything on screen except the boards."""

    place: str = ""
    data_as_of: Stamp | None = None
    age: str = ""
    stale: bool = False
    clock: str = ""  # hours and minutes
    time: Time = Time.LIVE
    collecting: Collecting = Collecting.UNKNOWN
    collector_host: str = ""
    waiting: tuple[str, ...] = ()  # the first of the files in the inbox that are not complete or loaded yet
    waiting_count: int = 0
    loading: LoadProgress | None = None
    banner: str = ""  # an error message; the last good boards stay on screen
    notice: str = ""  # a recent event, such as a refused file
    alarming: bool = False  # whether the notice is a warning
    opened: Stamp | None = None  # the moment of the first figures on screen, which is one of the references
    empty: bool = False  # whether nothing was ever loaded
    known: bool = False  # whether the data have been read yet
    read_only: bool = False  # whether this user may not write into the inbox
    personal_fault: str = ""  # why the last answer that should show personal data has none (a key of ``CLOSED``)

    @property
    def first_load(self) -> bool:
        """Whether files are being loaded into a database without data."""
        return self.empty and self.loading is not None
