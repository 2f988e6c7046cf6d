"""What opens over a screen: help, palette, search, questions, export."""
