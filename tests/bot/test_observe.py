"""Logs: one line per happening, nothing of people and secrets in any of them, whoever writes it."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from bot import service_log
from bot.config import Settings
from bot.correlation import follow_cause
from bot.secret_masks import BLANK, clear, hush, mask
from tests.cases import each
from tests.logged import logged
from tests.providers.shopify import ShopifyStand
from tests.providers.telegram import TOKEN
from tests.providers.twilio import TOKEN as TWILIO_TOKEN

MESSAGE = "019cd3a6-5c1e-7f1a-9d5e-2b8f3c6a7d10"
log = structlog.get_logger("bot.test")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    with logged(Settings(log_format="json")) as stream:
        yield stream


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line(written: io.StringIO) -> None:
    log.info("handed over", message=MESSAGE, channel="sms", failure=None, code="30003", took=0.25)
    (line,) = lines(written)
    assert datetime.now(UTC) - datetime.fromisoformat(line.pop("timestamp")) < timedelta(minutes=1)
    assert line == {
        "level": "info",
        "logger": "bot.test",
        "trail": "2b8f3c6a7d10",
        "event": "handed over",
        "message": MESSAGE,
        "channel": "sms",
        "failure": None,
        "code": "30003",
        "took": 0.25,
    }


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_whatever_is_said_is_written(written: io.StringIO, log_format: str) -> None:
    service_log.configure(Settings(log_format=log_format), written)
    log.warning(["a", 1], of=None)
    assert "['a', 1]" in written.getvalue() or '["a", 1]' in written.getvalue()


def test_what_is_bound_for_a_while(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(business="tiger", phone="+13145550101"):
        log.warning("inside")
    log.warning("outside")
    inside, outside = lines(written)
    assert (inside["business"], inside["phone"]) == ("tiger", BLANK)
    assert "business" not in outside


def test_a_line_tells_its_trail(written: io.StringIO) -> None:
    """That of what is followed, else that of what the line is about."""
    other = UUID(int=0xABC)
    with follow_cause(other):
        log.info("woken", run=MESSAGE)
    for name in ("message", "call", "run", "id"):
        log.info("named", **{name: MESSAGE})
    log.info("nothing", id="no id", message=7)
    trails = [line.get("trail") for line in lines(written)]
    assert trails == ["000000000abc", *["2b8f3c6a7d10"] * 4, None]


@given(st.from_regex(service_log._PLAIN, fullmatch=True))
def test_what_is_plain_needs_no_mask(value: str) -> None:
    """The quick way and the thorough one agree."""
    if len(value) < 40:
        assert service_log._show_value("x", value) == clear("x", value) == value
    assert service_log._show_value("text", value) == BLANK


def test_on_a_console(written: io.StringIO) -> None:
    stream = io.StringIO()
    service_log.configure(Settings(log_format="console"), stream)
    try:
        raise ValueError("to +13145550101")
    except ValueError as error:
        log.error("wait failed", wait=MESSAGE, exc_info=error)
    assert "wait failed" in stream.getvalue()
    assert f"wait={MESSAGE}" in stream.getvalue()
    assert f"ValueError: to {BLANK}" in stream.getvalue()


NAMES = st.text("abcxyz_", min_size=1).filter(lambda name: name not in {"stack", "exc_info", "logger_name"})
SHOWN = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2)


@given(st.text(), st.dictionaries(NAMES, SHOWN, max_size=4), st.none() | st.text(min_size=1))
def test_a_console_without_colours(event: str, named: dict[str, Any], trouble: str | None) -> None:
    """Ours, which is the quicker one, writes what structlog's does."""
    line = {"timestamp": "2026-03-02T15:04:05.123Z", "level": "info", "logger": "bot.test", "event": event, **named}
    line |= {"exception": trouble} if trouble else {}
    theirs = structlog.dev.ConsoleRenderer(colors=False)(None, "", dict(line))
    assert service_log._render_line(line) == theirs


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_ours_and_a_record_are_written_alike(written: io.StringIO, log_format: str) -> None:
    service_log.configure(Settings(log_format=log_format), written)
    log.warning("it said +13145550101")
    logging.getLogger("bot.test").warning("it said %s", "+13145550101")
    ours, theirs = (re.sub(r"\d\d:\d\d\.\d{3}Z", "", line) for line in written.getvalue().splitlines())
    assert ours == theirs
    assert BLANK in ours


def test_who_speaks_is_not_stopped_by_a_line(written: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that cannot be shown, a stream that is closed: told on standard error without a word of the line."""
    secret = "".join(("+1314", "5550101"))  # not as a whole in this source, which is quoted
    log.info("before", value=_Unshowable(secret))
    written.close()
    log.info(secret)
    complained = capsys.readouterr().err
    assert complained.count("--- Logging error ---") == 2
    assert secret not in complained


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_levels(written: io.StringIO, level: str) -> None:
    service_log.configure(Settings(log_level=level, log_format="json"), written)
    ranks = ["debug", "info", "warning", "error"]
    for rank in ranks:
        getattr(log, rank)(rank)
    assert [line["event"] for line in lines(written)] == ranks[ranks.index(level) :]


@pytest.mark.parametrize("name", [*service_log.QUIET, "telegram.ext", "httpx", "twilio.http_client", "anything.else"])
def test_libraries_only_warn(written: io.StringIO, name: str) -> None:
    service_log.configure(Settings(log_level="debug", log_format="json"), written)
    logging.getLogger(name).info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logging.getLogger(name).warning("retrying https://api.telegram.org/bot%s/getMe", TOKEN)
    (line,) = lines(written)
    assert line["event"] == f"retrying https://api.telegram.org/bot{BLANK}/getMe"
    assert (line["level"], line["logger"]) == ("warning", name)


SECRETS = [
    pytest.param("+13145550101", id="E.164"),
    pytest.param("whatsapp:+919800000001", id="address"),
    pytest.param("whatsapp%3A%2B919800000001", id="address in a URL"),
    pytest.param("telegram:9001", id="a chat"),
    pytest.param("13145550101", id="digits alone"),
    pytest.param("(314) 555-0101", id="as people write it"),
    pytest.param("314-555-0101", id="with dashes"),
    pytest.param("+91 98000 00001", id="in groups"),
    pytest.param("98000 00001", id="two groups"),
    pytest.param("०९८०००००००१", id="in other digits"),
    pytest.param("asha@shop.example", id="mail"),
    pytest.param(TOKEN, id="a bot's token"),
    pytest.param(f"https://api.telegram.org/bot{TOKEN}/getMe", id="a bot's URL"),
    pytest.param(TWILIO_TOKEN, id="Twilio's token"),
    pytest.param(ShopifyStand().token + "_0123456789abcdef", id="Shopify's token"),
    pytest.param("Bearer pk_tiger_Zm9vYmFyYmF6cXV4cXV1eGNvcmdlZ3JhdWx0Z2FycGx5", id="an API key"),
    pytest.param("https://t.me/tigertees_bot?start=abcDEF0123456789abcDEF0123456789", id="a start link"),
    pytest.param("postgresql://parley:pass-w0rd@db.example/parley", id="a password"),
    pytest.param("gAAAAABmZ0123456789abcdefghijklmnopqrstuvwxyzABCDEF==", id="a sealed secret"),
]
HIDDEN = re.compile(  # the part of each that must not be told
    r"https://t.me/tigertees_bot\?start=|postgresql://parley:|@db.example/parley"
    r"|https://api.telegram.org/bot|/getMe|Bearer "
)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("around", ["{}", "failed for {}.", "to={}, from='{}'", "[{}]", "x: {}\nand {}"])
def test_no_secret_and_no_person(written: io.StringIO, secret: str, around: str) -> None:
    said = around.format(secret, secret)
    log.info(said, seen=said, several=[said, {"inside": said}], other=ValueError(said))
    logging.getLogger("asyncio").error("it said %s", said)
    try:
        raise RuntimeError(said) from ValueError(said)
    except RuntimeError:
        log.exception("failed")
    told = written.getvalue()
    assert HIDDEN.sub("", secret) not in told


@each("name", ["text", "body", "phone", "address", "token", "name", "Authorization", "raw"])
def test_names_that_are_never_written(name: str) -> None:
    assert clear(name, "anything") == BLANK
    assert clear("outer", {name: ["anything"]}) == {name: BLANK}


@each(
    "plain",
    [
        MESSAGE,
        "2026-03-02T15:04:05.123456+00:00",
        "2026-03-02 15:04",
        "tiger",
        "AC00000000000000000000000000000001",
        "HTTP 503 after 10.0 s",
        "/channels/twilio/{business}/inbound",
        "30003",
        "http://127.0.0.1:8080",
        "postgresql://192.168.100.200:5432/parley",
    ],
)
def test_what_operators_need_stays(plain: str) -> None:
    assert mask(plain) == plain


@each("part", ["a", "a@", "1", "-", "'", "+1 ", "a.", "\\'", "[parameters: ", ")=("])
def test_long_texts_are_cut_and_soon_done(part: str) -> None:
    assert len(mask(part * 100_000)) <= 2000
    assert len(hush(part * 100_000)) <= 500


@given(st.uuids())
def test_ids_stay(identity: UUID) -> None:
    assert mask(f"message {identity} left") == f"message {identity} left"


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True), st.text(), st.text())
def test_no_phone_whatever_stands_around_it(phone: str, before: str, after: str) -> None:
    assert phone not in mask(f"{before} {phone} {after}")
    assert phone not in hush(f"{before}{phone}{after}")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("KeyError: 'update_id'", "KeyError: 'update_id'"),
        ("invalid literal for int() with base 10: 'Haan do hai'", f"invalid literal for int() with base 10: '{BLANK}'"),
        ('the name "Asha Rao" is too long', f"the name '{BLANK}' is too long"),
        ("it can't be read, the shop's own said so", "it can't be read, the shop's own said so"),
        (
            "Key (business, value)=(tiger, some words) already exists.",
            f"Key (business, value)=({BLANK}) already exists.",
        ),
        ("x" * 900, "x" * 500),
    ],
)
def test_errors_do_not_quote_people(said: str, told: str) -> None:
    assert hush(said) == told
    assert clear("reason", said) == told


def test_a_failed_statement_does_not_tell_its_values(written: io.StringIO) -> None:
    engine = create_engine("sqlite://")
    who = {"name": "".join(("Asha", " of the lake"))}
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE people (name TEXT UNIQUE)"))
        connection.execute(text("INSERT INTO people VALUES (:name)"), who)
        with pytest.raises(IntegrityError) as failed:
            connection.execute(text("INSERT INTO people VALUES (:name)"), who)
    engine.dispose()
    log.error("event failed", event_id=MESSAGE, exc_info=failed.value)
    (line,) = lines(written)
    assert "UNIQUE constraint failed" in line["exception"]
    assert "test_observe.py" in line["exception"]
    assert who["name"] in str(failed.value)
    assert who["name"] not in line["exception"]


class _Unshowable(Exception):
    def __str__(self) -> str:
        raise TypeError("no")


def test_an_error_that_cannot_be_shown(written: io.StringIO) -> None:
    log.error("failed", exc_info=_Unshowable())
    assert lines(written)[0]["exception"].endswith("_Unshowable: (cannot be shown: TypeError)")


def test_causes_come_first_and_end() -> None:
    first, second = ValueError("one"), RuntimeError("two")
    first.__cause__, second.__cause__ = second, first
    told = service_log.explain(second)
    assert told.index("ValueError: one") < told.index("RuntimeError: two")
