"""Sets of criteria of the reform index: what an office writes counts; what is wrong is told by file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_tui.registry import Registry, RegistryError, default_folder, load
from cchc_tui.registry.index import Criterion

SET = """
[[set]]
key = "ours"
name = "Bộ của xã"
level = "commune"
points = 30

[[criterion]]
set = "ours"
key = "late"
name = "Hồ sơ trễ hạn"
group = "Hồ sơ"
points = 20
measure = "late.late_rate"
zero = 0.1
full = 0.02

[[criterion]]
set = "ours"
key = "tidy"
name = "Nhân rộng mô hình"
points = 10
"""


def laid(folder: Path, text: str) -> Registry:
    (folder / "index.toml").write_text(text, encoding="utf-8")
    return load(folder)


def used(registry: Registry) -> list[str]:
    sets = [registry.index.set_of(level) for level in ("city", "commune")]
    return ["" if one is None else one.key for one in sets]


def test_the_shipped_sets_add_up_and_say_that_they_are_examples() -> None:
    index = load().index
    assert index.faults == ()
    assert used(load()) == ["example-city", "example-commune"]
    assert {one.key: one.points for one in index.sets} == {"example-commune": 100, "example-city": 100, "qd766": 100}
    assert all("Ví dụ" in one.note for one in index.sets if one.key.startswith("example"))
    national = next(one for one in index.sets if one.key == "qd766")
    groups: dict[str, float] = {}
    for one in national.criteria:
        groups[one.group] = groups.get(one.group, 0) + one.points
    assert list(groups.values()) == [18, 20, 12, 10, 18, 22]  # the points of the six groups in Decision 766


def test_a_scale_is_linear_in_both_directions_and_ends_at_its_ends() -> None:
    less = Criterion("a", "A", "A", "", 20, "", 0, "late", "late_rate", zero=0.2, full=0.0)
    assert [less.earned(figure) for figure in (0.0, 0.05, 0.2, 0.9)] == pytest.approx([20, 15, 0, 0])
    more = Criterion("b", "B", "B", "", 10, "", 0, "testing", "pass_share", zero=0.5, full=1.0)
    assert [more.earned(figure) for figure in (0.2, 0.5, 0.8, 1.0)] == pytest.approx([0, 0, 6, 10])
    capped = Criterion("c", "C", "C", "", 6, "", 0, "online", "share", zero=0, full=0.5)
    assert [capped.earned(figure) for figure in (0.0, 0.25, 0.5, 0.8)] == pytest.approx([0, 3, 6, 6])


def test_an_offices_own_set_comes_before_the_packages_for_its_level(tmp_path: Path) -> None:
    registry = laid(tmp_path, SET)
    assert used(registry) == ["example-city", "ours"]
    found = registry.index.set_of("commune")
    assert found is not None
    assert [(one.key, one.points, one.measure, one.zero, one.full) for one in found.criteria] == [
        ("late", 20, "late.late_rate", 0.1, 0.02),
        ("tidy", 10, "", 0.0, 1.0),
    ]


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ('"qd766"', ["qd766", "qd766"]),
        ('["ours", "qd766"]', ["qd766", "ours"]),
        ('["example-commune"]', ["example-city", "example-commune"]),
    ],
)
def test_use_says_which_set_counts(tmp_path: Path, use: str, expected: list[str]) -> None:
    assert used(laid(tmp_path, f"use = {use}\n{SET}")) == expected


def test_a_name_that_an_office_gives_to_a_criterion_of_its_own_is_that_one(tmp_path: Path) -> None:
    spellings = laid(tmp_path, SET).index.spellings
    assert spellings["tidy"] == ("Nhân rộng mô hình", "tidy")
    assert spellings["models"] == ("models",)


def test_a_criterion_of_the_package_is_changed_and_a_set_taken_away(tmp_path: Path) -> None:
    changed = """
[[criterion]]
set = "qd766"
key = "qd766-openness"
points = 8
[[criterion]]
set = "qd766"
key = "new"
name = "Mới"
points = 10
share = true
measure = "late.late_rate"
[[set]]
key = "example-city"
remove = true
"""
    index = laid(tmp_path, changed).index
    assert index.faults == ()
    assert [one.key for one in index.sets] == ["example-commune", "qd766"]
    national = index.sets[1]
    assert (national.criteria[0].points, national.criteria[0].name) == (8, "Công khai, minh bạch")
    assert (national.criteria[-1].key, national.criteria[-1].full) == ("new", 1.0)
    found = index.set_of("city")
    assert found is national


def test_a_set_whose_points_do_not_add_up_is_refused_with_both_sums_and_the_rest_counts(tmp_path: Path) -> None:
    registry = laid(tmp_path, SET.replace("points = 30", "points = 35"))
    (fault,) = registry.index.faults
    assert (fault.path, fault.key) == (tmp_path / "index.toml", "set[1].points")
    assert fault.path.read_text(encoding="utf-8").splitlines()[fault.line - 1] == "points = 35"
    assert "35" in fault.message
    assert "30" in fault.message
    assert used(registry) == ["example-city", ""]  # no other set in its place
    assert registry.index.most("tidy", ["commune"]) == (10, [])  # its scores are read as before


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "said"),
    [
        (
            'set = "ours"',
            'set = "theirs"',
            "criterion[1].set",
            'set = "theirs"',
            "example-commune, example-city, qd766",
        ),
        ("points = 20", "points = 0", "criterion[1].points", "points = 0", "> 0"),
        ("points = 20", 'points = "20"', "criterion[1].points", 'points = "20"', "float"),
        ("zero = 0.1", "zeor = 0.1", "criterion[1].zeor", "zeor = 0.1", "zeor"),
        ("zero = 0.1", "zero = 0.02", "criterion[1].full", "full = 0.02", "zero"),
        ("zero = 0.1\n", "", "criterion[1].measure", 'measure = "late.late_rate"', "zero và full"),
        ("zero = 0.1", "zero = 0.1\nshare = true", "criterion[1].measure", 'measure = "late.late_rate"', "đúng một"),
        ("full = 0.02", "full = 0.02\nshare = false", "criterion[1].share", "share = false", "true"),
        ("zero = 0.1\nfull = 0.02", "share = 2", "criterion[1].share", "share = 2", "<= 1"),
        ('"late.late_rate"', '"late"', "criterion[1].measure", 'measure = "late"', "regex"),
        ('measure = "late.late_rate"\n', "", "criterion[1].measure", "[[criterion]]", "late.late_rate"),
        ('key = "tidy"', 'key = "late"', "criterion[2].set", 'set = "ours"', "twice"),
        ('name = "Nhân rộng mô hình"', 'name = "hồ sơ TRỄ hạn"', "criterion[2].key", 'key = "tidy"', "late"),
        ('level = "commune"', 'level = "village"', "set[1].level", 'level = "village"', "village"),
        ("[[set]]", 'use = "none"\n[[set]]', "use", 'use = "none"', "ours"),
        ("[[set]]", '[[set]]\nkey = "ours"\n[[set]]', "set[2].key", 'key = "ours"', "twice"),
        (
            "[[criterion]]",
            '[[set]]\nkey = "b"\nname = "B"\npoints = 5\n'
            '[[criterion]]\nset = "b"\nkey = "tidy"\nname = "B"\npoints = 5\n[[criterion]]',
            "criterion[3].points",
            "points = 10",
            "5",
        ),
    ],
)
def test_what_can_not_be_is_refused_where_it_stands(
    tmp_path: Path, old: str, new: str, key: str, line: str, said: str
) -> None:
    assert old in SET
    with pytest.raises(RegistryError) as caught:
        laid(tmp_path, SET.replace(old, new, 1))
    error = caught.value
    assert (error.path, error.key) == (tmp_path / "index.toml", key)
    assert error.path.read_text(encoding="utf-8").splitlines()[error.line - 1] == line
    assert said in error.message


def test_what_only_boards_use_needs_no_new_database(tmp_path: Path) -> None:
    before = laid(tmp_path, SET).stored
    assert laid(tmp_path, SET.replace("zero = 0.1", "zero = 0.3").replace('"Hồ sơ"', '"Nhóm"')).stored == before
    assert laid(tmp_path, SET.replace("points = 10", "points = 9")).stored != before


def test_the_shipped_file_says_what_the_documents_say() -> None:
    assert "QĐ 766" in (default_folder() / "index.toml").read_text(encoding="utf-8").replace("Quyết định", "QĐ")


def test_the_example_of_the_documents_counts(tmp_path: Path) -> None:
    page = (default_folder().parent.parent / "docs" / "index.md").read_text(encoding="utf-8")
    registry = laid(tmp_path, page.split("```toml\n")[1].split("```")[0])
    assert registry.index.faults == ()
    assert used(registry) == ["example-city", "xa-2021"]
