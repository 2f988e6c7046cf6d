"""Counts of dossiers by state, at any moment."""
