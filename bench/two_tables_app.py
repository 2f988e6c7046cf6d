"""Two boards of 27 units by eight columns, each a DataTable in its own mode: the keys 1 and 2 switch between them."""

from __future__ import annotations

from table_app import COLUMNS
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import DataTable


class TableScreen(Screen[None]):
    most = 400

    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*COLUMNS)
        for unit in range(27):
            table.add_row(
                str(unit + 1), f"Đơn vị số {unit + 1}", str(self.most - unit), "=", "121", "98", "11", "8,4 %"
            )


class OtherScreen(TableScreen):
    most = 300


class TwoTablesApp(App[None]):
    MODES = {"one": TableScreen, "two": OtherScreen}  # noqa: RUF012  as every tutorial has it
    DEFAULT_MODE = "one"
    BINDINGS = [("1", "switch_mode('one')", "one"), ("2", "switch_mode('two')", "two")]  # noqa: RUF012


if __name__ == "__main__":
    TwoTablesApp().run()
