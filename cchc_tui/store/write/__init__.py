"""Loads exports, marks and sheets into the databases, and rebuilds the databases from the archive."""
