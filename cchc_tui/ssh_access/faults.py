"""The error that this package raises."""


class AccessError(Exception):
    """Something about an officer's access can't be done. The text is a sentence that also says what to do."""
