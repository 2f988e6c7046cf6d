"""The poller's update for the app, and the changes that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cchc_tui.tui.session.queries import Query
from cchc_tui.tui.session.status import AppStatus
from cchc_tui.tui.style.render import Line, Span

if TYPE_CHECKING:
    from cchc_tui.boards.timeline import Timeline


class Update(NamedTuple):
    """What is new since the app last took an update."""

    status: AppStatus
    answers: Mapping[Query, Any] = {}
    fetched: tuple[tuple[Query, object], ...] = ()
    timeline: Timeline | None = None  # None until the data were read
    failing: Mapping[Query, str] = {}  # failing queries of the screen, and the names of their exceptions


class Changes(NamedTuple):
    """What an update of the poller changed."""

    fetched: tuple[tuple[Query, object], ...] = ()
    status: bool = False  # the status, or which queries fail
    empty: bool = False  # whether there are data, or a first load, is another
    first_look: bool = False  # the data are known for the first time
    reference: bool = False  # the answers that changes are counted from
    access: bool = False  # another access level to personal data
    alerts: tuple[Line, ...] = ()  # a sentence for each pinned unit that changed
    said: tuple[Span, ...] = ()  # sentences about what was written
