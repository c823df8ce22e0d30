"""What a message was judged under is kept with it, in words that outlast the packaged rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from flows.policy.policy_rules import compute_rules_version
from flows.policy.verdict import Outcome, RuleRef, Verdict
from storage.database.stores import Database
from storage.schema import rulings
from storage.sending import rulings as kept
from storage.sending.departing_messages import DepartingWording
from storage.sending.rulings import make_ruling_id
from storage.sending.verdicts import ALLOWED, Judged
from storage.unit import Unit
from tests.storage.world import NOW, OTHER_SHOP, after, do, queued

FLORIDA = RuleRef("US-FL", "hours", "08:00-20:00", "Fla. Stat. 501.616", date(2021, 7, 1))
SHOPS = RuleRef("business", "cap", "3 in 7 days", "the shop's own marketing_caps")
QUIET = Verdict(Outcome.WAIT, "quiet-hours.FL", "Quiet hours in Florida.", after(60), (FLORIDA,))


async def _many(unit: Unit) -> int:
    return int(await unit.value(select(func.count()).select_from(rulings)))


async def test_a_wait_and_the_send_after_it_are_kept_with_their_rules(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit)
        await unit.verdicts.add(made.id, QUIET, NOW)
        await unit.leaving.mark_all([DepartingWording(made.id, "Hi", rules=(FLORIDA, SHOPS))], after(60), after(60))
        sent = Verdict(Outcome.SEND, "ok", ALLOWED, rules=(FLORIDA, SHOPS))
        assert (await unit.verdicts.find_verdicts([made.id]))[made.id] == [Judged(NOW, QUIET)]
        found = await unit.verdicts.judgements([made.id])
        assert found[made.id] == [Judged(NOW, QUIET), Judged(after(60), sent)]

    await do(store, tell)


async def test_what_many_are_judged_by_is_written_once(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        some = [DepartingWording((await queued(unit)).id, "Hi", rules=(FLORIDA,)) for _ in range(5)]
        others = [
            DepartingWording((await queued(unit)).id, "Hi", rules=(FLORIDA, SHOPS)),
            DepartingWording((await queued(unit)).id, "Hi"),
        ]
        await unit.leaving.mark_all(some[:3], NOW, NOW)
        await unit.leaving.mark_all([*some[3:], *others], NOW, NOW)
        assert await _many(unit) == 2
        told = await unit.verdicts.judgements([one.message for one in (some[4], *others)])
        assert [found[-1].verdict.rules for found in told.values()] == [(FLORIDA,), (FLORIDA, SHOPS), ()]

    await do(store, tell)


async def test_a_rule_that_changes_is_another_and_the_old_one_stays(store: Database) -> None:
    later = replace(FLORIDA, says="09:00-19:00", effective_from=date(2027, 1, 1))
    assert make_ruling_id((FLORIDA,)) != make_ruling_id((later,))

    async def tell(unit: Unit) -> None:
        first, second = await queued(unit), await queued(unit)
        await unit.leaving.mark_all([DepartingWording(first.id, "Hi", rules=(FLORIDA,))], NOW, NOW)
        await unit.leaving.mark_all([DepartingWording(second.id, "Hi", rules=(later,))], after(1), after(1))
        told = await unit.verdicts.judgements([first.id, second.id])
        assert [one[0].verdict.rules for one in told.values()] == [(FLORIDA,), (later,)]

    await do(store, tell)


async def test_it_stands_there_by_which_release_of_the_rules_it_was_judged(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same words of a later release are another set, which does not pass for the one of before."""

    async def keep(unit: Unit) -> None:
        await unit.rulings.keep([(FLORIDA,)], NOW)

    async def look(unit: Unit) -> list[str]:
        return [row.version for row in await unit.rows(select(rulings.c.version).order_by(rulings.c.version))]

    await do(store, keep)
    assert await do(store, look) == [compute_rules_version()]
    kept._write_rules.cache_clear()
    monkeypatch.setattr(kept, "compute_rules_version", lambda: "of a later one")
    await do(store, keep)
    kept._write_rules.cache_clear()
    assert await do(store, look) == sorted([compute_rules_version(), "of a later one"])


async def test_a_message_of_before_has_none(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit, left_at=NOW)
        assert (await unit.verdicts.judgements([made.id]))[made.id] == [
            Judged(NOW, Verdict(Outcome.SEND, "ok", ALLOWED))
        ]

    await do(store, tell)


async def test_another_business_keeps_its_own(store: Database) -> None:
    async def keep(unit: Unit) -> None:
        await unit.rulings.keep([(FLORIDA,), (FLORIDA,), ()], NOW)

    key = make_ruling_id((FLORIDA,))
    assert key is not None
    await do(store, keep)
    assert await do(store, lambda unit: unit.rulings.find_rules([key]), OTHER_SHOP) == {}
    await do(store, keep, OTHER_SHOP)
    assert await do(store, lambda unit: unit.rulings.find_rules([key]), OTHER_SHOP) == {key: (FLORIDA,)}
