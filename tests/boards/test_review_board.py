"""The board of reviewed procedures, by unit and by field, against a catalogue, now and in the past."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cchc_tui.boards.board import BoardQuery
from cchc_tui.boards.details import OpenedRow
from cchc_tui.boards.listed import board_of
from tests.kits.store_kit import DAY, MORNING, WARD_2, WARD_6, Office, at

COUNTS = ["in_scope", "reviewed", "proposed", "approved", "done"]
FIGURES = [*COUNTS, "reviewed_share", "proposed_share"]
#: Code, name, field, level, and the unit named for it.
CATALOGUE = (
    ("1.000001", "Đăng ký khai sinh", "Hộ tịch", "commune", ""),
    ("1.000002", "Đăng ký kết hôn", "Hộ tịch", "commune", ""),
    ("1.000003", "Chứng thực bản sao", "Tư pháp", "city;commune", "Phòng Tư pháp"),
    ("1.000004", "Chứng thực chữ ký", "Tư pháp", "city;commune", "Phòng Tư pháp"),
    ("1.000005", "Cấp giấy phép xây dựng", "Xây dựng", "city", "Phòng Quản lý đô thị"),
    ("1.000006", "Quyết toán vốn đầu tư", "TÀI CHÍNH", "city", "Phòng Tài chính - Kế hoạch"),
)


def procedures(*agencies: str) -> list[dict[str, Any]]:
    """The catalogue; with ``agencies`` all of them are named, else none."""
    return [
        {"code": code, "name": name, "field": field, "level": level, "agency": agency if agencies else ""}
        for code, name, field, level, agency in CATALOGUE
    ]


def review(unit: str, code: str, state: str, **more: Any) -> dict[str, Any]:
    """A row of the sheet, of a procedure in the catalogue."""
    named = next((name for found, name, *_ in CATALOGUE if found == code), "")
    said = {"unit": unit, "code": code, "procedure": named, "state": state, "day": at("10-20 00:00")}
    return said | more


@pytest.fixture
def shown(office: Office) -> Iterator[Any]:
    """The figures of the board at a moment: by the rows' keys, and by level."""
    source = office.source(MORNING)

    def shown(moment: int = MORNING, **query: Any) -> Any:
        told = source.board("review", at=moment, **query).json()
        rows = {row[told["by"]]: [row[name] for name in FIGURES] for row in told["rows"]}
        return rows, {level: [of[name] for name in FIGURES] for level, of in told["levels"].items()}

    yield shown
    source.close()


def test_later_states_count_in_the_earlier_ones_and_each_procedure_once(office: Office, shown: Any) -> None:
    office.sheet("catalogue", procedures("named"))
    rows = [
        review("Phường 6", "1.000001", "reviewed", result="keep"),
        review("Phường 6", "1.000002", "done", result="simplify"),
        review("Phường 6", "1.000003", "refused", result="abolish"),
        review("Phường 2", "1.000001", "approved"),
        review("Phòng Tư pháp", "1.000003", "proposed"),
    ]
    office.sheet("review", rows)
    found, levels = shown()
    assert found[WARD_6] == [4, 3, 2, 1, 1, 0.75, 0.5]
    assert found[WARD_2] == [4, 1, 1, 1, 0, 0.25, 0.25]
    assert found["29863"] == [4, 0, 0, 0, 0, 0.0, 0.0]
    assert found["tu-phap"] == [2, 1, 1, 0, 0, 0.5, 0.5]
    assert found["qldt"] == [1, 0, 0, 0, 0, 0.0, 0.0]
    assert found["y-te"] == [0, 0, 0, 0, 0, None, None]  # no procedure is named for it
    assert levels["commune"] == [60, 4, 3, 2, 1, 0.066667, 0.05]
    assert levels["city"] == [4, 1, 1, 0, 0, 0.25, 0.25]


def test_by_field_each_procedure_counts_once_and_key_fields_without_a_proposal_stand_first(
    office: Office, shown: Any
) -> None:
    office.sheet("catalogue", procedures("named"))
    office.sheet(
        "review",
        [
            review("Phường 6", "1.000001", "proposed"),
            review("Phường 2", "1.000001", "done"),
            review("Phường 2", "1.000003", "reviewed"),
            review("Phòng Tư pháp", "1.000003", "refused"),
        ],
    )
    found, levels = shown(by="field")
    assert list(found) == ["TÀI CHÍNH", "Hộ tịch", "Tư pháp", "Xây dựng"]
    assert found["Hộ tịch"] == [2, 1, 1, 1, 1, 0.5, 0.5]
    assert found["Tư pháp"] == [2, 1, 1, 0, 0, 0.5, 0.5]
    assert found["TÀI CHÍNH"] == [1, 0, 0, 0, 0, 0.0, 0.0]
    assert levels["commune"] == [4, 2, 1, 1, 1, 0.5, 0.25]
    assert levels["city"] == [4, 1, 1, 0, 0, 0.25, 0.25]
    of_communes, _ = shown(by="field", level="commune")
    assert of_communes == {"Hộ tịch": found["Hộ tịch"], "Tư pháp": [2, 1, 0, 0, 0, 0.5, 0.0]}
    assert list(of_communes) == ["Tư pháp", "Hộ tịch"]


def test_the_title_says_what_a_level_counts_where_two_groupings_give_it_two_shares(office: Office) -> None:
    source = office.source(MORNING)
    titles = {source.board("review", by=by).table().title for by in ("unit", "field")}
    assert titles == {"Rà soát, đơn giản hóa thủ tục"}  # no sheet, nothing to explain
    source.close()
    office.sheet("catalogue", procedures("named"))
    office.sheet("review", [review("Phường 6", "1.000001", "proposed"), review("Phường 2", "1.000001", "done")])
    source = office.source(MORNING)
    found = {by: source.board("review", by=by) for by in ("unit", "field")}
    assert {by: one.json()["levels"]["commune"]["reviewed"] for by, one in found.items()} == {"unit": 2, "field": 1}
    assert found["unit"].table().title.endswith(" (số của cấp: cộng các đơn vị)")
    assert found["field"].table().title.endswith(" (mỗi thủ tục tính một lần)")
    source.close()


def test_key_fields_are_marked_in_json_and_with_a_word_on_screen(office: Office) -> None:
    office.sheet("catalogue", procedures("named"))
    office.sheet("review", [review("Phường 6", "1.000001", "proposed")])
    board, source = board_of("review"), office.source()
    told = source.board("review", by="field").json()
    assert [(row["field"], row["key_field"]) for row in told["rows"]][:3] == [
        ("TÀI CHÍNH", True),
        ("Tư pháp", True),
        ("Hộ tịch", False),
    ]
    assert "key_field" not in source.board("review").json()["rows"][0]
    with source.moment() as moment:
        table = board.table(board.ask(moment, BoardQuery("field")), source.registry, screen=True)
    source.close()
    place = next(n for n, column in enumerate(table.columns) if column.key == "lacking")
    assert [row[place] for row in table.rows] == ["✗ chưa có kiến nghị", "✗ chưa có kiến nghị", "", ""]
    assert table.targets == {"reviewed_share": 0.5, "proposed_share": 0.2}


def test_without_a_catalogue_the_scope_and_the_shares_are_not_known(office: Office, shown: Any) -> None:
    office.sheet("review", [review("Phường 6", "1.000001", "proposed", field="Hộ tịch")])
    found, levels = shown()
    assert found[WARD_6] == [None, 1, 1, 0, 0, None, None]
    assert found[WARD_2] == [None, 0, 0, 0, 0, None, None]
    assert levels["commune"] == [None, 1, 1, 0, 0, None, None]
    assert shown(by="field")[0] == {"Hộ tịch": [None, 1, 1, 0, 0, None, None]}


def test_without_a_sheet_nothing_is_known_of_reviews(office: Office, shown: Any) -> None:
    assert shown()[0][WARD_6] == [None] * 7
    assert shown(by="field")[0] == {}
    office.sheet("catalogue", procedures())
    assert shown()[0][WARD_6] == [4, *[None] * 6]
    found = shown(by="field")[0]
    assert found["Tư pháp"] == [2, *[None] * 6]
    assert next(iter(found)) == "Hộ tịch"  # whether key fields lack proposals is not known


def test_a_catalogue_that_names_no_department_says_nothing_of_their_scope(office: Office, shown: Any) -> None:
    office.sheet("catalogue", procedures())
    office.sheet("review", [review("Phòng Tư pháp", "1.000003", "proposed")])
    found, levels = shown()
    assert found["tu-phap"] == [None, 1, 1, 0, 0, None, None]
    assert levels["city"] == [None, 1, 1, 0, 0, None, None]
    assert found[WARD_6][0] == 4


def test_a_procedure_out_of_scope_is_counted_and_listed_and_is_in_no_share(office: Office, shown: Any) -> None:
    office.sheet("catalogue", procedures("named"))
    rows = [
        review("Phường 6", "1.000001", "proposed"),
        review("Phường 6", "1.000005", "reviewed"),  # the city's
        review("Phường 6", "9.999999", "reviewed", procedure="Thủ tục lạ", field="Lạ"),
    ]
    office.sheet("review", rows)
    assert shown()[0][WARD_6] == [4, 3, 1, 0, 0, 0.25, 0.25]
    by_field = shown(by="field")[0]
    assert (by_field["Lạ"], by_field["Xây dựng"][:2]) == ([0, 1, 0, 0, 0, None, None], [1, 1])
    table = opened(office, "unit", WARD_6)
    assert {row[0] for row in table if row[-1] == "✗ ngoài phạm vi"} == {"Cấp giấy phép xây dựng", "Thủ tục lạ"}
    assert len(table) == 4 + 2


def test_a_procedure_is_found_by_its_name_where_the_code_is_missing_and_the_last_row_counts(
    office: Office, shown: Any
) -> None:
    office.sheet("catalogue", procedures("named"))
    rows = [
        review("Phường 6", "1.000001", "done"),
        review("Phường 6", "", "reviewed", procedure="Thủ tục đăng ký KHAI SINH"),
        review("Phường 6", "", "", procedure="Đăng ký kết hôn", result="keep"),  # a result without a state
        review("Phường 6", "", "", procedure="Chứng thực chữ ký"),  # only planned
    ]
    office.sheet("review", rows)
    assert shown()[0][WARD_6] == [4, 2, 0, 0, 0, 0.5, 0.0]


def test_reviews_of_other_years_and_of_days_to_come_do_not_count(office: Office, shown: Any) -> None:
    office.sheet("catalogue", procedures("named"))
    rows = [
        review("Phường 6", "1.000001", "done", day=at("01-01 00:00") - DAY),
        review("Phường 6", "1.000002", "done", day=at("11-12 00:00")),
        review("Phường 6", "1.000003", "done", day=None),
    ]
    office.sheet("review", rows)
    assert shown()[0][WARD_6][:2] == [4, 1]
    assert shown(at("11-12 09:00"))[0][WARD_6][:2] == [4, 2]


def test_the_past_shows_the_sheet_and_the_catalogue_of_then(office: Office, shown: Any) -> None:
    office.sheet("catalogue", procedures("named")[:3], MORNING - 9 * DAY)
    office.sheet("review", [review("Phường 6", "1.000001", "reviewed")], MORNING - 8 * DAY)
    office.sheet("catalogue", procedures("named"), MORNING - 2 * DAY)
    office.sheet("review", [review("Phường 6", "1.000001", "proposed")], MORNING - DAY)
    assert shown()[0][WARD_6] == [4, 1, 1, 0, 0, 0.25, 0.25]
    assert shown(MORNING - 3 * DAY)[0][WARD_6] == [3, 1, 0, 0, 0, 0.333333, 0.0]


def opened(office: Office, by: str, key: str) -> tuple[tuple[Any, ...], ...]:
    opens = board_of("review").opens
    assert opens is not None
    source = office.source()
    with source.moment() as moment:
        table = opens.table("review", "", opens.ask(moment, OpenedRow(by, key)))
    source.close()
    return table.rows


def test_a_row_opens_its_procedures_those_not_reviewed_first(office: Office) -> None:
    office.sheet("catalogue", procedures("named"))
    rows = [
        review("Phường 6", "1.000001", "done", result="simplify"),
        review("Phường 2", "1.000001", "reviewed"),
        review("Phường 6", "1.000003", "refused"),
    ]
    office.sheet("review", rows)
    assert [row[:2] for row in opened(office, "unit", WARD_6)] == [
        ("Chứng thực chữ ký", "chưa rà soát"),
        ("Đăng ký kết hôn", "chưa rà soát"),
        ("Chứng thực bản sao", "không được chấp nhận"),
        ("Đăng ký khai sinh", "đã thực thi"),
    ]
    assert [(row[0], row[1], row[2], row[4]) for row in opened(office, "field", "Hộ tịch")] == [
        ("Đăng ký kết hôn", "chưa rà soát", "", 0),
        ("Đăng ký khai sinh", "đã thực thi", "đơn giản hóa", 2),
    ]
