"""The smallest Textual app that answers a key: one line of text that changes."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class KeyApp(App[None]):
    pressed = 0

    def compose(self) -> ComposeResult:
        yield Static("Phường 6")

    def on_key(self, event: events.Key) -> None:
        self.pressed += 1
        self.query_one(Static).update(f"Phường {self.pressed}")


if __name__ == "__main__":
    KeyApp().run()
