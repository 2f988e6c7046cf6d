"""Loads exports, marks and sheets into the database, and rebuilds it from the archive."""
