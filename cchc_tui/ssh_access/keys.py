"""Reads and checks the public keys that officers send, before they are written into a key file."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import NamedTuple

from cchc_tui.ssh_access.faults import AccessError
from cchc_tui.texts.access import KEYS

#: The accepted types. "sk-" keys are kept in a security key that is touched.
TYPES = (
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
LEAST_RSA_BITS = 2048
#: The most bytes that are read. Four RSA keys of 16384 bits fit.
LONGEST = 16_384
_LONGEST_COMMENT = 60


class PublicKey(NamedTuple):
    """A public key. ``comment`` is what the officer wrote after the key, made printable and short."""

    type: str
    base64: str
    comment: str
    fingerprint: str

    @property
    def line(self) -> str:
        """The key as a line of a key file, without options."""
        return " ".join(filter(None, (self.type, self.base64, self.comment)))


def read_keys(content: bytes) -> list[PublicKey]:
    """Read the public keys in an officer's .pub file, which has one key per line. Blank lines and comments are skipped.

    Raises AccessError if there is no key, if a key is repeated or too short, or if a line is something else.
    """
    text = _decoded(content)
    if "PRIVATE KEY" in text or text.startswith("PuTTY-User-Key-File"):
        raise AccessError(KEYS.private)
    if "BEGIN SSH2 PUBLIC KEY" in text:
        raise AccessError(KEYS.other_form)
    keys: list[PublicKey] = []
    for number, line in _lines(text):
        key = _read_key(number, line)
        if any(key.fingerprint == other.fingerprint for other in keys):
            raise AccessError(KEYS.twice.format(line=number, fingerprint=key.fingerprint))
        keys.append(key)
    if not keys:
        raise AccessError(KEYS.none)
    return keys


def _decoded(content: bytes) -> str:
    """Decode the content of a .pub file. Raises AccessError.

    The content may be UTF-16, because PowerShell writes it when output is redirected to a file.
    """
    if len(content) > LONGEST:
        raise AccessError(KEYS.too_long)
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig").strip()
    except UnicodeDecodeError:
        raise AccessError(KEYS.no_text) from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.strip()


def _read_key(number: int, line: str) -> PublicKey:
    words = line.split(None, 2)
    if words[0] not in TYPES:
        with_options = any(f" {name} " in f" {line} " for name in TYPES)
        raise AccessError((KEYS.options if with_options else KEYS.no_key).format(line=number))
    if len(words) < 2:
        raise AccessError(KEYS.no_key.format(line=number))
    comment = "".join(sign for sign in "".join(words[2:]) if sign.isprintable())[:_LONGEST_COMMENT]
    bits, fingerprint = _looked_at(number, f"{words[0]} {words[1]}\n")
    if words[0] == "ssh-rsa" and bits < LEAST_RSA_BITS:
        raise AccessError(KEYS.short.format(line=number, bits=bits, least=LEAST_RSA_BITS))
    return PublicKey(words[0], words[1], comment, fingerprint)


def _looked_at(number: int, line: str) -> tuple[int, str]:
    """The length in bits and the fingerprint of the key in ``line``, as ``ssh-keygen`` reports them.

    Raises AccessError.
    """
    try:
        done = subprocess.run(
            ["ssh-keygen", "-l", "-f", "-"], input=line, capture_output=True, text=True, check=False, timeout=10
        )
    except FileNotFoundError:
        raise AccessError(KEYS.no_program) from None
    words = done.stdout.split()
    if done.returncode or len(words) < 2 or not words[0].isdecimal():
        raise AccessError(KEYS.no_key.format(line=number))
    return int(words[0]), words[1]
