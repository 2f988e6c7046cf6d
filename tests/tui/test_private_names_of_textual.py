"""Textual's private names that the terminal's room uses: an upgrade says here which of them changed. No other room uses
any, and no class of ours takes a name that its base class in Textual has already.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pydoc import locate

import pytest

import cchc_tui.tui

ROOMS = Path(cchc_tui.tui.__file__).parent
#: Methods that we call or override, each with the signature that we count on.
METHODS = {
    "textual.app.App._display": "(self, screen: 'Screen', renderable: 'RenderableType | None') -> 'None'",
    "textual.app.App._load_screen_css": "(self, screen: 'Screen')",
    "textual.app.App._fatal_error": "(self) -> 'None'",
    "textual.app.App._close_messages_no_wait": "(self) -> 'None'",
    "textual.app.App._handle_exception": "(self, error: 'Exception') -> 'None'",
    "textual.message_pump.MessagePump._dispatch_message": "(self, message: 'Message') -> 'None'",
    "textual._compositor.Compositor._get_renders": (
        "(self, crop: 'Region | None' = None) -> 'Iterable[tuple[Region, Region, list[Strip]]]'"
    ),
    "textual.screen.Screen._refresh_layout": "(self, size: 'Size | None' = None, scroll: 'bool' = False) -> 'None'",
    "textual.screen.Screen._compositor_refresh": "(self) -> 'None'",
    "textual._compositor.Compositor.render_update": (
        "(self, full: 'bool' = False, screen_stack: 'list[Screen] | None' = None, simplify: 'bool' = False)"
        " -> 'RenderableType | None'"
    ),
    "textual._compositor.LayoutUpdate.__init__": "(self, strips: 'list[Iterable[Strip]]', region: 'Region') -> 'None'",
    "textual._compositor.ChopsUpdate.__init__": (
        "(self, chops: 'Sequence[Mapping[int, Strip | None]]', spans: 'list[tuple[int, int, int]]',"
        " chop_ends: 'list[list[int]]') -> 'None'"
    ),
    "textual._compositor.CompositorUpdate.render_segments": "(self, console: 'Console') -> 'str'",
    "textual._xterm_parser.XTermParser.__init__": "(self, debug: 'bool' = False) -> 'None'",
    "textual._xterm_parser.XTermParser.feed": "(self, data: 'str') -> 'Iterable[Message]'",
    "textual._xterm_parser.XTermParser.tick": "(self) -> 'Iterable[T]'",
    "textual.drivers.linux_driver.LinuxDriver._run_input_thread": "(self) -> 'None'",
    "textual.drivers.linux_driver.LinuxDriver._get_terminal_size": "(self) -> 'tuple[int, int]'",
    "textual.drivers.linux_driver.LinuxDriver._enable_mouse_support": "(self) -> 'None'",
    "textual.drivers.linux_driver.LinuxDriver._disable_mouse_support": "(self) -> 'None'",
    "textual.css.stylesheet.Stylesheet._parse_rules": (
        "(self, css: 'str', read_from: 'CSSLocation', is_default_rules: 'bool' = False, tie_breaker: 'int' = 0,"
        " scope: 'str' = '') -> 'list[RuleSet]'"
    ),
    "textual.css.stylesheet.Stylesheet.replace_rules": (
        "(node: 'DOMNode', rules: 'RulesMap', animate: 'bool' = False) -> 'None'"
    ),
    "textual._styles_cache.StylesCache.get_inner_outer.cache_clear": "()",
}
#: Attributes that an object of the class has.
ATTRIBUTES = {
    "textual.app.App": {
        *("_batch_count", "_clipboard", "_css_update_count", "_driver", "_exception", "_filters", "_screen_stacks"),
    },
    "textual.screen.Screen": {"_compositor", "_css_update_count", "_layout_required", "_repaint_required"},
    "textual.driver.Driver": {"_app", "_debug", "_mouse"},
    "textual.timer.Timer": {"_skip"},
    "textual.css.stylesheet.Stylesheet": {"_variables"},
    "rich.console.Console": {"_color_system"},
}
CONSTANTS = {
    "rich._wrap.divide_line",
    "textual._parser.ParseError",
    "textual._xterm_parser.BRACKETED_PASTE_START",
    "textual._xterm_parser.BRACKETED_PASTE_END",
}
#: What Textual gives to every class by itself.
OF_EVERY_CLASS = {
    "_abc_impl",
    "_computes",
    "_css_type_name",
    "_css_type_names",
    "_decorated_handlers",
    "_default_layout",
    "_default_virtual_size",
}
OF_EVERY_CLASS |= {"_inherit_bindings", "_inherit_component_classes", "_inherit_css", "_merged_bindings", "_reactives"}
NAMES = {name.rpartition(".")[2] for name in METHODS} | {name for names in ATTRIBUTES.values() for name in names}


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def trees(*, terminal: bool) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(ROOMS.rglob("*.py")):
        if (path.parent.name == "terminal") == terminal:
            yield path.relative_to(ROOMS), ast.parse(path.read_text(encoding="utf-8"))


def classes(*, terminal: bool) -> Iterator[type]:
    for module in pkgutil.walk_packages([str(ROOMS)], "cchc_tui.tui."):
        if module.name.startswith("cchc_tui.tui.terminal") == terminal:
            for found in vars(importlib.import_module(module.name)).values():
                if inspect.isclass(found) and found.__module__ == module.name:
                    yield found


def bases(of: type) -> list[type]:
    return [base for base in of.__mro__ if base.__module__.partition(".")[0] in {"textual", "rich"}]


@cache
def own_names(of: type) -> frozenset[str]:
    """The private names that a class gives itself or its objects."""
    source = inspect.getsource(of)
    assigned = re.findall(r"self\.(_\w+)(?:, self\.\w+)*(?:: [^=\n]+)? = ", source)
    return frozenset(filter(is_private, (*vars(of), *assigned))) - OF_EVERY_CLASS


def taken(*, terminal: bool) -> set[str]:
    """The private names of Textual's classes that ours give themselves as well."""
    return {name for of in classes(terminal=terminal) for base in bases(of) for name in own_names(of) & own_names(base)}


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_there_as_it_was(name):
    method = locate(name)
    assert method is not None, f"{name} is gone"
    signature = "()" if name.endswith("cache_clear") else str(inspect.signature(method))
    assert signature == METHODS[name]


@pytest.mark.parametrize(
    ("name", "attribute"), [(name, each) for name in ATTRIBUTES for each in sorted(ATTRIBUTES[name])]
)
def test_an_attribute_is_there(name, attribute):
    assert re.search(rf"self\.{attribute}\b[^=\n]* = ", inspect.getsource(locate(name))), f"{name}.{attribute} is gone"


@pytest.mark.parametrize("name", sorted(CONSTANTS))
def test_a_name_of_a_private_module_is_there(name):
    assert locate(name) is not None


def test_all_that_the_terminals_room_uses_is_listed():
    used = taken(terminal=True)
    for _, tree in trees(terminal=True):
        attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_private(node.attr)]
        own = {
            each.attr for each in attributes if isinstance(each.ctx, ast.Store) and ast.unparse(each.value) == "self"
        }
        own |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        used |= {each.attr for each in attributes} - own
    assert used - {"_exit"} <= NAMES  # ``os._exit`` is no secret


def test_no_other_room_uses_a_private_name():
    found = []
    for path, tree in trees(terminal=False):
        for node in ast.walk(tree):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if module.startswith(("textual.", "rich.")) and any(map(is_private, module.split("."))):
                found.append(f"{path}:{node.lineno} {module}")
            if isinstance(node, ast.Attribute) and node.attr in NAMES and is_private(node.attr):
                owner = ast.unparse(node.value)
                if not (
                    owner == "self" and node.attr == "_app"
                ):  # a name of ours, in classes that Textual knows nothing of
                    found.append(f"{path}:{node.lineno} {owner}.{node.attr}")
    assert not found


def test_no_class_takes_a_private_name_of_its_base():
    assert not taken(terminal=False)
