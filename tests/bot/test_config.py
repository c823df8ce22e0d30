"""Settings: where they come from, what they must be, and that every mistake is told at once and no secret with it."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import SANDBOX_KEY, WrongSettings, load, read_environment
from bot.dotenv import WrongLine, read_dotenv
from tests.cases import each

KEY = "0123456789abcdef0123456789abcdef"


def mistakes_of(environ: dict[str, str], **options: object) -> list[tuple[str, str, str]]:
    with pytest.raises(WrongSettings) as caught:
        load(environ, **options)  # type: ignore[arg-type]
    return [(mistake.setting, mistake.value, mistake.mend) for mistake in caught.value.mistakes]


def test_nothing_set() -> None:
    settings = load({})
    assert (settings.database_url, settings.host, settings.port) == ("sqlite:///parley.db", "127.0.0.1", 8080)
    assert (settings.secret_key, settings.public_url, settings.trusted_proxies) == (None, None, ())
    assert (settings.log_level, settings.log_format, settings.twilio_api_url) == ("info", "console", None)
    assert (settings.retention_days, settings.wake_url) == (400, None)


def test_everything_set() -> None:
    settings = load(
        {
            "PARLEY_DATABASE_URL": "postgresql://parley:pw@db.example/parley",
            "PARLEY_LISTEN_URL": "postgresql://parley:pw@direct.example/parley",
            "PARLEY_PUBLIC_URL": "https://parley.example/",
            "PARLEY_HOST": "0.0.0.0",  # noqa: S104 - a value to read, nothing is bound
            "PARLEY_PORT": "9000",
            "PARLEY_SECRET_KEY": KEY,
            "PARLEY_TRUSTED_PROXIES": "127.0.0.1, ::1 10.0.0.0/8",
            "PARLEY_RETENTION_DAYS": "35",
            "PARLEY_LOG_LEVEL": "DEBUG",
            "PARLEY_LOG_FORMAT": "json",
            "PARLEY_TWILIO_API_URL": "http://127.0.0.1:9001",
            "HOME": "/root",
        }
    )
    assert settings.public_url == "https://parley.example"
    assert settings.trusted_proxies == tuple(map(ip_network, ("127.0.0.1/32", "::1/128", "10.0.0.0/8")))
    assert (settings.port, settings.log_level, settings.twilio_api_url) == (9000, "debug", "http://127.0.0.1:9001")
    assert (settings.retention_days, settings.wake_url) == (35, "postgresql://parley:pw@direct.example/parley")
    assert settings.require_secret() == KEY
    assert KEY not in repr(settings)


@pytest.mark.parametrize(
    ("database", "listen", "found"),
    [
        ("postgresql://db.example/parley", None, "postgresql://db.example/parley"),
        ("postgresql://pooler.example/parley", "postgresql://db.example/parley", "postgresql://db.example/parley"),
        ("postgresql://pooler.example/parley", "OFF", None),
        ("sqlite:///parley.db", "postgresql://db.example/parley", None),
    ],
    ids=["the same", "behind a pooler", "off", "one process"],
)
def test_where_processes_wake_each_other(database: str, listen: str | None, found: str | None) -> None:
    given = {"PARLEY_DATABASE_URL": database} | ({"PARLEY_LISTEN_URL": listen} if listen else {})
    assert load(given).wake_url == found


def test_nothing_is_taken_out_when_told_so() -> None:
    assert load({"PARLEY_RETENTION_DAYS": "0"}).retention_days == 0


def test_options_win_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PARLEY_PORT=1\nPARLEY_HOST=file.example\nPARLEY_LOG_LEVEL=error\nTOKEN=t\n")
    settings = load({"PARLEY_PORT": "2", "PARLEY_HOST": "environment.example"}, dotenv, port=3, host=None)
    assert (settings.port, settings.host, settings.log_level) == (3, "environment.example", "error")
    assert read_environment({"A": "1"}, dotenv)["TOKEN"] == "t"


def test_a_wrong_option_is_named_as_it_was_given() -> None:
    assert [setting for setting, _, _ in mistakes_of({"PARLEY_HOST": "a b"}, port="http")] == ["PARLEY_HOST", "--port"]


def test_another_default_database_gives_way_to_the_setting() -> None:
    assert load({}, database_url="sqlite:///demo.db").database_url == "sqlite:///demo.db"
    assert load({"PARLEY_DATABASE_URL": "sqlite:///x.db"}, database_url="sqlite:///demo.db").database_url == (
        "sqlite:///x.db"
    )


def test_all_mistakes_are_told_at_once_without_any_secret() -> None:
    found = mistakes_of(
        {
            "PARLEY_PORT": "80800",
            "PARLEY_PUBLIC_URL": "parley.example",
            "PARLEY_SECRET_KEY": "hunter2",
            "PARLEY_DATABASE_URL": "mysql://root:hunter2@db.example/x",
            "PARLEY_PUBLC_URL": "https://hunter2.example",
            "PARLEY_TRUSTED_PROXIES": "10.0.0.0/99",
            "PARLEY_LOG_FORMAT": "xml",
            "PARLEY_ZZZZ": "1",
        }
    )
    assert [setting.removeprefix("PARLEY_") for setting, _, _ in found] == [
        "DATABASE_URL", "LOG_FORMAT", "PORT", "PUBLC_URL", "PUBLIC_URL", "SECRET_KEY", "TRUSTED_PROXIES", "ZZZZ",
    ]  # fmt: skip
    told = dict((setting, (value, mend)) for setting, value, mend in found)
    assert told["PARLEY_PUBLC_URL"][1] == "unknown setting; did you mean PARLEY_PUBLIC_URL?"
    assert told["PARLEY_LOG_FORMAT"] == ("'xml'", "use one of console, json")
    assert told["PARLEY_DATABASE_URL"][0] == "'mysql://…@db.example/x'"
    assert "hunter2" not in str(found)


@each(
    ("name", "value"),
    [
        ("DATABASE_URL", "parley.db"),
        ("DATABASE_URL", "sqlite://parley.db"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("LISTEN_URL", "sqlite:///parley.db"),
        ("PUBLIC_URL", "ftp://parley.example"),
        ("PUBLIC_URL", "https://parley.example/?a=1"),
        ("PUBLIC_URL", "https://[parley.example"),
        ("HOST", "http://127.0.0.1"),
        ("PORT", "-1"),
        ("RETENTION_DAYS", "34"),
        ("RETENTION_DAYS", "ever"),
        ("PORT", "٣"),
        ("SECRET_KEY", "k" * 31),
        ("LOG_LEVEL", "loud"),
        ("STRIPE_API_URL", "127.0.0.1:9000"),
    ],
)
def test_a_wrong_value_is_one_mistake(name: str, value: str) -> None:
    assert [setting for setting, _, _ in mistakes_of({f"PARLEY_{name}": value})] == [f"PARLEY_{name}"]


@pytest.mark.parametrize("key", ["", "  "], ids=["empty", "blank"])
def test_a_secret_is_required_outside_a_sandbox(key: str) -> None:
    found = mistakes_of({"PARLEY_SECRET_KEY": key, "PARLEY_PORT": "x"}, secret_required=True)
    assert [setting for setting, _, _ in found] == ["PARLEY_PORT", "PARLEY_SECRET_KEY"]
    assert load({}).require_secret(sandbox=True) == SANDBOX_KEY
    with pytest.raises(WrongSettings, match="PARLEY_SECRET_KEY"):
        load({}).require_secret()


DOTENV = """\
# a comment
PLAIN=one two   # and its comment
export EXPORTED = yes
HASH=a#b
EMPTY=
SINGLE='it stays $HOME \\n "as is"'   # comment
DOUBLE="two\\nlines, a \\"quote\\", a \\\\ and a\\qb"
LONG="-----BEGIN
-----END"

LAST=1
PLAIN=three
"""


def test_a_dotenv_file() -> None:
    assert read_dotenv(DOTENV) == {
        "PLAIN": "three",
        "EXPORTED": "yes",
        "HASH": "a#b",
        "EMPTY": "",
        "SINGLE": 'it stays $HOME \\n "as is"',
        "DOUBLE": 'two\nlines, a "quote", a \\ and a\\qb',
        "LONG": "-----BEGIN\n-----END",
        "LAST": "1",
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [("A=1\nnonsense\n", 2), ("A=1\n\n1A=2", 3), ('A="open\nB=2', 1), ("A='x' y\n", 1), ("# c\n=x", 2)],
    ids=["no assignment", "wrong name", "open quote", "after a quote", "no name"],
)
def test_a_broken_dotenv_file_names_its_line(text: str, line: int) -> None:
    with pytest.raises(WrongLine) as caught:
        read_dotenv(text)
    assert caught.value.line == line


def test_a_broken_dotenv_file_is_a_mistake_beside_the_others(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("PARLEY_PORT=1\nhunter2\n")
    found = mistakes_of({"PARLEY_PORT": "x"}, dotenv=dotenv)
    assert [setting for setting, _, _ in found] == [".env:2", "PARLEY_PORT"]
    assert "hunter2" not in str(found)


@given(st.dictionaries(st.from_regex(r"\A[A-Z_][A-Z0-9_]{0,8}\Z"), st.text(st.characters(codec="utf-8"), max_size=40)))
def test_what_is_written_in_double_quotes_is_read_back(values: dict[str, str]) -> None:
    values = {name: value.replace("\r\n", "\n") for name, value in values.items()}
    escaped = {name: value.replace("\\", "\\\\").replace('"', '\\"') for name, value in values.items()}
    assert read_dotenv("".join(f'{name}="{value}"\n' for name, value in escaped.items())) == values
