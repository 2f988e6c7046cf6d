"""Reads exports: detects a file's format, finds its rows, and yields typed, cleaned records and problems of rows."""
