"""The line numbers of the keys in a TOML text, which ``tomllib`` does not report."""

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
"""A key's path: names, and positions within arrays from 0 on: ``("recovery", "steps", 2, "discount")``."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}#\n]+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r"}


def index_toml(text: str) -> Mapping[Path, int]:
    """Return the line, from 1, of every key, table and array element of a text that ``tomllib`` has accepted.

    A table written in several places has the line of the first.
    """
    return _Scanner(text).scan()


def find_line(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of a path, or of the closest table around it; 1 for the file itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    """A single pass over a valid text. It finds where each value ends, not what it means."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted = (0, 1)  # a position and its line, to count lines once
        self._lines: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}  # arrays of tables, with the position of their last element

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self._skip()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._scan_pair(table)
            self._skip()
        return self._lines

    def _header(self) -> Path:
        line = self._line()
        array = self._text.startswith("[[", self._at)
        self._at += 2 if array else 1
        names = self._key()
        self._at += 2 if array else 1
        path: Path = ()
        for name in names[:-1]:
            path = self._enter_path((*path, name), line)
        path = (*path, names[-1])
        if not array:
            return self._enter_path(path, line)
        self._lines.setdefault(path, line)
        self._arrays[path] = self._arrays.get(path, -1) + 1
        return self._enter_path(path, line)

    def _enter_path(self, path: Path, line: int) -> Path:
        """Return the path of a table for its name, which for an array of tables refers to the last element."""
        path = (*path, self._arrays[path]) if path in self._arrays else path
        self._lines.setdefault(path, line)
        return path

    def _scan_pair(self, table: Path) -> None:
        line, path = self._line(), table
        for name in self._key():
            path = (*path, name)
            self._lines.setdefault(path, line)
        self._at += 1  # the equals sign
        self._scan_value(path)

    def _key(self) -> list[str]:
        """Return a dotted key, read up to the next sign."""
        names = []
        while True:
            self._skip()
            part = _STRING.match(self._text, self._at) or _BARE.match(self._text, self._at)
            assert part is not None, "tomllib accepted this text"
            names.append(_name(part[0]))
            self._at = part.end()
            self._skip()
            if self._text[self._at] != ".":
                return names
            self._at += 1

    def _scan_value(self, path: Path) -> None:
        self._skip()
        opening = self._text[self._at]
        if opening == "[":
            self._scan_elements(path)
        elif opening == "{":
            self._scan_inline(path)
        else:
            found = _STRING.match(self._text, self._at) or _SCALAR.match(self._text, self._at)
            self._at = found.end() if found else self._at + 1

    def _scan_elements(self, path: Path) -> None:
        position = 0
        while self._move_to_next("]"):
            self._lines[(*path, position)] = self._line()
            self._scan_value((*path, position))
            position += 1

    def _scan_inline(self, path: Path) -> None:
        while self._move_to_next("}"):
            self._scan_pair(path)

    def _move_to_next(self, closing: str) -> bool:
        """Move past the opening bracket or the comma, to the next element; return False after the closing bracket."""
        self._skip()
        if self._text[self._at] != closing:
            self._at += 1
            self._skip()
        if self._text[self._at] != closing:
            return True
        self._at += 1
        return False

    def _skip(self) -> None:
        found = _BLANK.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _line(self) -> int:
        position, line = self._counted
        self._counted = (self._at, line + self._text.count("\n", position, self._at))
        return self._counted[1]


def _name(part: str) -> str:
    if part[0] == '"':
        return _ESCAPE.sub(_unescape, part[1:-1])
    return part[1:-1] if part[0] == "'" else part


def _unescape(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(escape[3], escape[3])
