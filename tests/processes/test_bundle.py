"""The bundle: a machine without network installs, upgrades and removes the program by one command each."""

import os
import platform
import re
import signal
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest

from tests.kits.offline_machine import OfflineMachine, another, summed, sums
from tools.bundle import build

pytestmark = pytest.mark.root


class Installed(NamedTuple):
    machine: OfflineMachine
    prefix: Path
    data: Path
    bundle: Path
    said: str

    def install(self, bundle: Path) -> str:
        return f"sh {bundle}/install.sh --prefix {self.prefix} --data {self.data}"

    @property
    def version(self) -> str:
        return (self.prefix / "current").readlink().name


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    asked = ["/usr/bin/env", "python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    path = "/usr/local/bin:/usr/bin:/bin"  # the Python of the machine, not that of the tests
    python = subprocess.run(asked, env={"PATH": path}, check=True, capture_output=True, text=True).stdout.strip()
    return build(folder / "dist", (python,), platform.machine(), folder / "wheels")


@pytest.fixture(scope="module")
def office(archive: Path) -> Iterator[Installed]:
    """A machine on which the bundle was installed. Its folder is open to all accounts, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        bundle = next(folder.glob("cchc-tui-*"))
        machine = OfflineMachine(folder / "own")
        try:
            before = Installed(machine, folder / "opt", folder / "srv", bundle, "")
            yield before._replace(said=machine.succeeds(before.install(bundle)))
        finally:
            machine.close()


def test_its_content_is_whole_and_the_same_bytes_again(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as packed:
        names = packed.getnames()
        assert names == sorted(names)
        assert {(entry.uid, entry.gid, entry.mtime) for entry in packed} == {(0, 0, 315532800)}
        packed.extractall(tmp_path, filter="data")
    unpacked = tmp_path / names[0]
    listed = dict(line.split("  ")[::-1] for line in (unpacked / "SHA256SUMS").read_text().splitlines())
    found = {str(path): value for path, value in sums(unpacked).items() if path.name != "SHA256SUMS"}
    assert found == listed
    assert {"install.sh", "DOC-TRUOC.txt", "systemd/cchc.service", "docs/office.md"} <= set(found)
    pythons = re.findall(r"(\d)\.(\d+)", (unpacked / "BUNDLE").read_text().splitlines()[1])
    again = build(
        tmp_path / "again", tuple(".".join(p) for p in pythons), platform.machine(), archive.parents[1] / "wheels"
    )
    assert again.name == archive.name
    assert again.read_bytes() == archive.read_bytes()


def test_it_needs_no_network_and_every_folder_is_whose_it_should_be(office: Installed) -> None:
    assert f"Đã cài bản {office.version}." in office.said
    assert office.machine.succeeds("sed -n '3,$s/:.*//p' /proc/self/net/dev").split() == ["lo"]
    stated = office.machine.succeeds(f"cd {office.data} && stat -c '%n %a %U:%G' . * | sort")
    expected = {
        ".": "2750 cchc:cchc-xem",
        "archive": "2700 cchc:cchc",
        "audit": "2700 cchc:cchc",
        "inbox": "2770 cchc:cchc-nhap",
        "private": "2750 cchc:cchc-rieng",
        "registry": "2750 cchc:cchc-xem",
        "state": "2750 cchc:cchc-xem",
    }
    found = dict(line.split(" ", 1) for line in stated.splitlines())
    assert {name: found[name] for name in expected} == expected
    assert subprocess.run(["getent", "passwd", "cchc-thu"], check=False, capture_output=True).returncode == 2


def test_a_list_dropped_by_a_member_is_seen_by_a_viewer(office: Installed, exports: Path) -> None:
    office.machine.succeeds("useradd --groups cchc-xem,cchc-nhap cchc-thu && useradd --groups cchc-xem cchc-xem1")
    program = f"{office.prefix}/bin/cchc-tui --data {office.data}"
    drop = f"umask 077; cat >{office.data}/inbox/DanhSachHoSo.xlsx"
    listed = exports / "igate_xlsx" / "DanhSachHoSo.xlsx"
    office.machine.succeeds(f"runuser -u cchc-thu -- sh -c '{drop}' <{listed}")
    collect = f"cd / && runuser -u cchc -- sh -c 'umask 027; {program} collect --once'"
    assert "DanhSachHoSo.xlsx" in office.machine.succeeds(collect)
    board = office.machine.succeeds(f"cd / && runuser -u cchc-xem1 -- {program} board late")
    assert "Phòng Tài chính" in board
    refused = office.machine.run(
        f"runuser -u cchc-xem1 -- sh -c 'cat {office.data}/archive/* || : >{office.data}/inbox/x'"
    )
    assert refused.returncode != 0


def test_a_damaged_copy_is_refused(office: Installed, tmp_path: Path) -> None:
    damaged = another(office.bundle, tmp_path / "damaged", "")
    (damaged / "DOC-TRUOC.txt").write_text("")
    before = office.version
    done = office.machine.run(office.install(damaged))
    assert done.returncode == 1
    assert "Gói cài bị hỏng hoặc chép thiếu" in done.stderr
    assert office.version == before


def test_a_version_that_does_not_work_is_not_taken(office: Installed, tmp_path: Path) -> None:
    broken = another(office.bundle, tmp_path / "broken", "broken")
    wheel = next((broken / "wheels").glob("cchc_tui-*.whl"))
    with ZipFile(wheel) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files["cchc_tui/boards/late.py"] = b"raise RuntimeError('broken')\n"
    with ZipFile(wheel, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    before, data = office.version, sums(office.data)
    done = office.machine.run(office.install(summed(broken)))
    assert done.returncode == 1
    assert "không cài được trên máy này" in done.stderr
    assert (office.version, sums(office.data)) == (before, data)
    assert [path.name for path in (office.prefix / "versions").iterdir()] == [before]


def test_killed_half_way_it_is_run_again_and_the_data_stay(office: Installed, tmp_path: Path, wait: Any) -> None:
    newer = another(office.bundle, tmp_path / "newer", "newer")
    before, data = office.version, sums(office.data)
    versions = office.prefix / "versions"
    there = len(list(versions.glob("*/lib/*/site-packages/*")))
    running = subprocess.Popen(office.machine.command(f"exec {office.install(newer)}"), start_new_session=True)
    wait(lambda: len(list(versions.glob("*/lib/*/site-packages/*"))) > there, "a part of the new version")
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert office.version == before
    said = office.machine.succeeds(office.install(newer))
    assert f"Đã nâng cấp từ bản {before} lên bản {office.version}." in said
    assert office.version != before
    assert {path.name for path in (office.prefix / "versions").iterdir()} == {before, office.version}
    assert sums(office.data) == data
    office.machine.succeeds(f"test -x {office.prefix}/bin/cchc-tui && /usr/local/bin/cchc-tui --help")


def test_removed_it_leaves_the_data_and_says_where(office: Installed) -> None:
    data = sums(office.data)
    said = office.machine.succeeds(f"sh {office.prefix}/install.sh remove --prefix {office.prefix}")
    assert f"Dữ liệu còn nguyên trong {office.data}." in said
    assert not office.prefix.exists()
    assert (
        office.machine.succeeds("ls -A /etc/systemd/system | grep cchc || :; ls /usr/local/bin | grep cchc || :") == ""
    )
    assert sums(office.data) == data
    assert office.machine.run(f"sh {office.bundle}/install.sh remove --prefix {office.prefix}").returncode == 1
