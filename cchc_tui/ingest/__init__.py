"""Reads the exports that officers drop: bytes → kind of file → rows → typed, cleaned records and rejected rows."""
