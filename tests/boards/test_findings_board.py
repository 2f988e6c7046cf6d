"""The board of findings, live and past, and the board of late dossiers as first seen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cchc_tui.boards import findings
from cchc_tui.boards.board import GROUPINGS
from cchc_tui.boards.late import COUNTS
from cchc_tui.domain.findings import FindingKind
from cchc_tui.domain.moments import Stamp
from cchc_tui.domain.privacy import Access
from tests.kits.store_kit import DAY, HOUR, MORNING, Office, at, dossier, summed

ONE, TWO, THREE = (MORNING + n * HOUR for n in range(3))
DUE = at("10-30 16:00")
CODE = "000.00.34.H20-211015-0007"


def _everything(office: Office) -> None:
    """One finding of each kind, by the third list."""
    others = [dossier(f"Z-{n}", finished=at("10-20 10:00"), status=10) for n in range(4)]
    others += [dossier(f"Y-{n}", due=THREE + DAY) for n in range(4)]
    first = [
        dossier(CODE, status=10, finished=DUE + 3 * DAY),
        dossier("A-2"),
        dossier("A-3"),
        dossier("A-4", status=10, finished=at("10-21 10:00")),
        dossier("A-5", due=None),
    ]
    office.list([*first, *others], ONE)
    second = [
        dossier(CODE, status=10, finished=DUE),
        dossier("A-2", status=10, finished=ONE - 60),
        dossier("A-3", due=THREE + DAY),
        dossier("A-6", agency="Sở Tư pháp"),
        dossier("A-7", finished=at("10-14 10:00"), status=10),
        dossier("000.00.34.H20-211013-0008"),
        dossier("A-5", due=None),
        dossier("A-5", due=None, officer="Hai"),
    ]
    office.list([*second, *others], TWO)
    office.summary([summed("Phường 6", late=99)], TWO)


def _rows(office: Office, moment: Stamp = THREE, **question: Any) -> list[findings.FindingRow]:
    source = office.source(moment)
    rows = list(source.findings(moment, **question).rows)
    source.close()
    return rows


def test_each_kind_has_its_file_and_its_moment(office: Office) -> None:
    _everything(office)
    rows = _rows(office)
    found = {row.kind: row for row in rows}
    assert list(found) == list(FindingKind)
    shown = found[FindingKind.BACKDATED]
    assert (shown.before, shown.after, shown.export_name, shown.seen_at) == (DUE + 3 * DAY, DUE, "2.xlsx", TWO)
    assert (shown.unit, shown.unit_name, shown.officer) == ("29878", "Phường 6", "Cán bộ số 5")
    assert shown.detail == "Ngày kết thúc từng ghi 02/11/2021 16:00, nay ghi 30/10/2021 16:00."
    assert (found[FindingKind.VANISHED].before, found[FindingKind.VANISHED].code) == (ONE, "A-…")
    assert (found[FindingKind.NO_DUE].export_name, found[FindingKind.NO_DUE].seen_at) == ("2.xlsx", TWO)
    assert (found[FindingKind.CODE_DATE].before, found[FindingKind.CODE_DATE].after) == (
        at("10-13 00:00"),
        at("10-15 09:00"),
    )
    assert found[FindingKind.UNKNOWN_UNIT].detail.startswith("“Sở Tư pháp · Bộ phận TN&TKQ”")
    assert "dòng 13 và dòng 14" in found[FindingKind.DUPLICATE].detail
    assert "ở trước ngày tiếp nhận 15/10/2021 09:00" in found[FindingKind.IMPOSSIBLE].detail
    assert any(row.kind is FindingKind.RECONCILIATION and "tổng trễ hạn ghi 99" in row.detail for row in rows)


def test_nothing_personal_is_in_a_snapshot_for_a_screen(office: Office) -> None:
    _everything(office)
    told = repr(_rows(office))
    assert "211015-0007" not in told
    assert "211015-…" in told
    assert "Nguyễn Thị Một" not in told
    assert "211015-0007" not in repr(_rows(office, complete=True))
    assert "211015-0007" in repr(_rows(office, shows=Access(personal=True)))
    assert "Nguyễn Thị Một" in repr(_rows(office, shows=Access(officers=True)))


def test_the_past_knows_only_what_had_been_shown_by_then(office: Office) -> None:
    _everything(office)
    assert [(row.kind, row.code) for row in _rows(office, ONE)] == [(FindingKind.NO_DUE, "A-…")]
    assert _rows(office, ONE - DAY) == _rows(office, ONE)  # before the first list, that one's
    office.list([dossier("A-5"), dossier("A-4", status=10, finished=at("10-21 10:00"))], THREE)
    kinds = {row.kind for row in _rows(office, THREE)}
    assert kinds == set(FindingKind) - {FindingKind.NO_DUE, FindingKind.DUPLICATE, FindingKind.VANISHED}
    assert {row.kind for row in _rows(office, TWO)} == set(FindingKind)


def test_counts_are_complete_where_rows_are_limited(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.list([dossier(f"A-{n}", due=None) for n in range(9)], ONE)
    office.list([dossier("A-8", due=None, officer="Hai")], TWO)
    monkeypatch.setattr(findings, "MOST_ROWS", 3)
    for moment in (ONE, TWO):
        source = office.source(moment)
        board = source.findings(moment)
        assert board.counts == {kind: 9 if kind is FindingKind.NO_DUE else 0 for kind in FindingKind}
        assert source.overview(moment).findings == {"no_due": 9}
        assert len(board.rows) == 3
        assert len(source.findings(moment, complete=True).rows) == 9
        source.close()
    assert _rows(office, TWO)[0].seen_at == TWO


def test_one_unit_alone(office: Office) -> None:
    office.list([dossier("A-1", due=None), dossier("A-2", due=None, agency="UBND Phường 2")], ONE)
    source = office.source(ONE)
    board = source.findings(ONE, "29878")
    source.close()
    assert [(row.kind, row.unit) for row in board.rows] == [(FindingKind.NO_DUE, "29878")]
    assert board.counts[FindingKind.NO_DUE] == 1


def test_a_dossiers_page_has_its_own(office: Office) -> None:
    _everything(office)
    source = office.source(THREE)
    pages = {row.dossier: source.dossier(row.dossier) for row in source.findings().rows if row.dossier}
    for dossier_id, page in pages.items():
        assert page is not None
        own = [row for row in source.findings().rows if row.dossier == dossier_id]
        assert sorted(page.findings, key=repr) == sorted(own, key=repr)
    before = source.dossier(1, ONE)
    assert before is not None
    assert before.findings == ()
    source.close()


def _json(office: Office, name: str, moment: Stamp = THREE, **question: Any) -> Any:
    source = office.source(moment)
    shown = json.loads(json.dumps(source.board(name, moment, **question).json()))
    source.close()
    return shown


def test_the_commands_json(office: Office) -> None:
    _everything(office)
    shown = _json(office, "findings")
    assert list(shown) == ["as_of", "data_as_of", "counts", "rows"]
    assert list(shown["counts"]) == [kind.value for kind in FindingKind]
    assert all(count == sum(row["kind"] == kind for row in shown["rows"]) for kind, count in shown["counts"].items())
    (first,) = [row for row in shown["rows"] if row["kind"] == "backdated"]
    assert first == {
        "kind": "backdated",
        "dossier": "000.00.34.H20-211015-…",
        "unit": "29878",
        "officer": "Cán bộ số 5",
        "detail": "Ngày kết thúc từng ghi 02/11/2021 16:00, nay ghi 30/10/2021 16:00.",
        "before": "2021-11-02T16:00:00",
        "after": "2021-10-30T16:00:00",
        "export": "2.xlsx",
        "seen_at": "2021-11-10T09:30:00",
    }
    said = next(row for row in shown["rows"] if row["kind"] == "reconciliation" and row["before"] == 99)
    assert (said["dossier"], said["unit"], said["before"]) == (None, "29878", 99)


def test_as_first_seen_what_was_set_back_is_late_again(office: Office) -> None:
    _everything(office)
    reported, seen = _json(office, "late"), _json(office, "late", first_seen=True)
    assert seen["as_first_seen"] is True
    assert "as_first_seen" not in reported
    # A set back one and one closed in the past are late again; one whose due date moved is overdue again.
    changes = {"late": 3, "resolved_late": 2, "overdue": 1, "in_time": -1, "resolved_on_time": -1, "due_soon": 0}
    changes = {name: changes.get(name, 0) for name in COUNTS}
    # Closed in the past: reported as finished at 08:29 though seen open at 08:30, late either way.
    changes |= {"late": 2, "resolved_late": 1, "due_soon": -1}
    assert seen["differs"] == changes == seen["levels"]["commune"]["differs"]
    for name in COUNTS:
        assert seen["levels"]["commune"][name] == reported["levels"]["commune"][name] + changes[name]
    rows = [{row["unit"]: row for row in board["rows"]}["29878"] for board in (reported, seen)]
    assert rows[1]["late"] - rows[0]["late"] == 2


@pytest.mark.parametrize("moment", [ONE - DAY, ONE, TWO, THREE])
def test_as_first_seen_is_the_board_of_a_record_that_was_never_touched(office: Office, moment: Stamp) -> None:
    """Two offices with the same lists, but that in the other one nothing was changed after the fact."""
    changed = [dossier("A-1", status=10, finished=DUE - 60), dossier("A-3", due=THREE + 30 * DAY), dossier("A-4")]
    honest = [dossier("A-1", status=10, finished=DUE + 5 * DAY), dossier("A-3"), dossier("A-4")]
    office.list(honest, ONE)
    office.list(changed, TWO)
    other = Office(office.folder / "other") if (office.folder / "other").mkdir() is None else office
    other.list(honest, ONE)
    other.list(honest, TWO)
    for by in GROUPINGS:
        seen = _json(office, "late", moment, first_seen=True, by=by)
        plain = _json(other, "late", moment, by=by)
        for row in seen["rows"], plain["rows"]:
            for each in row:
                each.pop("officer", None)
        assert [each for each in seen["rows"] if each["total"]] == [each for each in plain["rows"] if each["total"]]
    other.writer.close()


def test_the_units_of_each_kind_add_up_to_its_count_also_in_the_past(office: Office) -> None:
    _everything(office)
    office.list([dossier("A-2", agency="P2", status=10, finished=ONE - 60)], THREE)  # moved to another ward
    source = office.source(THREE)
    for moment in (ONE - DAY, ONE, TWO, THREE):
        board = source.findings(moment)
        sums = {kind: sum(n for _, n in named) for kind, named in board.units.items() if named}
        assert sums == {kind: n for kind, n in board.counts.items() if n and kind is not FindingKind.RECONCILIATION}
    then, now = source.findings(TWO).units, source.findings(THREE).units
    assert then[FindingKind.CLOSED_IN_PAST] == (("Phường 6", 1),)
    assert now[FindingKind.CLOSED_IN_PAST] == (("Phường 2", 1),)
    assert then[FindingKind.UNKNOWN_UNIT] == (("", 1),)
    source.close()
