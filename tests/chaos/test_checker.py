"""The checker finds nothing in a run that went well, and each wrong in one that was doctored to hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cases import each
from tests.chaos.checker import GRANTS, PROCESSES, Law, check
from tests.chaos.evidence import Attempt, Change, Evidence, Fact, Message, Receipt, Stopped, Taken, read_log, write

SENDER, RATE = "+13145550100", 5.0
ANN, BEA = "+13145550111", "+13145550112"

Doctor = Callable[[Evidence], Evidence]


def _sent(message: str, at: float, phone: str = ANN) -> tuple[Attempt, Taken, list[Change]]:
    attempt = Attempt(at, at, message, phone, f"Offer {message}", SENDER)
    marked = [Change(message, "queued", "sending", at - 0.1), Change(message, "sending", "sent", at + 0.1)]
    return attempt, Taken(at, message, f"SM{message}", attempt.text), marked


def _message(name: str, turn: int, phone: str = ANN, status: str = "sent", purpose: str = "marketing") -> Message:
    return Message(name, phone, purpose, status, None, turn, queued=False, parked=False, waited=False)


def good() -> Evidence:
    """Two letters to Ann, of which one was delivered and one cut off and found; Bea wrote STOP before her second."""
    sends = [_sent("a1", 10), _sent("a2", 11), _sent("b1", 12, BEA)]
    changes = [change for _, _, marked in sends for change in marked]
    changes[3:4] = [Change("a2", "sending", "unknown", 11.1), Change("a2", "unknown", "sent", 72)]
    return Evidence(
        attempts=[attempt for attempt, _, _ in sends],
        taken=[taken for _, taken, _ in sends],
        stopped=[Stopped(BEA, 12.5, 13)],
        receipts=[Receipt("SMa1", "delivered"), Receipt("SMa1", "sent"), Receipt("SMa1", "delivered")],
        messages=[
            _message("a1", 1, status="delivered"),
            _message("a2", 2),
            _message("b1", 3, BEA),
            _message("b2", 4, BEA, status="void"),
        ],
        changes=[
            *changes,
            Change("a1", "sent", "delivered", 14),
            Change("b2", "queued", "void", 12.9),
        ],
        ledger={BEA: 12.9},
    )


def _with(**more: list[object]) -> Doctor:
    """The same with more of these."""
    return lambda given: replace(given, **{name: [*getattr(given, name), *rows] for name, rows in more.items()})  # type: ignore[arg-type]


def _message_with(name: str, **values: object) -> Doctor:
    def doctor(given: Evidence) -> Evidence:
        rows = [replace(one, **values) if one.id == name else one for one in given.messages]  # type: ignore[arg-type]
        return replace(given, messages=rows)

    return doctor


def _again(message: str, at: float, phone: str = ANN) -> Doctor:
    """One more try of it, marked as it should be."""
    attempt, _, _ = _sent(message, at, phone)
    return _with(attempts=[attempt], changes=[Change(message, "sent", "sending", at - 0.1)])


def _burst(many: int, seconds: float) -> Doctor:
    """So many sends evenly in so many seconds, each to someone else and well marked."""
    step = seconds / many
    names = [f"c{number}" for number in range(many)]
    sends = [_sent(name, 100 + number * step, f"+1417555{number:04}") for number, name in enumerate(names)]
    return _with(
        attempts=[attempt for attempt, _, _ in sends],
        taken=[taken for _, taken, _ in sends],
        changes=[change for _, _, marked in sends for change in marked],
        messages=[_message(name, 10 + n, f"+1417555{n:04}") for n, name in enumerate(names)],
    )


def _swapped(given: Evidence) -> Evidence:
    """Ann's two letters left in the other order, each well marked."""
    names = {"a1": 2, "a2": 1}
    return replace(given, messages=[replace(one, turn=names.get(one.id, one.turn)) for one in given.messages])


def _side_by_side(given: Evidence) -> Evidence:
    """Ann's second letter was marked while her first was under way."""
    changes = list(given.changes)
    changes[1], changes[2] = changes[2], changes[1]
    return replace(given, changes=changes)


def _kept_by_a_spool(given: Evidence) -> Evidence:
    """The ledger learned of Bea's STOP later than she was answered; what was marked before arrived in between."""
    late, _, marked = _sent("b2", 13.5, BEA)
    return replace(
        _message_with("b2", status="unknown")(given),
        attempts=[*given.attempts, late],
        changes=[*given.changes[:-1], replace(marked[0], at=12.5), Change("b2", "sending", "unknown", 20)],
        ledger={BEA: 15.0},
    )


def _marked_meanwhile(given: Evidence) -> Evidence:
    """The same, marked after she was answered."""
    kept = _kept_by_a_spool(given)
    return replace(kept, changes=[replace(one, at=13.2) if one.at == 12.5 else one for one in kept.changes])


def _from_elsewhere(given: Evidence) -> Evidence:
    """Ann's first letter came from a number of someone else."""
    first, *others = given.attempts
    return replace(given, attempts=[replace(first, sender="+13145550199"), *others])


def _order_twice(given: Evidence) -> Evidence:
    """News of an order is no marketing; it is not to come twice either."""
    attempt, taken, marked = _sent("o1", 20)
    news = _message("o1", 9, purpose="transactional")
    return _with(attempts=[attempt], taken=[taken, taken], changes=list(marked), messages=[news])(given)


WRONGS: dict[str, tuple[Law, Doctor]] = {
    "left in the queue": (Law.LOST, _message_with("b2", status="queued", queued=True)),
    "for ever sending": (Law.LOST, _message_with("a2", status="sending")),
    "settled and still queued": (Law.LOST, _message_with("a2", queued=True)),
    "sent by our word only": (Law.LOST, _with(messages=[_message("a3", 5)])),
    "withheld for no reason": (Law.LOST, _with(messages=[_message("a3", 5, status="void")])),
    "expired": (Law.LOST, _with(messages=[_message("a3", 5, status="expired")])),
    "taken and called void": (Law.LOST, _message_with("b1", status="void")),
    "a STOP that nobody wrote down": (Law.LOST, lambda given: replace(given, ledger={})),
    "taken twice": (Law.TWICE, _with(taken=[Taken(30, "a1", "SMx", "Offer a1")])),
    "an order's news taken twice": (Law.TWICE, _order_twice),
    "taken twice under another id": (Law.TWICE, _with(taken=[Taken(30, "b1", "SMx", "Offer a1")])),
    "handed over without a mark": (Law.UNMARKED, _with(attempts=[_sent("b2", 12.5, BEA)[0]])),
    "repeated without a new mark": (Law.UNMARKED, _with(attempts=[_sent("a1", 20)[0]])),
    "handed over before its mark": (Law.UNMARKED, _with(attempts=[_sent("a1", 9)[0]])),
    "handed over by nobody's order": (Law.UNMARKED, _with(attempts=[_sent("z9", 20)[0]])),
    "to someone else": (Law.ASTRAY, _with(attempts=[_sent("a1", 20, BEA)[0]])),
    "from a number that is not ours": (Law.ASTRAY, _from_elsewhere),
    "out of order": (Law.ORDER, _swapped),
    "two under way at once": (Law.ORDER, _side_by_side),
    "a late sent over delivered": (Law.STATUS, _with(changes=[Change("a1", "delivered", "sent", 15)])),
    "queued again though sent": (Law.STATUS, _with(changes=[Change("a1", "delivered", "queued", 15)])),
    "queued again though the provider has it": (Law.STATUS, _with(changes=[Change("a2", "unknown", "queued", 70)])),
    "sent though it was voided": (Law.STATUS, _with(changes=[Change("b2", "void", "sending", 15)])),
    "voided though it had left": (Law.STATUS, _with(changes=[Change("a2", "sent", "void", 80)])),
    "sent again in the same status": (Law.STATUS, _with(changes=[Change("a1", "sending", "sending", 15)])),
    "a receipt that was forgotten": (Law.RECEIPT, _message_with("a1", status="sent")),
    "delivered by nobody's word": (Law.RECEIPT, _message_with("a2", status="delivered")),
    "marketing after STOP": (Law.STOP, _again("b1", 13.001, BEA)),
    "marked after a STOP that a spool kept": (Law.STOP, _marked_meanwhile),
    "voided in the ledger and sent all the same": (Law.STOP, _again("b2", 14, BEA)),
    "four processes with a rate each": (Law.RATE, _burst(int(4 * RATE * 20), 20)),
    "a burst after a pause": (Law.RATE, _burst(int(RATE * (GRANTS * PROCESSES + 3)), 1)),
}


def test_a_run_that_went_well_breaks_nothing() -> None:
    assert check(good(), {SENDER: RATE}) == []


@pytest.mark.parametrize(
    "doctor",
    [
        pytest.param(_kept_by_a_spool, id="marked before a STOP that a spool kept"),
        pytest.param(_burst(int(RATE * 20), 20), id="at its rate"),
        pytest.param(_burst(int(RATE * (GRANTS * PROCESSES + 1)), 1), id="what four processes held at a stop"),
        pytest.param(_message_with("a2", status="unknown"), id="visibly unknown"),
        pytest.param(lambda given: _message_with("a1", waited=True)(_swapped(given)), id="overtaken while it waited"),
    ],
)
def test_what_is_right_is_not_taken_for_wrong(doctor: Doctor) -> None:
    assert check(doctor(good()), {SENDER: RATE}) == []


@each(("law", "doctor"), WRONGS.values(), ids=WRONGS)
def test_a_doctored_run_is_found_out(law: Law, doctor: Doctor) -> None:
    assert law in {one.law for one in check(doctor(good()), {SENDER: RATE})}


def test_every_law_is_broken_by_one_of_these() -> None:
    assert {law for law, _ in WRONGS.values()} == set(Law)


def test_a_transactional_message_may_leave_after_stop() -> None:
    confirmation = _message("c", 9, BEA, purpose="transactional")
    attempt, taken, marked = _sent("c", 14, BEA)
    more = _with(messages=[confirmation], attempts=[attempt], taken=[taken], changes=list(marked))
    assert check(more(good()), {SENDER: RATE}) == []


def test_a_log_is_read_as_it_was_written(tmp_path: Path) -> None:
    facts: list[Fact] = [*good().attempts, *good().taken, *good().stopped, *good().receipts]
    file = tmp_path / "provider.log"
    with file.open("w") as log:
        for fact in facts:
            write(log, fact)
    assert read_log(file) == facts
