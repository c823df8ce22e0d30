"""Nobody is reminded to pay who has paid, if another amount: a person judges that."""

from __future__ import annotations

from tests.flows.sourcing.test_paying import available


def test_who_paid_another_amount_is_not_reminded() -> None:
    play = available()
    assert "remind" in {wait.name for wait in play.waits}
    play.paid(500)
    assert play.status == "available"
    assert "remind" not in {wait.name for wait in play.waits}
