"""PostgreSQL addresses as hosts give them, with libpq's parameters, converted for the driver.

https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
DRIVER = "postgresql+asyncpg"
"""The scheme of an address that also names the driver."""
SCHEMES = ("postgresql", "postgres", DRIVER)
_SETTINGS = frozenset({"application_name", "options", "search_path", "statement_timeout", "lock_timeout", "timezone"})
_FILES = frozenset({"sslrootcert", "sslcert", "sslkey"})
# Parameters that the driver sets itself, or does not use.
_LEFT = frozenset(
    {
        "channel_binding", "gssencmode", "sslcompression", "sslsni", "keepalives", "keepalives_idle",
        "keepalives_interval", "keepalives_count", "client_encoding", "fallback_application_name", "connection_limit",
        "pool_timeout", "schema",
    }
)  # fmt: skip
_PLACES = frozenset({"host", "port", "user", "password", "database"})  # for a socket: ?host=/run/postgresql
_TARGETS = frozenset({"any", "primary", "standby", "read-write", "read-only", "prefer-standby"})


class BadAddress(ValueError):
    """An address that cannot be used; the message says what to do, and holds no password."""


def strip_parameters(url: str) -> str:
    """Return the address without its parameters, with the driver that SQLAlchemy uses. Raises BadAddress."""
    check_address(url)
    where, _, query = url.partition("://")[2].partition("?")
    kept = urlencode({name: value for name, value in _parameters(query).items() if name in _PLACES})
    return f"{DRIVER}://{where}{'?' if kept else ''}{kept}"


def check_address(url: str) -> None:
    """Raise BadAddress if the address or one of its parameters is unusable."""
    scheme, _, rest = url.partition("://")
    where, _, query = rest.partition("?")
    named = where.partition("/")[0]
    if scheme not in SCHEMES or not rest:
        raise BadAddress("use postgresql://user:password@host/database")
    astray = "@" not in named and ("@" in where or "@" in query)
    if "#" in rest or where.count("@") > 1 or astray or named.rpartition("@")[0].count(":") > 1:
        raise BadAddress("encode these characters of a password: %40 for @, %2F for /, %3A for :, %23 for #, %3F for ?")
    try:
        _ = urlsplit(f"//{where}").port
    except ValueError:
        raise BadAddress("the port after the host is a number; write : in a password as %3A") from None
    _arguments(_parameters(query))


def connect_arguments(url: str, **more: Any) -> dict[str, Any]:
    """Return the arguments of the driver's ``connect`` for the address's parameters, over ``more``. Raises
    BadAddress.
    """
    return {**more, **_arguments(_parameters(url.partition("?")[2]))}


def _parameters(query: str) -> dict[str, str]:
    return dict(parse_qsl(query, keep_blank_values=True))


def _arguments(given: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    settings: dict[str, str] = {}
    for name, value in given.items():
        if name in _SETTINGS:
            settings[name] = value
        elif name == "connect_timeout":
            found["timeout"] = _seconds(name, value)
        elif name == "target_session_attrs":
            found[name] = _choose_one_of(name, value, _TARGETS)
        elif name == "pgbouncer":
            if value.casefold() in {"true", "1", "on", "yes"}:
                found |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
        elif name not in _LEFT | _FILES | _PLACES | {"sslmode", "ssl"}:
            shown = name if name.isidentifier() else "behind the ?"
            raise BadAddress(f"the parameter {shown} of the address is not known; take it out")
    if settings:
        found["server_settings"] = settings
    secured = _choose_ssl(given)
    return {**found, "ssl": secured} if secured is not None else found


def _choose_ssl(given: Mapping[str, str]) -> Any:
    """Return the driver's ``ssl``: a mode, or a context for named certificates; None without a setting."""
    mode = given.get("sslmode") or given.get("ssl")
    mode = {"true": "require", "false": "disable"}.get(mode or "", mode)
    if mode is None and not _FILES & given.keys():
        return None
    mode = _choose_one_of("sslmode", mode or "prefer", frozenset(MODES))
    checks = mode.startswith("verify")
    if mode == "disable" or not (checks or _FILES & given.keys()):
        return mode
    import ssl  # only for an address that names certificates

    root = given.get("sslrootcert")
    try:
        context = ssl.create_default_context(cafile=None if root in {None, "", "system"} else root)
        context.check_hostname = mode == "verify-full"
        if not checks:
            context.verify_mode = ssl.CERT_NONE
        if given.get("sslcert"):
            context.load_cert_chain(given["sslcert"], given.get("sslkey"))
    except OSError as error:
        raise BadAddress(f"a certificate that the address names cannot be read: {error.strerror or error}") from None
    return context


def _seconds(name: str, value: str) -> float:
    if not (value.isascii() and value.isdigit()):
        raise BadAddress(f"{name} is a number of seconds, like {name}=5")
    return float(value) or 60.0


def _choose_one_of(name: str, value: str, known: frozenset[str]) -> str:
    if value not in known:
        raise BadAddress(f"{name} is one of {', '.join(sorted(known))}")
    return value
