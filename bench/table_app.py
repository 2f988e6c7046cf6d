"""A board as a DataTable. The key ``x`` changes three cells in each of five units with ``update_cell``."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable

COLUMNS = ("#", "Đơn vị", "Trễ", "±", "Quá hạn", "Chưa k.thúc", "Sắp hạn", "Tỷ lệ")


class TableApp(App[None]):
    BINDINGS = [("x", "change", "change")]  # noqa: RUF012  as every tutorial has it

    def compose(self) -> ComposeResult:
        yield DataTable()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for column in COLUMNS:
            table.add_column(column, key=column)
        for unit in range(27):
            cells = (str(unit + 1), f"Đơn vị số {unit + 1}", str(400 - unit), "=", "121", "98", "11", "8,4 %")
            table.add_row(*cells, key=str(unit))

    def action_change(self) -> None:
        table = self.query_one(DataTable)
        for unit in (2, 5, 9, 14, 20):
            table.update_cell(str(unit), "Trễ", str(401 - unit))
            table.update_cell(str(unit), "±", "▲ 1")
            table.update_cell(str(unit), "Quá hạn", "122")


if __name__ == "__main__":
    TableApp().run()
