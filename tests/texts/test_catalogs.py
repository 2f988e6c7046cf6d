"""Every text has an English one, and no text of the screens or the commands stands anywhere but in the texts."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cchc_tui.texts import language
from cchc_tui.texts.language import CATALOGS, DOMAIN, LANGUAGES, SOURCE

HOME = Path(__file__).parents[2]
#: Where texts stand: those of a board in its own file, those of an action in its entry.
TEXTS = [HOME / "cchc_tui" / room for room in ("texts", "boards", "tui/keys")]
#: What sheets are called stands in their files, beside the headings that their offices write.
GATHERED = [*TEXTS, HOME / "cchc_tui" / "sheets"]
#: As `make catalogs` gathers them.
MARKS = {"N_": None, "tr": None, "NN_": (1, 1)}
OTHERS = [name for name in LANGUAGES if name != SOURCE]
VIETNAMESE = re.compile(r"[À-ỹĂăĐđƠơƯư]")
PLACE = re.compile(r"\{[^{}]*\}")
#: Vietnamese that is none of the interface's: it is read, or written into files that are read again.
NOT_SAID = {
    "TEMPLATE_LISTS",
    "table_name",
}
#: What a person may type, how the city's name is shortened, which letters become plain, a page in both languages.
READ = {"domain/typed_moments.py", "tui/session/status_tracker.py", "tui/style/ascii_fallback.py"}


def words(message: Message) -> str:
    """The text as it stands in the source."""
    return message.id[0] if isinstance(message.id, tuple) else message.id


def forms(message: Message) -> tuple[str, ...]:
    """What a catalog says for it, for one and for more."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


def path(language: str, suffix: str) -> Path:
    """A catalog's file."""
    return CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def catalog(language: str) -> Catalog:
    """A catalog as it stands in the repository."""
    with path(language, "po").open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


@pytest.fixture(scope="module")
def marked() -> dict[str, bool]:
    """Every text that is marked, and whether it counts something."""
    rooms = (extract_from_dir(str(room), method_map=[("**.py", "python")], keywords=MARKS) for room in GATHERED)
    found = chain.from_iterable(rooms)
    return {text[0] if isinstance(text, tuple) else text: isinstance(text, tuple) for _, _, text, _, _ in found}


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing_and_none_is_left_over(language, marked):
    known = {words(message) for message in catalog(language) if message.id}
    assert sorted(set(marked) - known) == [], "run `make catalogs`, then translate what is empty"
    assert sorted(known - set(marked)) == [], "run `make catalogs`"
    assert not catalog(language).obsolete


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_none_is_a_guess(language, marked):
    messages = [message for message in catalog(language) if message.id]
    assert [words(message) for message in messages if not all(forms(message)) or message.fuzzy] == []
    assert [words(one) for one in messages if marked.get(words(one)) != isinstance(one.id, tuple)] == []
    plurals = catalog(language).num_plurals
    assert [words(one) for one in messages if isinstance(one.id, tuple) and len(forms(one)) != plurals] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_places_of_its_text(language):
    for message in catalog(language):
        for form in forms(message) if message.id else ():
            assert set(PLACE.findall(form)) == set(PLACE.findall(words(message))), words(message)
            edges = [
                (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]) for text in (words(message), form)
            ]
            assert edges[0] == edges[1], f"{words(message)!r} begins or ends with room that {form!r} lacks"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_vietnamese_is_left_in_a_translation_but_names(language):
    names = r"Cao Lãnh|Phường 11|“[^”]*”|Chưa triển khai, Đã có kế hoạch, Đang triển khai, Đã triển khai|NQ-UBTVQH15"
    for message in catalog(language):
        for form in forms(message) if message.id else ():
            assert not VIETNAMESE.search(re.sub(names, "", form).replace("×", "")), form


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_compiled_is_what_is_written(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalog(language))
    assert path(language, "mo").read_bytes() == compiled.getvalue(), "run `make catalogs`"


def literals(node: ast.AST, inside: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Literals that hold Vietnamese and are not marked: not docstrings, not what ``N_``, ``NN_`` or ``tr`` takes."""
    name = getattr(node, "name", inside)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    said = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if len(said) > 1 and VIETNAMESE.search(said):
        yield node, name
    for child in ast.iter_child_nodes(node):
        yield from literals(child, name)


def test_every_vietnamese_text_is_marked():
    for file in sorted(file for room in TEXTS for file in room.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        left = [f"{file.name}:{node.lineno}" for node, name in literals(tree) if name not in NOT_SAID]
        assert left == [] or file.name == "language.py", left


def test_a_marked_text_is_whole():
    """A text made of pieces cannot be found by extraction, and cannot be translated."""
    for file in sorted(file for room in TEXTS for file in room.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in MARKS:
                continue
            kinds = (
                ast.Constant
                if node.func.id != "tr"
                else ast.Constant | ast.Name | ast.Attribute | ast.Subscript | ast.Call
            )
            assert isinstance(node.args[0], kinds) or file.name == "language.py", f"{file.name}:{node.lineno}"


@pytest.mark.parametrize("room", ["tui", "cli", "report", "collector", "boards", "store", "registry"])
def test_no_text_stands_outside_the_texts(room):
    left = []
    for file in sorted((HOME / "cchc_tui" / room).rglob("*.py")):
        place = file.relative_to(HOME / "cchc_tui").as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        left += [f"{place}:{node.lineno} {node.value}" for node, _ in literals(tree) if place not in READ]
    assert left == []


def test_without_its_catalog_a_language_speaks_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(language, "CATALOGS", tmp_path)
    language._catalog.cache_clear()
    try:
        language.use("en")
        assert language.tr("vừa xong") == "vừa xong"
    finally:
        language.use("vi")
        language._catalog.cache_clear()
