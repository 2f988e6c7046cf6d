"""The wheel: it holds the program and nothing of its developers', and runs by itself in a fresh environment."""

import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.kits.commands import small_year

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def files_in(folder: Path) -> set[Path]:
    found = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    return {path for path in found if path.suffix != ".pyc"}


def test_it_holds_the_program_and_no_test_and_no_tool(wheel: Path) -> None:
    files = {Path(name) for name in ZipFile(wheel).namelist()}
    registry = {Path("cchc_tui/_registry") / name for name in files_in(ROOT / "data" / "registry")}
    server = {Path("cchc_tui/_sshd") / name for name in files_in(ROOT / "packaging" / "sshd")}
    program = {Path("cchc_tui") / name for name in files_in(ROOT / "cchc_tui")} | registry | server
    assert {path for path in files if path.parts[0] == "cchc_tui"} == program
    assert {path.parts[0] for path in files} == {"cchc_tui", f"{wheel.stem.rsplit('-', 3)[0]}.dist-info"}
    assert not [path for path in files if path.name.startswith(("test_", "conftest"))]


def test_it_runs_the_demo_in_a_fresh_environment(wheel: Path, tmp_path: Path, terminal: Callable[..., Any]) -> None:
    fresh = tmp_path / "fresh"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(fresh)], check=True)
    python = fresh / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, str(wheel)], check=True)
    packages = next((fresh / "lib").glob("python*/site-packages"))
    # What it depends on is taken from here, so that no network is needed; paths in ``.pth`` files there do not count.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    running = terminal(str(fresh / "bin" / "cchc-tui"), "demo", env={"PYTHONPATH": small_year(tmp_path / "first")})
    running.wait_for("MINH HỌA")
    where = [str(python), "-c", "import cchc_tui; print(cchc_tui.__file__)"]
    found = subprocess.run(where, check=True, capture_output=True, text=True, cwd=tmp_path, env={}).stdout
    assert Path(found.strip()).is_relative_to(fresh)
    running.send(b"\x11")
    running.wait_for_end()
    assert running.process.returncode == 0
