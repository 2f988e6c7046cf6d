"""Names and phrases that stopped their readers do not come back: in code, in comments, in documents."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
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

PHRASES = re.compile(r"\b(anew|of whom|that is told|what of|lets go of|stood on|besides what|luxur|thrift)")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def names_in(path: Path) -> frozenset[str]:
    """Each name that a module is called, defines or uses."""
    return frozenset((path.stem, *_names_of(tree_of(path))))


def _names_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
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
    return {f"{path.relative_to(ROOT)}: {name}" for path in folder.rglob("*.py") for name in names_in(path) & gone}


def test_replaced_names_are_gone() -> None:
    assert not found(ROOT, WORDS.split())


def test_colours_are_named_by_what_they_are() -> None:
    assert not found(ROOT / "tui", GONE_IN_TUI)


def words(text: str) -> str:
    return " ".join(text.lower().split())


def told(path: Path) -> str:
    """What a file tells its reader: comments and strings of code, or a whole document."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py" or not PHRASES.search(words(text)):  # taking code apart takes long
        return text
    kinds = (tokenize.COMMENT, tokenize.STRING)
    return "\n".join(
        token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type in kinds
    )


def test_no_sentence_has_to_be_read_twice() -> None:
    code = [path for room in ("cchc_tui", "tests", "bench", "tools") for path in (ROOT.parent / room).rglob("*.py")]
    documents = [*ROOT.parent.glob("*.md"), *(ROOT.parent / "docs").glob("*.md"), ROOT.parent / "bench" / "README.md"]
    found = {
        str(path.relative_to(ROOT.parent)): phrase[0]
        for path in {*code, *documents} - {Path(__file__)}
        if (phrase := PHRASES.search(words(told(path))))
    }
    assert not found


def test_no_two_classes_of_the_house_share_a_name() -> None:
    homes: dict[str, list[str]] = {}
    for path in ROOT.rglob("*.py"):
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}
