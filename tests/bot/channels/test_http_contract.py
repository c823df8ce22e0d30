"""What a channel promises whose provider is called by HTTP: statuses, answers that cannot be read, Retry-After."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from flows.delivery import Failure, Found
from tests.bot.channels import rig
from tests.bot.channels.channel_cases import CASES, Case, Pair, open_pair
from tests.providers import Server


@pytest.fixture(params=[name for name, case in CASES.items() if case.nowhere[0].startswith("http")])
def case(request: pytest.FixtureRequest) -> Case:
    """Each of them in turn."""
    return CASES[request.param]


@pytest.fixture
async def pair(case: Case) -> AsyncIterator[Pair]:
    async with open_pair(case) as pair:
        yield pair


@pytest.mark.parametrize(
    ("fault", "failure", "stored"),
    [
        pytest.param({"status": 503}, Failure.RETRY, 0, id="not taken"),
        pytest.param({"status": 500}, Failure.UNKNOWN, 0, id="broken"),
        pytest.param({"status": 500, "stored": True}, Failure.UNKNOWN, 1, id="broken after storing"),
        pytest.param({"status": 502}, Failure.UNKNOWN, 0, id="bad gateway"),
        pytest.param({"status": 504}, Failure.UNKNOWN, 0, id="gateway timed out"),
    ],
)
async def test_failure(pair: Pair, fault: dict[str, Any], failure: Failure, stored: int) -> None:
    pair.provider.fail(**fault)
    answer = await pair.channel.perform(rig.outgoing(pair.to))
    assert (answer.failure, answer.provider_id) == (failure, None)
    assert len(pair.provider.messages) == stored, "the channel repeats nothing by itself"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"null",
        b"<html>",
        b'{"ok": true}',
        b'{"ok": true, "result": {}}',
        b'{"ok": true, "result": "x"}',
        b'{"sid": 5, "date_created": 5, "result": {"message_id": 1}}',
    ],
)
async def test_a_success_that_cannot_be_read_is_unknown(pair: Pair, answer: bytes) -> None:
    assert isinstance(pair.provider, Server)
    pair.provider.garbled = answer
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is Failure.UNKNOWN


async def test_wait_that_was_asked_for(pair: Pair) -> None:
    pair.provider.fail(status=429, after=7)
    answer = await pair.channel.perform(rig.outgoing(pair.to))
    assert (answer.failure, answer.after) == (Failure.RETRY, timedelta(seconds=7))


async def test_nothing_is_concluded_from_an_answer_that_cannot_be_read(pair: Pair) -> None:
    assert isinstance(pair.provider, Server)
    for answer in (b'{"messages": 5}', b'{"messages": [5]}', b"{}"):
        pair.provider.garbled = answer
        assert await pair.channel.find(rig.outgoing(pair.to), pair.provider.clock()) == Found(asked=False)


async def test_no_refusal_tells_secrets(case: Case, pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = ""
    for fault in ({"status": 500}, {"status": 400, "code": 400}):
        pair.provider.fail(**fault)
        told += (await pair.channel.perform(rig.outgoing(pair.to))).detail
    assert case.secret.rpartition(":")[2] not in caplog.text + told
