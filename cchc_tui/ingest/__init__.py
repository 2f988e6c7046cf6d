"""Reads exports: detects a file's format, finds its rows, and yields clean records and the problems of the rows."""
