"""The smallest Textual app: the first frame of ours is compared with its first frame."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class MinimalApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("xin chào")


if __name__ == "__main__":
    MinimalApp().run()
