"""``make try-install``: follow the install page of docs/office.md word for word, on clean systems without network.

debootstrap makes a system of each release, with only the packages that the page asks for. The system boots with its own
systemd in a container, whose only network device is loopback. Then the commands in the page's ``sh`` blocks are run, in
the page's order. Needs root, debootstrap and systemd-nspawn.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bundle import ROOT, build

_LIST = ROOT / "tests" / "data" / "exports" / "igate_xlsx" / "DanhSachHoSo.xlsx"
_PACKAGES = "systemd-sysv,python3,openssh-server,acl"
#: Boots the system. The control groups of a container must not be those of this machine's older hierarchy.
_BOOT = """
mount --make-rprivate / && umount --recursive --lazy /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup || exit 1
exec systemd-nspawn --quiet --register=no --keep-unit --private-network --link-journal=no --machine=office \
  --directory="$1" --boot
"""
_LANGUAGE = "LANG=C.UTF-8"
_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def commands(page: str, section: str) -> list[str]:
    """The contents of the ``sh`` blocks in a section of the page, in the page's order."""
    text = page.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


class Booted:
    """A running system, in which commands are run as root."""

    def __init__(self, leader: int) -> None:
        self._enter = ["nsenter", f"--target={leader}", "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"]
        self._enter += ["--root", "--wd", "--", "env", "-i", _PATH, _LANGUAGE, "HOME=/root", "TERM=xterm", "sh", "-e"]

    def run(self, script: str) -> str:
        """Run a script and return its output. Exits the program if the script fails."""
        for line in script.splitlines():
            print(f"  # {line}")
        done = subprocess.run(self._enter, input=script, capture_output=True, text=True, check=False)
        for line in (done.stdout + done.stderr).splitlines():
            print(f"    {line}")
        if done.returncode:
            sys.exit(f"exit code {done.returncode}")
        return done.stdout

    def expect(self, script: str, text: str) -> None:
        """Run a script. Exits the program if ``text`` is not in its output."""
        if text not in self.run(script):
            sys.exit(f"expected: {text}")


@contextmanager
def booted(root: Path) -> Iterator[Booted]:
    """Boot the system in the folder ``root``, and stop it when the block ends."""
    command = ["unshare", "--mount", "sh", "-c", _BOOT, "sh", str(root)]
    nspawn = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        leader = 0
        for _ in range(120):
            time.sleep(0.5)
            found = subprocess.run(["pgrep", "-P", str(nspawn.pid)], capture_output=True, text=True, check=False).stdout
            leader = int(found.split()[0]) if found else 0
            if leader and _is_up(leader):
                break
        else:
            sys.exit("the system did not come up within a minute")
        yield Booted(leader)
    finally:
        nspawn.terminate()  # systemd-nspawn stops the system
        nspawn.wait(60)


def _is_up(leader: int) -> bool:
    command = ["nsenter", f"--target={leader}", "--all", "systemctl", "is-system-running"]
    state = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return state in {"running", "degraded"}


def follow(release: str, root: Path, archives: tuple[Path, Path]) -> None:
    """Follow the page on a new system of the release. Exits the program at the first step that fails."""
    page = (ROOT / "docs" / "office.md").read_text(encoding="utf-8")
    make = ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", release, str(root)]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    (root / "media" / "usb").mkdir(parents=True)
    shutil.copy(_LIST, root / "media" / "usb")
    shutil.copy(archives[0], root / "root")
    data = "cd /srv/cchc && find archive registry cchc.toml -type f | sort | xargs sha256sum\n"
    with booted(root) as system:
        system.expect("cat /proc/net/dev | tail -n +3 | cut -d: -f1 | xargs", "lo\n")
        for block in commands(page, "Install"):
            system.run(block)
        system.expect("systemctl is-active cchc", "active\n")
        for block in commands(page, "The first list")[:1]:
            system.run(block)
        board = "useradd --groups cchc-xem nguoixem; cd /; runuser -u nguoixem -- cchc-tui --data /srv/cchc board late"
        system.expect(board, "Phòng Tài chính")
        system.run(
            "cd /\n"
            "! runuser -u nguoixem -- ls /srv/cchc/archive 2>&1\n"
            "! runuser -u nguoixem -- touch /srv/cchc/inbox/x 2>&1"
        )
        before = system.run(data)
        first, then = commands(page, "Upgrade")
        system.run(first + "rm -f cchc-tui-*")
        shutil.copy(archives[1], root / "root")
        system.expect("cd /root\n" + then, "Đã nâng cấp từ bản")
        if system.run(data) != before:
            sys.exit("the upgrade changed data")
        system.expect("cd / && runuser -u nguoixem -- cchc-tui --data /srv/cchc board late", "Phòng Tài chính")
        system.run("systemctl start cchc-backup.service && ls /var/backups/cchc")
        system.run("systemd-analyze security --no-pager cchc.service | tail -1")
        for block in commands(page, "Remove"):
            system.expect(block, "Dữ liệu còn nguyên trong /srv/cchc.")
        if system.run(data) != before:
            sys.exit("the removal changed data")
        system.run("! systemctl cat cchc 2>&1 && test ! -e /opt/cchc")


def main() -> None:
    """Try each release named on the command line, and print how long it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", nargs="+", help="of Debian, e.g. bookworm trixie")
    with tempfile.TemporaryDirectory() as work:
        wheels = ROOT / ".venv" / "wheels"
        archive = build(Path(work) / "first", wheels=wheels)
        newer = build(Path(work) / "newer", wheels=wheels, note="# newer\n")
        for release in parser.parse_args().release:
            began = time.monotonic()
            print(f"== {release}", flush=True)
            follow(release, Path(work) / release, (archive, newer))
            print(f"== {release}: as the page says, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
