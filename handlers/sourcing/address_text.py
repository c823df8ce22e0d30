"""The address of an order as text: its limits, and its form on one line."""

from handlers.engine.checked_fields import clean
from templates.message_values import shorten

LONGEST = 300
"""Characters of an address that are kept."""
_SHOWN = 120  # characters of an address in a message


def tidy_text(text: str) -> str:
    """Return the lines of a text without blank lines, repeated spaces and invisible characters, at most LONGEST
    characters.
    """
    lines = (clean(line, LONGEST) for line in text[: LONGEST * 4].splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST].rstrip()


def on_one_line(address: str) -> str:
    """Return an address of several lines as part of a sentence."""
    return ", ".join(line.rstrip(",. ") for line in address.splitlines())


def show_address(address: str) -> str:
    """Return an address on one line, cut to the room in a message."""
    return shorten(on_one_line(address), _SHOWN, "…")
