"""Each rule names its medium: the laws of calls and texts hold for no mail, and the shop's own rules as it wants."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

import pytest

from flows.channels import CHANNELS, Medium
from flows.mail_address import MAIL
from flows.policy import policy_tables
from flows.policy.departure import judge
from flows.policy.departure_facts import Cap, Closure, Departure
from flows.policy.policy_rules import EVERY_MEDIUM, Rule, RuleKind, hours_for, load_rules, parse_rules, select_rules
from flows.policy.verdict import Outcome
from tests.cases import each
from tests.flows.policy.samples import FLORIDA, MISSOURI, NOON, local, reminder, sent

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"
SUNDAY_NIGHT = local(CHICAGO, "2026-03-08 03:30")
ALABAMA = "+12055550101"
WANTED = "write phone, mail, chat, several separated by a blank, or * for every medium"


def row(**changes: str) -> dict[str, str]:
    """Florida's hours, with some cells written otherwise."""
    florida = next(one for one in policy_tables.rows("rules") if one["jurisdiction"] == "US-FL")
    return florida | changes


def mail(phone: str | None = MISSOURI, **changes: Any) -> Departure:
    """A marketing mail that the law of mail permits."""
    return reminder(phone, **{"channel": MAIL, "mailing_address": "12 Main St, Newark, NJ 07102"} | changes)


@each(
    ("medium", "media"),
    [
        ("phone", {Medium.PHONE}),
        ("chat  phone", {Medium.PHONE, Medium.CHAT}),
        ("mail", {Medium.MAIL}),
        ("*", set(Medium)),
    ],
)
def test_a_rule_is_of_the_media_that_it_names(medium: str, media: set[Medium]) -> None:
    (rule,) = parse_rules([row(medium=medium)])
    assert rule.media == media


@each(
    ("cells", "mistake"),
    [
        ({"medium": ""}, f"medium is empty: {WANTED}"),
        ({"medium": "  "}, f"medium is empty: {WANTED}"),
        ({"medium": "phone sms"}, f"medium 'sms' is unknown: {WANTED}"),
        ({"medium": "Phone"}, f"medium 'Phone' is unknown: {WANTED}"),
        ({"medium": "mail chat", "channel": "sms"}, "medium 'mail chat' leaves out sms: add phone"),
    ],
)
def test_a_row_without_its_medium_is_refused_with_file_and_line(cells: dict[str, str], mistake: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"flows/policy/data/rules.csv:4: {mistake}") + "$"):
        parse_rules([row(), row(), row(**cells)])


def test_a_row_without_the_column_is_refused() -> None:
    cells = row()
    del cells["medium"]
    with pytest.raises(ValueError, match=r"^flows/policy/data/rules\.csv:2: medium is empty"):
        parse_rules([cells])


def test_hours_and_caps_are_of_calls_texts_and_chats() -> None:
    """The law speaks of calls and texts; chats keep the same until counsel decides."""
    timed = [rule for rule in load_rules() if rule.kind in {RuleKind.HOURS, RuleKind.CAP}]
    assert {rule.media for rule in timed if rule.channel is None} == {frozenset({Medium.PHONE, Medium.CHAT})}
    assert {rule.channel for rule in timed} == {None, "sms"}


@pytest.mark.parametrize("channel", [one.name for one in CHANNELS.values() if one.medium is not Medium.MAIL])
def test_a_channel_keeps_the_hours_and_the_cap_of_its_recipient(channel: str) -> None:
    assert [rule.name for rule in hours_for(("US-FL", "US"), channel, NOON.date())] == ["FL", "US"]
    assert [rule.name for rule in hours_for(("DE",), channel, NOON.date())] == ["default"]
    assert [rule.name for rule in select_rules(RuleKind.CAP, ("US-FL",), channel, NOON.date())] == ["FL"]


class TestMail:
    """A mail, by a row for mail."""

    def test_it_leaves_at_any_hour(self) -> None:
        """At half past three on a Sunday in Alabama, where no call is permitted at all."""
        assert judge(mail(ALABAMA, due_at=SUNDAY_NIGHT), SUNDAY_NIGHT).outcome is Outcome.SEND
        assert judge(reminder(ALABAMA, due_at=SUNDAY_NIGHT), SUNDAY_NIGHT).rule == "quiet-hours.AL"
        assert hours_for(("US-AL", "US"), MAIL, SUNDAY_NIGHT.date()) == ()

    def test_its_story_names_no_rule_of_calls(self) -> None:
        named = judge(mail(ALABAMA, due_at=SUNDAY_NIGHT), SUNDAY_NIGHT).rules
        assert not {rule.rule for rule in named} & {RuleKind.HOURS, RuleKind.CAP, RuleKind.SECOND_STEP}

    @pytest.mark.parametrize(("phone", "rule"), [(FLORIDA, "cap.FL"), (MISSOURI, "ok")])
    def test_the_cap_of_a_state_counts_texts_alone(self, phone: str, rule: str) -> None:
        texts, mails = sent(1, 2, 3, channel="sms"), sent(1, 2, 3, channel=MAIL)
        assert judge(reminder(phone, recent=texts), NOON).rule == rule
        assert judge(reminder(phone, recent=mails), NOON).rule == "ok"
        assert judge(mail(phone, recent=texts), NOON).rule == "ok"

    def test_the_cap_of_the_shop_counts_every_message(self) -> None:
        recent = (*sent(1, channel=MAIL), *sent(2, channel="sms"), *sent(3, channel="telegram"))
        caps = (Cap(3, timedelta(days=1)),)
        assert judge(mail(recent=recent, caps=caps), NOON).rule == "cap.business"
        assert judge(reminder(recent=recent, caps=caps), NOON).rule == "cap.business"

    def test_it_keeps_the_hours_that_the_shop_sets_for_mail(self) -> None:
        verdict = judge(mail(due_at=SUNDAY_NIGHT, mail_hours=(time(9), time(17))), SUNDAY_NIGHT)
        assert (verdict.outcome, verdict.rule) == (Outcome.WAIT, "quiet-hours.business")
        assert verdict.reason == "Quiet hours in Missouri until 09:00 (the shop's own mail_hours)."
        assert verdict.until == local(CHICAGO, "2026-03-08 09:00")

    def test_other_media_have_their_own_hours(self) -> None:
        own: dict[str, Any] = {"hours": (time(9), time(17)), "mail_hours": (time(6), time(23))}
        evening = local(CHICAGO, "2026-03-03 18:00")
        assert judge(mail(due_at=evening, **own), evening).outcome is Outcome.SEND
        assert judge(reminder(due_at=evening, **own), evening).reason.endswith("(the shop's own hours).")

    def test_a_closed_day_is_closed_for_mail(self) -> None:
        verdict = judge(mail(closed_days=(NOON.date(),)), NOON)
        assert (verdict.rule, verdict.until) == ("closed-day", local(CHICAGO, "2026-03-04 00:00"))
        assert verdict.reason == "No marketing on 3 Mar 2026, until Wed 4 Mar 00:00 (the shop's own closed_days)."

    def test_a_closed_state_is_closed_for_mail(self) -> None:
        shut = (Closure("US-MO", "Missouri"),)
        assert judge(mail(closed_states=shut), NOON).rule == "closed.MO"
        assert judge(mail(FLORIDA, closed_states=shut), NOON).outcome is Outcome.SEND

    def test_a_closed_day_begins_with_the_first_of_their_clocks(self) -> None:
        """Half past midnight in New York, where the day is closed, and still the day before in Honolulu."""
        now = local(NEW_YORK, "2026-03-03 00:30")
        away = mail("+12125550101", country="US", region="HI", due_at=now, closed_days=(date(2026, 3, 3),))
        verdict = judge(away, now)
        assert (verdict.rule, verdict.until) == ("closed-day", local("Pacific/Honolulu", "2026-03-04 00:00"))
        assert verdict.reason == "No marketing on 3 Mar 2026, until Wed 4 Mar 00:00 (the shop's own closed_days)."

    def test_hours_that_distant_places_do_not_share_are_told(self) -> None:
        """Nine to noon in New York is three to six in Honolulu."""
        away = mail("+12125550101", country="US", region="HI", mail_hours=(time(9), time(12)))
        verdict = judge(away, NOON)
        assert (verdict.outcome, verdict.rule) == (Outcome.REFUSE, "quiet-hours.none")
        assert "09:00-12:00 in Hawaii" in verdict.reason


def test_a_channel_that_is_not_chosen_yet_counts_for_every_cap() -> None:
    """A forecast counts a message that may become a text."""
    recent = sent(1, 2, 3, channel="any")
    assert judge(reminder(FLORIDA, recent=recent), NOON).rule == "cap.FL"


def test_a_rule_for_every_medium_says_so() -> None:
    wide = {rule.jurisdiction for rule in load_rules() if rule.media == EVERY_MEDIUM}
    assert {"GB", "EU"} <= wide


def test_a_rule_holds_for_its_media_alone() -> None:
    rules: tuple[Rule, ...] = parse_rules([row(medium="mail"), row(medium="phone"), row(medium="*")])
    assert [rule.holds(MAIL, NOON.date()) for rule in rules] == [True, False, True]
    assert [rule.holds("sms", NOON.date()) for rule in rules] == [False, True, True]
    assert [rule.holds("telegram", NOON.date()) for rule in rules] == [False, False, True]
