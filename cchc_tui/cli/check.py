"""``cchc-tui check FILE...``: reads files without loading them, and prints their kinds and their problems."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.texts import cli as texts


@click.command(help=texts.CLI.check)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@data_option
@click.option("--json", "as_json", is_flag=True, help=texts.CLI.option_json)
def command(files: tuple[Path, ...], data: Path | None, as_json: bool) -> None:
    """Print a report on each file. Exit with 1 if a file would be refused."""
    from cchc_tui.collector.measure_check import checked  # these import the reader
    from cchc_tui.ingest.check import check_file, check_text
    from cchc_tui.store.write.originals import as_it_arrived

    gone = next((path for path in files if not path.exists()), None)
    if gone is not None:
        raise click.UsageError(texts.no_such_file(gone))
    folder = data_folder(data, must_exist=False)
    reports = []
    for path in files:
        with as_it_arrived(path) as original:
            reports.append(check_file(original, folder, checked))
    if as_json:
        click.echo(json.dumps(reports, ensure_ascii=False, indent=1))
    else:
        for report in reports:
            click.echo(check_text(report))
    sys.exit(any(report["verdict"] == "refused" for report in reports))
