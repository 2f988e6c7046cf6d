"""One screen a board, and what opens from it."""
