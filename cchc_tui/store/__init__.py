"""The store: one SQLite file with every version of a dossier that an export ever showed; the archive beside it."""
