"""The outcome of a step that makes a campaign's codes: saved, and the next step queued (see code_steps.py)."""

from __future__ import annotations

from datetime import timedelta

from flows.delivery import Answer, Failure, plan_next_try
from handlers.calls.call_kind import CallKind, CallRequest, end, find_unanswered
from handlers.campaigns.codes.code_notices import GONE, tell_failed, tell_gone, tell_late
from handlers.campaigns.codes.code_steps import CodeStep, begin, load_pool
from handlers.engine.turn import Turn
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_handout import HandedCodes
from storage.campaigns.code_pools import CodePool, CodePools
from storage.sending.outbox import OutboxEntry

_LOOK_AGAIN = timedelta(seconds=3)
_BARREN = 3  # steps in a row without a code that the store took: no further one will bring any
_LONG = 8  # tries in a row, about half an hour, until the staff hears of it
_MOST = 7  # tries after which the pause stays at a quarter of an hour
_REPEATED = frozenset({Failure.RETRY, Failure.UNKNOWN, Failure.SENDER})
_TAKEN = "TAKEN"


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Store the outcome of a step, and queue the next."""
    call = await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id))
    pool = await load_pool(turn, call) if call is not None else None
    if pool is None or not await _is_open(turn, pool, request):
        return
    if answer.failure is not None and not _is_taken(request, answer):
        await _handle_failure(turn, entry, request, pool, answer)
        return
    ends = {
        CodeStep.CREATE: _take_created,
        CodeStep.ADD: _take_added,
        CodeStep.LOOK: _take_looked_up,
        CodeStep.CHECK: _take_checked,
    }
    wait = await ends[request.values["step"]](turn, pool, request, answer)
    if wait is None:
        await _give_up(turn, entry, pool, answer, await turn.unit.of(CampaignCodes).explain_dead(pool.key))
    else:
        await _go_on(turn, entry, answer, wait)


async def _is_open(turn: Turn, pool: CodePool, request: CallRequest) -> bool:
    """Return False if another process, which assumed that this one was dead, has concluded the step."""
    asked = request.values
    if (pool.discount, pool.creation) != (asked["discount"], asked["creation"]):
        return False
    first = await turn.unit.of(CampaignCodes).list_asked(pool.key, 1)
    return not asked["codes"] or first == list(asked["codes"][:1])


def _is_taken(request: CallRequest, answer: Answer) -> bool:
    return request.values["step"] is CodeStep.CREATE and answer.code == _TAKEN and answer.failure is Failure.ALERT


async def _take_created(turn: Turn, pool: CodePool, request: CallRequest, answer: Answer) -> timedelta | None:
    """Store the new discount with its first code, or try the next code if this one is taken."""
    code = request.values["codes"][0]
    if answer.failure is not None:
        await turn.unit.of(CampaignCodes).settle([code], {code: answer.detail[:200]})
        return await _give_up_after(turn, pool)
    await turn.unit.of(CampaignCodes).settle([code], {})
    await turn.unit.of(CodePools).note(pool, discount=answer.provider_id, seen_at=turn.now, tries=0)
    return timedelta(0)


async def _take_added(turn: Turn, pool: CodePool, request: CallRequest, answer: Answer) -> timedelta | None:
    many = len(request.values["codes"])
    await turn.unit.of(CodePools).note(pool, creation=answer.provider_id, adding=many)
    return _LOOK_AGAIN


async def _take_looked_up(turn: Turn, pool: CodePool, request: CallRequest, answer: Answer) -> timedelta | None:
    """Free the codes that exist, mark those that the store refused as dead, and add a lost batch again."""
    if answer.values is not None and not answer.values["done"]:
        return _LOOK_AGAIN
    await turn.unit.of(CodePools).note(pool, creation=None, adding=0)
    if answer.values is None:
        return timedelta(0)
    refused = dict(line.partition(" ")[::2] for line in str(answer.values["refused"]).splitlines())
    if not await turn.unit.of(CampaignCodes).settle(request.values["codes"], refused):
        return await _give_up_after(turn, pool)
    await turn.unit.of(CodePools).note(pool, tries=0)
    return timedelta(0)


async def _take_checked(turn: Turn, pool: CodePool, request: CallRequest, answer: Answer) -> timedelta | None:
    """If the discount was deleted, replace the unused codes of people who have none yet or get another message."""
    if answer.provider_id is not None:
        await turn.unit.of(CodePools).note(pool, seen_at=turn.now)
        return timedelta(0)
    campaign = await turn.unit.of(Campaigns).get(pool.campaign)
    await turn.unit.of(CampaignCodes).bury(pool.key, GONE)
    lost = await turn.unit.of(HandedCodes).withdraw(pool.key)
    wanted = pool.wanted + (lost if campaign is not None and campaign.terms.follow_ups else 0)
    await turn.unit.of(CodePools).note(pool, discount=None, creation=None, adding=0, tries=0, wanted=wanted)
    await tell_gone(turn, pool, lost)
    return timedelta(0)


async def _give_up_after(turn: Turn, pool: CodePool) -> timedelta | None:
    """Count a failed step. Return zero wait before the next one; None to give up after several in a row."""
    await turn.unit.of(CodePools).note(pool, tries=pool.tries + 1)
    return timedelta(0) if pool.tries + 1 < _BARREN else None


async def _handle_failure(turn: Turn, entry: OutboxEntry, request: CallRequest, pool: CodePool, answer: Answer) -> None:
    """Retry while the codes are still needed, if the store is unreachable or denies access. After a refusal, check if
    the discount was deleted."""
    tries = pool.tries + 1
    if answer.failure not in _REPEATED:
        if request.values["step"] is not CodeStep.ADD or tries >= _BARREN:
            await _give_up(turn, entry, pool, answer, answer.detail)
            return
        await turn.unit.of(CodePools).note(pool, tries=tries, seen_at=None)
        await _go_on(turn, entry, answer, timedelta(0))
        return
    await turn.unit.of(CodePools).note(pool, tries=tries)
    if tries == _LONG or (answer.failure is Failure.SENDER and tries == 1):
        await tell_late(turn, pool, answer.detail or str(answer.code))
    wait = plan_next_try(Failure.RETRY, min(tries, _MOST), turn.tools.seeds.fraction("call", entry.id))
    assert wait is not None, "so many tries are never too many"
    await _go_on(turn, entry, answer, wait)
    if answer.after is not None:
        await turn.unit.senders.rest_until(entry.sender, turn.elapsed + answer.after)


async def _go_on(turn: Turn, entry: OutboxEntry, answer: Answer, wait: timedelta) -> None:
    """Queue the next step after a wait."""
    await turn.unit.calls.set_status(entry.id, "queued", turn.now, code=answer.code, detail=answer.detail[:200])
    await turn.unit.outbox.retry_at(entry.id, turn.now + wait)
    turn.unit.wake("sender")


async def _give_up(turn: Turn, entry: OutboxEntry, pool: CodePool, answer: Answer, why: str) -> None:
    """Stop making codes until more are requested."""
    await end(turn, entry, "failed", answer)
    await turn.unit.of(CodePools).note(pool, failure=why or str(answer.code))
    await tell_failed(turn, pool, why or str(answer.code))


CODES = CallKind(begin, conclude)
