"""Every way in which an export writes a unit finds that unit; what names none, or two, is said and never guessed."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.units import Level, Unit, UnitIndex, told_apart
from cchc_tui.registry import load

REGISTRY = load()
UNITS = REGISTRY.units
DAY = date(2021, 11, 10)
UNITS_2021 = UNITS.valid(DAY)
COMMUNES = [unit for unit in UNITS_2021 if unit.level is Level.COMMUNE]
WARDS_BY_NUMBER = [unit for unit in COMMUNES if unit.name.split()[-1].isdigit()]


def name_of(text: str, day: date = DAY) -> str | None:
    unit = UNITS.find(text, day).unit
    return unit.name if unit else None


@pytest.mark.parametrize(
    "text",
    [
        "Phường 11",
        "P.11",
        "P11",
        "P. 11",
        "UBND Phường 11",
        "UBND phường 11",
        "Ủy ban nhân dân phường 11",
        "UỶ BAN NHÂN DÂN PHƯỜNG 11",
        "UBND phường 11, TP Cao Lãnh",
        "UBND phường 11 - TP. Cao Lãnh - Tỉnh Đồng Tháp",
        "Bộ phận TN&TKQ UBND phường 11",
        "  ubnd   PHƯỜNG   11 ",
        "ubnd phuong 11",
        "Phường 011",
        "H20.52.11 - UBND phường 11",
        "000.00.14.H20: Phường 11",
        "H20.52 – P.11",
        "P.11 - TP Cao Lãnh",
    ],
)
def test_the_variants_of_the_field_find_phuong_11(text: str) -> None:
    assert name_of(text) == "Phường 11"
    assert name_of(unicodedata.normalize("NFD", text)) == "Phường 11"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Xã Mĩ Tân", "Xã Mỹ Tân"),
        ("UBND XÃ MĨ TRÀ", "Xã Mỹ Trà"),
        ("Xa Mi Ngai", "Xã Mỹ Ngãi"),
        ("Phòng Quản lí đô thị", "Phòng Quản lý đô thị"),
    ],
)
def test_i_for_y_finds_the_same_unit(text: str, unit: str) -> None:
    assert name_of(text) == unit


@pytest.mark.parametrize(
    "text", ["Hòa Thuận", "Hoà Thuận", "P. Hoà Thuận", "PHƯỜNG HOÀ THUẬN", "UBND phường Hòa Thuận"]
)
def test_tone_marks_are_found_in_old_and_new_placement(text: str) -> None:
    assert name_of(text) == "Phường Hòa Thuận"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Cao Lãnh", "unknown"),
        ("UBND huyện Cao Lãnh", "unknown"),
        ("Phường 11, huyện Cao Lãnh", "unknown"),
        ("Phường 11 TP Sa Đéc", "unknown"),
        ("Phường 12", "unknown"),
        ("11", "unknown"),
        ("Trạm y tế Phường 11", "unknown"),
        ("Phường Mỹ Trà", "unknown"),  # in 2021 a commune; the ward of that name came in 2025
        ("UBND thành phố Cao Lãnh", "city"),
        ("Bộ phận TN&TKQ", "none"),
        ("", "none"),
    ],
)
def test_a_name_that_is_no_unit_is_never_guessed(text: str, why: str) -> None:
    match = UNITS.find(text, DAY)
    assert match.unit is None
    assert match.why == why


@pytest.mark.parametrize(
    ("agency", "department", "unit"),
    [
        ("UBND thành phố Cao Lãnh", "Phòng Tư pháp", "Phòng Tư pháp"),
        ("Phòng Tư pháp", "Bộ phận TN&TKQ", "Phòng Tư pháp"),
        ("UBND TP Cao Lãnh", "Tư pháp", "Phòng Tư pháp"),
        ("UBND Phường 4", "Bộ phận TN&TKQ", "Phường 4"),
        ("UBND Phường 4", "Tư pháp", "Phường 4"),  # a ward's own justice desk, not the city's department
        ("", "Phòng TN&MT", "Phòng Tài nguyên và Môi trường"),
        ("Phòng Tài chính-Kế hoạch", "", "Phòng Tài chính - Kế hoạch"),
    ],
)
def test_the_column_that_names_a_unit_decides(agency: str, department: str, unit: str) -> None:
    found = UNITS.place(agency, department, DAY).unit
    assert found is not None
    assert found.name == unit


def test_two_columns_that_name_two_units_are_ambiguous() -> None:
    match = UNITS.place("UBND Phường 4", "Phòng Tư pháp", DAY)
    assert match.why == "ambiguous"
    assert {unit.name for unit in match.candidates} == {"Phường 4", "Phòng Tư pháp"}


def test_another_districts_department_is_not_ours() -> None:
    assert UNITS.place("UBND huyện Cao Lãnh", "Phòng Tư pháp", DAY).unit is None


@pytest.mark.parametrize("name", ["Phường ", "P"])
def test_a_number_of_five_thousand_digits_names_no_unit(name: str) -> None:
    assert UNITS.place(f"UBND {name}{'9' * 5000}", "", DAY).unit is None


@pytest.mark.parametrize("number", ["１１", "٠١١"])
def test_digits_of_other_scripts_are_digits(number: str) -> None:
    assert name_of(f"Phường {number}") == "Phường 11"


def test_a_reused_code_is_another_unit_on_another_day() -> None:
    first = UNITS.find("Phường 2", DAY).unit
    merged = UNITS.find("Phường 1", date(2025, 3, 1)).unit
    last = UNITS.find("Phường Cao Lãnh", date(2026, 1, 1)).unit
    found = [unit for unit in (first, merged, last) if unit]
    assert [unit.code for unit in found] == ["29869"] * 3
    assert len({unit.key for unit in found}) == 3


def test_a_name_found_twice_says_the_years_of_each() -> None:
    one = Unit("1", "Phường 1", "phường", Level.COMMUNE, valid_to=date(2024, 12, 31))
    two = Unit("1", "Phường 1", "phường", Level.COMMUNE, valid_from=date(2025, 1, 1), valid_to=date(2025, 6, 30))
    other = Unit("2", "Phường 2", "phường", Level.COMMUNE, valid_from=date(2025, 7, 1))
    assert told_apart([one, two, other]) == "Phường 1 (–2024), Phường 1 (2025–2025), Phường 2"
    match = UnitIndex([one, two]).find("Phường 1", date(2026, 1, 1))
    assert (match.why, told_apart(match.candidates)) == ("ambiguous", "Phường 1 (–2024), Phường 1 (2025–2025)")
    assert told_apart([one, other]) == "Phường 1, Phường 2"


def test_an_old_name_on_a_later_day_is_the_unit_that_had_it() -> None:
    assert name_of("Phường 11", date(2026, 1, 1)) == "Phường 11"
    assert UNITS.find("Phường 1", date(2026, 1, 1)).why == "ambiguous"  # two units had that name


def test_each_official_name_finds_its_own_unit() -> None:
    assert [name_of(unit.name) for unit in UNITS_2021] == [unit.name for unit in UNITS_2021]


def _written(unit: Unit) -> st.SearchStrategy[str]:
    core = unit.name.split(" ", 1)[1]
    short = {"phường": "P.", "xã": "X."}[unit.kind]
    return st.builds(
        lambda head, name, tail, form, case: unicodedata.normalize(form, case(head + name + tail)),
        st.sampled_from(["", "UBND ", "Ủy ban nhân dân ", "Uỷ ban nhân dân "]),
        st.sampled_from([unit.name, f"{short}{core}", f"{short} {core}", unit.name.replace(" ", "  ")]),
        st.sampled_from(["", ", TP Cao Lãnh", " - thành phố Cao Lãnh", " (TP. Cao Lãnh)"]),
        st.sampled_from(["NFC", "NFD"]),
        st.sampled_from([str, str.upper, str.lower, str.title]),
    )


@given(st.sampled_from(COMMUNES).flatmap(lambda unit: st.tuples(st.just(unit), _written(unit))))
def test_any_mixture_of_the_variants_finds_the_unit(case: tuple[Unit, str]) -> None:
    unit, text = case
    assert name_of(text) == unit.name


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    match = UNITS.find(text, DAY)
    assert (match.unit is None) == bool(match.why)


@given(st.integers(12, 9999), st.sampled_from(["Phường {}", "P.{}", "UBND phường {}", "P{}"]))
def test_no_other_ward_number_is_ever_taken_for_one_of_ours(number: int, form: str) -> None:
    assert UNITS.find(form.format(number), DAY).why == "unknown"


def test_another_citys_registry_finds_its_own_units() -> None:
    index = UnitIndex([Unit("1", "Phường Tân An", "phường", Level.COMMUNE)], ["Thành phố Sa Đéc", "TP Sa Đéc"])
    found = index.find("UBND P. Tân An, TP Sa Đéc", DAY).unit
    assert found is not None
    assert found.code == "1"
    assert index.find("Phường Tân An, TP Cao Lãnh", DAY).unit is None
