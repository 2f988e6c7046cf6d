"""``python bench/run.py``: every figure that the project promises, on this machine, each against its peer in turn.

``--quick`` takes smaller files and two pairs: for looking whether the bench itself works, not for figures to quote.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module

from measuring import MissingToolError, Outcome, machine

Result = Outcome | list[Outcome]
#: Item → the module and function that measure it.
ITEMS = {
    "csv": ("cold", "csv"),
    "xlsx": ("cold", "xlsx"),
    "change": ("change", "changed"),
    "reload": ("reload", "reload"),
    "frame": ("first_frame", "first_frame"),
    "ends": ("ends", "ends"),
    "keys": ("million", "keys"),
    "answer": ("key_to_byte", "key_to_byte"),
    "bytes": ("terminal_bytes", "five_units"),
    "presentation": ("presentation", "sent"),
    "hours": ("presentation", "hours"),
    "million": ("million", "million"),
    "meeting": ("meeting", "meeting"),
    "search": ("search", "search"),
    "viewers": ("viewers", "viewers"),
    "past": ("history_size", "past"),
    "year": ("year", "year"),
    "millions": ("millions", "millions"),
    "kills": ("kills", "kills"),
    "soak": ("soak", "soak"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", nargs="*", metavar="ITEM", help=f"only these of: {', '.join(ITEMS)}")
    parser.add_argument("--quick", action="store_true", help="small files, two pairs")
    parser.add_argument("--pairs", type=int, default=0, help="pairs of each comparison (5)")
    options = parser.parse_args()
    unknown = set(options.items) - set(ITEMS)
    if unknown:
        parser.error(f"no such item: {', '.join(sorted(unknown))}")
    pairs = options.pairs or (2 if options.quick else 5)
    print(machine())
    print(f"sqlite3 shell {_shell_version()}; {pairs} pairs, in turn; medians and least-most\n", flush=True)
    kept = True
    for name in ITEMS:
        if not options.items or name in options.items:
            kept = _report(name, partial(_measure, name, pairs, options.quick)) and kept
    return 0 if kept else 1


def _measure(name: str, pairs: int, quick: bool) -> Result:
    """Run the measurement of an item. Its module is imported only now, so that a missing tool stops no other item."""
    module, function = ITEMS[name]
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        raise MissingToolError(f"needs {error.name}: pip install 'cchc-tui[dev,bench]'") from error
    result: Result = getattr(found, function)(pairs, quick)
    return result


def _report(name: str, measure: Callable[[], Result]) -> bool:
    """Run a measurement, print its outcomes, and return whether all are within their limits.

    An item whose tool is missing counts as within its limits. One that fails does not.
    """
    begun = time.monotonic()
    try:
        found = measure()
    except MissingToolError as missing:
        print(f"–  {name}: {missing}\n", flush=True)
        return True
    except (subprocess.SubprocessError, TimeoutError, OSError) as error:
        print(f"!  {name}: could not be measured: {error}\n{getattr(error, 'stderr', None) or ''}\n", flush=True)
        return False
    outcomes = found if isinstance(found, list) else [found]
    for outcome in outcomes:
        print(f"{'✓' if outcome.met else '✗'}  {outcome.title}: {outcome.measured}   [{outcome.limit}]")
        for note in outcome.notes:
            print(f"     {note}")
    print(f"     ({time.monotonic() - begun:.0f} s)\n", flush=True)
    return all(outcome.met for outcome in outcomes)


def _shell_version() -> str:
    try:
        done = subprocess.run(["sqlite3", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "–"
    return done.stdout.split()[0]


if __name__ == "__main__":
    sys.exit(main())
