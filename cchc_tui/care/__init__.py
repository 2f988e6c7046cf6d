"""Backs up a data folder to another place, checks the copy, and restores it."""
