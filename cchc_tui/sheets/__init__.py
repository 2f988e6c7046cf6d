"""The kinds of input sheet. Each file declares one kind."""
