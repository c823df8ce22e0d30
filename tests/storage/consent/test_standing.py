"""What holds of a consent after all that was said of it, and who may lift its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from flows.events import ConsentAction, Teller
from flows.policy.departure_facts import ConsentState
from storage.consent.consent_state import ConsentEnd, ConsentStanding, Said, find_basis, fold_lines, is_behind
from tests.cases import each

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
GRANT, CONFIRM, REVOKE = ConsentAction.GRANTED, ConsentAction.CONFIRMED, ConsentAction.REVOKED
NONE, GRANTED, CONFIRMED, REVOKED = (
    ConsentState.NONE,
    ConsentState.GRANTED,
    ConsentState.CONFIRMED,
    ConsentState.REVOKED,
)
SHOP, PERSON, SILENCE = Teller.SHOP, Teller.PERSON, Teller.SILENCE


def said_of_partners(told: list[tuple[ConsentAction, Teller, str]]) -> list[Said]:
    """Lines a minute apart; names of partners are apart by commas."""
    return [
        Said(action, START + timedelta(minutes=at), teller, tuple(filter(None, names.split(", "))))
        for at, (action, teller, names) in enumerate(told)
    ]


@each(
    ("told", "holds", "ended_by", "taken_back"),
    [
        pytest.param([], NONE, None, NONE, id="nothing"),
        pytest.param([(CONFIRM, SHOP), (REVOKE, PERSON)], REVOKED, PERSON, CONFIRMED, id="stopped"),
        pytest.param([(REVOKE, PERSON)], REVOKED, PERSON, NONE, id="a stranger's stop"),
        pytest.param([(GRANT, SHOP), (REVOKE, SILENCE)], REVOKED, SILENCE, GRANTED, id="silence"),
        pytest.param([(GRANT, SHOP), (REVOKE, PERSON), (CONFIRM, SHOP)], REVOKED, PERSON, GRANTED, id="a tick after"),
        pytest.param([(GRANT, SHOP), (REVOKE, SILENCE), (CONFIRM, SHOP)], REVOKED, SILENCE, GRANTED, id="silent, tick"),
        pytest.param([(REVOKE, PERSON), (GRANT, SHOP), (CONFIRM, PERSON)], CONFIRMED, None, NONE, id="their own START"),
        pytest.param([(CONFIRM, SHOP), (REVOKE, SHOP)], REVOKED, None, NONE, id="the shop's end"),
        pytest.param([(CONFIRM, SHOP), (REVOKE, SHOP), (GRANT, SHOP)], GRANTED, None, NONE, id="and its new tick"),
        pytest.param([(GRANT, SHOP), (REVOKE, SHOP), (REVOKE, PERSON)], REVOKED, PERSON, NONE, id="the shop's, theirs"),
        pytest.param([(GRANT, SHOP), (REVOKE, PERSON), (REVOKE, SHOP)], REVOKED, PERSON, NONE, id="theirs, the shop's"),
        pytest.param([(GRANT, SHOP), (REVOKE, SILENCE), (REVOKE, PERSON)], REVOKED, PERSON, GRANTED, id="stop at last"),
        pytest.param([(GRANT, SHOP), (REVOKE, PERSON), (REVOKE, SILENCE)], REVOKED, PERSON, GRANTED, id="stop first"),
    ],
)
def test_what_holds(
    told: list[tuple[ConsentAction, Teller]], holds: ConsentState, ended_by: Teller | None, taken_back: ConsentState
) -> None:
    said = [Said(action, START + timedelta(minutes=at), teller) for at, (action, teller) in enumerate(told)]
    found = fold_lines(said)
    assert (found.state, found.ended_by, found.taken_back) == (holds, ended_by, taken_back)
    assert found == ConsentStanding() if not told else found.since is not None


@each(
    ("told", "partners", "taken_back"),
    [
        pytest.param([(GRANT, SHOP, "Nike")], "Nike", "", id="one"),
        pytest.param([(GRANT, SHOP, "")], "", "", id="names nobody"),
        pytest.param([(GRANT, SHOP, "Nike"), (GRANT, SHOP, "Puma, NIKE")], "Nike, Puma", "", id="another joins"),
        pytest.param([(CONFIRM, PERSON, "Nike"), (GRANT, SHOP, "Puma")], "Nike, Puma", "", id="after a confirmation"),
        pytest.param([(GRANT, SHOP, "Nike"), (CONFIRM, PERSON, "")], "Nike", "", id="the second step names none"),
        pytest.param([(GRANT, SHOP, "Nike"), (REVOKE, SHOP, ""), (GRANT, SHOP, "Puma")], "Puma", "", id="anew"),
        pytest.param([(GRANT, SHOP, "Nike"), (REVOKE, PERSON, "")], "", "Nike", id="stopped"),
        pytest.param(
            [(GRANT, SHOP, "Nike"), (REVOKE, PERSON, ""), (GRANT, SHOP, "Puma")], "", "Nike", id="a tick after"
        ),
        pytest.param(
            [(GRANT, SHOP, "Nike"), (REVOKE, PERSON, ""), (REVOKE, SHOP, "")], "", "", id="theirs, the shop's"
        ),
        pytest.param([(GRANT, SHOP, "Nike"), (REVOKE, PERSON, ""), (CONFIRM, PERSON, "Nike")], "Nike", "", id="START"),
        pytest.param([(GRANT, SHOP, "\u200b")], "", "", id="an invisible name"),
    ],
)
def test_which_partners_a_consent_names(
    told: list[tuple[ConsentAction, Teller, str]], partners: str, taken_back: str
) -> None:
    found = fold_lines(said_of_partners(told))
    assert (", ".join(found.partners), ", ".join(found.partners_taken_back)) == (partners, taken_back)


@each(
    ("told", "partner", "basis"),
    [
        pytest.param([(GRANT, SHOP, "Nike"), (GRANT, SHOP, "Puma")], "", 0, id="of no partner"),
        pytest.param([(GRANT, SHOP, "Nike"), (GRANT, SHOP, "Puma")], "puma", 1, id="the line that named it"),
        pytest.param([(GRANT, SHOP, "Nike"), (GRANT, SHOP, "Nike")], "nike", 0, id="the first of two"),
        pytest.param([(GRANT, SHOP, "Nike"), (CONFIRM, PERSON, "")], "nike", 0, id="the second step names none"),
        pytest.param([(GRANT, SHOP, "Nike")], "puma", None, id="another partner"),
        pytest.param([(GRANT, SHOP, "Nike"), (REVOKE, SHOP, ""), (GRANT, SHOP, "Puma")], "nike", None, id="ended"),
    ],
)
def test_the_line_that_a_message_of_a_partner_rests_on(
    told: list[tuple[ConsentAction, Teller, str]], partner: str, basis: int | None
) -> None:
    assert find_basis(said_of_partners(told), partner) == basis


RETURN = ConsentAction.RETURNED


@pytest.mark.parametrize(
    ("told", "stops"),
    [
        pytest.param([(REVOKE, PERSON), (RETURN, PERSON)], False, id="START after a stop that took nothing"),
        pytest.param([(REVOKE, PERSON), (RETURN, PERSON), (REVOKE, PERSON)], True, id="and a stop once more"),
        pytest.param([(REVOKE, PERSON), (RETURN, PERSON), (REVOKE, SHOP)], False, id="unticked at the shop since"),
        pytest.param([(REVOKE, PERSON), (REVOKE, SHOP), (RETURN, PERSON)], False, id="unticked before"),
        pytest.param([(RETURN, PERSON), (REVOKE, PERSON)], True, id="written before the stop"),
        pytest.param([(REVOKE, SHOP), (RETURN, PERSON)], False, id="no stop of theirs"),
    ],
)
def test_start_agrees_to_nothing_and_ends_the_stop(told: list[tuple[ConsentAction, Teller]], stops: bool) -> None:
    said = [Said(action, START + timedelta(minutes=at), teller) for at, (action, teller) in enumerate(told)]
    found = fold_lines(said)
    assert (found.stops, found.state) == (stops, REVOKED)
    tick = Said(GRANT, START + timedelta(days=1), SHOP)
    assert (fold_lines([*said, tick]).state is REVOKED) == (found.ended_by is PERSON), (
        "the shop lifts no stop of theirs"
    )


WORD = UUID(int=5)


@dataclass(frozen=True)
class Word:
    """What somebody wrote a minute after START."""

    kept: bool
    heard_at: datetime | None
    id: UUID = WORD
    created_at: datetime = START + timedelta(minutes=1)


@each(
    ("teller", "stored", "seconds", "kept", "behind"),
    [
        pytest.param(PERSON, 4, 30, False, False, id="a stop before"),
        pytest.param(PERSON, 6, 90, False, True, id="a stop that came before anybody read it"),
        pytest.param(PERSON, 4, 59.9, False, False, id="a stop a moment before"),
        pytest.param(PERSON, 6, 30, False, False, id="a stop before, out of a spool"),
        pytest.param(PERSON, 6, 59.9, False, True, id="a stop a moment before, out of a spool"),
        pytest.param(PERSON, 4, 90, True, True, id="kept, a stop behind it"),
        pytest.param(PERSON, 4, 59.9, True, True, id="kept, a stop a moment before"),
        pytest.param(PERSON, 4, 30, True, False, id="kept, a stop before"),
        pytest.param(SILENCE, 4, 90, True, False, id="kept, silence"),
        pytest.param(SHOP, 4, 90, True, False, id="kept, the shop's end"),
        pytest.param(SHOP, 6, 90, False, True, id="the shop's end before anybody read it"),
    ],
)
@each("told", ["both", "the stop", "the word", "none"])
def test_what_is_behind_a_word(
    teller: Teller, stored: int, seconds: float, kept: bool, behind: bool, told: str
) -> None:
    """By real time where both tell it; else by the shop's where a spool kept the word, and by what came first."""
    at = START + timedelta(seconds=seconds)
    end = ConsentEnd(UUID(int=stored), teller, at, at if told in {"both", "the stop"} else None)
    word = Word(kept, START + timedelta(minutes=1) if told in {"both", "the word"} else None)
    assert is_behind(end, word) is (behind if told == "both" or kept else stored > 5)
