"""Tools for developers, in no wheel: they make pictures and pages of the documentation."""
