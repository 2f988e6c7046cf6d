"""The error that the functions of this package raise."""


class AccessError(Exception):
    """An officer's access can't be changed or read as requested. The text says why, and what to do."""
