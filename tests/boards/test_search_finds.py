"""What one types finds units, procedures, officers and dossiers; what is hidden is not found by trying."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_tui.boards.dossier_filter import DossierFilter
from cchc_tui.boards.search import SearchResult
from cchc_tui.domain.privacy import HIDDEN, Access
from cchc_tui.domain.search_terms import SearchTerms, split_words, tokens
from cchc_tui.store.read import search
from tests.kits.store_kit import DAY, HOUR, MORNING, REGISTRY, SCRATCH, WARD_6, Office, at, dossier, forget_index

ALL = Access(personal=True, officers=True)


def code(number: int, day: str = "211015") -> str:
    return f"000.00.30.H20-{day}-{number:04}"


ROWS = [
    dossier(code(1), procedure="Đăng ký khai sinh", field="Hộ tịch"),
    dossier(code(2), agency="UBND Phường 11", procedure="Đăng ký khai sinh", field="Hộ tịch"),
    dossier(code(3), agency="UBND Phường 1", procedure="Đăng ký kết hôn", field="Hộ tịch", officer="Trần Văn Hai"),
    dossier(code(4), agency="UBND Phường Hòa Thuận", applicant="Đỗ Thị Riêng Tư", received=at("10-18 09:00")),
]


def indexed(office: Office, portion: int = 2) -> Office:
    """Brings the index up to the loads, in portions."""
    for private in (None, office.writer.private):
        while search.is_behind(office.writer.connection, private):
            with office.writer.transaction() as connection:
                search.catch_up(connection, REGISTRY.units, portion, private)
    return office


@pytest.fixture
def found(office: Office) -> Any:
    """Searches a store with the four rows, in an index that is up to date."""
    office.list(ROWS)
    indexed(office)
    source = office.source()
    yield source.search
    source.close()


def titles(found: SearchResult, kind: str) -> list[str]:
    return [hit.title for hit in found.hits if hit.kind == kind]


def ids(found: SearchResult) -> set[int]:
    return {int(hit.key) for hit in found.hits if hit.kind == "dossier"}


@pytest.mark.parametrize(
    ("typed", "dossiers"),
    [
        ("khai sinh", {1, 2}),
        ("KHAI SI", {1, 2}),
        ("p11 khai sinh", {2}),
        ("khai sinh p11", {2}),
        ("phuong 11", {2}),
        ("phuong 1", {3}),
        ("đăng ký", {1, 2, 3}),
        ("dang ky ket", {3}),
        ("hoa thuan", {4}),
        ("Hoà Thuận", {4}),
        ("ho tich", {1, 2, 3}),
        ("0003", set()),  # serials are not searched while they are hidden
        ("000", {1, 2, 3, 4}),
        ("h20 000", {1, 2, 3, 4}),
        ("211015 000", {1, 2, 3, 4}),
        ("211015", {1, 2, 3, 4}),
        ("2110", {1, 2, 3, 4}),
        ("H20-2110", {1, 2, 3, 4}),
        (code(4), set()),
        ("khai sinh ket", set()),
        ("khong co", set()),
    ],
)
def test_dossiers_are_found_as_one_types(found: Any, typed: str, dossiers: set[int]):
    answer = found(typed)
    assert ids(answer) == dossiers
    assert (answer.dossiers, answer.more) == (len(dossiers), False)


def test_units_and_procedures_are_found_with_how_many_dossiers_they_have(found: Any):
    assert titles(found("p11"), "unit") == ["Phường 11"]
    assert titles(found("phuong 1"), "unit") == ["Phường 1"]
    assert [(hit.title, hit.count) for hit in found("khai").hits if hit.kind == "procedure"] == [
        ("Đăng ký khai sinh", 2)
    ]
    assert [(hit.title, hit.count) for hit in found("ho tich").hits if hit.kind == "field"] == [("Hộ tịch", 3)]


def test_the_newest_come_first_and_their_serial_is_hidden(found: Any):
    hits = [hit for hit in found("211015").hits if hit.kind == "dossier"]
    assert (hits[0].key, hits[0].detail) == ("4", "Phường Hòa Thuận · Chứng thực bản sao")
    assert all(hit.title == "000.00.30.H20-211015-…" for hit in hits)
    assert found(code(4), shows=ALL).hits[0].title == code(4)


def test_persons_are_found_only_where_they_may_be_shown(found: Any):
    for typed in ("tran van hai", "rieng tu", "Đỗ Thị", "nguyen thi mot"):
        assert not {hit.kind for hit in found(typed).hits} & {"officer", "dossier"}, typed
    assert [hit.title for hit in found("tran van hai", shows=ALL).hits if hit.kind == "officer"] == ["Trần Văn Hai"]
    assert ids(found("tran van hai", shows=ALL)) == {3}
    assert ids(found("rieng tu", shows=ALL)) == {4}
    assert not ids(found("rieng tu", shows=Access(officers=True)))
    assert not ids(found("van hai", shows=Access(personal=True)))


def test_a_hidden_serial_is_not_found(office: Office):
    rows = [ROWS[0]._replace(code="000.00.30.H20-211015-98761"), ROWS[1]._replace(code="000.00.30.H20-211015-98762")]
    office.list(rows)
    for _ in range(2):  # from the rows themselves, then from the index
        source = office.source()
        assert [len(ids(source.search(f"211015 {part}"))) for part in ("987", "9876", "98761")] == [0, 0, 0]
        assert [len(ids(source.search(f"211015 {part}", shows=ALL))) for part in ("987", "9876", "98761")] == [2, 2, 1]
        assert list(source.dossiers(DossierFilter(only="all", text="9876")).ids) == []
        source.close()
        indexed(office)


def test_an_officer_opens_the_row_of_the_late_board(office: Office):
    office.list(ROWS)
    source = office.source()
    hit = next(hit for hit in source.search("tran van", shows=ALL).hits if hit.kind == "officer")
    assert hit.key in {row.key for row in source.late(by="officer").rows}
    assert len(source.dossiers(DossierFilter(officer=hit.key, only="all"))) == hit.count == 1
    source.close()


def test_what_the_index_does_not_know_yet_is_found_too(office: Office):
    office.list(ROWS[:2])
    indexed(office)
    office.list(ROWS, MORNING + HOUR)
    source = office.source(MORNING + 2 * HOUR)
    assert ids(source.search("ket hon")) == {3}
    assert ids(source.search("dang ky")) == {1, 2, 3}
    source.close()


def test_a_dossier_is_found_by_what_it_is_and_was_at_the_moment(office: Office):
    office.list(ROWS)
    indexed(office)
    moved = ROWS[0]._replace(procedure="Cấp lại giấy khai tử", agency="UBND Phường 3", digest=77)
    office.list([moved, *ROWS[1:]], MORNING + DAY)
    for _ in range(2):
        source = office.source(MORNING + 2 * DAY)
        assert ids(source.search("khai tu p3")) == {1}
        assert ids(source.search("khai sinh")) == {2}
        assert ids(source.search("khai sinh", at=MORNING + HOUR)) == {1, 2}
        assert not ids(source.search("khai tu", at=MORNING + HOUR))
        assert not ids(source.search("khai sinh", at=at("10-14 09:00")))
        source.close()
        indexed(office)


def test_the_index_grows_without_waking_the_boards(office: Office):
    office.list(ROWS)
    source = office.source()
    assert source.changed()
    indexed(office)
    assert not source.changed()
    office.list(ROWS, MORNING + HOUR)
    assert source.changed()
    source.close()


def test_entries_follow_units_that_the_registry_has_otherwise_now(office: Office):
    office.list(ROWS)
    indexed(office)
    with office.writer.transaction() as connection:
        forget_index(connection)
    assert search.is_behind(office.writer.connection)
    assert not search.find(office.writer.connection, SearchTerms("xyz"), HIDDEN, 10, 10).more
    source = indexed(office).source()
    assert ids(source.search("p11")) == {2}
    source.close()


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "khai* OR",
        "NEAR(a b)",
        "words:khai",
        "a AND",
        "(",
        "^khai",
        "-khai",
        "\x00",
        "🙂",
        "x" * 10_000,
        "\u202e",
        "'; DROP",
    ],
)
def test_nothing_that_is_typed_is_obeyed(found: Any, typed: str):
    assert not ids(found(typed)) - {1, 2, 3, 4}
    assert not ids(found(f"khai sinh {typed}")) - {1, 2}


def test_a_single_letter_finds_units_alone(found: Any):
    assert {hit.kind for hit in found("p").hits} == {"unit"}
    assert found("").hits == found("   ").hits == found("!khai").hits == ()


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def listed(office: Office, shows: Access = HIDDEN, **which: Any) -> list[int]:
    source = office.source()
    try:
        return list(source.dossiers(DossierFilter(only="all", **which), shows=shows).ids)
    finally:
        source.close()


def test_a_list_keeps_those_with_the_words_or_without_them(office: Office):
    office.list(ROWS)
    assert set(listed(office, text="khai sinh")) == {1, 2}
    assert set(listed(office, text="! khai sinh")) == {3, 4}
    assert set(listed(office, text="!p11 khai")) == {1, 3, 4}
    assert listed(office, text="rieng tu") == []
    assert set(listed(office, text="!rieng tu")) == {1, 2, 3, 4}
    assert listed(office, unit=WARD_6, text="p11") == []


def test_a_list_stands_by_any_column(office: Office):
    rows = [
        replace_dates(ROWS[0], due="11-20 10:00"),
        replace_dates(ROWS[1], due="10-20 10:00"),
        replace_dates(ROWS[2], due=None),
        ROWS[3],
    ]
    office.list(rows)
    assert listed(office, sort="due") == [2, 4, 1, 3]
    assert listed(office, sort="-due") == [1, 4, 2, 3]
    assert listed(office, sort="unit") == [3, 1, 2, 4]  # Phường 1, 6, 11, Hòa Thuận
    assert listed(office, shows=ALL, sort="code") == [1, 2, 3, 4]
    assert listed(office, shows=ALL, sort="-code") == [4, 3, 2, 1]
    assert listed(office, sort="-received")[0] == 4
    assert listed(office, sort="procedure")[0] == 4  # Chứng thực, Đăng ký khai sinh, …
    assert listed(office, sort="no such column") == listed(office)


def replace_dates(row: Any, due: str | None) -> Any:
    return row._replace(due=None if due is None else at(due), digest=hash(due) % 1000)


# ── any text ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@given(st.text(max_size=40))
def test_whatever_is_typed_whole_finds_what_has_it(text: str):
    assert not SearchTerms(text) or text.strip().startswith("!") or SearchTerms(text).match(tokens([text]))


VOCABULARY = ("Đăng ký", "khai sinh", "khai tử", "kết hôn", "Chứng thực", "bản sao", "đất đai", "11", "1")


def plain(rows: Iterable[Any], typed: str) -> set[int]:
    """The same without an index: word by word."""
    words = split_words(typed)
    names = {"UBND Phường 6": ("phuong", "6", "p", "p6"), "UBND Phường 11": ("phuong", "11", "p", "p11")}
    having = set()
    for number, row in enumerate(rows, 1):
        own = [*split_words(row.code), *split_words(row.procedure), *split_words(row.field), *names[row.agency]]
        last = words[-1]
        begun = last in own if last.isdecimal() and len(last) < 3 else any(word.startswith(last) for word in own)
        if begun and all(word in own for word in words[:-1]):
            having.add(number)
    return having


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3), st.sampled_from([6, 11])),
        min_size=1,
        max_size=12,
    ),
    st.lists(st.sampled_from([*VOCABULARY, "p11", "p6", "kh", "d", "2110"]), min_size=1, max_size=3),
    st.integers(1, 5),
)
def test_the_index_finds_what_looking_at_every_row_finds(made: Any, typed: list[str], portion: int):
    rows = [
        dossier(code(number, f"2110{number:02}"), procedure=" ".join(names), field="Vực", agency=f"UBND Phường {ward}")
        for number, (names, ward) in enumerate(made, 1)
    ]
    text = " ".join(typed)
    with TemporaryDirectory(dir=SCRATCH) as folder:
        office = Office(Path(folder))
        office.list(rows)
        source = indexed(office, portion).source()
        try:
            if max(map(len, split_words(text))) > 1:
                assert ids(source.search(text)) == plain(rows, text)
        finally:
            source.close()
            office.writer.close()
