"""The start of a separate process (bot/separate_process.py): it sets the limits and then runs the program.

It imports nothing of ours, as the process cannot see our modules. Arguments: bytes of memory, seconds of processor
time, the path of the program.
"""

from __future__ import annotations

import os
import resource
import runpy
import sys
from contextlib import suppress


def main() -> None:
    """Set the limits, and run the program as a main program."""
    memory, processor, program = sys.argv[1:4]
    limit(int(memory), int(processor))
    runpy.run_path(program, run_name="__main__")


def limit(memory: int, processor: int) -> None:
    """Limit memory, processor time and files; some systems know only some of these limits."""
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: processor,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
    os.nice(10)  # waiting requests go first


if __name__ == "__main__":
    main()
