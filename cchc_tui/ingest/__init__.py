"""Reads exports: detects the format of a file, finds its rows, and yields clean records with the rows' problems."""
