"""A PostgreSQL that cannot be reached, explained in one line: which setting names it, why it failed, what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from bot.config import mask_url
from bot.secret_masks import mask

_SETTING = "PARLEY_DATABASE_URL"
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_STATES = {
    "28P01": "the password is wrong: correct it",
    "28000": "the server rejects this user: correct the user, or allow it in pg_hba.conf",
    "3D000": "there is no such database: create it with createdb, or correct the name",
    "53300": "the server takes no more connections: raise its max_connections, or end others",
    "57P03": "the server is starting or stopping: try again in a moment",
}


class Unreachable(Exception):
    """The database cannot be used; the message names its setting and says what to do."""


@contextmanager
def report_unreachable(url: str) -> Iterator[None]:
    """Wrap the first connection. Raises Unreachable for a server that cannot be used; other errors pass."""
    try:
        yield
    except Exception as error:
        why = _explain_error(_origin(error), url) if url.startswith("postgres") else None
        if why is None:
            raise
        raise Unreachable(f"{_SETTING} = {mask_url(url)}: {why}") from error


def _origin(error: BaseException) -> BaseException:
    """Return the driver's error inside those of SQLAlchemy and the store."""
    while (inner := getattr(error, "orig", None) or error.__cause__) is not None:
        error = inner
    return error


def _explain_error(error: BaseException, url: str) -> str | None:
    """Return the reason of a connection error; None for other errors."""
    if isinstance(error, socket.gaierror):
        return f"the host {urlsplit(url).hostname} is unknown here: correct its name, or check the network"
    if isinstance(error, TimeoutError):
        return f"{_place(url)} does not answer: check that it runs and that no firewall blocks it"
    if isinstance(error, OSError):
        reason = f" ({error.strerror})" if error.errno and error.strerror and "(" not in error.strerror else ""
        return f"nothing answers at {_place(url)}{reason}: start PostgreSQL there, or correct the address"
    state = getattr(error, "sqlstate", None)
    if state is None:
        return None
    known = _STATES.get(state)
    return known or (mask(" ".join(str(error).split())) if state[:2] in {"08", "28", "53", "57"} else None)


def _place(url: str) -> str:
    parts = urlsplit(url)
    if parts.hostname:
        return f"{parts.hostname}:{parts.port or 5432}"
    return parse_qs(parts.query).get("host", ["the socket of this machine"])[0]
