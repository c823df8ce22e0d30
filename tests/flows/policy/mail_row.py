"""A channel of the medium mail, made for tests: the table of channels has none."""

from dataclasses import replace
from types import ModuleType

import pytest

from flows.channels import CHANNELS, TELEGRAM, Medium
from flows.policy import consent_asks, departure, departure_facts, policy_rules

MAIL = replace(
    TELEGRAM, name="email", title="E-mail", medium=Medium.MAIL, is_chat=False, person_opens=False, proves_writer=False
)
_READERS: tuple[ModuleType, ...] = (consent_asks, departure, departure_facts, policy_rules)


def add_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the policy know the channel."""
    for module in _READERS:
        monkeypatch.setattr(module, "CHANNELS", {**CHANNELS, MAIL.name: MAIL})
