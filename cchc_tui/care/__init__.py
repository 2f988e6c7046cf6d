"""Copies a data folder to another place, checked, and brings it back."""
