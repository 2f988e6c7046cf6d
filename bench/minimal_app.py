"""The smallest Textual app there is: what the first frame of ours is held against."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class MinimalApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("xin chào")


if __name__ == "__main__":
    MinimalApp().run()
