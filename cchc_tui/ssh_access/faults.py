"""The error of this room."""


class AccessError(Exception):
    """Something about an officer's access can't be done. The text is a sentence with the cure."""
