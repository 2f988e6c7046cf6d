"""The app runs without Textual's command palette: it is not imported, nor are the widgets that only it needs."""

import subprocess
import sys

CODE = """
import sys
from cchc_tui.tui import run
print(sorted(name for name in sys.modules if name.startswith("textual.widgets._")))
print(hasattr(sys.modules["textual.command"], "CommandInput"))
"""


def test_only_widgets_of_every_screen_are_imported() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    widgets = ["static", "toast", "tooltip"]
    assert done.stdout.splitlines() == [str([f"textual.widgets._{name}" for name in widgets]), "False"]


def test_the_real_palette_stays_where_it_was_imported_before() -> None:
    code = "import textual.command\n" + CODE
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1] == "True"


def test_no_palette_is_open() -> None:
    code = "import sys; from cchc_tui.tui.run import CchcApp; import textual.command as palette\n"
    code += "print(palette.CommandPalette.is_open(None), CchcApp.ENABLE_COMMAND_PALETTE)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
