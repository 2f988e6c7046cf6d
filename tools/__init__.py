"""Tools for developers, which are in no wheel: they make pictures and pages of the documentation, and the bundle."""
