"""A module has at most 400 lines: what is longer is about more than one thing, and is parted by meaning."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = 400


def test_no_module_is_longer() -> None:
    modules = (path for room in ("cchc_tui", "tests", "bench", "tools") for path in (ROOT / room).rglob("*.py"))
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules}
    assert len(lines) > 900
    assert {path: count for path, count in lines.items() if count > MOST} == {}
