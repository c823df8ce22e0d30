"""What every channel promises, whatever the provider: one suite for all of them, against stand-ins on loopback."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import pytest

from bot.channels.provider_http import CALL
from flows.channels import CHANNELS
from flows.delivery import Failure, Found
from tests.bot.channels import rig
from tests.bot.channels.channel_cases import CASES, Case, Pair, open_pair


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest) -> Case:
    """Each of them in turn."""
    return CASES[request.param]


@pytest.fixture
async def pair(case: Case) -> AsyncIterator[Pair]:
    async with open_pair(case) as pair:
        yield pair


def test_every_channel_has_a_case() -> None:
    assert {case.channel for case in CASES.values()} == set(CHANNELS), (
        "CASES: a channel of flows/channels.py is missing"
    )


async def test_sends_once_and_names_it(pair: Pair) -> None:
    answer = await pair.channel.perform(rig.outgoing(pair.to))
    assert answer.failure is None
    assert answer.provider_id
    assert len(pair.provider.messages) == 1


async def test_a_hundred_at_once_keep_their_answers_apart(pair: Pair) -> None:
    texts = [replace(rig.outgoing(pair.to, f"text {n}"), id=UUID(int=n)) for n in range(100)]
    sends = map(pair.channel.perform, texts)
    answers = await asyncio.gather(*sends)
    assert len({answer.provider_id for answer in answers}) == len(pair.provider.messages) == 100


@pytest.mark.parametrize("stored", [False, True], ids=["before storing", "after storing"])
async def test_a_message_that_was_cut_off_is_unknown(pair: Pair, stored: bool) -> None:
    pair.provider.fail(cut=True, stored=stored)
    answer = await pair.channel.perform(rig.outgoing(pair.to))
    assert (answer.failure, answer.provider_id) == (Failure.UNKNOWN, None)
    assert len(pair.provider.messages) == stored, "the channel repeats nothing by itself"


async def test_an_answer_that_comes_too_late_is_unknown(pair: Pair) -> None:
    pair.provider.fail(slow=True)
    answer = await pair.hasty.perform(rig.outgoing(pair.to))
    assert (answer.failure, answer.detail) == (Failure.UNKNOWN, "TimeoutError, after the request was written")
    assert len(pair.provider.messages) == 1


async def test_refused_connection_may_be_repeated(pair: Pair) -> None:
    await pair.provider.refuse()
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is Failure.RETRY
    await pair.provider.accept()
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is None


async def test_a_name_that_does_not_resolve_may_be_repeated(case: Case) -> None:
    for nowhere in case.nowhere:
        channel = case.account(nowhere, case.secret, CALL)
        assert (await channel.perform(rig.outgoing(case.to))).failure is Failure.RETRY
        await channel.close()


async def test_wrong_credentials_stop_the_sender(case: Case) -> None:
    async with case.stand() as provider:
        channel = case.account(provider.url, case.wrong, CALL)
        assert (await channel.perform(rig.outgoing(case.to))).failure is Failure.SENDER
        await channel.close()


async def test_unknown_outcome_is_settled_where_it_can_be_asked(pair: Pair) -> None:
    since = pair.provider.clock()
    lost = rig.outgoing(pair.to, "Tiger Tees: lost on the way")
    assert await pair.channel.find(lost, since) == Found(asked=pair.asks)
    pair.provider.fail(cut=True, stored=True)
    await pair.channel.perform(lost)
    found = await pair.channel.find(lost, since)
    assert (found.asked, found.answer is not None) == (pair.asks, pair.asks)


async def test_nothing_is_concluded_from_a_provider_that_cannot_be_asked(pair: Pair) -> None:
    await pair.provider.refuse()
    assert await pair.channel.find(rig.outgoing(pair.to), pair.provider.clock()) == Found(asked=False)


async def test_neither_logs_nor_answers_tell_secrets(case: Case, pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = []
    for fault in ({}, {"cut": True}):
        pair.provider.fail(**fault)
        told.append((await pair.channel.perform(rig.outgoing(pair.to))).detail)
    await pair.provider.refuse()
    told.append((await pair.channel.perform(rig.outgoing(pair.to))).detail)
    assert case.secret.rpartition(":")[2] not in caplog.text + "".join(told)


async def test_closing_twice_and_sending_again(pair: Pair) -> None:
    await pair.channel.close()
    await pair.channel.perform(rig.outgoing(pair.to))
    await pair.channel.close()
    await pair.channel.close()
    assert (await pair.channel.perform(rig.outgoing(pair.to))).failure is None
