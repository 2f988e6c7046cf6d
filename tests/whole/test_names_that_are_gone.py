"""Names that were replaced by standard words do not come back, as a module, a class, a function or a variable."""

import ast
from collections.abc import Iterator
from pathlib import Path

import cchc_tui

ROOT = Path(cchc_tui.__file__).parent
WORDS = """
    Rounds Heart Beat WarmLoad ColdLoad Wake nudge LAST_CALL tally tallies Keeper Poison Faults Standing ODD asserted
    keptdays Hints Nature sweep opendue Tools mounts sink Taken if_needed outlooks glance Known judging Judge
    oddrows byrow Shows Holds wire putting rawrows Unlike thrift falls Falls FALLS fallen Live luxuries newsdesk Desk
    plainly relabel paint lowcolour dueclock taking explaining Told timewords typing Over Sized Paper write_by kept_as
    turning Tone Ground Skin cchc rebase rechosen foot_right filed_as unit_here _fed_at PICTURE_ONLY
"""
#: These have a meaning elsewhere; in the screen they were a text role, a background, a palette.
GONE_IN_TUI = ["tone", "tones", "ground", "grounds", "skin", "skins", "ink", "inks", "looks"]


def names_in(path: Path) -> Iterator[str]:
    """Each name that a module is called, defines or uses."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef() | ast.ClassDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.Attribute():
                yield node.attr
            case ast.Name():
                yield node.id
            case ast.arg() | ast.keyword():
                yield node.arg or ""


def found(folder: Path, words: list[str]) -> set[str]:
    gone = {*words, *(f"_{word}" for word in words)}
    return {
        f"{path.relative_to(ROOT)}: {name}" for path in folder.rglob("*.py") for name in names_in(path) if name in gone
    }


def test_replaced_names_are_gone() -> None:
    assert not found(ROOT, WORDS.split())


def test_colours_are_named_by_what_they_are() -> None:
    assert not found(ROOT / "tui", GONE_IN_TUI)
