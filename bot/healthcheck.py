"""A container's health check (see the Dockerfile): queries the process at its own port, if it has one.

``docker run`` starts the process as process 1, or below an init with the same arguments.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.request import urlopen

USUAL = "8080"
PATIENCE = 4  # seconds; Docker gives five


def find_port(words: Sequence[str], surroundings: Mapping[str, str]) -> str | None:
    """Return the port of the command with these arguments; None for a worker without a port."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == "--port":
            return value if equals else following
    return None if "worker" in words else surroundings.get("PARLEY_PORT", USUAL)


def main(command_line: Path = Path("/proc/1/cmdline")) -> None:
    """Return if the service reports that it is alive, or has no port. Raises OSError if the check failed."""
    port = find_port(command_line.read_text().split("\0"), os.environ)
    if port is not None:
        urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE).close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
