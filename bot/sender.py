"""The worker that sends messages: a grant of the sender's rate, a claim, the verdict, the call, the outcome."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import structlog

from bot.concurrent_tasks import all_of
from bot.in_flight_batches import InFlight
from bot.metrics import Metrics
from bot.open_turns import OpenTurns
from bot.provider_outcomes import Outcomes
from flows.channels import CHANNELS
from flows.delivery import LATE, Answer, Failure, Found, Outgoing
from handlers.calls import call_lifecycle
from handlers.calls.call_lifecycle import CallRequest
from handlers.delivery import outbox_claims, unknown_outcomes
from handlers.delivery.channel_handoff import Ready
from handlers.delivery.outbox_claims import JudgedClaims
from handlers.engine.turn import Turn
from storage.database.stores import DatabaseAway, RetryTransaction
from storage.events.spools import WAITING, explain_hold
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry
from storage.sending.sender_queues import Waiting, find_next_retry, list_waiting_senders
from storage.unit import Unit

log = structlog.get_logger()

SECOND = timedelta(seconds=1)
# How long marketing may be judged before it is handed over; less than an answer to STOP waits (bot/stop_wait.py).
JUDGED = timedelta(seconds=3)
SHORT = timedelta(seconds=2)  # a wait this short is waited for by a settling sandbox
_PASSING = (DatabaseAway, RetryTransaction)  # nobody's mistake: the same again is likely to do

Line = tuple[str, UUID]  # a sender of a business
Logger = structlog.stdlib.BoundLogger


class ChannelAccount(Protocol):
    """The part of a channel that the sender needs."""

    async def perform(self, outgoing: Outgoing) -> Answer: ...
    async def find(self, outgoing: Outgoing, since: object) -> Found: ...


class ChannelAccounts(Protocol):
    """A finder of the vendor behind a sender, built and cached by the composition root."""

    async def channel(self, business: str, channel: str) -> ChannelAccount | None:
        """Return the channel's account; None if it cannot be built because its secret is missing."""

    async def caller(self, business: str, provider: str) -> Callable[[CallRequest], Awaitable[Answer]] | None:
        """Return the function that performs calls to that provider, or None."""

    def callback(self, business: str, channel: str, message: UUID) -> str | None:
        """Return the address for a provider's receipts for that message."""


class Keeping(Protocol):
    """The part of the spool that the sender needs."""

    @property
    def waiting(self) -> bool:
        """Return True if unread messages of people wait in the spool."""


class SenderWorker:
    """The worker that takes due entries from the outbox and hands them over."""

    def __init__(
        self,
        turns: OpenTurns,
        accounts: ChannelAccounts,
        spool: Keeping | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._turns = turns
        self._metrics = metrics or Metrics()
        self._accounts = accounts
        self._spool = spool
        self._settling = Outcomes(turns)

    async def step(self, waiting: Sequence[Waiting] | None = None) -> int:
        """Send what may leave; return how many entries were examined. Raises DatabaseAway.

        ``waiting`` are the senders with due entries, if known.
        """
        return sum(
            await all_of(self._serve_alone(one) for one in (await self.list_waiting() if waiting is None else waiting))
        )

    async def list_waiting(self) -> Sequence[Waiting]:
        """Return the senders of all businesses with due entries; while a spool waits, those with urgent ones. Raises
        DatabaseAway."""
        now, elapsed = self._turns.clock.now(), self._turns.clock.get_real_time()

        async def look(unit: Unit) -> Sequence[Waiting]:
            found = await list_waiting_senders(unit, now, elapsed)
            if not found or not (self._explain_hold() or await explain_hold(unit, elapsed)):
                return found
            # A call to a store or a payment provider writes to nobody, so no spool holds it.
            leaving = [one for one in found if one.urgent or one.channel not in CHANNELS]
            return [replace(one, held=one.channel in CHANNELS) for one in leaving]

        return await self._turns.store.read("", look, quick=True)

    async def get_pause(self, waiting: Sequence[Waiting] | None = None) -> timedelta | None:
        """Return the time until a due entry may be tried again; None if nothing is due. Raises DatabaseAway.

        ``waiting`` are the senders to consider, if known; else all that have work.
        """
        now, elapsed = self._turns.clock.now(), self._turns.clock.get_real_time()
        at = await self._turns.store.read("", lambda unit: find_next_retry(unit, now, elapsed), quick=True)
        gaps = [one.token_in for one in (await self.list_waiting() if waiting is None else waiting)]
        return min([*gaps, *([at - elapsed] if at else [])], default=None)

    async def serve(self, waiting: Waiting, hand: InFlight) -> int:
        """Claim, judge and send one batch of a sender, tracked in ``hand``; return how many entries were examined.
        Raises DatabaseAway.

        Steps that may fail without the provider come before a message is marked.
        """
        try:
            account = await self._accounts.channel(waiting.business, waiting.channel)
            entries = await self._claim(waiting, hand)
            hand.take(entry.id for entry in entries)
        finally:
            hand.rest()
        try:
            await self._work(waiting, account, entries, hand)
        finally:
            hand.drop([entry.id for entry in entries])
        return len(entries)

    async def _serve_alone(self, waiting: Waiting) -> int:
        hand = InFlight()
        hand.reach()
        return await self.serve(waiting, hand)

    async def _work(
        self, waiting: Waiting, account: ChannelAccount | None, entries: Sequence[OutboxEntry], hand: InFlight
    ) -> None:
        letters = [entry for entry in entries if entry.kind == "message"]
        judged = await self._judge(waiting, letters) if letters else JudgedClaims()
        told = log.bind()  # once for the batch
        work = [
            *((one.entry, self._hand_over(waiting, account, one, told)) for one in judged.ready),
            *((entry, self._ask(waiting, account, entry, message)) for entry, message in judged.doubtful),
            *((entry, self._call(waiting, entry)) for entry in entries if entry.kind == "call"),
        ]
        hand.drop({entry.id for entry in entries} - {entry.id for entry, _ in work})
        await all_of(self._run_each(waiting, entry, done, hand) for entry, done in work)

    async def _run_each(self, waiting: Waiting, entry: OutboxEntry, work: Awaitable[None], hand: InFlight) -> None:
        """Run one entry; its error is counted and shown, and does not affect others."""
        try:
            await work
        except _PASSING:
            raise
        except Exception as error:  # any failed entry is kept, retried, and in the end parked
            await self._stumble(waiting, entry, error)
        finally:
            hand.drop([entry.id])

    async def _stumble(self, waiting: Waiting, entry: OutboxEntry, error: Exception, unused: int = 0) -> None:
        parked = await self._turns.act(waiting.business, lambda turn: outbox_claims.stumble(turn, entry, unused))
        log.error("entry failed", id=str(entry.id), kind=entry.kind, parked=parked, exc_info=error)

    async def _claim(self, waiting: Waiting, hand: InFlight) -> list[OutboxEntry]:
        most, urgent = hand.most, hand.urgent_only or waiting.held
        claimed = await self._turns.act(
            waiting.business, lambda turn: outbox_claims.claim(turn, waiting.sender, most, urgent)
        )
        self._metrics.count_claim("outbox", len(claimed))
        return claimed

    async def _judge(self, waiting: Waiting, entries: Sequence[OutboxEntry]) -> JudgedClaims:
        """Judge the entries in one transaction, which is fast; if that fails, one by one, so that the others
        can leave."""
        try:
            return await self._judge_together(waiting, entries)
        except _PASSING:
            raise
        except Exception as error:  # of one of them, or of all
            if len(entries) > 1:
                log.warning("judged one by one", many=len(entries), reason=type(error).__name__)
                return await self._judge_apart(waiting, entries)
            await self._stumble(waiting, entries[0], error, unused=1)
            return JudgedClaims()

    async def _judge_apart(self, waiting: Waiting, entries: Sequence[OutboxEntry]) -> JudgedClaims:
        """Judge each entry in its own transaction. If the database goes away meanwhile, those already marked still
        leave."""
        judged = JudgedClaims()
        try:
            for entry in entries:
                judged += await self._judge(waiting, [entry])
        except _PASSING as passing:
            log.warning("the rest waits for its lease", reason=str(passing))
        return judged

    async def _judge_together(self, waiting: Waiting, entries: Sequence[OutboxEntry]) -> JudgedClaims:
        return await self._turns.act(waiting.business, lambda turn: self._judge_now(turn, waiting, entries))

    async def _judge_now(self, turn: Turn, waiting: Waiting, entries: Sequence[OutboxEntry]) -> JudgedClaims:
        judged = await outbox_claims.mark_permitted(turn, entries, waiting.sender, self._explain_hold())
        # Before the commit: a STOP that came first was seen, and one that comes later waits for what is marked here.
        times = self._turns.clock.now(), self._turns.clock.get_real_time()
        for one in judged.ready:
            one.judged_at = times
        return judged

    def _explain_hold(self) -> str | None:
        """Return the reason to hold marketing. It is checked within the judging transaction, as a STOP may reach the
        spool before that begins."""
        return WAITING if self._spool is not None and self._spool.waiting else None

    async def _hand_over(self, waiting: Waiting, account: ChannelAccount | None, ready: Ready, told: Logger) -> None:
        if account is None:
            answer = Answer(failure=Failure.SENDER, code="credentials", detail="Its credentials cannot be read.")
        else:
            if ready.entry.due_at is not None:
                late = self._turns.clock.now() - ready.entry.due_at
                self._metrics.count_departure(waiting.channel, ready.entry.priority, late)
            answer = await self._perform(waiting, account, ready)
        told.info(
            "handed over",
            message=str(ready.entry.id),
            channel=waiting.channel,
            failure=answer.failure,
            code=answer.code,
            **({"file": ready.file.value} if ready.file else {}),
        )
        if self._turns.clock.get_real_time() - ready.attempted_at > outbox_claims.LEASE:
            self._metrics.lease_lost("outbox")
        await self._settle(waiting, ready, answer)

    async def _perform(self, waiting: Waiting, account: ChannelAccount, ready: Ready) -> Answer:
        """Send with the validity that is left since the verdict; if none is left, the message is judged again.

        Marketing is also judged again after a few seconds: another process may have answered a STOP meanwhile. A
        machine cannot notice if its clocks stopped with it.
        """
        callback = self._accounts.callback(waiting.business, waiting.channel, ready.entry.id)
        waited = (self._turns.clock.get_real_time() - ready.attempted_at) // SECOND * SECOND
        if waited >= ready.outgoing.valid_for or (ready.marketing and self._measure_since(ready) > JUDGED):
            return Answer(failure=Failure.RETRY, code=LATE, detail="It waited too long after its check.")
        ready.outgoing.callback = callback
        ready.outgoing.valid_for -= waited
        return await self._time_call(waiting.channel, account.perform(ready.outgoing))

    async def _time_call(self, name: str, call: Awaitable[Answer]) -> Answer:
        """Await a provider's answer and count its duration."""
        began = self._turns.clock.get_real_time()
        answer = await call
        self._metrics.count_call(name, answer, self._turns.clock.get_real_time() - began)
        return answer

    def _measure_since(self, ready: Ready) -> timedelta:
        """Return the time since the verdict, by the faster clock: real time stops while a machine sleeps."""
        now, elapsed = ready.judged_at or (self._turns.clock.now(), ready.attempted_at)
        return max(self._turns.clock.now() - now, self._turns.clock.get_real_time() - elapsed)

    async def _settle(self, waiting: Waiting, ready: Ready, answer: Answer) -> None:
        await self._settling.settle(waiting.business, ready, answer)

    async def _ask(
        self, waiting: Waiting, account: ChannelAccount | None, entry: OutboxEntry, message: Message
    ) -> None:
        """Ask the provider about a message of unknown outcome, at most twice; never repeat it blindly."""
        outgoing = await self._turns.look(waiting.business, lambda turn: unknown_outcomes.outgoing(turn, message))
        since = message.left_at or message.created_at
        found = await account.find(outgoing, since) if account else Found(asked=False)
        log.info("asked", message=str(message.id), channel=waiting.channel, asked=found.asked, found=bool(found.answer))
        await self._turns.act(waiting.business, lambda turn: unknown_outcomes.conclude(turn, message, entry, found))

    async def _call(self, waiting: Waiting, entry: OutboxEntry) -> None:
        caller = await self._accounts.caller(waiting.business, waiting.provider)
        request = await self._turns.act(waiting.business, lambda turn: call_lifecycle.begin(turn, entry))
        if request is None:
            return
        if caller is None:
            answer = Answer(failure=Failure.SENDER, code="credentials")
        else:
            answer = await self._time_call(waiting.provider, caller(request))
        log.info("called", call=str(entry.id), kind=request.kind, failure=answer.failure, code=answer.code)
        await self._conclude(waiting, entry, request, answer)

    async def _conclude(self, waiting: Waiting, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
        await self._turns.act_at_last(
            waiting.business, lambda turn: call_lifecycle.conclude(turn, entry, request, answer)
        )


def find_line(waiting: Waiting) -> Line:
    """Return the key of a sender: its business and id."""
    return waiting.business, waiting.sender
