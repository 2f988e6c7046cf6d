"""Dossier lists drawn by hypothesis, which arrive one after another, and what is known of dossiers at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from cchc_tui.domain.dossiers import DossierRow
from cchc_tui.domain.moments import Stamp
from tests.kits.store_kit import DAY, SCRATCH, Office, at, dossier

#: Moments around which everything happens: two year's ends, and days that are worked and not.
HOURS = st.integers(-40 * 24, 40 * 24).map(lambda hours: at("11-10 08:30") + hours * 3600)


FAR = st.integers(-500, 500).map(lambda days: at("11-10 08:30") + days * DAY)


WHEN = st.one_of(HOURS, HOURS, FAR)


#: What a row says but for its code. Made once: hypothesis looks closely at each strategy that it has not seen.
_SAID = {
    "status": st.sampled_from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    "received": WHEN,
    "due": st.none() | WHEN | WHEN.map(lambda due: due - due % DAY + DAY - 1),
    "finished": st.none() | WHEN,
    "returned": st.none() | WHEN,
    "agency": st.sampled_from(["UBND Phường 6", "P.2", "Phòng Tư pháp", "UBND huyện Cao Lãnh", ""]),
    "procedure": st.sampled_from(["Khai sinh", "Khai tử", ""]),
    "field": st.sampled_from(["Hộ tịch", ""]),
    "officer": st.sampled_from(["Một", "Hai"]),
    "procedure_code": st.sampled_from(["1.000001", ""]),
    "channel": st.sampled_from(["online", "direct", ""]),
}
_CODES = [f"C-{number}" for number in range(8)]
_SHOWN = [st.lists(st.sampled_from(_CODES[:count]), unique=True, min_size=1) for count in range(1, len(_CODES) + 1)]
_SOME = st.sampled_from(_SHOWN)
_MOMENTS = st.lists(HOURS, min_size=1, max_size=4)
_CHANGED = st.booleans()


@dataclass(frozen=True)
class OneList:
    """A list with its moment, and its rows by dossier code."""

    moment: Stamp
    rows: dict[str, DossierRow]


@st.composite
def arriving_lists(draw: st.DrawFn) -> list[OneList]:
    """Draw lists ordered by moment. Each shows some dossiers, which may differ from the list before."""
    of_some = draw(_SOME)
    lists: list[OneList] = []
    state: dict[str, DossierRow] = {}
    for moment in sorted(draw(_MOMENTS)):
        shown = draw(of_some)
        for code in shown:
            if code not in state or draw(_CHANGED):
                state[code] = dossier(code, **{name: draw(value) for name, value in _SAID.items()})
        lists.append(OneList(moment, {code: state[code] for code in shown}))
    return lists


def known_at(lists: list[OneList], moment: Stamp) -> list[DossierRow]:
    """The rows that are known at a moment. Before the first list, these are the rows of the first list."""
    cutoff = max(moment, min(each.moment for each in lists))
    known: dict[str, DossierRow] = {}
    for each in sorted(lists, key=lambda each: each.moment):
        if each.moment <= cutoff:
            known |= each.rows
    return list(known.values())


def office_with(lists: list[OneList]) -> tuple[Any, Office]:
    folder = TemporaryDirectory(dir=SCRATCH)
    office = Office(Path(folder.name))
    for each in lists:
        office.list(each.rows.values(), each.moment)
    return folder, office
