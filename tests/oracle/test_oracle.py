"""The product and the oracle agree, on a few thousand sends; `python -m tests.oracle` asks about a million."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from flows.policy.departure import judge
from flows.policy.departure_facts import Departure, Kind, Person, Preferences, Programme
from tests.cases import each
from tests.oracle.__main__ import main
from tests.oracle.bars import Grade
from tests.oracle.cases import CHANGES, drawn, mailed
from tests.oracle.figures import Figures
from tests.oracle.holidays import easter, holidays
from tests.oracle.oracle import Case
from tests.oracle.places import area_codes, at_address, clocks_of, states_of
from tests.oracle.sweep import DAYS, cases_of

CASES = 3_000
CODES = tuple(sorted(area_codes()))
HOUR = 4  # quarters


def seen(cases: Iterable[Case]) -> Figures:
    """The figures of these cases; one in a hundred is looked at thoroughly."""
    figures = Figures()
    for number, case in enumerate(cases):
        figures.see(case, thorough=number % 100 == 0)
    return figures


def assert_agreed(figures: Figures) -> None:
    """Nothing left that must not, waits end rightly, and nothing is held without a reason."""
    differences = (figures.unlawful, figures.untrue, figures.strict, figures.late, figures.never)
    assert not any(differences), "\n".join(figures.lines(examples=True))


def test_random_sends() -> None:
    """Persons with several addresses and numbers, at random moments of three years."""
    figures = seen(drawn(1, number) for number in range(CASES))
    assert_agreed(figures)
    assert all(figures.outcomes[outcome] > CASES / 20 for outcome in ("send", "wait", "refuse"))


def test_mails() -> None:
    """The same sends as mails: hours and caps of calls hold none, the shop's own rules some."""
    figures = seen(mailed(drawn(1, number)) for number in range(CASES))
    assert_agreed(figures)
    held = {told.split()[1] for told in figures.held}
    timed = {rule for rule in held if rule.startswith(("quiet-hours.", "cap."))}
    assert timed - {"quiet-hours.none"} == {"quiet-hours.business", "cap.business", "cap.partners"}
    assert "postal-address" in held


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1), date(2027, 10, 11), date(2027, 12, 25)], ids=str)
def test_special_days(day: date) -> None:
    """Every twentieth area code through a day on which clocks change, or on which the law rests."""
    assert_agreed(seen(cases_of(day, CODES[day.day % 20 :: 20], HOUR)))


@pytest.mark.parametrize("day", [date(2027, 5, 2), date(2027, 5, 4)], ids=["Sunday", "Independence Day"])
def test_rhode_island(day: date) -> None:
    """Nothing leaves to Rhode Island on a Sunday, nor on the state's own holiday."""
    assert_agreed(seen(cases_of(day, ("401",), HOUR)))


@pytest.mark.parametrize("day", [date(2027, 5, 1), date(2027, 5, 2), date(2027, 11, 7)], ids=str)
def test_south_dakota(day: date) -> None:
    """A Saturday, a Sunday, and one on which clocks change."""
    assert_agreed(seen(cases_of(day, ("605",), HOUR)))


@each(
    ("jurisdiction", "day", "name", "grade"),
    [
        ("US-LA", date(2027, 2, 9), "Mardi Gras", Grade.LAW),
        ("US-LA", date(2026, 10, 12), "Columbus Day", Grade.LAW),
        ("US-AL", date(2026, 7, 3), "Independence Day", Grade.LAW),
        ("US-MS", date(2027, 7, 5), "Independence Day", Grade.LAW),
        ("US-PA", date(2026, 11, 3), "Election Day", Grade.LAW),
        ("US-PA", date(2026, 11, 27), "day after Thanksgiving (offices)", Grade.READING),
        ("US-RI", date(2027, 5, 4), "Rhode Island Independence Day", Grade.LAW),
        ("FR", date(2028, 6, 5), "Whit Monday", Grade.LAW),
        ("FR", date(2026, 12, 26), "26/12 (Alsace)", Grade.READING),
    ],
    ids=lambda value: str(value),
)
def test_holidays(jurisdiction: str, day: date, name: str, grade: Grade) -> None:
    """The oracle's own calendars are right."""
    assert holidays(jurisdiction, day.year)[day] == (name, grade)


@pytest.mark.parametrize("day", [date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16)], ids=str)
def test_easter(day: date) -> None:
    """Easter Sundays, as almanacs print them."""
    assert easter(day.year) == day


def test_places() -> None:
    """The oracle's own atlas is whole: every state and province, and an address that cannot be read is any of them."""
    assert (len(states_of("US")), len(states_of("CA")), len(area_codes())) == (51, 13, 490)
    assert {spot.states[0] for spot in at_address("US", None, legible=False)} == set(states_of("US"))
    assert "Pacific/Honolulu" in clocks_of("US")


def forget_numbers(person: Person) -> Person:
    """As one who is known by the number alone that is written to."""
    return replace(person, phones=person.phones[:1])


def forget_addresses(person: Person) -> Person:
    """As one of whom only the newest place is kept."""
    return replace(person, places=person.places[-1:])


@pytest.mark.parametrize("forget", [forget_numbers, forget_addresses])
def test_a_fault_is_seen(forget: Callable[[Person], Person]) -> None:
    """Were a number or an address forgotten, something would leave that the oracle forbids."""
    figures = Figures()
    for case in map(partial(drawn, 1), range(1_000)):
        person = forget(case.departure.person)
        figures.see(replace(case, departure=replace(case.departure, person=person)))
    assert figures.unlawful.total() > 5


def ask_again(departure: Departure) -> Departure:
    """As one who was never asked to agree."""
    return replace(departure, asked_at=None)


def ask_anywhere(departure: Departure) -> Departure:
    """As one to whose country the shop named."""
    return replace(departure, house=replace(departure.house, ask_countries=("US", "CA", "IN", "FR", "DE", "GB", "JM")))


def ask_all(departure: Departure) -> Departure:
    """As if nobody else had been asked."""
    return replace(departure, house=replace(departure.house, asks_an_hour=None))


def wake(departure: Departure) -> Departure:
    """As one who waits for an answer."""
    return replace(departure, kind=Kind.ANSWER) if departure.kind is Kind.NUDGE else departure


@pytest.mark.parametrize("forget", [ask_again, ask_anywhere, ask_all, wake])
def test_a_forgotten_rule_is_seen(forget: Callable[[Departure], Departure], monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a rule of asks or of nudges forgotten, something would leave that the oracle forbids."""
    monkeypatch.setattr("tests.oracle.figures.judge", lambda departure, now: judge(forget(departure), now))
    cases = (drawn(1, number) for number in range(4_000))
    assert seen(case for case in cases if case.departure.kind in {Kind.OPT_IN_ASK, Kind.NUDGE}).unlawful


def name_partner(departure: Departure) -> Departure:
    """As if the consent named every partner."""
    return replace(departure, partners=departure.partners | {departure.partner})


def forget_cap(departure: Departure) -> Departure:
    """As if the shop had no cap on partner offers."""
    return replace(departure, house=replace(departure.house, partner_caps=()))


@pytest.mark.parametrize("forget", [name_partner, forget_cap])
def test_a_forgotten_rule_of_partners_is_seen(
    forget: Callable[[Departure], Departure], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the partners or their cap forgotten, something would leave that the oracle forbids."""
    monkeypatch.setattr("tests.oracle.figures.judge", lambda departure, now: judge(forget(departure), now))
    cases = (drawn(1, number) for number in range(4_000))
    assert seen(case for case in cases if case.departure.programme is Programme.PARTNER_OFFERS).unlawful


def give_address(departure: Departure) -> Departure:
    """As of a shop with a postal address."""
    return replace(departure, house=replace(departure.house, mailing_address="12 Main St, Newark, NJ 07102"))


def send_as_mail(departure: Departure) -> Departure:
    """As a mail of a shop with a postal address."""
    return replace(give_address(departure), channel="email")


def test_a_forgotten_medium_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a text judged as a mail is, something would leave that the oracle forbids."""
    monkeypatch.setattr("tests.oracle.figures.judge", lambda sent, now: judge(send_as_mail(sent), now))
    unlawful = seen(map(partial(drawn, 1), range(1_000))).unlawful
    assert unlawful["hours US"]
    assert any(cause.startswith("cap ") for cause in unlawful)


def test_a_forgotten_postal_address_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were a mail to leave without the address, the oracle would forbid it."""
    monkeypatch.setattr("tests.oracle.figures.judge", lambda sent, now: judge(give_address(sent), now))
    unlawful = seen(mailed(drawn(1, number)) for number in range(500)).unlawful
    assert unlawful["no postal address"]


def resume(departure: Departure) -> Departure:
    """As if the person had paused nothing."""
    return replace(departure, preferences=replace(departure.preferences, paused_until=None))


def forget_limit(departure: Departure) -> Departure:
    """As if the person had no limit of their own."""
    return replace(departure, preferences=replace(departure.preferences, days_apart=0))


@pytest.mark.parametrize("forget", [resume, forget_limit])
def test_a_forgotten_preference_is_seen(
    forget: Callable[[Departure], Departure], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a preference forgotten, something would leave that the oracle forbids."""
    monkeypatch.setattr("tests.oracle.figures.judge", lambda departure, now: judge(forget(departure), now))
    cases = (drawn(1, number) for number in range(8_000))
    assert seen(case for case in cases if case.departure.preferences != Preferences()).unlawful


def test_a_forgotten_restriction_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were restricted data used, something would leave that the oracle forbids."""
    forgetful = lambda departure, now: judge(replace(departure, restricted=False), now)  # noqa: E731
    monkeypatch.setattr("tests.oracle.figures.judge", forgetful)
    cases = (drawn(1, number) for number in range(8_000))
    assert seen(case for case in cases if case.departure.restricted).unlawful


def test_sweep_days() -> None:
    """The days of the sweep hold every change of clocks of two years, and the holidays of one."""
    assert set(DAYS) >= {day for day in CHANGES if day.year <= 2027}
    assert date(2027, 8, 30) in DAYS


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints its figures; these cases know no difference."""
    assert main(["--cases", "40"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("judged 40: ")
    assert "sent that the oracle forbids: 0\n" in told
