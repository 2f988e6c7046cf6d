"""The screens that open over a board: help, palette, search, questions, export."""
