"""The log of a service, as the service writes it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot import service_log
from bot.config import Settings


@contextmanager
def logged(settings: Settings) -> Iterator[io.StringIO]:
    """What the logs write; afterwards they are as they were."""
    root, known = logging.getLogger(), dict(logging.root.manager.loggerDict)
    before = (root.handlers[:], root.level)
    levels = {name: logger.level for name, logger in known.items() if isinstance(logger, logging.Logger)}
    stream = io.StringIO()
    service_log.configure(settings, stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:], root.level = before
    for name, logger in logging.root.manager.loggerDict.items():
        if isinstance(logger, logging.Logger):
            logger.setLevel(levels.get(name, logging.NOTSET))
