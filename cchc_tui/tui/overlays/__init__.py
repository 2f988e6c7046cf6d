"""The screens that open over a board: help, palette, search, prompts, export."""
