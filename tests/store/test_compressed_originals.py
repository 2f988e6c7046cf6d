"""A compressed original gives back the same bytes, or says that it is damaged."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_tui.domain.moments import Stamp
from cchc_tui.store.write import archive, originals
from tests.kits.store_kit import MORNING


def keep(folder: Path, content: bytes, name: str = "a.csv", arrived: Stamp = MORNING) -> str:
    place = archive.place_for(folder, name, arrived)
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    (folder / place).write_bytes(content)
    os.utime(folder / place, ns=(1_600_000_000_123_456_789, 1_600_000_000_123_456_789))
    return place


def pack(folder: Path, place: str) -> Path:
    aside = archive.aside(folder, place)
    target = originals.compress(folder / place, aside)
    aside.rename(target)
    (folder / place).unlink()
    return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


@given(content=st.one_of(st.binary(max_size=3000), st.binary(max_size=30).map(lambda part: part * 30_000)))
def test_any_bytes_come_back_with_their_time(folder: Path, content: bytes) -> None:
    place = keep(folder, content)
    target = pack(folder, place)
    assert gzip.decompress(target.read_bytes()) == content  # zcat reads it
    assert target.stat().st_mode & 0o777 == 0o600
    with archive.opened(folder, place) as path:
        assert path.read_bytes() == content
        assert path.stat().st_mtime_ns == 1_600_000_000_123_456_789
        assert path.stat().st_mode & 0o777 == 0o600
    assert [path for path in folder.iterdir() if path.is_file()] == []  # no copy stays
    target.unlink()


@given(st.data())
def test_a_damaged_one_never_gives_other_bytes(folder: Path, data: st.DataObject) -> None:
    content = b"".join(b"%d;Ph\xc6\xb0\xe1\xbb\x9dng\n" % number for number in range(2000))
    place = keep(folder, content)
    target = pack(folder, place)
    whole = bytearray(target.read_bytes())
    if data.draw(st.booleans()):
        del whole[data.draw(st.integers(0, len(whole) - 1)) :]
    else:
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    target.write_bytes(whole)
    with (
        suppress(originals.DamagedOriginalError, FileNotFoundError),
        archive.opened(folder, place) as path,
    ):
        assert path.read_bytes() == content  # an unused bit of the header
    target.unlink()


def names(folder: Path) -> Iterator[tuple[str, str]]:
    return ((kept.path.rpartition("/")[2], kept.name) for kept in archive.archived_files(folder))


def test_the_archive_lists_an_original_once_however_it_is_stored(tmp_path: Path) -> None:
    places = [keep(tmp_path, b"x" * 9000, name) for name in ("a.csv", "b.csv", "c.csv", "ê" * 200 + ".csv")]
    before = list(names(tmp_path))
    pack(tmp_path, places[0])
    both = pack(tmp_path, places[1])
    (tmp_path / places[1]).write_bytes(gzip.decompress(both.read_bytes()))  # killed before it was removed
    pack(tmp_path, places[3])
    assert list(names(tmp_path)) == before
    assert archive.stored_at(tmp_path, places[1]) == tmp_path / places[1]
    assert archive.place_for(tmp_path, "d.csv", MORNING).startswith("2021/11/20211110T083000-005-")


def test_an_original_that_arrived_as_gz_is_none_of_ours(tmp_path: Path) -> None:
    place = keep(tmp_path, gzip.compress(b"x" * 9000), "a.csv.gz")
    assert [name for _, name in names(tmp_path)] == ["a.csv.gz"]
    assert archive.stored_at(tmp_path, place.removesuffix(".gz")) is None
    pack(tmp_path, place)
    assert [name for _, name in names(tmp_path)] == ["a.csv.gz"]


def test_what_saves_nothing_is_left(tmp_path: Path, exports: Path) -> None:
    assert not originals.is_worth_it(exports / "igate_xlsx" / "DanhSachHoSo.xlsx")
    assert originals.is_worth_it(exports / "igate_csv" / "danhsach.csv")
    assert originals.is_worth_it(exports / "opencps_html" / "1636507800000.xls")
    small = tmp_path / "small"
    small.write_bytes(b"x" * 1000)
    assert not originals.is_worth_it(small)
