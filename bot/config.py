"""Settings from the environment, a `.env` file and the command line: read once, with all mistakes reported together."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, SecretStr, ValidationError

from bot.dotenv import WrongLine, read_dotenv
from storage.database.postgres_address import SCHEMES, check_address

PREFIX = "PARLEY_"
SHORTEST_SECRET = 32  # characters
OFF = "off"  # as PARLEY_LISTEN_URL: nobody listens, work is found by polling
# Days. A person's request must be answered within a month (GDPR, article 12(3)), from what is still there; 400 leaves
# last year's season to look at.
SHORTEST_RETENTION, RETENTION = 35, 400
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("console", "json")
DATABASE_URL = "sqlite:///parley.db"
# In a sandbox nothing leaves the machine, so its secrets need no key of their own; everywhere else one is required.
SANDBOX_KEY = "a key for sandboxes only, whose secrets open nothing"

_SECRETS = frozenset({f"{PREFIX}SECRET_KEY", f"{PREFIX}MEDIA_SECRET"})
_USER = re.compile(r"://.*@", re.DOTALL)  # to the last @, for a password may hold one, and a slash
_BUCKET = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/[A-Za-z0-9_.-]{1,100}){0,8}/?")
_PASSWORD = re.compile(r"(\w*pass\w*)=[^&]*", re.IGNORECASE)
_MAKE_KEY = "set it to any string of at least 32 characters, for example what `openssl rand -hex 32` prints"


def _match_pattern(pattern: str, mend: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(mend)
        return text

    return read


_host = _match_pattern(r"[^\s/@]*", "use a host name or an IP address, like 127.0.0.1")
_region = _match_pattern("[a-z0-9-]{2,40}", "use the name of a region, like eu-central-1")


def _database(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    if separator and scheme in SCHEMES and rest:
        check_address(text)
        return text
    if separator and scheme == "sqlite" and len(rest) > 1 and rest[0] == "/" and ":memory:" not in rest:
        return text
    raise ValueError("use sqlite:///parley.db or postgresql://user:password@host/database")


def _postgres(text: str) -> str:
    if text.partition("://")[0] in SCHEMES and "://" in text:
        check_address(text)
        return text
    if text.lower() == OFF:
        return OFF
    raise ValueError(
        "use the direct address of the PostgreSQL server, postgresql://user:password@host/database, or off"
    )


def _match_origin(schemes: Collection[str], mend: str) -> Callable[[str], str]:
    """Return a parser of an address with one of these schemes; it strips a final slash, so that paths can follow."""

    def read(text: str) -> str:
        try:
            parts = urlsplit(text)
            named = bool(parts.hostname) and parts.port != 0
            fits = named and parts.scheme in schemes and not parts.query and not parts.fragment
        except ValueError:
            fits = False
        if not fits or any(c.isspace() for c in text):
            raise ValueError(mend)
        return text.rstrip("/")

    return read


_web = _match_origin({"http", "https"}, "use a web address with its scheme, like https://parley.example.com")
_mail = _match_origin({"smtp", "smtps"}, "use the address of a mail server with its scheme, like smtp://127.0.0.1:2525")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 <= int(text) <= 65535):
        raise ValueError("use a port from 1 to 65535, or 0 for any free one")
    return int(text)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and (int(text) == 0 or SHORTEST_RETENTION <= int(text) <= 36_500)):
        raise ValueError(f"use a number of days from {SHORTEST_RETENTION} on, or 0 to keep everything")
    return int(text)


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"it has {len(text)} characters; {_MAKE_KEY}")
    return text


def _media(text: str) -> str:
    """Parse a folder or an S3 location: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""
    if "://" in text and not _BUCKET.fullmatch(text):
        raise ValueError("use a folder, or s3://bucket/prefix")
    return text.rstrip("/") or "/"


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part, strict=False) for part in text.replace(",", " ").split())
    except ValueError as error:
        raise ValueError(
            f"use addresses or networks with commas between, like 127.0.0.1,10.0.0.0/8 ({error})"
        ) from None


def _choose_one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"use one of {', '.join(words)}")
        return text.lower()

    return read


def _text(read: Callable[[str], object]) -> BeforeValidator:
    """Return a validator that parses strings with ``read`` and leaves other values as they are."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


_Web = Annotated[str | None, _text(_web)]
_Mail = Annotated[str | None, _text(_mail)]
_Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], _text(_networks)]


def name_origin(provider: str) -> str:
    """Return the setting with the address of a provider's stub."""
    return f"{provider}_api_url" if f"{provider}_api_url" in Settings.model_fields else f"{provider}_url"


class Settings(BaseModel):
    """The settings of this process. Origins of providers have no path; None is the provider's own origin.

    ``retention_days`` 0 deletes nothing. ``media`` is where photos are stored, a folder or ``s3://bucket/prefix``;
    without ``media_endpoint`` the bucket is at Amazon.
    """

    model_config = ConfigDict(frozen=True)

    database_url: Annotated[str, _text(_database)] = DATABASE_URL
    listen_url: Annotated[str | None, _text(_postgres)] = None
    public_url: _Web = None
    host: Annotated[str, _text(_host)] = "127.0.0.1"
    port: Annotated[int, _text(_port)] = 8080
    secret_key: Annotated[SecretStr | None, _text(_secret)] = None
    trusted_proxies: _Networks = ()
    retention_days: Annotated[int, _text(_days)] = RETENTION
    log_level: Annotated[str, _text(_choose_one_of(*LOG_LEVELS))] = "info"
    log_format: Annotated[str, _text(_choose_one_of(*LOG_FORMATS))] = "console"
    twilio_api_url: _Web = None
    telegram_api_url: _Web = None
    shopify_api_url: _Web = None
    stripe_api_url: _Web = None
    razorpay_api_url: _Web = None
    smtp_url: _Mail = None
    media: Annotated[str | None, _text(_media)] = None
    media_endpoint: _Web = None
    media_region: Annotated[str, _text(_region)] = "us-east-1"
    media_key: str | None = None
    media_secret: SecretStr | None = None

    def api_url(self, provider: str) -> str | None:
        """Return the configured address for a provider's stub; None if it has none."""
        found: str | None = getattr(self, name_origin(provider))
        return found

    def address(self, *, sandbox: bool) -> str | None:
        """Return the public address of this service; for a sandbox without one, the address it listens on."""
        own = f"http://{self.host}:{self.port}" if sandbox else None
        return (self.public_url or own or "").rstrip("/") or None

    @property
    def wake_url(self) -> str | None:
        """Return the direct address of PostgreSQL for waking processes; None for polling only."""
        if self.database_url.startswith("sqlite") or self.listen_url == OFF:
            return None
        return self.listen_url or self.database_url

    def require_secret(self, *, sandbox: bool = False) -> str:
        """Return the secret key. Raises WrongSettings if there is none, except in a sandbox."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        if sandbox:
            return SANDBOX_KEY
        raise WrongSettings([_NO_SECRET])


@dataclass(frozen=True, slots=True)
class Mistake:
    """A setting that cannot be used: its name, its value (``…`` where secret), and what to do."""

    setting: str
    value: str
    mend: str

    def __str__(self) -> str:
        return f"{self.setting} = {self.value}: {self.mend}"


_BUCKETS = "set it to what the bucket's owner gave you: an access key and its secret"
_NO_SECRET = Mistake(f"{PREFIX}SECRET_KEY", "(not set)", _MAKE_KEY)


class WrongSettings(Exception):
    """One or several settings are invalid; ``mistakes`` has them all."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


def load(
    environ: Mapping[str, str],
    dotenv: Path | None = None,
    *,
    secret_required: bool = False,
    database_url: str = DATABASE_URL,
    **options: object,
) -> Settings:
    """Return the settings of the environment, which override those of the file ``dotenv``, if given.

    ``options`` come from the command line and override both, unless None. ``database_url`` is the default. Raises
    WrongSettings with every mistake, including unknown PARLEY_… variables.
    """
    file, mistakes = _dotenv(dotenv)
    given = {name: value.strip() for name, value in {**file, **environ}.items() if name.startswith(PREFIX)}
    told = {f"{PREFIX}{name.upper()}": str(value) for name, value in options.items() if value is not None}
    given |= told
    settings, wrong = _read(given, database_url)
    for name, mend in sorted(wrong.items()):
        shown = f"--{_field(name)}" if name in told else name
        mistakes.append(Mistake(shown, _show_value(name, given.get(name, database_url)), mend))
    if secret_required and not given.get(f"{PREFIX}SECRET_KEY"):
        mistakes.append(_NO_SECRET)
    if given.get(f"{PREFIX}MEDIA", "").startswith("s3://"):
        lacking = [name for name in ("MEDIA_KEY", "MEDIA_SECRET") if not given.get(f"{PREFIX}{name}")]
        mistakes += [Mistake(f"{PREFIX}{name}", "(not set)", _BUCKETS) for name in lacking]
    if settings is None or mistakes:
        raise WrongSettings(mistakes)
    return settings


def _read(given: Mapping[str, str], database_url: str) -> tuple[Settings | None, dict[str, str]]:
    """Return the settings, and for each invalid variable what to do about it, by its name."""
    wrong = {name: _suggest_nearest(name) for name in given if not _is_known(name)}
    values = {_field(name): text for name, text in given.items() if text and name not in wrong}
    try:
        return Settings.model_validate({"database_url": database_url, **values}), wrong
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        return None, wrong | {f"{PREFIX}{str(one['loc'][0]).upper()}": str(one["ctx"]["error"]) for one in found}


def read_environment(environ: Mapping[str, str], dotenv: Path | None = None) -> dict[str, str]:
    """Return all variables, including those of the file ``dotenv``; ``env:NAME`` in a business file refers to them.

    Raises WrongSettings for an unreadable file.
    """
    file, mistakes = _dotenv(dotenv)
    if mistakes:
        raise WrongSettings(mistakes)
    return {**file, **environ}


def _dotenv(path: Path | None) -> tuple[dict[str, str], list[Mistake]]:
    if path is None or not path.exists():
        return {}, []
    try:
        return read_dotenv(path.read_text(encoding="utf-8-sig")), []
    except WrongLine as wrong:
        return {}, [Mistake(f"{path.name}:{wrong.line}", "…", wrong.mend)]
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Mistake(path.name, "…", f"cannot be read: {error}")]


def _field(name: str) -> str:
    """Return the name of the field that a variable sets."""
    return name.removeprefix(PREFIX).lower()


def _is_known(name: str) -> bool:
    return name == name.upper() and _field(name) in Settings.model_fields


def _suggest_nearest(name: str) -> str:
    """Format advice about an unknown variable."""
    import difflib  # for a slip of the pen alone

    known = [f"{PREFIX}{known.upper()}" for known in Settings.model_fields]
    near = difflib.get_close_matches(name.upper(), known, n=1)
    return f"unknown setting; did you mean {near[0]}?" if near else "there is no such setting"


def _show_value(name: str, text: str) -> str:
    """Return a value that is safe to print: no key, no password within an address, nothing of an unknown setting."""
    known = _field(name) in Settings.model_fields
    if name.endswith("_URL") and (known or "@" in text):
        return mask_url(text)
    return repr(text) if known and name not in _SECRETS else "…"


def mask_url(url: str) -> str:
    """Return an address without its user and password, in any position."""
    return repr(_PASSWORD.sub(r"\1=…", _USER.sub("://…@", url)))
