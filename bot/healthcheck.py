"""Whether the process that a container runs is well: asked at its own port, where it has one (the Dockerfile's check).

``docker run`` starts it as process 1, or below an init that has its words too.
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
    """Return the port of the command with these words; None for a worker without a port."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, equals, value = word.partition("=")
        if name == "--port":
            return value if equals else following
    return None if "worker" in words else surroundings.get("PARLEY_PORT", USUAL)


def main(command_line: Path = Path("/proc/1/cmdline")) -> None:
    """Return if the service answers that it lives, or has no port. Raises OSError if the check failed."""
    port = find_port(command_line.read_text().split("\0"), os.environ)
    if port is not None:
        urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE).close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
