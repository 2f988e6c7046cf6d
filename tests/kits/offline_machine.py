"""A machine without network: this one, in namespaces with its own accounts, services and commands.

What an installer writes into /etc or /usr/local, accounts included, is gone when the machine ends.
"""

import hashlib
import shutil
import subprocess
from pathlib import Path

#: Overlays keep what is written apart; the file system below them need not support being an upper layer.
_SET_UP = """
mount --make-rprivate / && mount -t tmpfs tmpfs "$1"
for part in etc usr/local var/backups; do
  mkdir -p "$1/$part/new" "$1/$part/work"
  mount -t overlay -o "lowerdir=/$part,upperdir=$1/$part/new,workdir=$1/$part/work" overlay "/$part" || exit 1
done
echo ready
exec sleep 600
"""


class OfflineMachine:
    """Runs shell commands as root of the machine. ``close`` ends the machine."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        command = ["unshare", "--net", "--mount", "sh", "-c", _SET_UP, "sh", str(folder)]
        self._holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._holder.stdout is not None
        assert self._holder.stdout.readline() == "ready\n"

    def command(self, script: str) -> list[str]:
        """The command that runs a shell script on the machine."""
        return ["nsenter", f"--target={self._holder.pid}", "--net", "--mount", "sh", "-c", script]

    def run(self, script: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(script), capture_output=True, text=True, timeout=110, check=False)

    def succeeds(self, script: str) -> str:
        done = self.run(script)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def close(self) -> None:
        self._holder.kill()
        self._holder.wait()
        if self._holder.stdout is not None:
            self._holder.stdout.close()


def sums(folder: Path) -> dict[Path, str]:
    """Path → SHA-256 of each file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def another(bundle: Path, into: Path, note: str) -> Path:
    """Make another version of an unpacked bundle in ``into``: its README ends in ``note``."""
    shutil.copytree(bundle, into)
    with (into / "DOC-TRUOC.txt").open("a", encoding="utf-8") as readme:
        readme.write(note)
    return summed(into)


def summed(bundle: Path) -> Path:
    """Write the file of checksums of a bundle for its present files, and return the bundle."""
    (bundle / "SHA256SUMS").unlink()
    (bundle / "SHA256SUMS").write_text("".join(f"{value}  {path}\n" for path, value in sums(bundle).items()))
    return bundle
