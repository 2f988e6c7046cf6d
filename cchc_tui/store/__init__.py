"""The store: the databases with every state of a dossier that an export ever showed, and the archive of exports.

A separate database has the personal data.
"""
