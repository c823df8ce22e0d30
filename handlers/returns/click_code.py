"""The code that a sponsor's page gets with each visit, and sends back with a purchase: the id of the prompt.

It names no person, and a new one is made for every return.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

PARAMETER = "parley_click"


def add_click_code(url: str, prompt: UUID) -> str:
    """Return a sponsor's URL with the code of a prompt, in place of any code that it had."""
    parts = urlsplit(url)
    others = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode([*others, (PARAMETER, str(prompt))])))
