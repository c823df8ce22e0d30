"""What the service says about itself: one line per happening, as JSON or for a person's eyes, on standard error.

Only our own rooms speak below warnings. Libraries would repeat requests, statements and their values, and so phones,
texts and tokens; what they warn of goes through the same masks as our own lines.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from bot.config import Settings
from bot.masking import clear, hush
from bot.trail import followed

OURS = ("bot", "handlers", "storage", "flows", "templates")
# They set a level of their own, are handed one by others, or print tokens, forms and statements below warnings.
QUIET = ("telegram", "httpx", "aiohttp.access", "apscheduler", "twilio", "sqlalchemy", "aiosqlite", "alembic")

_MOST_CAUSES = 5
_LONGEST_PLAIN = 40
_NAMING = ("message", "call", "run", "id")  # the names of ids in a line; the first that is there is what it is about
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLAIN = re.compile(rf"{_ID.pattern}|(?!b)[a-z]+(?:[ ._-][a-z]+)*|\d{{1,6}}")  # no "bearer …", no "basic …"

Line = MutableMapping[str, Any]


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Have every line written in the settings' form from their level on; on ``stream`` (standard error)."""
    out = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    handler = logging.StreamHandler(out)
    handler.setFormatter(_formatter(as_json=settings.log_format == "json", colours=out.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # else a logger that spoke before would keep what it then had
    )


def _formatter(*, as_json: bool, colours: bool) -> ProcessorFormatter:
    show: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)
    )
    return ProcessorFormatter(processors=[_redact, show], keep_exc_info=False)


def _redact(_logger: object, _method: str, line: Line) -> Line:
    """The whole line made fit to be kept: who and when first, every value masked, the error without its quotations."""
    record: logging.LogRecord = line.pop("_record")
    line.pop("_from_structlog", None)
    line.pop("stack_info", None)
    trouble = _error(line.pop("exc_info", None))
    when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told: Line = {"timestamp": when, "level": record.levelname.lower(), "logger": record.name}
    trail = _trail(line)
    if trail is not None:
        told["trail"] = trail
    told.update({name: _shown(name, value) for name, value in line.items() if name not in told})
    if trouble is not None:
        told["exception"] = explain(trouble)
    return told


def _trail(line: Line) -> str | None:
    """By which digits everything is found that belongs together (bot/trail.py): what is followed, or what is named."""
    followed_now = followed()
    if followed_now is not None:
        return f"{followed_now:012x}"
    named = (line.get(name) for name in _NAMING)
    return next((one[-12:] for one in named if isinstance(one, str) and _ID.fullmatch(one)), None)


def _shown(name: str, value: object) -> object:
    """As it may be written down. Most values are ids and plain words, in which there is nothing to look for."""
    if type(value) is str and len(value) < _LONGEST_PLAIN and _PLAIN.fullmatch(value) and _may_be_shown(name):
        return value
    return clear(name, value)


@lru_cache(maxsize=256)
def _may_be_shown(name: str) -> bool:
    return clear(name, "plain") == "plain"


def _error(given: object) -> BaseException | None:
    """The error behind what a logger was given: the error, what sys.exc_info() tells, or True for the one at hand."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if len(given) == 3 else None
    return sys.exc_info()[1] if given else None


def explain(error: BaseException) -> str:
    """Where an error was raised and what it says, the causes first; without the values it quotes, and no locals."""
    told = [f"{''.join(traceback.format_tb(one.__traceback__))}{_said(one)}" for one in _causes(error)]
    return "\nwhich led to\n".join(told)


def _said(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception as broken:  # an error that cannot even be shown must not hide the line it stands in
        text = f"(cannot be shown: {type(broken).__name__})"
    return f"{type(error).__module__}.{type(error).__qualname__}: {hush(text)}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain and len(chain) < _MOST_CAUSES:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return reversed(chain)
