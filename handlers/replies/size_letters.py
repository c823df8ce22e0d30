"""Size letters in a text: "need M", "swap for XL"."""

import re

# Single letters count only in capitals: French and text speak are full of small ones ("s'il", "l'autre", "m").
_CAPITAL = re.compile(r"(?<![\w'’.])(?:[2-5]?X{0,3}[SL]|XS|M)(?![\w'’])")


def mark_sizes(text: str) -> str:
    """Replace single capital letters that are sizes by "XL", which looks like no other word."""
    return text if text.isupper() and len(text) > 6 else _CAPITAL.sub("XL", text)


def has_size(text: str) -> bool:
    """Return True if a text names a size by capital letters."""
    return _CAPITAL.search(text) is not None
