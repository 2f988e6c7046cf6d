"""Papers: documents for a meeting or an office, made from the boards' figures. Each has a module with its ``PAPER``."""
