"""An office over SSH: a real OpenSSH server, real accounts, real keys. Needs root."""

from __future__ import annotations

import grp
import json
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from cchc_tui.cli.group import group
from cchc_tui.cli.init import make

PROJECT = Path(__file__).resolve().parents[2]
_GROUPS = ("cchc-xem", "cchc-rieng", "cchc-nhap", "cchc-lay")
#: What a careless administrator may have allowed to everybody else.
_LAX = """\
UsePAM yes
AcceptEnv *
PermitUserEnvironment yes
AllowTcpForwarding yes
AllowAgentForwarding yes
X11Forwarding yes
PermitTunnel yes
PrintMotd no
Subsystem sftp internal-sftp
"""


class SshOffice:
    """A data folder, its officers, and an SSH server for them. ``close`` removes all of it."""

    def __init__(self) -> None:
        if os.getuid():
            pytest.fail("these tests make accounts and start sshd: run `make test-ssh` as root")
        if not (shutil.which("sshd", path="/usr/sbin:/usr/bin") and shutil.which("ssh")):
            pytest.fail("these tests need sshd and ssh: apt-get install openssh-server openssh-client")
        self._groups = {name for name in _GROUPS if any(name == each.gr_name for each in grp.getgrall())}
        self.names: list[str] = []
        self.root = Path(tempfile.mkdtemp(prefix="cchc-ssh-", dir="/run"))  # sshd wants root's folders all the way up
        self.root.chmod(0o755)
        (self.root / "sshd").mkdir()
        self.configuration = self.root / "sshd" / "cchc.conf"
        self.data = self.root / "uỷ ban 'thành phố'"
        self.data.mkdir()
        self.files = self.root / "lay"
        make(self.data)
        self.access("setup", "--sshd", str(self.configuration))
        self._give_to_viewers()
        self.port = _free_port()
        self._server = self._start()

    def _give_to_viewers(self) -> None:
        gid = grp.getgrnam("cchc-xem").gr_gid
        for path in (self.data, *self.data.rglob("*")):
            os.chown(path, 0, gid)
            path.chmod(0o2750 if path.is_dir() else 0o640)

    def _start(self) -> subprocess.Popen[bytes]:
        Path("/run/sshd").mkdir(exist_ok=True)
        self.key("host")
        (self.root / "config").write_text(
            f"Include {self.configuration}\nPort {self.port}\nListenAddress 127.0.0.1\n"
            f"HostKey {self.root}/host\nPidFile none\n{_LAX}"
        )
        sshd = f"exec /usr/sbin/sshd -D -e -f {self.root}/config"
        self._log = (self.root / "log").open("wb")
        command = ["unshare", "--mount", "sh", "-ec", "\n".join([*reachable(self.root), sshd])]
        process = subprocess.Popen(command, stderr=self._log)
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            if process.poll() is not None:
                pytest.fail(f"sshd ended: {(self.root / 'log').read_text()}")
            time.sleep(0.02)
        return process

    # ── accounts and keys ────────────────────────────────────────────────────────────────────────────────────────────
    def key(self, name: str) -> Path:
        """The public key file of a key pair, which is made at the first call."""
        path = self.root / name
        if not path.exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{name}@may", "-f", path], check=True)
        return path.with_suffix(".pub")

    def access(self, *arguments: str, key: bytes = b"", code: int = 0) -> str:
        """Run ``cchc-tui access``, and return what it prints. ``code`` is the exit code that it must have."""
        places = ("--keys", str(self.root / "keys"), "--jails", str(self.files))
        done = CliRunner().invoke(group, ["--data", str(self.data), "access", *arguments, *places], input=key)
        assert done.exit_code == code, done.output
        return done.output

    def add(self, name: str, *role: str) -> str:
        """Give an officer access, and return what the command prints."""
        self.names.append(name)
        return self.access("add", name, *role, key=self.key(name).read_bytes())

    def listed(self) -> dict[str, dict[str, object]]:
        """The rows of ``access list``, by officer."""
        return {row["name"]: row for row in json.loads(self.access("list", "--json"))["rows"]}

    # ── clients ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _options(self, name: str, port: str = "-p") -> list[str]:
        known = ("-o", "IdentitiesOnly=yes", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null")
        key = str(self.root / name.removesuffix("-lay"))
        return ["-F", "none", port, str(self.port), "-i", key, *known, "-o", "LogLevel=ERROR", "-o", "BatchMode=yes"]

    def ssh(self, name: str, *options: str, command: Sequence[str] = ()) -> list[str]:
        """The command line with which an officer connects."""
        return ["ssh", *self._options(name), *options, f"{name}@127.0.0.1", *command]

    def copying(self, program: str, name: str, *options: str) -> list[str]:
        """The command line of ``sftp`` or ``scp`` for an officer, without source and target."""
        return [program, *self._options(name, "-P"), *options]

    def sftp(self, name: str, *lines: str, into: Path) -> subprocess.CompletedProcess[str]:
        """Run lines of sftp in the folder ``into``. A line that fails does not stop the others."""
        batch = "".join(f"-{line}\n" for line in lines)
        command = [*self.copying("sftp", name, "-b", "-"), f"{name}@127.0.0.1"]
        return subprocess.run(command, input=batch, capture_output=True, text=True, cwd=into, timeout=30, check=False)

    # ── what is there ────────────────────────────────────────────────────────────────────────────────────────────────
    def processes(self, name: str) -> list[int]:
        """The process numbers of an officer's account."""
        uid = pwd.getpwnam(name).pw_uid
        return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal() and _owner(each) == uid]

    def viewers(self, name: str) -> list[int]:
        """Those of the officer's processes that run the viewer."""
        return [pid for pid in self.processes(name) if b"--take" in _command(pid).split(b"\0")]

    def close(self) -> None:
        """End the server, and remove accounts, groups and folders."""
        for name in dict.fromkeys(self.names):
            CliRunner().invoke(
                group, ["--data", str(self.data), "access", "revoke", name, "--keys", str(self.root / "keys")]
            )
            for account in (name, f"{name}-lay"):
                subprocess.run(["userdel", account], check=False, capture_output=True)
        self._server.terminate()
        self._server.wait(10)
        self._log.close()
        for name in _GROUPS:
            if name not in self._groups:
                subprocess.run(["groupdel", name], check=False, capture_output=True)
        shutil.rmtree(self.root)


def reachable(root: Path) -> list[str]:
    """Shell lines that let every account run this Python, but only in the mount namespace of the server."""
    needed = [Path(sys.base_prefix), PROJECT, Path(sys.prefix)]
    lines = ["mount --make-rprivate /"]
    for number, path in enumerate(needed):
        closed = [each for each in reversed(path.parents) if not each.stat().st_mode & 0o001]
        if closed:
            held = shlex.quote(str(root / f"held-{number}"))
            over, place = shlex.quote(str(closed[0])), shlex.quote(str(path))
            lines += [f"mkdir {held}", f"mount --bind {place} {held}"]
            lines += [f"mountpoint -q {over} || mount -t tmpfs -o mode=755 tmpfs {over}"]
            lines += [f"mkdir -p {place}", f"mount --bind {held} {place}"]
    return lines


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _owner(process: Path) -> int | None:
    try:
        return process.stat().st_uid if b"State:\tZ" not in (process / "status").read_bytes() else None
    except OSError:
        return None


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
