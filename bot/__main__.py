"""The ``parley`` command."""

from __future__ import annotations

import os
import sys
import zoneinfo
from collections.abc import Sequence
from typing import NoReturn

from bot.commands import build
from bot.commands.failures import report
from bot.dataclass_methods import generate_methods_late
from bot.service_loading import look_less_often


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit: 0 when done, 1 for a failure, 2 for a wrong option or setting."""
    # The same zone data on every host: machines keep their own, older ones, which have other winter hours.
    zoneinfo.reset_tzpath(to=[])
    # Pydantic asks every package on the machine whether it would watch what is read: it takes longer than most imports,
    # and nobody is to watch. https://docs.pydantic.dev/latest/concepts/plugins/
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    look_less_often()  # what a command loads is kept until it ends
    try:
        with generate_methods_late():
            build()(None if arguments is None else list(arguments), prog_name="parley")
    except Exception as error:  # for any error a person reads one line, and a script gets the exit code
        sys.exit(report(error))
    sys.exit(0)


if __name__ == "__main__":
    main()
