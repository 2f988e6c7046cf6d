"""Reads exports: bytes → kind of file → rows → typed, cleaned records and rejected rows."""
