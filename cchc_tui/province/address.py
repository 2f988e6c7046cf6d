"""The address of a province's PostgreSQL server."""

from __future__ import annotations

_SCHEMES = ("postgresql://", "postgres://")


class ServerAddress(str):
    """The address of a PostgreSQL server, such as ``postgresql://user@host/database``."""

    __slots__ = ()

    @property
    def has_password(self) -> bool:
        """Whether the address contains a password.

        Other users of the machine could see the password in the list of processes.
        """
        from urllib.parse import parse_qs, urlsplit  # no other command needs them

        parts = urlsplit(self)
        return parts.password is not None or bool({"password", "sslpassword"} & parse_qs(parts.query).keys())


def is_server(text: object) -> bool:
    """Whether a text is the address of a server. Any other text is taken as the path of a folder."""
    return str(text).startswith(_SCHEMES)
