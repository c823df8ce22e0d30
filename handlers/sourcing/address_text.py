"""The address of an order as text: its limits, and its one-line form."""

from handlers.engine.checked_fields import clean
from templates.message_values import shorten

LONGEST = 300
"""Characters of an address that are kept."""
_SHOWN = 120  # characters of an address in a message


def tidy_text(text: str) -> str:
    """Tidy an address: drop blank lines, repeated spaces and invisible characters, and cut it to LONGEST characters."""
    lines = (clean(line, LONGEST) for line in text[: LONGEST * 4].splitlines())
    return "\n".join(line for line in lines if line)[:LONGEST].rstrip()


def on_one_line(address: str) -> str:
    """Format an address of several lines on one line, for use in a sentence."""
    return ", ".join(line.rstrip(",. ") for line in address.splitlines())


def show_address(address: str) -> str:
    """Format an address on one line, cut to the space in a message."""
    return shorten(on_one_line(address), _SHOWN, "…")
