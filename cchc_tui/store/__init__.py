"""The store: one SQLite file with every state of a dossier that an export ever showed, and the archive of exports."""
