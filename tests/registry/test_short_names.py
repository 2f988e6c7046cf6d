"""Short names of units: where they come from, and that each stands for one unit and changes nothing that is stored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cchc_tui.registry import default_folder, load
from cchc_tui.registry.toml import RegistryError

UNITS = (default_folder() / "units.toml").read_text(encoding="utf-8")


def office(tmp_path: Path, text: str) -> Path:
    (tmp_path / "units.toml").write_text(text, encoding="utf-8")
    return tmp_path


def brief(folder: Path | None = None) -> dict[str, str]:
    return {unit.key: unit.brief for unit in load(folder).units.units}


def test_every_unit_of_the_package_has_room_in_a_narrow_column_and_none_the_short_name_of_another():
    units = [unit for unit in load().units.units if unit.valid_from is None]
    assert max(len(unit.brief) for unit in units) <= 12
    assert len({unit.brief for unit in units}) == len(units)
    assert brief()["29872"] == "P.4"
    assert brief()["29884"] == "Xã Mỹ Tân"  # its own name, which is short enough
    assert brief()["ldtbxh"] == "LĐ-TB&XH"


def test_an_office_says_its_own(tmp_path):
    said = brief(office(tmp_path, '[[unit]]\ncode = "29872"\nshort = "Ph.4"\n'))
    assert said["29872"] == "Ph.4"
    assert said["29875"] == "P.3"


def test_a_list_of_units_from_before_has_the_package_s_short_names(tmp_path):
    before = re.sub("^short = .*\n", "", UNITS, flags=re.M)
    assert brief(office(tmp_path, before)) == brief()


def test_a_short_name_that_the_office_gives_to_another_unit_stays_there(tmp_path):
    text = re.sub("^short = .*\n", "", UNITS, flags=re.M).replace(
        'name = "Phường 11"', 'name = "Phường 11"\nshort = "P.1"'
    )
    said = brief(office(tmp_path, text))
    assert (said["29863"], said["29866"]) == ("P.1", "Phường 1")


@pytest.mark.parametrize("short", ["P.3", "p. 3", "Phường 3"])
def test_a_short_name_of_two_units_of_one_time_is_a_fault_with_its_place(tmp_path, short):
    with pytest.raises(RegistryError, match="Phường 3") as fault:
        load(office(tmp_path, f'[[unit]]\ncode = "29872"\nshort = "{short}"\n'))
    assert (fault.value.line, fault.value.key.rpartition(".")[2]) == (3, "short")


@pytest.mark.parametrize("short", ["", "  "])
def test_a_short_name_says_something(tmp_path, short):
    with pytest.raises(RegistryError):
        load(office(tmp_path, f'[[unit]]\ncode = "29872"\nshort = "{short}"\n'))


def test_another_short_name_needs_no_rebuild(tmp_path):
    assert load(office(tmp_path, '[[unit]]\ncode = "29872"\nshort = "Ph.4"\n')).stored == load().stored
