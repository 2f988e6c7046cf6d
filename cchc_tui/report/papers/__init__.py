"""Papers: documents for a meeting or an office, made from the figures of boards. Each paper has a module of its own."""
