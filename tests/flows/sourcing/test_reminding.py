"""Who has not paid is reminded once; not where the time is short, and not once there is nothing to pay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from flows.engine import Departed, Send, Void
from flows.policy.departure_facts import Kind
from flows.sourcing import payment_reminder
from flows.sourcing.order_events import CalledOff
from tests.actors import BUYER
from tests.flows.sourcing.play import ORDER, START, Play, begun


def found(hours: float = 48) -> Play:
    """Our own stock has all of it, and its link is sent; it is kept for so long."""
    return Play(own={"1": 2}).reserve(replace(begun(), reserved_until=START + timedelta(hours=hours))).linked()


def reminded() -> Play:
    return found().wait(payment_reminder.WAIT)


def names(play: Play) -> set[str]:
    return {wait.name for wait in play.waits}


def test_once_and_with_all_that_it_takes_to_pay() -> None:
    play = reminded()
    assert play.now == START + timedelta(hours=32)
    sent = [one for one in play.effects if isinstance(one, Send)][-1]
    assert (sent.template, sent.kind, sent.latest) == ("payment_reminder", Kind.NUDGE, START + timedelta(hours=46))
    assert dict(sent.values) == {
        "order": "1234",
        "items": ("2 Thing 1 L",),
        "currency": "INR",
        "amount": 1798,
        "until": START + timedelta(hours=48),
        "link": "https://rzp.example/1",
    }
    assert payment_reminder.WAIT not in names(play)


@pytest.mark.parametrize(("kept", "reminded_after"), [(48, 32), (24, 16), (9, 6), (8, 6), (7.9, None), (2, None)])
def test_neither_on_the_heels_of_the_link_nor_in_the_last_hours(kept: float, reminded_after: float | None) -> None:
    due = {wait.name: wait.due_at for wait in found(kept).waits}.get(payment_reminder.WAIT)
    assert due == (None if reminded_after is None else START + timedelta(hours=reminded_after))


def test_who_paid_hears_nothing_and_what_waits_for_the_morning_is_taken_back() -> None:
    assert payment_reminder.WAIT not in names(found().paid())
    play = reminded()
    play.effects.clear()
    play.paid()
    assert play.effects[0] == Void(payment_reminder.TEMPLATE)
    assert play.told() == ["order_update"]


def test_who_called_it_off_hears_nothing() -> None:
    play = found()
    play.give(CalledOff(ORDER, BUYER))
    assert payment_reminder.WAIT not in names(play)
    play = reminded()
    play.effects.clear()
    play.give(CalledOff(ORDER, BUYER))
    assert play.effects[0] == Void(payment_reminder.TEMPLATE)


def test_who_was_not_reminded_has_no_reminder_to_be_taken_back() -> None:
    play = found()
    play.give(CalledOff(ORDER, BUYER))
    assert [one for one in play.effects if isinstance(one, Void)] == []


def test_one_that_came_too_late_is_nobodys_business() -> None:
    play = reminded()
    play.staff_told()
    gone = Departed(ORDER, ORDER, payment_reminder.WAIT, "whatsapp", "refused", "stale")
    assert not play.give(gone)
    assert play.staff_told() == []
