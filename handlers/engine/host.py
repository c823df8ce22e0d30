"""The host: loads facts, calls the flow, then writes state, effects and waits in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never
from uuid import UUID

from flows.engine import Call, Confirm, Decision, Decline, Effect, Own, Permitted, Send, Subject, Void, Wait
from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import AGREED, Programme
from handlers.engine import own_events, read_disclosure
from handlers.engine.outbox_posts import OutboundMessage, post, post_call
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from storage.consent.consents import LedgerLine
from storage.events.runs import Run
from storage.sql import json_codec

if TYPE_CHECKING:
    from handlers.conversation import Flow


async def enter(
    turn: Turn, flow: str, key: str, contact: UUID | None, subject: Subject | None, event: object
) -> Run | None:
    """Pass an event to the open run with this key, or let the flow start one. Return the run; None if none starts.

    A run of no person, such as the launch of a campaign, has no ``contact``; its flow decides by ``known`` only.
    """
    run = await turn.unit.runs.get_open(flow, key)
    if run is None:
        return await begin(turn, flow, key, contact, subject, event)
    await advance(turn, run, event)
    return run


async def begin(
    turn: Turn, flow: str, key: str, contact: UUID | None, subject: Subject | None, event: object
) -> Run | None:
    """Let the flow start a run with this key, which has no open one. Return it; None if none starts."""
    definition = conversations_of(turn).flow(flow)
    decision = await _decide(turn, definition, None, contact, subject, event)
    if decision is None:
        return None
    state, about = json_codec.dump(decision.state), decision.subject or subject
    # The second version is stored at once: the keys of what a decision sends have the version before it.
    begun = await turn.unit.runs.start(flow, key, contact, about, state, turn.now, 2, decision.ended)
    await _write(turn, definition, begun, None, decision)
    return begun


async def advance(turn: Turn, run: Run, event: object, state: object = None) -> bool:
    """Pass an event to a run. Return False if the event does not concern it. Raises storage.events.runs.RunConflict on
    a lost race.

    ``state`` is the run's state, if the caller has loaded it already.
    """
    definition = conversations_of(turn).flow(run.flow)
    state = state or json_codec.load(definition.state, run.state)
    subject = getattr(event, "subject", None) or run.subject
    decision = await _decide(turn, definition, state, run.contact, subject, event)
    if decision is None:
        return False
    await _write(turn, definition, run, state, decision)
    return True


async def _decide(
    turn: Turn, flow: Flow, state: object, contact: UUID | None, subject: Subject | None, event: object
) -> Decision[Any] | None:
    facts = flow.known(turn.business, event)
    if facts is None:
        assert contact is not None, "a question is for a person"
        facts = await flow.facts(turn, contact, subject, event)
    return flow.decide(state, event, facts, turn.now)


async def _write(turn: Turn, flow: Flow, run: Run, before: object, decision: Decision[Any]) -> None:
    subject = decision.subject or run.subject
    if run.contact is not None:
        turn.unit.met.add(run.contact)  # an alert to the staff may quote this person
    if before is not None:
        await turn.unit.runs.advance(run, json_codec.dump(decision.state), decision.subject, turn.now, decision.ended)
    for effect in decision.effects:
        await _apply(turn, run, subject, effect)
    if flow.write is not None:
        await flow.write(turn, run, before, decision)
    await turn.unit.runs.wait(run, _select_lasting(decision), turn.now, new=before is None)


def _select_lasting(decision: Decision[Any]) -> tuple[Wait, ...]:
    return () if decision.ended is not None else decision.waits


async def _apply(turn: Turn, run: Run, subject: Subject | None, effect: Effect) -> None:
    match effect:
        case Send():
            to = await turn.unit.people.address_by_id(effect.address)
            experiment = await conversations_of(turn).flow(run.flow).experiment_of(turn, subject)
            await post(turn, to, _letter(run, experiment, subject, effect))
        case Call():
            await _call(turn, run, effect)
        case Void(template):
            await turn.unit.outbox.void(turn.now, run=run.id, template=template)
        case Confirm():
            await _confirm(turn, run, effect)
        case Decline():
            await _decline(turn, run, effect)
        case Own():
            flow = conversations_of(turn).flow(run.flow)
            assert type(effect) in flow.does, (
                f"{flow.name} asks for {type(effect).__name__}, which its `write` has to do"
            )
        case _:
            assert_never(effect)


# Fields with one name in a send and its letter.
_SAME = (
    "kind", "template", "values", "purpose", "programme", "due_at", "expires_after", "latest", "step", "fallback_of",
    "locale", "asks", "variant",
)  # fmt: skip


def _letter(run: Run, experiment: str | None, subject: Subject | None, send: Send) -> OutboundMessage:
    said: dict[str, Any] = {name: getattr(send, name) for name in _SAME}
    return OutboundMessage(f"{run.id}:{send.key}", run=run.id, experiment=experiment, subject=subject, **said)


async def _call(turn: Turn, run: Run, call: Call) -> None:
    """Queue a call, after storing what is needed to recognise its answer; refuse it if no account is configured."""
    kind = conversations_of(turn).calls[call.kind]
    if kind.refuse is not None and kind.account(turn.business, call.request) is None:
        await kind.refuse(turn, run, call)
        return
    await kind.asked(turn, run, call)
    await post_call(turn, kind, call, run)


async def _confirm(turn: Turn, run: Run, effect: Confirm) -> None:
    assert run.contact is not None, "a consent is a person's"
    message = await turn.unit.messages.get(effect.message)
    assert message is not None, "it is what they wrote"
    shown = await read_disclosure.find_run_disclosure(turn, run.id, message)
    for programme in map(Programme, effect.programmes):
        line = LedgerLine(
            run.contact,
            effect.address,
            programme,
            ConsentAction.CONFIRMED,
            effect.source,
            effect.text,
            message.created_at,
            teller=Teller.PERSON,
            means=read_disclosure.get_means(message),
            shown=shown or await read_disclosure.find_last_disclosure(turn, effect.address, programme),
            words=read_disclosure.get_words(message),
        )
        await turn.unit.consents.record(line, turn.now, message)
    await own_events.emit(turn, run.contact, Permitted(), f"confirmed:{run.id}")


async def _decline(turn: Turn, run: Run, effect: Decline) -> None:
    """Revoke the consents at an address that are still given; nothing happens if there are none."""
    assert run.contact is not None, "a consent is a person's"
    message = await turn.unit.messages.get(effect.message)
    assert message is not None, "it is what they wrote"
    states = await turn.unit.consents.states([effect.address])
    for programme in map(Programme, effect.programmes):
        if states.get((effect.address, programme)) in AGREED:
            line = LedgerLine(
                run.contact, effect.address, programme, ConsentAction.REVOKED, effect.source, effect.rule,
                message.created_at, message.id, teller=Teller.PERSON,
            )  # fmt: skip
            await turn.unit.consents.record(line, turn.now)
