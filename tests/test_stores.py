"""Every store and payment provider of the tables has what the product asks of one, and nothing else names one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from aiohttp import web

from bot.config import Settings
from bot.examination.connection_checks import check_credentials
from bot.sandbox_guard import FencedPayments, FencedStore
from bot.vault import Vault
from bot.vendor_accounts import VendorAccounts
from bot.web.webhooks import Webhooks
from flows.business import Business, PaymentSettings, StoreSettings
from flows.channels import SIMULATED, ChannelName, Provider
from flows.connections import CONNECTIONS, PAYMENTS, STORES, PaymentProvider, StoreProvider, add_code
from handlers.actions.business_file_apply import _senders
from handlers.business_file import read_business_file
from handlers.calls.call_names import PLANNER
from tests.bot.web.test_proofs import ACCOUNTS
from tests.quoted import ROOT, places, unneeded

HEAD = '[business]\nid = "tiger"\nname = "Tiger"\ncountry = "US"\ntimezone = "America/Chicago"\ncurrency = "USD"\n'
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
VAULT = Vault("k" * 32)

EXEMPT = {
    "flows/connections.py": "the table itself",
}
"""Where a provider's name may stand in quotes, and why."""


@pytest.fixture(params=CONNECTIONS)
def provider(request: pytest.FixtureRequest) -> str:
    """Each of them in turn."""
    found: str = request.param
    return found


def section(provider: str) -> str:
    return f"{'stores' if provider in STORES else 'payments'}.{provider}"


def written(provider: str) -> str:
    """Its section as docs/configuration.md shows it, with its secrets in the file itself."""
    found = re.search(rf"^\[{section(provider)}\].*?(?=^\[|^```)", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None, f"{provider}: docs/configuration.md shows no [{section(provider)}]"
    return re.sub(r'"env:\w+"', '"s3cret-of-theirs"', found[0]).replace("…", "1")


def connected(provider: str) -> Business:
    return read_business_file(HEAD + written(provider), {}).business


def test_the_tables_are_whole() -> None:
    assert set(STORES) == set(StoreProvider), "flows/connections.py: each StoreProvider has one row in STORES"
    assert set(PAYMENTS) == set(PaymentProvider), "flows/connections.py: each PaymentProvider has one row in PAYMENTS"


def test_no_two_connections_have_one_name() -> None:
    names = [*StoreProvider, *PaymentProvider, *ChannelName, SIMULATED, PLANNER]
    assert len(set(names)) == len(names), "secrets and senders are kept by this name: give each provider one of its own"
    assert not {*Provider} & {*CONNECTIONS}


def test_a_business_file_has_the_section_that_the_docs_show(provider: str) -> None:
    file = read_business_file(HEAD + written(provider), {})
    settings: list[StoreSettings | PaymentSettings] = [*file.business.stores, *file.business.payments]
    assert [one.provider for one in settings] == [provider], (
        f"handlers/business_file/channel_sections.py reads no [{section(provider)}]"
    )
    lacking = {f"{provider}.{key}" for key in CONNECTIONS[provider].secrets} - set(file.secrets)
    assert not lacking, f"{lacking} are not kept as secrets, though flows/connections.py says so"


def test_the_doctor_misses_each_of_its_secrets(provider: str) -> None:
    lines = [line.text for line in check_credentials(connected(provider), {}, VAULT) if not line.ok]
    for key in CONNECTIONS[provider].secrets:
        assert any(f"{provider}.{key} is not there" in line for line in lines), f"the doctor misses no {provider}.{key}"


def test_its_origin_can_be_taken_by_a_stand_in(provider: str) -> None:
    wanted = f"{provider}_api_url"
    assert wanted in Settings.model_fields, f"{provider}: bot/config.py: Settings has no {wanted}"
    assert f"PARLEY_{wanted.upper()}" in PAGE, f"docs/configuration.md names no PARLEY_{wanted.upper()}"
    near, far = built(provider, {wanted: "http://127.0.0.1:1"}), built(provider, {})
    assert isinstance(far, FencedStore | FencedPayments), f"{provider}: a sandbox reaches its own origin"
    assert type(near) is type(ACCOUNTS[provider][0]), (
        f"{provider}: bot/vendor_accounts.py builds it without Settings.{wanted}"
    )


def built(provider: str, origins: dict[str, str]) -> Any:
    """Its account in a sandbox."""
    nothing: Any = None
    accounts = VendorAccounts(nothing, Settings(**origins), VAULT, nothing, sandbox=True, home=nothing or object())  # type: ignore[arg-type]
    business, secrets = connected(provider), dict.fromkeys((*CONNECTIONS[provider].secrets, "webhook_secret"), "s")
    if provider in STORES:
        return accounts._build_store(business.stores[0], secrets)
    return accounts._build_payments(business.payments[0], secrets)


def test_it_can_knock(provider: str) -> None:
    app = web.Application()
    Webhooks.add_to(Webhooks(None, None, None, None), app)  # type: ignore[arg-type]
    routes = [resource.get_info() for resource in app.router.resources()]
    path = f"/webhooks/{provider}/tiger"
    assert any(one["pattern"].fullmatch(path) for one in routes if "pattern" in one), f"nothing answers at {path}"


def test_its_proof_is_tried_with_odd_ones(provider: str) -> None:
    assert provider in ACCOUNTS, f"tests/bot/web/test_proofs.py: ACCOUNTS has no {provider}"
    assert ACCOUNTS[provider][1] == CONNECTIONS[provider].proof


def test_it_is_called_at_its_own_rate(provider: str) -> None:
    (_, _, rate) = _senders(connected(provider))[provider]
    assert rate == CONNECTIONS[provider].rate > 0


def test_it_has_a_stand_in(provider: str) -> None:
    assert (ROOT / "tests" / "providers" / f"{provider}.py").is_file(), f"tests/providers has no {provider}.py"


def test_what_is_simulated_needs_nothing() -> None:
    file = read_business_file(f"{HEAD}[stores.{SIMULATED}]\n[payments.{SIMULATED}]\n", {})
    assert file.business.stores == (StoreSettings(SIMULATED),)
    assert file.business.payments == (PaymentSettings(SIMULATED),)
    assert {sender[2] for sender in _senders(file.business).values()} == {0.0}


@pytest.mark.parametrize("store", STORES)
def test_a_link_to_its_cart_carries_a_code(store: str) -> None:
    coded = STORES[store].coded
    if coded is not None:
        host, parameter = coded
        assert add_code(f"https://x.{host}/cart", "TIGER10") == f"https://x.{host}/cart?{parameter}=TIGER10"
        assert add_code(f"https://x.{host}/cart?key=1", "TIGER10").endswith(f"?key=1&{parameter}=TIGER10")


def test_a_link_elsewhere_stays_as_it_is() -> None:
    assert add_code("https://tigertees.example/cart", "TIGER10") == "https://tigertees.example/cart"


def test_no_provider_is_named_in_quotes_outside_of_the_table() -> None:
    found = places(CONNECTIONS, EXEMPT)
    assert not found, f"{found} name a store or a payment provider in quotes"
    assert not unneeded(CONNECTIONS, EXEMPT)
