"""``cchc-tui init DIR``: creates a data folder with a registry, and with empty input sheets to fill in."""

from __future__ import annotations

import json
from pathlib import Path

import click

from cchc_tui.registry import default_folder, load
from cchc_tui.settings import DataFolder
from cchc_tui.sheets.kinds import SHEETS, sections
from cchc_tui.sheets.sheet import TEMPLATES
from cchc_tui.texts import cli as texts
from cchc_tui.texts.language import tr
from cchc_tui.whole_files import READABLE

HEADINGS = "headings.toml"
#: Registry files that each office fills in. They are copied; all others only hold comments.
_OWN = {"units.toml"}
#: Only the owner and the viewers' group may read. New files inherit the group (setgid).
_MODE = 0o2750


@click.command(help=texts.CLI.init)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Create what the folder lacks. Print what was created, and the next steps."""
    made = make(folder.absolute())
    for path in made:
        click.echo(f"  + {path}")
    click.echo(texts.init_done(folder, bool(made)))


def make(folder: Path) -> list[Path]:
    """Create the parts that a data folder lacks, and return their paths. Nothing is overwritten."""
    data = DataFolder(folder)
    made: list[Path] = []
    for part in (data.path, data.registry, folder / TEMPLATES):
        if not part.is_dir():
            part.mkdir(parents=True)
            part.chmod(_MODE)
            made.append(part)
    made += data.make_folders()
    for source in sorted(default_folder().glob("*.toml")):
        target = data.registry / source.name
        if not target.exists():
            text = source.read_text(encoding="utf-8") + (_sections() if source.name == HEADINGS else "")
            target.write_text(text if source.name in _OWN else _as_comments(text), encoding="utf-8")
            target.chmod(READABLE)
            made.append(target)
    if not data.settings.exists():
        data.settings.write_text(tr(texts.SETTINGS_FILE), encoding="utf-8")
        data.settings.chmod(READABLE)
        made.append(data.settings)
    lacking = [(sheet, path) for sheet in SHEETS.values() if not (path := folder / sheet.template).exists()]
    if lacking:
        from cchc_tui.report.template import write_template

        registry = load(data.registry)
        for sheet, path in lacking:
            write_template(path, sheet, registry)
            path.chmod(READABLE)
            made.append(path)
    return made


def _as_comments(text: str) -> str:
    """A registry file of the package with all lines as comments, below which an office can add its own lines."""
    lines = (line if not line or line.startswith("#") else f"# {line}" for line in text.splitlines())
    return tr(texts.REGISTRY_FILE) + "\n" + "\n".join(lines) + "\n"


def _sections() -> str:
    """The headings and choices of all input sheets, written as sections of ``headings.toml``."""
    lines = [
        "\n".join(
            [f"\n[{section}]", *(f"{name} = {json.dumps(texts, ensure_ascii=False)}" for name, texts in said.items())]
        )
        for section, said in sections().items()
    ]
    return "\n".join(lines) + "\n"
