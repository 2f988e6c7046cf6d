"""The board of online services (*dịch vụ công trực tuyến*): how many of the year's dossiers came online."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import attrgetter
from typing import Any, NamedTuple

from cchc_tui.boards.board import BoardQuery, By, KeyedRows
from cchc_tui.boards.figures import ranked, share
from cchc_tui.boards.leaderboard import LEVEL, NAME, RANK, Leaderboard, Total
from cchc_tui.boards.moment import Moment
from cchc_tui.boards.procedure_catalogue import ONLINE_LEVELS, CatalogueProcedure, catalogue
from cchc_tui.boards.table import Better, ByClock, Column, ValueType
from cchc_tui.domain.moments import DAY, Stamp, to_date
from cchc_tui.domain.names import by_name
from cchc_tui.domain.roles import Right
from cchc_tui.domain.units import Level, Unit
from cchc_tui.store.count.arrivals import ArrivalKey, Arrivals, arrivals, received_today
from cchc_tui.store.read.settled_state import year_start
from cchc_tui.texts.boards import BOARD as WORDS
from cchc_tui.texts.boards import HEADINGS
from cchc_tui.texts.language import N_, tr
from cchc_tui.texts.numbers import number, percent


@dataclass(frozen=True, slots=True)
class OnlineFigures:
    """Numbers of dossiers received from the start of the year up to the moment. None: not known.

    ``told`` counts the dossiers for which a list says how they came. If dossiers were received and ``told`` is 0,
    ``online`` is None. ``level3…`` and ``level4…`` figures count only procedures with that service level in the
    catalogue. ``wednesday…`` figures count only dossiers received on a Wednesday. ``unused`` counts procedures that are
    offered online but had no online dossier. ``service_level`` is known only for a single procedure.
    """

    received: int | None = None
    told: int | None = None
    online: int | None = None
    level3_told: int | None = None
    level3_online: int | None = None
    level4_told: int | None = None
    level4_online: int | None = None
    unused: int | None = None
    wednesday_told: int = 0
    wednesday_online: int = 0
    service_level: int | None = None

    @property
    def share(self) -> float | None:
        """``online / told``; None if ``told`` is 0 or None."""
        return share(self.online, self.told)

    @property
    def level3_share(self) -> float | None:
        """``level3_online / level3_told``; None if ``level3_told`` is 0 or None."""
        return share(self.level3_online, self.level3_told)

    @property
    def level4_share(self) -> float | None:
        """``level4_online / level4_told``; None if ``level4_told`` is 0 or None."""
        return share(self.level4_online, self.level4_told)

    @property
    def wednesday_share(self) -> float | None:
        """``wednesday_online / wednesday_told``; None if ``wednesday_told`` is 0."""
        return share(self.wednesday_online, self.wednesday_told)


@dataclass(frozen=True, slots=True)
class OnlineRow:
    """The figures of a unit, field or procedure. ``key`` is the unit's key, or the text of the field or procedure.

    ``rank`` is the rank by ``share`` within the level. Rows with equal shares have the same rank; a row without a share
    has none.
    """

    key: str
    code: str
    name: str
    level: str
    figures: OnlineFigures
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class OnlineBoard(KeyedRows[OnlineRow]):
    """The board at a moment. Rows with the greatest share of online dossiers come first.

    ``levels`` and ``unplaced`` (dossiers without a known unit) do not depend on the grouping. If the query names a
    unit, they count only its dossiers.
    """

    as_of: Stamp
    data_as_of: Stamp | None
    by: By
    rows: tuple[OnlineRow, ...]
    levels: Mapping[str, OnlineFigures]
    unplaced: OnlineFigures
    lacking: str = ""  # the kind of the sheet that is missing


class _Part(NamedTuple):
    """The dossiers of one procedure in one unit, with the procedure's entry in the catalogue (None: it has none)."""

    unit: Unit | None
    name: str
    field: str
    counts: Arrivals
    procedure: CatalogueProcedure | None
    service: int | None


#: Days of lists of which the arrivals are kept.
_KEPT = 16


def _arrivals(moment: Moment) -> dict[ArrivalKey, Arrivals]:
    """The numbers of dossiers received in the moment's year, by unit and procedure. They are cached."""
    start, today = year_start(moment.at), received_today(moment)
    newest = moment.cutoff if moment.data_as_of is None else moment.data_as_of
    key = (newest, "arrivals", (moment.at // DAY, moment.before_lists, today))
    return moment.memo.get_or_make(moment, key, lambda: arrivals(moment, start, today), most=_KEPT)


def online_board(moment: Moment, query: BoardQuery) -> OnlineBoard:
    """The board at a moment. ``query.unit`` limits all figures to one unit; ``query.level`` limits only the rows."""
    return _OnlineBoardBuilder(moment, query).board()


class _OnlineBoardBuilder:
    def __init__(self, moment: Moment, query: BoardQuery) -> None:
        self._moment, self._by, self._level = moment, query.by, query.level
        self._unit = None if query.unit is None else moment.unit_named(query.unit)
        self._catalogue = catalogue(moment)
        self._parts = list(self._read(None if query.unit is None else moment.unit_number(query.unit)))

    def _read(self, number: int | None) -> Iterator[_Part]:
        moment, find = self._moment, self._catalogue.find
        for key, counts in _arrivals(moment).items():
            if number in (None, key.unit):
                unit, name = moment.unit(key.unit), moment.text(key.procedure)
                level = unit.level.value if unit else ""
                procedure = find(moment.text(key.code), name, level)
                service = procedure.service(level) if procedure else None
                yield _Part(unit, name, moment.text(key.field), counts, procedure, service)

    def board(self) -> OnlineBoard:
        moment, rows = self._moment, {"unit": self._units, "procedure": self._procedures}.get(self._by, self._fields)()
        levels = {level.value: self._figures(self._of_level(level), self._offered(level)) for level in Level}
        unplaced = self._figures([part for part in self._parts if part.unit is None])
        ordered = ranked(_sorted(rows), lambda row: row.figures.share)
        lacking = "" if self._catalogue else "catalogue"
        return OnlineBoard(moment.at, moment.data_as_of, self._by, tuple(ordered), levels, unplaced, lacking)

    def _of_level(self, level: str) -> list[_Part]:
        return [part for part in self._parts if part.unit is not None and part.unit.level.value == level]

    def _offered(self, level: str) -> list[CatalogueProcedure]:
        """The procedures that a level ("": either level) offers online and that the requested unit, if any, handles."""
        unit, levels = self._unit, {level} if level else {each.value for each in Level}
        return [
            procedure
            for procedure in self._catalogue.procedures
            if (unit is None or (unit.level.value in levels and procedure.is_of(unit)))
            and any(procedure.services.get(each) in ONLINE_LEVELS for each in levels)
        ]

    def _figures(
        self,
        parts: Collection[_Part],
        offered: Collection[CatalogueProcedure] | None = None,
        service: int | None = None,
    ) -> OnlineFigures:
        """Add up the figures of ``parts``. ``service`` becomes the ``service_level`` of the result.

        ``unused`` counts the procedures in ``offered`` without online dossiers; it is None if ``offered`` is None.
        """
        if self._moment.lists is None:
            return OnlineFigures(service_level=service)
        total = _sum(parts)
        by_level: dict[str, int | None] = {}
        for level in ONLINE_LEVELS if self._catalogue else ():
            counts = _sum(part for part in parts if part.service == level)
            by_level |= {f"level{level}_told": counts.told, f"level{level}_online": _online(counts)}
        used = {part.procedure.key for part in parts if part.procedure is not None and part.counts.online}
        known = offered is not None and bool(self._catalogue) and _online(total) is not None
        return OnlineFigures(
            received=total.received,
            told=total.told,
            online=_online(total),
            **by_level,
            unused=sum(procedure.key not in used for procedure in offered or ()) if known else None,
            wednesday_told=total.wednesday_told,
            wednesday_online=total.wednesday_online,
            service_level=service,
        )

    def _units(self) -> Iterator[OnlineRow]:
        """Yield a row for each requested unit that exists at the moment, and for former units with dossiers."""
        of_units: defaultdict[str, list[_Part]] = defaultdict(list)
        for part in self._parts:
            if part.unit is not None:
                of_units[part.unit.key].append(part)
        units = self._moment.registry.units
        valid = {unit.key for unit in units.valid(to_date(self._moment.at))}
        for unit in units.units:
            level, wanted = unit.level.value, self._unit is None or self._unit.key == unit.key
            if self._level in ("", level) and (unit.key in of_units or (wanted and unit.key in valid)):
                offered = [procedure for procedure in self._offered(level) if procedure.is_of(unit)]
                yield OnlineRow(unit.key, unit.code, unit.name, level, self._figures(of_units[unit.key], offered))

    def _fields(self) -> Iterator[OnlineRow]:
        for text, parts in self._grouped("field").items():
            yield OnlineRow(text, "", text or WORDS.not_said, "", self._figures(parts))

    def _procedures(self) -> Iterator[OnlineRow]:
        """Yield a row for each procedure that has dossiers or is offered online."""
        rows = self._grouped("name")
        for text, parts in rows.items():
            services = {part.service for part in parts}
            service = services.pop() if len(services) == 1 else None
            yield OnlineRow(text, "", text or WORDS.not_said, "", self._figures(parts, service=service))
        had = {part.procedure.key for parts in rows.values() for part in parts if part.procedure is not None}
        for procedure in self._offered(self._level):
            if procedure.key not in had:
                level = self._unit.level.value if self._unit else self._level
                name = procedure.name if procedure.name not in rows else f"{procedure.name} ({procedure.code})"
                yield OnlineRow(name, "", name, "", self._figures((), service=procedure.service(level)))

    def _grouped(self, by: str) -> dict[str, list[_Part]]:
        """The parts of the requested level, grouped by an attribute of ``_Part``: "field" or "name"."""
        groups: defaultdict[str, list[_Part]] = defaultdict(list)
        for part in self._of_level(self._level) if self._level else self._parts:
            groups[getattr(part, by)].append(part)
        return dict(groups)


def _sum(parts: Iterable[_Part]) -> Arrivals:
    return reduce(Arrivals.plus, (part.counts for part in parts), Arrivals())


def _online(counts: Arrivals) -> int | None:
    """The number of online dossiers. None if dossiers were received, but no list says how any of them came."""
    return counts.online if counts.told or not counts.received else None


def _sorted(rows: Iterable[OnlineRow]) -> list[OnlineRow]:
    return sorted(rows, key=lambda row: (-_known(row.figures.share), by_name(row.name), row.key))


def _known(share: float | None) -> float:
    return -1.0 if share is None else share


def _explain(of: OnlineFigures) -> list[str]:
    """Sentences that show how the shares follow from the counts."""
    if of.received is None:
        return [tr(N_("Chưa có danh sách hồ sơ nào."))]
    if not of.told:
        return [tr(N_("Tiếp nhận {n} hồ sơ từ đầu năm; danh sách không ghi cách nộp.")).format(n=number(of.received))]
    parts = (
        (N_("Tỷ lệ trực tuyến"), of.online, of.told),
        (N_("Tỷ lệ mức độ 4"), of.level4_online, of.level4_told),
        (N_("Tỷ lệ mức độ 3"), of.level3_online, of.level3_told),
        (N_("Tỷ lệ ngày thứ Tư"), of.wednesday_online, of.wednesday_told),
    )
    said = tr(N_("Trong {n} hồ sơ tiếp nhận từ đầu năm có {told} hồ sơ mà danh sách ghi cách nộp."))
    told = [said.format(n=number(of.received), told=number(of.told))]
    for title, part, whole in parts:
        if part is not None and whole:
            figures = {"part": number(part), "whole": number(whole), "share": percent(part / whole)}
            told.append(tr(N_("{title}: {part} / {whole} = {share}.")).format(title=tr(title), **figures))
    if of.unused is not None:
        said = tr(N_("{n} thủ tục mức độ 3, 4 của cấp này chưa có hồ sơ trực tuyến nào từ đầu năm."))
        told.append(said.format(n=number(of.unused)))
    return told


def _count(key: str, title: str, rule: str, better: Better = Better.MORE, **more: Any) -> Column:
    return Column(key, title, ValueType.COUNT, rule=rule, better=better, by_clock=ByClock.STILL, **more)


def _share_of(key: str, title: str, whole: str, rule: str, **more: Any) -> Column:
    still = ByClock.STILL
    return Column(key, title, ValueType.SHARE, rule=rule, better=Better.MORE, by_clock=still, whole=whole, **more)


BOARD = Leaderboard(
    "online",
    N_("Dịch vụ công trực tuyến"),
    needs=Right.PRESENT,
    columns=(
        *(RANK, NAME, replace(LEVEL, on_screen=False)),
        _share_of(
            "share",
            N_("Tỷ lệ trực tuyến"),
            "told",
            N_("trực tuyến / hồ sơ mà danh sách có ghi cách nộp"),
            short=N_("Tỷ lệ"),
            part="online",
            main=True,
            target="online_share",
            source=N_("mục tiêu trong targets.toml, theo QĐ 766/QĐ-TTg"),
        ),
        _count(
            "online",
            N_("Trực tuyến"),
            N_("nộp trực tuyến, trong các hồ sơ tiếp nhận từ đầu năm"),
            short=N_("Trực\ntuyến"),
            counted=N_("hồ sơ trực tuyến"),
        ),
        _count(
            "received", N_("Tiếp nhận"), N_("tiếp nhận từ đầu năm đến lúc này"), Better.NEITHER, short=N_("Tiếp\nnhận")
        ),
        _count(
            "service_level",
            N_("Mức độ"),
            N_("mức độ dịch vụ công của thủ tục trong danh mục: 4 toàn trình, 3 một phần"),
            Better.NEITHER,
            groupings=("procedure",),
            on_wall=False,
        ),
        _share_of(
            "level4_share",
            N_("Tỷ lệ mức độ 4"),
            "level4_told",
            N_("như tỷ lệ trực tuyến, chỉ tính thủ tục mức độ 4 (toàn trình)"),
            short=N_("Mức độ\n4"),
            part="level4_online",
            groupings=("unit", "field"),
            in_json=False,
            in_table=False,
            on_screen=True,
        ),
        _share_of(
            "level3_share",
            N_("Tỷ lệ mức độ 3"),
            "level3_told",
            N_("như tỷ lệ trực tuyến, chỉ tính thủ tục mức độ 3 (một phần)"),
            short=N_("Mức độ\n3"),
            part="level3_online",
            groupings=("unit", "field"),
            in_json=False,
            in_table=False,
            on_screen=True,
        ),
        _count(
            "unused",
            N_("Thủ tục chưa có hồ sơ trực tuyến"),
            N_("thủ tục mức độ 3, 4 của cấp này chưa có hồ sơ trực tuyến nào từ đầu năm; ở cấp: không đơn vị nào có"),
            Better.LESS,
            short=N_("Thủ tục\nchưa có"),
            groupings=("unit",),
        ),
        _share_of(
            "wednesday_share",
            N_("Tỷ lệ ngày thứ Tư"),
            "wednesday_told",
            N_("như tỷ lệ trực tuyến, chỉ tính hồ sơ tiếp nhận vào thứ Tư"),
            short=N_("Thứ\nTư"),
            part="wednesday_online",
        ),
        _count(
            "told",
            N_("Có ghi cách nộp"),
            N_("danh sách có ghi hồ sơ nộp bằng cách nào"),
            Better.NEITHER,
            short=N_("Có ghi\ncách nộp"),
            lesser=1,
            on_wall=False,
        ),
        _count("level4_told", N_("Mức độ 4, có ghi cách nộp"), "", Better.NEITHER, on_screen=False),
        _count("level4_online", N_("Mức độ 4, trực tuyến"), "", on_screen=False),
        _count("level3_told", N_("Mức độ 3, có ghi cách nộp"), "", Better.NEITHER, on_screen=False),
        _count("level3_online", N_("Mức độ 3, trực tuyến"), "", on_screen=False),
    ),
    groupings=("unit", "field", "procedure"),
    lacks=attrgetter("lacking"),
    ask=online_board,
    only="online",
    figures=attrgetter("figures"),
    sums=(Total("unplaced", HEADINGS.source["unplaced"], only_where_any=True),),
    by=attrgetter("by"),
    rank=attrgetter("rank"),
    json_order=(
        *("received", "told", "online", "share", "level3_told", "level3_online", "level4_told", "level4_online"),
        *("unused", "wednesday_share", "service_level"),
    ),
    by_level=True,
    explain=lambda row: _explain(row.figures),
    about=N_("hồ sơ nộp trực tuyến, theo đơn vị, lĩnh vực, thủ tục"),
    topic=N_(
        "Mỗi dòng một đơn vị (hoặc lĩnh vực, thủ tục), tỷ lệ trực tuyến cao nhất đứng trước. Chỉ tính hồ sơ tiếp nhận "
        "từ đầu năm; danh sách không ghi cách nộp thì không có tỷ lệ (–). Mức độ của thủ tục lấy từ danh mục thủ tục."
    ),
)
