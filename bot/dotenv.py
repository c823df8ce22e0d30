"""A `.env` file: NAME=value lines, as shells and containers write them.

python-dotenv skips an invalid line, and reports neither a wrong quote nor its line.
"""

from __future__ import annotations

import re

_ASSIGNMENT = re.compile(r"(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*")
_SINGLE = re.compile(r"'([^']*)'")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_AFTER = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\n|\Z)")
_COMMENT = re.compile(r"(?:^|[ \t]+)#.*")
_BETWEEN = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:#[^\n]*\Z)?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANING = {"n": "\n", "r": "\r", "t": "\t", "\n": ""}


class WrongLine(Exception):
    """An invalid line; ``line`` counts from 1. The message never shows the line, as it may hold a secret."""

    def __init__(self, line: int, mend: str) -> None:
        super().__init__(f"line {line}: {mend}")
        self.line = line
        self.mend = mend


def read_dotenv(text: str) -> dict[str, str]:
    """Return the variables of a file; the last one of a name counts.

    A value without quotes ends at the line's end or at a ``#`` after a blank. Single quotes keep everything unchanged;
    double quotes read ``\\n``, ``\\t``, ``\\"`` and ``\\\\``. Both may hold several lines. ``$NAME`` is plain
    text. Raises WrongLine.
    """
    text = text.replace("\r\n", "\n")
    found: dict[str, str] = {}
    at = _skip(text, 0)
    while at < len(text):
        name = _ASSIGNMENT.match(text, at)
        if name is None:
            raise WrongLine(_line(text, at), "write NAME=value, one a line; a comment begins with #")
        found[name[1]], at = _value(text, name.end())
        at = _skip(text, at)
    return found


def _value(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] not in {"'", '"'}:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        return _COMMENT.sub("", text[at:end], count=1).strip(), end
    single = text[at] == "'"
    quoted = (_SINGLE if single else _DOUBLE).match(text, at)
    if quoted is None:
        raise WrongLine(_line(text, at), "the quote is never closed")
    after = _AFTER.match(text, quoted.end())
    if after is None:
        raise WrongLine(_line(text, quoted.end()), "nothing but a comment may follow the closing quote")
    return quoted[1] if single else _ESCAPED.sub(_read_escape, quoted[1]), after.end()


def _read_escape(escape: re.Match[str]) -> str:
    return _MEANING.get(escape[1], escape[1] if escape[1] in "\"\\'$`" else escape[0])


def _skip(text: str, at: int) -> int:
    """Return the position after blank lines and comments."""
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
