"""``cchc-tui init DIR``: a new data folder with a registry and empty input sheets to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from cchc_tui.registry import Registry, default_folder, load
from cchc_tui.settings import DataFolder
from cchc_tui.texts import cli as texts
from cchc_tui.texts.language import tr

TEMPLATES = "templates"
#: What an office must say itself.
_OWN = {"units.toml"}
#: Nobody but the owner and the group of the viewers reads here, and whatever is made here is of that group.
_MODE = 0o2750
#: About how many characters the columns of the rollout sheet are wide.
_WIDE = 150


@click.command(help=texts.CLI.init)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Makes what the folder lacks and keeps what it has."""
    made = make(folder.absolute())
    for path in made:
        click.echo(f"  + {path}")
    click.echo(texts.init_done(folder, bool(made)))


def make(folder: Path) -> list[Path]:
    """Makes every part of a data folder that is missing; returns what was made. Nothing there is overwritten."""
    data = DataFolder(folder)
    made: list[Path] = []
    for part in (data.path, data.inbox, data.archive, data.state, data.registry, folder / TEMPLATES):
        if not part.is_dir():
            part.mkdir(parents=True)
            part.chmod(_MODE)
            made.append(part)
    for source in sorted(default_folder().glob("*.toml")):
        target = data.registry / source.name
        if not target.exists():
            text = source.read_text(encoding="utf-8")
            target.write_text(text if source.name in _OWN else _as_comments(text), encoding="utf-8")
            made.append(target)
    if not data.settings.exists():
        data.settings.write_text(tr(texts.SETTINGS_FILE), encoding="utf-8")
        made.append(data.settings)
    sheet = folder / TEMPLATES / "nhan-rong-mo-hinh.xlsx"
    if not sheet.exists():
        _rollout_sheet(sheet, load(data.registry))
        made.append(sheet)
    return made


def _as_comments(text: str) -> str:
    """A file of the package that says nothing: what an office changes of it, it writes itself."""
    lines = (line if not line or line.startswith("#") else f"# {line}" for line in text.splitlines())
    return tr(texts.REGISTRY_FILE) + "\n" + "\n".join(lines) + "\n"


def _rollout_sheet(path: Path, registry: Registry) -> None:
    """An empty rollout sheet: a row for each unit and model, the states to choose from."""
    import xlsxwriter  # only init writes a template

    from cchc_tui.report.workbook import set_for_print

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet(texts.ROLLOUT_SHEET)
        bold = book.add_format({"bold": True, "border": 1})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, texts.ROLLOUT_TITLE, book.add_format({"bold": True}))
        sheet.write_row(2, 0, texts.ROLLOUT_HEADINGS, bold)
        sheet.set_column(1, 2, 34)
        sheet.set_column(3, 6, 18)
        communes = [unit for unit in registry.units.units if unit.level == "commune" and unit.valid_from is None]
        row = 3
        for unit in communes:
            for practice in registry.practices:
                sheet.write_row(row, 0, [row - 2, unit.name, practice.name])
                sheet.write_blank(row, 4, None, day)
                row += 1
        names = list(registry.state_names_shown)
        sheet.data_validation(3, 3, row - 1, 3, {"validate": "list", "source": names})
        set_for_print(sheet, 2, len(texts.ROLLOUT_HEADINGS), row - 3, _WIDE, texts.ROLLOUT_TITLE)
