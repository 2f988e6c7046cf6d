"""``cchc-tui serve``: shows the app in browsers, for a wall screen without a terminal and for people without SSH."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import click

from cchc_tui.cli.folders import data_folder, data_option
from cchc_tui.domain.roles import Role
from cchc_tui.texts import cli as texts
from cchc_tui.texts.roles import ROLES
from cchc_tui.texts.web import WEB, bad_public_url, needs_public_url, no_address, not_loopback

#: What the app of a page is given of this process's environment.
_PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "CCHC_LANG")
_PREFERRED = 8000


@click.command(help=texts.CLI.serve)
@data_option
@click.option("--port", type=click.IntRange(1, 65_535), default=_PREFERRED, help=WEB.option_port)
@click.option("--host", default="127.0.0.1", help=WEB.option_host)
@click.option("--network", is_flag=True, help=WEB.option_network)
@click.option("--public-url", default="", help=WEB.option_public_url)
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.WALL.value, help=WEB.option_role)
@click.option("--unit", default="", metavar="U", help=ROLES.option_unit)
@click.option("--name", default="web", metavar="NAME", help=ROLES.option_name)
@click.option("--sessions", type=click.IntRange(1, 500), default=20, help=WEB.option_sessions)
def command(
    data: Path | None,
    port: int,
    host: str,
    network: bool,
    public_url: str,
    role: str,
    unit: str,
    name: str,
    sessions: int,
) -> None:
    """Run the web server until a signal ends it.

    Exit with 2 if the web part of the program is not installed, or if the address cannot be used.
    """
    folder = data_folder(data)
    _check_unit(role, unit)
    _check_address(host, port, network, public_url)
    try:
        from cchc_tui.web.server import WebSettings, serve  # an optional part of the installation
    except ModuleNotFoundError as error:
        click.echo(WEB.missing.format(module=error.name), err=True)
        sys.exit(2)
    settings = WebSettings(_app_command(folder, role, unit, name), _environment(), host, port, public_url, sessions)
    click.echo(WEB.serving.format(url=public_url or f"http://{_written(host)}:{port}/", most=sessions))
    try:
        serve(settings)
    except OSError as error:
        click.echo(no_address(host, port, error.strerror or str(error)), err=True)
        sys.exit(2)


def _check_unit(role: str, unit: str) -> None:
    if (role == Role.UNIT) != bool(unit):
        raise click.UsageError(ROLES.unit_unneeded if unit else ROLES.unit_missing)


def _check_address(host: str, port: int, network: bool, public_url: str) -> None:
    """Check the address of the server. Print a warning if other machines can reach it.

    Raises UsageError if other machines can reach it and ``--network`` is not given, or if the public URL is unusable.
    An address that stands for all addresses of the machine, such as 0.0.0.0, needs a public URL.
    """
    parts = urlsplit(public_url)
    if public_url and (parts.scheme not in {"http", "https"} or not parts.netloc):
        raise click.BadParameter(bad_public_url(public_url), param_hint="--public-url")
    if _is_loopback(host):
        return
    if not network:
        raise click.UsageError(not_loopback(host))
    if not public_url and host in {"0.0.0.0", "::"}:
        raise click.UsageError(needs_public_url(host))
    click.secho(WEB.open_to_all.format(host=host, port=port), err=True, bold=True)


def _app_command(folder: Path, role: str, unit: str, name: str) -> list[str]:
    """The command line that starts the app for a page.

    Options for clock, language and theme that were given before ``serve`` are passed on.
    """
    given = click.get_current_context().find_root().params
    options = {"--data": str(folder), "--role": role, "--unit": unit, "--name": name}
    options |= {f"--{option}": str(given.get(option) or "") for option in ("clock", "lang", "theme")}
    words = [word for option, value in options.items() if value for word in (option, value)]
    return [sys.executable, "-P", "-m", "cchc_tui", *words]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED if name in os.environ}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host
