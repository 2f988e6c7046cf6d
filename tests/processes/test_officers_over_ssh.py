"""Officers on a real OpenSSH server with real accounts: the key opens the board, and nothing else opens anything."""

import os
import pwd
import shlex
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kits.ssh_office import SshOffice

pytestmark = pytest.mark.sshd
LAN, HA = "thu-lan", "thu-ha"
LAY = f"{LAN}-lay"
LATE = "tnmt"  # the unit with most late dossiers of the list


@pytest.fixture(scope="module")
def office(services: Callable[..., Any], exports: Path, wait: Any, asked: Any) -> Iterator[SshOffice]:
    """An office with a list, a reviewer and an officer of one unit."""
    ssh_office = SshOffice()
    try:
        services(ssh_office.data)
        (ssh_office.data / "inbox" / "DanhSachHoSo.xlsx").write_bytes(
            (exports / "igate_xlsx" / "DanhSachHoSo.xlsx").read_bytes()
        )
        ssh_office.add(LAN, "--role", "reviewer")
        ssh_office.add(HA, "--role", "unit", "--unit", LATE)
        wait(lambda: asked(ssh_office.data, "SELECT 1 FROM dossier LIMIT 1"), "the list")
        yield ssh_office
    finally:
        ssh_office.close()


def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, timeout=30, check=False, stdin=subprocess.DEVNULL, **more)


def test_the_board_comes_up_by_key_whatever_the_client_sends(
    office: SshOffice, terminal: Callable[..., Any], wait: Any
) -> None:
    sent = {"LANG": "xx_YY.KOI8-R", "LC_ALL": "C", "CCHC_LANG": "en", "PYTHONPATH": "/tmp", "BASH_ENV": "/tmp/x"}
    names = [option for name in sent for option in ("-o", f"SendEnv={name}")]
    command = office.ssh(LAN, "-tt", "-A", *names, command=["cchc-tui --role chair --lang en; touch /tmp/thu-lan"])
    hostile = sent | {"TERM": "$(touch /tmp/thu-lan)`id`;x", "SSH_AUTH_SOCK": "/tmp/agent"}
    running = terminal(*command, env=hostile)
    running.wait_for("TRỄ HẠN")
    running.resize(120, 40)
    wait(lambda: len(running.text.splitlines()[-1].rstrip()) > 85, "the footer of a wide window")
    (viewer,) = office.viewers(LAN)
    environment = dict(
        line.split("=", 1) for line in Path(f"/proc/{viewer}/environ").read_text().split("\0") if "=" in line
    )
    assert set(environment) <= {"TERM", "SSH_CONNECTION", "LANG", "PATH", "HOME", "USER", "LC_CTYPE", "LANGUAGE"}
    assert "reviewer" in Path(f"/proc/{viewer}/cmdline").read_text().split("\0")
    assert not Path("/tmp/thu-lan").exists()
    running.process.kill()
    wait(lambda: not office.processes(LAN), "nothing left running")


@pytest.mark.parametrize("command", [["id"], ["sh", "-c", "id"], ["cat /etc/passwd"], ["cchc-tui init x"], []])
def test_no_command_is_run(office: SshOffice, command: list[str]) -> None:
    done = run(office.ssh(LAN, "-T", command=command))
    assert done.returncode == 2
    assert b"SSH" in done.stderr
    assert b"uid=" not in done.stdout + done.stderr
    assert b"root:" not in done.stdout + done.stderr


def test_nothing_is_copied_and_nothing_forwarded(office: SshOffice, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    assert office.sftp(LAN, "ls", into=tmp_path).returncode
    for way in ((f"{LAN}@127.0.0.1:/etc/passwd", "y"), ("x", f"{LAN}@127.0.0.1:x")):
        for program in (("scp",), ("scp", "-O")):
            assert run([*office.copying(program[0], LAN, *program[1:]), *way], cwd=tmp_path).returncode
    assert not (tmp_path / "y").exists()
    for name in (LAN, LAY):
        assert run(office.ssh(name, "-W", f"127.0.0.1:{office.port}")).returncode
        assert run(office.ssh(name, "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1")).returncode
        assert run(
            office.ssh(name, "-N", "-o", "ExitOnForwardFailure=yes", "-R", "/tmp/thu-sock:127.0.0.1:1")
        ).returncode
        assert run(office.ssh(name, "-N", "-o", "ExitOnForwardFailure=yes", "-w", "any")).returncode
        assert forwarded(office, name, "-L", f"{{port}}:127.0.0.1:{office.port}") == b""
        assert b"SSH" not in forwarded(office, name, "-D", "127.0.0.1:{port}")


def forwarded(office: SshOffice, name: str, kind: str, form: str) -> bytes:
    """What comes through a port of the client; a SOCKS request asks for the server's own port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    client = subprocess.Popen(office.ssh(name, "-N", kind, form.format(port=port)), stderr=subprocess.DEVNULL)
    try:
        ready = threading.Event()
        while client.poll() is None and not ready.wait(0.02):
            with socket.socket() as way:
                way.settimeout(10)
                if way.connect_ex(("127.0.0.1", port)):
                    continue
                if kind == "-D":
                    way.sendall(b"\x05\x01\x00")
                    way.recv(2)
                    way.sendall(b"\x05\x01\x00\x01\x7f\0\0\1" + office.port.to_bytes(2, "big"))
                    way.recv(10)
                try:
                    return way.recv(64)
                except ConnectionResetError:
                    return b""
        pytest.fail("the client ended")
    finally:
        client.kill()
        client.wait()


def test_what_is_taken_along_is_fetched_as_the_screen_says(
    office: SshOffice, terminal: Callable[..., Any], tmp_path: Path
) -> None:
    before = {path: set(path.iterdir()) for path in map(Path, ("/tmp", "/var/tmp", "/dev/shm"))}
    running = terminal(*office.ssh(LAN, "-tt"))
    running.wait_for("TRỄ HẠN")
    running.send(b"2")
    running.wait_for("Phòng Tài chính")
    running.send(b"e")
    running.wait_for("lấy về bằng")
    running.send(b"2")
    running.wait_for("Lấy về:")
    assert f"máy chủ {socket.gethostname()}" in running.text
    line = next(line.strip(" │") for line in running.text.splitlines() if line.strip(" │").startswith("sftp "))
    (file,) = (office.files / LAY / "tep").glob("*.csv")
    assert file.stat().st_mode & 0o7777 == 0o640
    assert file.stat().st_uid == pwd.getpwnam(LAN).pw_uid
    assert file.stat().st_gid == pwd.getpwnam(LAY).pw_gid
    shown = shlex.split(line.replace(socket.gethostname(), "127.0.0.1"))
    assert shown[:3] == ["sftp", "-P", str(office.port)]
    assert run([*office.copying("sftp", LAY), shown[3]], cwd=tmp_path).returncode == 0
    assert (tmp_path / file.name).read_bytes() == file.read_bytes()
    running.send(b"\x1b")
    running.send(b"\x11")
    running.wait_for_end()
    uids = {pwd.getpwnam(name).pw_uid for name in (LAN, LAY)}
    new = [path for folder, names in before.items() for path in set(folder.iterdir()) - names]
    assert [path for path in new if path.lstat().st_uid in uids] == []
    assert {path.name for path in (office.files / LAY / "tep" / ".cchc").iterdir()} <= {"seen", "screen.json"}
    assert office.listed()[LAN]["seen"] is not None


def test_the_fetching_account_reads_its_folder_and_nothing_else(office: SshOffice, tmp_path: Path) -> None:
    tep = office.files / LAY / "tep"
    (tep / "bang.csv").write_text("x")
    os.chown(tep / "bang.csv", pwd.getpwnam(LAN).pw_uid, pwd.getpwnam(LAY).pw_gid)
    (tep / "bang.csv").chmod(0o640)
    (tep / "ra-ngoai").symlink_to("/etc/passwd")
    (tmp_path / "y").write_text("y")
    writes = ("put y", "rm bang.csv", "rename bang.csv b.csv", "mkdir d", "chmod 777 bang.csv", "symlink bang.csv s")
    reads = (
        "get /etc/passwd p1",
        "get ../../../../etc/passwd p2",
        "get ra-ngoai p3",
        "get .cchc/seen p4",
        "get bang.csv",
    )
    office.sftp(LAY, *writes, *reads, into=tmp_path)
    (tep / "ra-ngoai").unlink()
    assert {path.name for path in tmp_path.iterdir()} == {"y", "bang.csv"}
    assert {path.name for path in tep.iterdir() if path.suffix != ".csv"} <= {".cchc"}
    assert (tep / "bang.csv").read_text() == "x"
    for options in (("-T",), ("-tt",)):
        done = run(office.ssh(LAY, *options, command=["id"]))
        assert b"uid=" not in done.stdout + done.stderr
    (tmp_path / "bang.csv").unlink()
    assert run([*office.copying("scp", LAY), "y", f"{LAY}@127.0.0.1:y"], cwd=tmp_path).returncode
    other = office.sftp(f"{HA}-lay", "ls ../../thu-lan-lay/tep", "get ../../thu-lan-lay/tep/bang.csv", into=tmp_path)
    assert "bang.csv" not in other.stdout.replace("tep/bang.csv", "")
    assert not (tmp_path / "bang.csv").exists()


def test_a_unit_sees_its_own_dossiers_and_no_others(office: SshOffice, terminal: Callable[..., Any]) -> None:
    running = terminal(*office.ssh(HA, "-tt"))
    running.wait_for("TRỄ HẠN")
    (viewer,) = office.viewers(HA)
    said = Path(f"/proc/{viewer}/cmdline").read_text().split("\0")
    assert said[said.index("--role") + 1] == "unit"
    assert said[said.index("--unit") + 1].startswith(LATE)
    running.send(b"2")
    running.wait_for("Phòng Tài chính")
    running.send(b"\r")
    running.wait_for("hạng 1/")
    running.wait_for("-…  ")  # codes without their serials
    running.send(b"\x1b")
    running.wait_for("Phòng Tư pháp")
    running.send(b"\x1b[B\r")
    running.wait_for("Hồ sơ này không thuộc đơn vị của bạn")
    running.settle()
    assert "-…  " not in running.text
    running.send(b"\x11")
    running.wait_for_end()


def test_revoking_ends_a_running_session_at_once_three_times(
    office: SshOffice, terminal: Callable[..., Any], wait: Any, tmp_path: Path
) -> None:
    for round_ in range(3):
        said = office.add(HA, "--role", "reviewer" if round_ else "chair")
        assert "đã thay" in said if not round_ else "vào được" in said
        running = terminal(*office.ssh(HA, "-tt"))
        fetching = subprocess.Popen(
            [*office.copying("sftp", f"{HA}-lay"), f"{HA}-lay@127.0.0.1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        running.wait_for("TRỄ HẠN")
        wait(lambda: office.processes(f"{HA}-lay"), "sftp")
        office.access("revoke", HA)
        assert office.processes(HA) == office.processes(f"{HA}-lay") == []
        running.wait_for_end()
        fetching.communicate(b"ls\n", timeout=5)
        assert fetching.returncode
        for name in (HA, f"{HA}-lay"):
            assert b"Permission denied" in run(office.ssh(name, "-T")).stderr
        assert office.listed()[HA]["revoked"] is True
        assert not list((office.root / "keys").glob(f"{HA}*"))
