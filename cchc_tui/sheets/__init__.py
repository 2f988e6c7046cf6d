"""The kinds of input sheet: one file declares one kind."""
