"""``make bundle``: an archive from which a server without internet installs the program (packaging/install.sh).

The archive holds the wheels for each supported Python, the installer, the service, the office's pages of the
documentation, and checksums. If the tree and the wheels do not change, the archive has the same bytes again.
"""

from __future__ import annotations

import argparse
import email
import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
#: Those of Debian 12 and Debian 13.
PYTHONS = ("3.11", "3.13")
MACHINE = "x86_64"
#: glibc of the wheels taken: Debian 12 has 2.36.
_GLIBC = ("2014", "_2_17", "_2_28", "_2_34")
#: Time of all files in the archive and of our wheel, in seconds since 1970: the first day that a zip file can hold.
_TIME = 315532800
#: Optional parts of the program that are for developers alone.
_NOT_FOR_AN_OFFICE = {"dev", "bench"}
_PAGES = ("office.md", "projector.md", "begin.md", "privacy.md", "keys.md")


def build(
    out: Path, pythons: tuple[str, ...] = PYTHONS, machine: str = MACHINE, wheels: Path | None = None, note: str = ""
) -> Path:
    """Build the archive in the folder ``out`` and return its path.

    Wheels that are already in the folder ``wheels`` are not downloaded again. ``note`` is an additional line for the
    file BUNDLE, in shell syntax. Two bundles of the same program can differ by this line. Raises CalledProcessError if
    a wheel is missing for one of ``pythons`` or for ``machine``.
    """
    with tempfile.TemporaryDirectory() as work:
        ours = _our_wheel(Path(work))
        version = ours.name.split("-")[1]
        folder = Path(work) / f"cchc-tui-{version}"
        (folder / "wheels").mkdir(parents=True)
        shutil.copy(ours, folder / "wheels")
        extras = _extras(ours)
        for python in pythons:
            _download(f"{ours}[{extras}]", python, machine, folder / "wheels", wheels)
        shutil.copytree(ROOT / "packaging", folder, dirs_exist_ok=True)
        (folder / "docs").mkdir()
        for page in _PAGES:
            shutil.copy(ROOT / "docs" / page, folder / "docs")
        shutil.copy(ROOT / "LICENSE", folder)
        about = f'VERSION={version}\nPYTHONS="{" ".join(pythons)}"\nMACHINE={machine}\nEXTRAS={extras}\n' + note
        (folder / "BUNDLE").write_text(about, encoding="utf-8")
        _write_sums(folder)
        names = "-".join("py" + python.replace(".", "") for python in pythons)
        return _pack(folder, out / f"{folder.name}-{names}.tar.gz")


def _our_wheel(work: Path) -> Path:
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(_TIME)}
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(work)]
    subprocess.run(build, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    return next(work.glob("*.whl"))


def _extras(ours: Path) -> str:
    with ZipFile(ours) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        about = email.message_from_bytes(wheel.read(name))
    return ",".join(sorted(set(about.get_all("Provides-Extra", [])) - _NOT_FOR_AN_OFFICE))


def _download(what: str, python: str, machine: str, into: Path, known: Path | None) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
    command += ["--only-binary", ":all:", "--python-version", python, "--implementation", "cp"]
    command += [f"--platform=manylinux{glibc}_{machine}" for glibc in _GLIBC]
    command += ["--constraint", str(ROOT / "constraints.txt"), "--dest", str(into)]
    if known is not None:
        command += ["--find-links", str(known)]
    subprocess.run([*command, what, "pip"], check=True)
    if known is not None:
        known.mkdir(parents=True, exist_ok=True)
        for wheel in into.glob("*.whl"):
            if not wheel.name.startswith("cchc_tui-"):
                shutil.copy(wheel, known)


def _write_sums(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n" for path in files)
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _pack(folder: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    packed = io.BytesIO()
    # The name and the time in gzip's header would differ from one run to the next.
    with gzip.GzipFile("", "wb", mtime=0, fileobj=packed) as stream, tarfile.open(fileobj=stream, mode="w") as archive:
        for path in [folder, *sorted(folder.rglob("*"))]:
            entry = archive.gettarinfo(path, str(path.relative_to(folder.parent)))
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = "root"
            entry.mtime = _TIME
            entry.mode = 0o755 if path.is_dir() or path.name == "install.sh" else 0o644
            if path.is_dir():
                archive.addfile(entry)
            else:
                with path.open("rb") as content:
                    archive.addfile(entry, content)
    part = target.with_name(target.name + ".part")
    part.write_bytes(packed.getvalue())
    part.replace(target)
    return target


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", nargs="+", default=list(PYTHONS), help="versions, e.g. 3.11 3.13")
    parser.add_argument("--machine", default=MACHINE, help="x86_64 or aarch64")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--wheels", type=Path, help="a folder in which downloaded wheels are kept")
    given = parser.parse_args()
    made = build(given.out, tuple(given.python), given.machine, given.wheels)
    print(f"{made} ({made.stat().st_size >> 20} MB)")
