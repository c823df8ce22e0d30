"""The name to call Parley by on this machine: ``parley``, or the path of the command in a virtual environment."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

_NAME = "parley"
_OURS = re.compile(
    rf"\b{_NAME} (?=(?:demo|init|serve|worker|migrate|apply|doctor|parked|why|consent|backup|restore|import|keys?)\b)"
)


def name_command(path: str | None = None, here: Path | None = None) -> str:
    """Return the command to type: its name if the shell finds it, else its path.

    ``path`` is how this process was called (the whole path even if the shell found it by name); ``here`` is the user's
    working directory.
    """
    typed = Path(sys.argv[0] if path is None else path)
    if typed.name != _NAME or typed.parent == Path():
        return _NAME  # by its name, or by Python
    found = shutil.which(_NAME)
    if found is not None and os.path.realpath(found) == os.path.realpath(typed):
        return _NAME
    whole, base = Path(os.path.abspath(typed)), Path.cwd() if here is None else here
    return str(whole.relative_to(base)) if whole.is_relative_to(base) else str(whole)


def as_called(text: str) -> str:
    """Return a text with our commands spelled as they must be typed here."""
    command = name_command()
    return _OURS.sub(lambda _: f"{command} ", text)
