"""The proposer of a business file."""

from __future__ import annotations

import pytest

from flows.business import ProposerSettings
from tests.handlers.business_file.business_files import read, wrong_paths

WHOLE = '[understanding]\nsecond = "openai-compatible"\nurl = "https://ai.example/v1/"\nmodel = "small"\nkey = "k"\n'


def test_nobody_is_asked_by_itself() -> None:
    assert read().business.second is None
    assert read("[understanding]\n").business.second is None


def test_a_proposer() -> None:
    file = read(WHOLE + "a_day = 50\n")
    assert file.business.second == ProposerSettings("https://ai.example/v1", "small", 50)
    assert file.secrets == {"understanding.key": "k"}
    assert file.plain == ("understanding.key",)
    assert read(WHOLE).business.second == ProposerSettings("https://ai.example/v1", "small")


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (WHOLE.replace("openai-compatible", "crystal ball"), "understanding.second"),
        (WHOLE.replace("https://ai", "http://ai"), "understanding.url"),
        (WHOLE.replace('key = "k"\n', ""), "understanding.key"),
        (WHOLE.replace('model = "small"\n', ""), "understanding.model"),
        (WHOLE + "a_day = 0\n", "understanding.a_day"),
        (WHOLE + "daily = 5\n", "understanding.daily"),
    ],
)
def test_what_is_wrong_is_named(wrong: str, path: str) -> None:
    assert path in wrong_paths(wrong)


def test_a_server_of_ones_own_machine_needs_no_https() -> None:
    file = read(WHOLE.replace("https://ai.example", "http://127.0.0.1:11434"))
    assert file.business.second == ProposerSettings("http://127.0.0.1:11434/v1", "small")
