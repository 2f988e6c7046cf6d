"""The widgets of the screens, and the functions that draw their lines."""
