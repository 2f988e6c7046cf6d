"""What the catalogue of procedures says at a moment, and how a dossier's procedure is found in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_tui.boards.procedure_catalogue import Catalogue, catalogue
from cchc_tui.domain.moments import to_date
from tests.kits.store_kit import DAY, MORNING, REGISTRY, WARD_6, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.writer.close()


def said(code: str, name: str, level: str = "commune", service: str = "", **more: str) -> dict[str, str]:
    return {"code": code, "name": name, "level": level, "service": service, **more}


def known(office: Office, at: int = MORNING) -> Catalogue:
    source = office.source(MORNING + 99 * DAY)
    with source.moment(at) as moment:
        found = catalogue(moment)
    source.close()
    return found


def test_without_a_catalogue_there_is_no_procedure(office: Office) -> None:
    assert not known(office)
    assert known(office).find("1.000894", "Đăng ký kết hôn") is None


def test_a_procedure_is_found_by_its_code_however_written_else_by_its_name(office: Office) -> None:
    office.sheet("catalogue", [said("1.000890", "Đăng ký khai sinh", service="4"), said("", "Hoà giải", service="3")])
    found = known(office)
    codes = ("1.000890", " 1.000890 ", "1.00089", "1.000890.000.00.00.H20", "1.000890.000.00.00.h20")
    assert [found.find(code, "Tên khác") for code in codes] == [found.procedures[0]] * len(codes)
    assert found.find("2.000890", "Tên khác") is None
    for name in ("ĐĂNG KÝ KHAI SINH", "Thủ tục đăng kí  khai sinh", "Đăng ký khai sinh."):
        assert found.find("9.999999", name) == found.procedures[0], name
    assert found.find("", "Hòa giải") == found.procedures[1]
    assert [one.service("commune") for one in found.procedures] == [4, 3]


def test_a_name_of_two_procedures_is_not_guessed(office: Office) -> None:
    rows = [said("1.1", "Khai tử"), said("1.2", "Khai tử"), said("1.3", "Cấp phép", "city"), said("1.4", "Cấp phép")]
    office.sheet("catalogue", rows)
    found = known(office)
    assert found.find("", "Khai tử") is None
    assert found.find("", "Khai tử", "commune") is None
    assert found.find("", "Cấp phép") is None
    assert [found.find("", "Cấp phép", level) for level in ("city", "commune")] == list(found.procedures[2:])


def test_both_levels_stand_in_one_cell_or_in_two_rows_with_their_own_service_levels(office: Office) -> None:
    both = said("1.1", "Chứng thực", "city;commune", "3")
    office.sheet("catalogue", [both, said("1.2", "Khiếu nại", "city", "4"), said("1.2", "Khiếu nại", service="2")])
    first, second = known(office).procedures
    assert (first.levels, first.service(), first.service("city")) == (("city", "commune"), 3, 3)
    assert (second.levels, second.service()) == (("city", "commune"), None)
    assert [second.service(level) for level in ("city", "commune")] == [4, 2]


def test_a_unit_handles_the_procedures_of_its_level_that_name_no_other_unit(office: Office) -> None:
    rows = [
        said("1.1", "Hộ tịch", "city;commune", agency="Phòng Tư pháp; UBND cấp xã"),
        said("1.2", "Thi đua", "city", agency="Phòng Nội vụ"),
        said("1.3", "Chung", "city"),
        said("1.4", "Giám định", "other"),
    ]
    office.sheet("catalogue", rows)
    units = {name: REGISTRY.units.find(name, to_date(MORNING)).unit for name in ("Phòng Tư pháp", "Phường 6")}
    found = known(office)
    of = {name: [one.code for one in found.of_unit(unit)] for name, unit in units.items() if unit is not None}
    assert of == {"Phòng Tư pháp": ["1.1", "1.3"], "Phường 6": ["1.1"]}
    assert WARD_6 in {unit.key for unit in units.values() if unit is not None}


def test_what_is_abolished_is_in_no_catalogue_and_what_a_later_one_leaves_out_is_so_from_then_on(
    office: Office,
) -> None:
    kept = said("1.1", "Một", "city;commune")
    office.sheet("catalogue", [kept, said("1.2", "Hai")], MORNING)
    office.sheet("catalogue", [kept, said("1.1", "Một", "city", state="abolished"), said("1.3", "Ba")], MORNING + DAY)
    office.sheet("catalogue", [said("1.1", "Một", state="abolished"), said("1.3", "Ba mới")], MORNING + 2 * DAY)
    names = [[(one.name, one.levels) for one in known(office, MORNING + n * DAY).procedures] for n in range(3)]
    commune = ("commune",)
    assert names == [
        [("Một", ("city", "commune")), ("Hai", commune)],
        [("Một", commune), ("Ba", commune)],
        [("Ba mới", commune)],
    ]
    assert known(office, MORNING - DAY) == known(office, MORNING)  # before the first one, that one
