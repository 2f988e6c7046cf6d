"""The store: databases with every state of a dossier that an export ever showed, and the archive of exports.

Personal data are in a database of their own.
"""
