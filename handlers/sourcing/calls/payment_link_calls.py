"""Payment links and refunds: created, cancelled and looked up at the customer's payment provider.

Each call can be repeated safely: a provider accepts a reference once and returns the earlier result for it. So an
unknown outcome is settled by repeating the call, and no money moves twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flows.business import Business
from flows.call_kinds import CANCEL_LINK, LOOK_LINK, LOOK_REFUND, PAYMENT_LINK, REFUND
from flows.delivery import Answer, Failure
from flows.engine import Call, Called
from flows.money import Money
from flows.phrase import Text, phrase, sentences
from handlers.calls.call_kind import (
    CallKind,
    CallRequest,
    drop,
    end,
    find_provider,
    find_unanswered,
    get_wait,
    is_over,
    mark,
    retry_later,
    tell_run,
)
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.events.runs import Run
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry

# Wrong credentials and an empty account need a person; meanwhile repeating loses nothing.
_REPEATED = frozenset({Failure.RETRY, Failure.UNKNOWN, Failure.SENDER})
_SHORTEST_LINK = timedelta(minutes=15)  # a later link is of no use: it ends before it is read
_SHORT, _DAY, _DAYS = timedelta(hours=1), timedelta(days=1), timedelta(days=3)
_SELDOM, _OFTEN = timedelta(hours=1), 7  # a call that is tried for days is tried once an hour after so many tries
_NAMES = ("reference", "link", "payment", "refund")


@dataclass(frozen=True, slots=True)
class _Terms:
    """Terms of a kind of call: its time limit, and whether it is made after its run has ended (``outlives``).

    ``means`` is the phrase for the consequence of a failure. ``told``: the run itself alerts the staff; this module
    alerts them only if the run has ended.
    """

    until: Callable[[CallRequest], datetime]
    outlives: bool
    means: str
    told: bool = False


_TERMS: Mapping[str, _Terms] = {
    PAYMENT_LINK: _Terms(
        lambda request: request.values["expires_at"] - _SHORTEST_LINK, False, "link_not_made", told=True
    ),
    CANCEL_LINK: _Terms(lambda request: request.starts_at + _DAY, True, "link_not_taken_back"),
    LOOK_LINK: _Terms(lambda request: request.starts_at + _SHORT, False, "payment_not_asked"),
    REFUND: _Terms(lambda request: request.starts_at + _DAYS, True, "refund_not_made", told=True),
    LOOK_REFUND: _Terms(lambda request: request.starts_at + _SHORT, False, "refund_not_asked", told=True),
}


async def _refuse(turn: Turn, run: Run, call: Call) -> None:
    """Refuse the call if no account is configured: the run gets the failure at once, and the staff the consequence."""
    assert run.contact is not None, "a payment is a person's"
    kind, request, provider = call.kind, call.request, call.request.get("provider")
    lacking = f"no [payments.{provider}] any more" if provider else "no [payments.…]"
    if not _TERMS[kind].told:
        text = sentences(phrase("no_payment_account", provider=provider), *_means(kind, request))
        await alerts.tell(turn, f"call:{kind}:{_name_subject(request)}", text)
    told = {**_make_subject(request), "why": f"the business file has {lacking}"}
    event = Called(run.id, kind, call.key, told, Failure.SETUP.value)
    await own_events.emit(turn, run.contact, event, f"refused:{run.id}:{call.key}")


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Begin a call. After the end of the run, only refunds and cancellations of links are still made."""
    if await find_unanswered(turn, entry, call) is None:
        return None
    if not _TERMS[call.kind].outlives and await is_over(turn, call):
        await drop(turn, entry)
        return None
    return await mark(turn, call)


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Store the answer. If two workers made the call because the first was slow, the first stored answer wins."""
    current = await find_unanswered(turn, entry, await turn.unit.calls.get(entry.id))
    if current is None:
        return
    if answer.failure is None:
        await end(turn, entry, "done", answer)
        await tell_run(turn, entry, request, {**_make_subject(request.values), **(answer.values or {})}, None)
    else:
        await _recover(turn, entry, current, request, answer)


async def _recover(turn: Turn, entry: OutboxEntry, call: CallRecord, request: CallRequest, answer: Answer) -> None:
    terms, wait = _TERMS[request.kind], get_wait(turn, entry)
    if terms.outlives and entry.attempts >= _OFTEN:
        wait = max(wait, _SELDOM)
    if answer.failure in _REPEATED and turn.now + wait < terms.until(request):
        await retry_later(turn, entry, answer, wait)
        if answer.after is not None:
            await turn.unit.senders.rest_until(entry.sender, turn.elapsed + answer.after)
        if answer.failure is Failure.SENDER:
            await _tell_mend(turn, entry, answer)
        return
    await end(turn, entry, "failed", answer)
    why = ": ".join(filter(None, (str(answer.code or answer.failure), answer.detail.rstrip("."))))
    if not terms.told or await is_over(turn, call):
        # Each refund call has its own alert; of other calls the run hears, and the staff once a day.
        about = entry.id if terms.outlives else f"{request.kind}:{answer.failure}"
        text = sentences(*_means(request.kind, request.values), phrase("because_code", why=why))
        await alerts.tell(turn, f"call:{about}", text)
    failure = answer.failure or Failure.ALERT
    await tell_run(turn, entry, request, {**_make_subject(request.values), "why": why}, failure.value)


async def _tell_mend(turn: Turn, entry: OutboxEntry, answer: Answer) -> None:
    """Tell the staff that the call is repeated, and will succeed once a person has fixed the account."""
    text = phrase("provider_lets_nothing_through", why=f"{answer.code}: {answer.detail.rstrip('.')}")
    await alerts.tell(turn, f"payments:{entry.sender}", text)


def _make_subject(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the call's subject, for the event that carries the answer."""
    return {name: request[name] for name in (*_NAMES, "provider") if request.get(name)}


def _name_subject(request: Mapping[str, Any]) -> str:
    return next((str(request[name]) for name in _NAMES if request.get(name)), "")


def _means(kind: str, request: Mapping[str, Any]) -> tuple[Text, Text]:
    return phrase(_TERMS[kind].means), _describe_payment(request)


def _describe_payment(request: Mapping[str, Any]) -> Text:
    """Format the amount and the provider's id, so that the staff finds the payment: ``₹899, pay_29QQoUBi66xm2f``."""
    amount, currency = request.get("amount"), request.get("currency")
    money = Money(amount, str(currency)) if isinstance(amount, int) else ""
    name = next((str(request[name]) for name in ("payment", "link", "refund", "reference") if request.get(name)), "")
    return phrase("paid_by", amount=money, name=name)


def _account(business: Business, request: Mapping[str, Any]) -> str | None:
    return find_provider(business.payments, request)


KIND = CallKind(begin, conclude, account=_account, refuse=_refuse)
KINDS: Mapping[str, CallKind] = dict.fromkeys(_TERMS, KIND)
