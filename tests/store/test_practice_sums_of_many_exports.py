"""The sums behind the model practices keep nothing of exports whose dossiers have all been shown by a later one."""

from cchc_tui.store.count.practice_sums import PracticeSums

UNITS = range(1, 28)


def test_the_sums_of_a_thousand_exports_are_as_large_as_those_of_one():
    sums = PracticeSums()
    for export in range(1, 1001):
        sums.add_exports([(export, unit, 70, 3) for unit in UNITS])
        if export > 1:
            sums.add_exports([(export - 1, unit, 70, 3) for unit in UNITS], -1)
        assert sums.exports == {(export, unit): (70, 3) for unit in UNITS}
    assert sums.helpers == frozenset(UNITS)


def test_what_was_stored_of_exports_without_dossiers_is_not_read_again():
    stored = PracticeSums(exports={(1, 5): (0, 0), (2, 5): (4, 1)})
    assert PracticeSums.unpacked(stored.packed()).exports == {(2, 5): (4, 1)}


def test_a_dossier_that_a_later_export_shows_first_leaves_nothing_behind():
    sums = PracticeSums()
    sums.add_exports([(1, 5, 1, 1)], -1)
    sums.add_exports([(2, 5, 1, 1)])
    sums.add_exports([(1, 5, 1, 1)])
    assert sums.exports == {(2, 5): (1, 1)}
