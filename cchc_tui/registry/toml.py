"""Reads typed TOML. Errors name the file, line and key, so that an office can correct its own registry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_PATH_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[(\d+|\.\.\.)\]")
_FIELD_IN_MESSAGE = re.compile(r"(?:unknown|required) field `([^`]+)`")


class RegistryError(Exception):
    """An error in a registry or settings file.

    ``line`` is 1-based, 0 if it is unknown. ``key`` is the path of the wrong value, such as ``unit[3].name``; "" for
    the whole file. ``message`` describes the error.
    """

    def __init__(self, path: Path, line: int, key: str, message: str):
        self.path, self.line, self.key, self.message = path, line, key, message
        super().__init__(f"{path}:{line}: {key}: {message}" if key else f"{path}:{line}: {message}")


def read_toml(path: Path, shape: type[T]) -> T:
    """Read a file and convert it to the type ``shape``. Raises RegistryError."""
    text = read_text(path)

    def fault(steps: list[str | int], message: str) -> RegistryError:
        return RegistryError(path, line_of(text, steps), dotted(steps), message)

    return convert(parse(path, text), shape, fault)


def read_text(path: Path) -> str:
    """The text of a file, without a byte order mark. Raises RegistryError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise RegistryError(path, line, "", "not UTF-8 text: save the file as UTF-8") from None
    except OSError as error:
        raise RegistryError(path, 0, "", error.strerror or str(error)) from None


def parse(path: Path, text: str) -> dict[str, Any]:
    """Parse the text of a file. Raises RegistryError. Callers must not modify the result, because it is cached."""
    try:
        return _parsed(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise RegistryError(path, int(found[1]) if found else text.count("\n") + 1, "", str(error)) from None


@lru_cache(maxsize=64)
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def convert(content: dict[str, Any], shape: type[T], fault: Callable[[list[str | int], str], RegistryError]) -> T:
    """Convert the content of a file to the type ``shape``.

    If a value does not fit, ``fault`` is called with the value's path and a message, and the error that it returns is
    raised.
    """
    try:
        return msgspec.convert(content, shape)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at `$")
        steps = _steps(where.rstrip("`"))
        named = _FIELD_IN_MESSAGE.search(message)
        if named and "unknown" in message:
            steps.append(named[1])
        raise fault(steps, message) from None


def _steps(where: str) -> list[str | int]:
    return [name or (int(index) if index.isdigit() else 0) for name, index in _PATH_STEP.findall(where)]


def dotted(steps: list[str | int]) -> str:
    """The path of a value as errors show it: ``unit[3].name``. Indexes in the result start at 1."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in steps).lstrip(".")


def line_of(text: str, steps: list[str | int]) -> int:
    """The line of a key, counted from 1. ``steps`` is the path of the key.

    If the key is missing, the result is the line of its table's header. If the header is missing too, the result is 1.
    """
    lines = text.splitlines()
    first, last = 0, len(lines)
    names = [step for step in steps if isinstance(step, str)]
    found = 0
    for depth, step in enumerate(steps):
        nth = steps[depth + 1] if depth + 1 < len(steps) and isinstance(steps[depth + 1], int) else 0
        if isinstance(step, int):
            continue
        dotted = re.escape(".".join(names[: names.index(step) + 1]))
        headers = [n for n in range(first, last) if re.match(rf"\s*\[\[?\s*{dotted}\s*\]\]?", lines[n])]
        if headers:
            found = first = headers[min(int(nth), len(headers) - 1)]
            after = (n for n in range(first + 1, len(lines)) if lines[n].lstrip().startswith("["))
            last = next(after, len(lines))
        else:
            keys = (n for n in range(first, last) if re.match(rf"""\s*["']?{re.escape(step)}["']?\s*[=.]""", lines[n]))
            found = next(keys, found)
    return found + 1
