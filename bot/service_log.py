"""The service's log: one line per event, as JSON or as readable text, on standard error.

Only our own rooms log below warnings. Libraries would log requests, statements and their values, and so phones, texts
and tokens. Their warnings pass the same masks as our own lines.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from types import NoneType
from typing import Any, NoReturn, TextIO

import structlog

from bot.clock import SystemClock
from bot.config import Settings
from bot.correlation import get_followed_trail
from bot.secret_masks import clear, hush

OURS = ("bot", "handlers", "storage", "flows", "templates")
# They set a level of their own, are handed one by others, or print tokens, forms and statements below warnings.
QUIET = ("telegram", "httpx", "aiohttp.access", "apscheduler", "twilio", "sqlalchemy", "aiosqlite", "alembic")

_LEVEL, _EVENT = 9, 30  # characters of a console's columns
_APART = re.compile(r"""[ \t\r\n="']""")  # what would part a value from its name, or in two
_MOST_CAUSES = 5
_LONGEST_PLAIN = 40
_BARE = frozenset({bool, int, float, NoneType})
_NAMING = ("message", "call", "run", "id")  # the names of ids in a line; the first that is there is what it is about
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLAIN = re.compile(rf"{_ID.pattern}|(?!b)[a-z]+(?:[ ._-][a-z]+)*|\d{{1,6}}")  # no "bearer …", no "basic …"

Line = MutableMapping[str, Any]


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Set up logging in the format and from the level of the settings, on ``stream`` (standard error)."""
    out = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    writer = Writer(out, _renderer(as_json=settings.log_format == "json", colours=out.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [writer]
    root.setLevel(max(level, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            writer.say,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,  # else a logger that spoke before would keep what it then had
    )


class Writer(logging.StreamHandler[TextIO]):
    """The writer of all lines. Libraries' lines come as records of ``logging``; ours come from structlog, without a
    record.

    Making a record and parsing it again took half the time of a line, and there is one for every message and webhook.
    So our lines pass no other handler of ``logging``; tools that collect lines read the stream.
    """

    def __init__(self, out: TextIO, show: Callable[[Line], str]) -> None:
        super().__init__(out)
        self._show = show
        self._clock = SystemClock()

    def format(self, record: logging.LogRecord) -> str:
        """Format a library's line."""
        line = {"event": record.getMessage(), "exc_info": record.exc_info}
        when = datetime.fromtimestamp(record.created, UTC)
        return self._show(_redact(when, record.levelname.lower(), record.name, line))

    def say(self, logger: logging.Logger, method: str, line: Line) -> NoReturn:
        """Write a line of ours, as the last step of structlog's chain."""
        try:
            level = "error" if method == "exception" else method
            self._put(self._show(_redact(self._clock.now(), level, logger.name, line)))
        except Exception:  # logging never stops the caller, as with records
            told = f"a line ({method}) could not be written"
            self.handleError(logging.makeLogRecord({"name": logger.name, "msg": told}))
        raise structlog.DropEvent

    def _put(self, text: str) -> None:
        self.acquire()
        try:
            self.stream.write(text + self.terminator)
            self.flush()
        finally:
            self.release()


def _renderer(*, as_json: bool, colours: bool) -> Callable[[Line], str]:
    if as_json:
        return json.JSONEncoder(ensure_ascii=False).encode
    if not colours:
        return _render_line
    console = structlog.dev.ConsoleRenderer(colors=True, exception_formatter=structlog.dev.plain_traceback)
    return lambda line: console(None, "", line)


def _render_line(line: Line) -> str:
    """Format a line like structlog's console without colours; structlog's own takes four times as long."""
    when, level, logger, trouble = (line.pop(name, None) for name in ("timestamp", "level", "logger", "exception"))
    head = f"{when} [{level:<{_LEVEL}}] {line.pop('event', '')!s:<{_EVENT}} [{logger}]"
    told = " ".join([head, *(f"{name}={_quote_value(line[name])}" for name in sorted(line))])
    return f"{told}\n{trouble}" if trouble is not None else told


def _quote_value(value: object) -> str:
    return value if isinstance(value, str) and not _APART.search(value) else repr(value)


def _redact(when: datetime, level: str, logger: str, line: Line) -> Line:
    """Return a line that is safe to store: time, level and logger first, every value masked, the error without quoted
    parts."""
    line.pop("stack_info", None)
    trouble = _error(line.pop("exc_info", None))
    moment = when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told: Line = {"timestamp": moment, "level": level, "logger": logger}
    trail = _trail(line)
    if trail is not None:
        told["trail"] = trail
    told.update({name: _show_value(name, value) for name, value in line.items() if name not in told})
    if trouble is not None:
        told["exception"] = explain(trouble)
    return told


def _trail(line: Line) -> str | None:
    """Return the digits that related lines share (bot/correlation.py): the trail being followed, or a named one."""
    followed_now = get_followed_trail()
    if followed_now is not None:
        return f"{followed_now:012x}"
    named = (line.get(name) for name in _NAMING)
    return next((one[-12:] for one in named if isinstance(one, str) and _ID.fullmatch(one)), None)


def _show_value(name: str, value: object) -> object:
    """Return a value that is safe to log. Most values are ids and plain words, which need no masking."""
    return value if _may_be_shown(name) and _is_plain(value) else clear(name, value)


def _is_plain(value: object) -> bool:
    if type(value) is str:
        return len(value) < _LONGEST_PLAIN and _PLAIN.fullmatch(value) is not None
    return type(value) in _BARE


@lru_cache(maxsize=256)
def _may_be_shown(name: str) -> bool:
    return clear(name, "plain") == "plain"


def _error(given: object) -> BaseException | None:
    """Return the error that a logger was given: the error itself, sys.exc_info(), or True for the current one."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return given[1] if len(given) == 3 else None
    return sys.exc_info()[1] if given else None


def explain(error: BaseException) -> str:
    """Format an error's place and text, its causes first, without quoted values and local variables."""
    told = [f"{''.join(traceback.format_tb(one.__traceback__))}{_describe_error(one)}" for one in _causes(error)]
    return "\nwhich led to\n".join(told)


def _describe_error(error: BaseException) -> str:
    try:
        text = str(error)
    except Exception as broken:  # an unprintable error must not hide its line
        text = f"(cannot be shown: {type(broken).__name__})"
    return f"{type(error).__module__}.{type(error).__qualname__}: {hush(text)}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain and len(chain) < _MOST_CAUSES:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return reversed(chain)
