"""The keys that officers send, and the lines that sshd reads: what is refused and why, and how a line is quoted."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.cli.group import group
from cchc_tui.own_folder import hidden_file, own_folder, use_option
from cchc_tui.report.fetching import FileServer
from cchc_tui.ssh_access.faults import AccessError
from cchc_tui.ssh_access.key_lines import OfficerRecord, read_record, viewer_command, viewer_lines
from cchc_tui.ssh_access.keys import read_keys
from cchc_tui.ssh_access.names import check_name
from cchc_tui.ssh_access.places import Places
from cchc_tui.ssh_access.server import configuration_for
from tests.kits.made_folder import made_folder


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("keys")
    for name, kind, bits in (
        ("ed", "ed25519", "256"),
        ("ec", "ecdsa", "384"),
        ("rsa", "rsa", "2048"),
        ("weak", "rsa", "1024"),
    ):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-C", f"{name} của Lan", "-f", folder / name],
            check=True,
        )
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_one_key_or_several_are_read_as_an_office_sends_them(keys: dict[str, bytes]) -> None:
    several = (
        b"# m\xc3\xa1y \xe1\xbb\x9f c\xc6\xa1 quan\r\n"
        + keys["ed.pub"].replace(b"\n", b"\r\n")
        + keys["ec.pub"]
        + b"\n"
        + keys["rsa.pub"]
    )
    assert [key.type for key in read_keys(several)] == ["ssh-ed25519", "ecdsa-sha2-nistp384", "ssh-rsa"]
    (key,) = read_keys(keys["ed.pub"])
    assert key.comment == "ed của Lan"
    assert key.fingerprint.startswith("SHA256:")
    assert read_keys(keys["ed.pub"].decode().encode("utf-16")) == read_keys(b"\xef\xbb\xbf" + keys["ed.pub"]) == [key]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("ed", "khóa RIÊNG"),
        ("weak.pub", "1024 bit"),
        (b'command="sh" {ed}', "tùy chọn"),
        (b"restrict,pty {ed}", "tùy chọn"),
        (b"no-pty\t{ed}", "Dòng 1"),
        (b"{ed}{ed}", "Dòng 2: khóa này đã có"),
        (b"{ec}\nkhoa cua toi", "Dòng 3 không phải"),
        (b"ssh-ed25519", "không phải khóa"),
        (b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==", "không phải khóa"),
        (b"ssh-dss AAAAB3NzaC1kc3MAAACBAP", "không phải khóa"),
        (b"ssh-rsa {base64}", "không phải khóa"),
        (b"---- BEGIN SSH2 PUBLIC KEY ----", "PuTTY"),
        (b"PuTTY-User-Key-File-3: ssh-ed25519", "khóa RIÊNG"),
        (b"", "Không có khóa"),
        (b"\xff\xd8\xff\xe0", "không phải tệp chữ"),
        (b"x" * 20_000, "quá dài"),
    ],
)
def test_what_is_no_key_is_refused_with_what_was_expected(keys: dict[str, bytes], sent: bytes | str, said: str) -> None:
    content = keys[sent] if isinstance(sent, str) else sent
    content = content.replace(b"{ed}", keys["ed.pub"]).replace(b"{ec}", keys["ec.pub"])
    with pytest.raises(AccessError, match=said):
        read_keys(content.replace(b"{base64}", keys["ed.pub"].split()[1]))


def sshd_dequoted(line: str) -> tuple[str, str]:
    """The command of a key line, and the rest after the options, as sshd's ``opt_dequote`` takes them."""
    start = line.index('command="') + len('command="')
    out, at = "", start
    while line[at] != '"':
        if line.startswith('\\"', at):
            at += 1
        out += line[at]
        at += 1
    return out, line[at + 1 :]


@pytest.mark.parametrize(
    "folder", ["/srv/cchc", "/srv/ủy ban", "/srv/a'b", '/srv/a"b', "/srv/a\\", '/srv/a\\"b', "/srv/$(id)`id`;x%u"]
)
def test_the_command_reaches_the_program_word_for_word(keys: dict[str, bytes], tmp_path: Path, folder: str) -> None:
    record = OfficerRecord(role="unit", unit=f"29863{folder}@2020-01-01", since="2026-11-30T08:00:00", data=folder)
    (key,) = read_keys(keys["ed.pub"])
    head, line, *rest = viewer_lines("lan", record, Path(folder), [key]).split("\n")
    assert rest == [""]
    command, after = sshd_dequoted(line)
    assert command == viewer_command("lan", record, Path(folder))
    assert after == f" {key.line}"
    assert line.startswith("restrict,pty,command=")
    script = tmp_path / "cchc-tui"
    script.write_text(f"#!{sys.executable}\nimport sys, os\nprint(sys.argv[1:])\nprint(sorted(os.environ))\n")
    script.chmod(0o755)
    at = command.index(" --data ")
    shown = command[: command.rindex(" ", 0, at)] + f" {script}" + command[at:]
    hostile = {"TERM": "$(id);`id`", "LD_X": "1", "CCHC_LANG": "en", "LANG": "C", "SSH_CONNECTION": ""}
    done = subprocess.run(["/bin/sh", "-c", shown], env=hostile, capture_output=True, text=True, check=True)
    arguments, environment = done.stdout.splitlines()
    unit = ["--role", "unit", "--unit", record.unit, "--name", "lan"]
    assert arguments == str(["--data", folder, "--take", folder, *unit])
    assert "CCHC_LANG" not in environment
    assert "LD_X" not in environment
    path = tmp_path / "lan"
    path.write_text(head + "\n" + line)
    assert read_record(path) == record


@pytest.mark.parametrize(
    "name",
    [
        "root",
        "www-data",
        "postgres",
        "cchc",
        "cchc-xem",
        "systemd-x",
        "Lan",
        "lan lan",
        "-lan",
        "lan-lay",
        "a",
        "lan\n",
        "lan;id",
        "1lan",
        "l" * 29,
        "lân",
    ],
)
def test_a_name_of_the_system_or_of_no_account_is_refused(name: str) -> None:
    with pytest.raises(AccessError, match="tên"):
        check_name(name)


@pytest.mark.parametrize("name", ["lan", "nguyen-thi-lan", "ha2", "l" * 28])
def test_a_plain_name_is_taken(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("command", [("add", "lan", "--role", "reviewer"), ("list",), ("revoke", "lan"), ("setup",)])
def test_without_root_it_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    made_folder(tmp_path / "office")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    done = CliRunner().invoke(group, ["--data", str(tmp_path / "office"), "access", *command])
    assert done.exit_code == 1
    assert "sudo" in done.output


def test_the_servers_part_names_the_folders(tmp_path: Path) -> None:
    text = configuration_for(Places(Path("/data/keys"), Path("/data/cchc-lay")))
    assert "AuthorizedKeysFile /data/keys/%u" in text
    assert "ChrootDirectory /data/cchc-lay/%u" in text
    with pytest.raises(AccessError, match="không dấu"):
        configuration_for(Places(jails=Path("/srv/ủy ban")))


def test_with_its_own_folder_a_viewer_writes_nowhere_else(tmp_path: Path) -> None:
    from cchc_tui.report.files import folder_for, save_new
    from cchc_tui.tui.session.preferences import prefs_path
    from cchc_tui.tui.terminal.crash import log_path

    use_option(["--data", "/x", "--take", str(tmp_path)])
    try:
        assert own_folder() == folder_for("/elsewhere") == folder_for("") == tmp_path
        assert prefs_path() == hidden_file("screen.json") == tmp_path / ".cchc" / "screen.json"
        assert log_path() == tmp_path / ".cchc" / "faults.log"
        assert save_new(b"x", tmp_path, "bang", "csv").stat().st_mode & 0o777 == 0o640
    finally:
        use_option([])
    assert own_folder() is None


@pytest.mark.parametrize("name", ["tre-han_2021-11-10T0830.xlsx", f"{'l' * 80}_2021-11-10T0830.xlsx"])
def test_the_fetching_command_fits_a_window_of_80_columns(name: str) -> None:
    server = FileServer("vanphong-hdnd", "22", "nguyen-thi-lan-lay")
    command = server.fetch(Path(name), 76)
    assert len(command) <= 76
    assert command.startswith("sftp nguyen-thi-lan-lay@vanphong-hdnd:")
    assert "2021-11-10T0830.xlsx" in command
