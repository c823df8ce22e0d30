"""Business files: what is read from a right one, and that a wrong one tells all its mistakes with their lines."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.business import (
    ChannelSettings,
    Discount,
    MarketingCap,
    PaymentSettings,
    PolicySettings,
    Recovery,
    RecoveryStep,
    Sourcing,
    StoreSettings,
    Tier,
)
from handlers.business_file import (
    BusinessFile,
    StaffEntry,
    WrongBusinessFile,
    checked_by,
    read_business_file,
    text_names,
)
from handlers.business_file.lines import index_lines, line_of
from handlers.business_file.texts import LATER_TEXTS
from storage.people import Identity
from templates.library import Library

SURFACE = Path(__file__).parents[2] / "../shared/SURFACE.md"
SECRETS = {
    "TIGER_TWILIO_TOKEN": "twilio-token",
    "TIGER_TELEGRAM_TOKEN": "42:telegram-token",
    "TIGER_TELEGRAM_SECRET": "telegram-secret",
    "TIGER_SHOPIFY_SECRET": "shopify-secret",
    "TIGER_SHOPIFY_TOKEN": "shopify-token",
    "TIGER_RAZORPAY_SECRET": "razorpay-secret",
    "TIGER_RAZORPAY_WEBHOOK": "razorpay-webhook",
}
SMALLEST = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"
"""
ACCOUNT, SERVICE, CONTENT = (f"{kind}{number:032x}" for kind, number in (("AC", 10), ("MG", 11), ("HX", 12)))
TWILIO = f'[channels.sms]\nprovider = "twilio"\naccount_sid = "{ACCOUNT}"\nauth_token = "t"\n'
WHATSAPP = TWILIO.replace("sms", "whatsapp") + 'from = "+14155550188"\n'


def read(more: str = "", environ: dict[str, str] | None = None) -> BusinessFile:
    return read_business_file(SMALLEST + more, SECRETS if environ is None else environ)


def mistakes_of(text: str, environ: dict[str, str] | None = None) -> list[tuple[int, str, str]]:
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(text, SECRETS if environ is None else environ)
    return [(mistake.line, mistake.path, mistake.message) for mistake in caught.value.mistakes]


def wrong_paths(more: str) -> list[str]:
    return [path for _, path, _ in mistakes_of(SMALLEST + more)]


def test_the_smallest_file() -> None:
    file = read()
    business = file.business
    assert (business.id, business.name, business.locale) == ("tiger", "Tiger Tees", "en")
    assert (business.country, business.timezone, business.currency) == ("US", "America/Chicago", "USD")
    assert (business.recovery, business.policy) == (Recovery(), PolicySettings())
    assert (business.channels, business.stores, business.texts, business.daily_spend) == ((), (), {}, None)
    assert (file.secrets, file.staff, file.later) == ({}, (), ())


def test_the_file_that_is_documented() -> None:
    if not SURFACE.exists():
        pytest.skip("the description of the surface is not here")
    text = SURFACE.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    file = read_business_file(text, SECRETS)
    business = file.business
    assert (business.site, business.support) == ("https://tigertees.example", "help@tigertees.example")
    assert (business.link_domain, business.daily_spend) == ("https://go.tigertees.example", 50)
    assert business.channels == (
        ChannelSettings("sms", "twilio", "+13145550100", "AC00000000000000000000000000000001", 1.0),
        ChannelSettings("whatsapp", "twilio", "+14155238886", "AC00000000000000000000000000000001", 80.0),
        ChannelSettings("telegram", "telegram", "tigertees_bot", rate=30.0),
    )
    assert business.stores == (StoreSettings("shopify", "tigertees.myshopify.com"),)
    assert business.recovery == Recovery(double_opt_in=True)
    assert business.policy == PolicySettings(one_sms_per_cart=True)
    assert file.secrets == {
        "sms.auth_token": "twilio-token",
        "whatsapp.auth_token": "twilio-token",
        "telegram.token": "42:telegram-token",
        "telegram.secret": "telegram-secret",
        "shopify.webhook_secret": "shopify-secret",
        "shopify.access_token": "shopify-token",
        "razorpay.key_secret": "razorpay-secret",
        "razorpay.webhook_secret": "razorpay-webhook",
    }
    assert business.payments == (PaymentSettings("razorpay", "rzp_test_1"),)
    assert file.staff == (StaffEntry("Asha", "owner", Identity("telegram", "9001")),)
    assert file.later == ()
    assert (business.sourcing, len(file.shops), len(file.products)) == (Sourcing(express_fee=149), 1, 1)


def test_nothing_secret_is_shown() -> None:
    file = read('[channels.telegram]\nprovider = "telegram"\nusername = "tigertees_bot"\ntoken = "42:hush"\n')
    assert file.secrets == {"telegram.token": "42:hush"}
    assert "hush" not in repr(file)


def test_a_recovery_in_full() -> None:
    file = read("""
[recovery]
steps = [
  { after = "45m" },
  { after = "2d", discount = { base = 5, first_order = 15, returning = 8, valid_for = "24h", tiers = [
    { over = 200, percent = 20 }, { over = 100, percent = 12 }] } },
]
double_opt_in = false
holdout = 0.1
attribution_days = 7
channels = ["sms", "telegram"]
[policy]
sms_step = 2
marketing_caps = [{ count = 1, per = "24h" }, { count = 3, per = "7d" }]
""")
    rich = Discount(5, 15, 8, (Tier(100, 12), Tier(200, 20)), timedelta(hours=24))
    steps = (RecoveryStep(timedelta(minutes=45)), RecoveryStep(timedelta(days=2), rich))
    assert file.business.recovery == Recovery(steps, False, 0.1, 7, ("sms", "telegram"))
    caps = (MarketingCap(1, timedelta(days=1)), MarketingCap(3, timedelta(days=7)))
    assert file.business.policy == PolicySettings(None, 2, caps)


@pytest.mark.parametrize(
    ("sender", "address", "rate"),
    [
        ('from = "+1 (314) 555-0100"', "+13145550100", 1.0),
        ('from = "+18005550100"', "+18005550100", 3.0),
        ('from = "73245"', "73245", 100.0),
        (f'messaging_service_sid = "{SERVICE}"', SERVICE, 1.0),
        ('from = "+13145550100"\nrate = 10', "+13145550100", 10.0),
        ('from = "+13145550100"\nrate = 0.5', "+13145550100", 0.5),
    ],
    ids=["long code", "toll-free", "short code", "service", "own rate", "slow"],
)
def test_what_sms_are_sent_from(sender: str, address: str, rate: float) -> None:
    (channel,) = read(TWILIO + sender).business.channels
    assert (channel.address, channel.rate, channel.account) == (address, rate, ACCOUNT)


@pytest.mark.parametrize(
    ("channel", "keys", "address"),
    [
        ("sms", "", "simulator"),
        ("sms", 'from = "+13145550100"\nauth_token = "env:NOT_SET"\nrate = 1', "+13145550100"),
        ("telegram", 'username = "tigertees_bot"\ntoken = "env:NOT_SET"', "tigertees_bot"),
    ],
)
def test_a_simulated_channel_needs_no_secrets_and_knows_no_rate(channel: str, keys: str, address: str) -> None:
    file = read(f'[channels.{channel}]\nprovider = "simulator"\n{keys}')
    assert file.business.channels == (ChannelSettings(channel, "simulator", address, rate=0.0),)
    assert file.secrets == {}


def test_a_simulated_store() -> None:
    assert read("[stores.simulator]\n").business.stores == (StoreSettings("simulator"),)


def test_the_account_may_stand_in_the_environment() -> None:
    text = TWILIO.replace(ACCOUNT, "env:SID") + 'from = "+13145550100"'
    assert read(text, {"SID": ACCOUNT.upper()}).business.channels[0].account == ACCOUNT.upper()
    assert mistakes_of(SMALLEST + text, {"SID": "AC…"})[0][:2] == (9, "channels.sms.account_sid")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (TWILIO.replace(ACCOUNT, "AC…"), (9, "channels.sms.account_sid", "Account Info")),
        (TWILIO.replace(ACCOUNT, SERVICE), (9, "channels.sms.account_sid", "AC and 32 of 0-9 and a-f")),
        (TWILIO + 'messaging_service_sid = "MG…"', (11, "channels.sms.messaging_service_sid", "Messaging > Services")),
        (
            WHATSAPP + 'templates = { cart_reminder = "HX 1" }',
            (12, "channels.whatsapp.templates.cart_reminder", "Content Template Builder"),
        ),
    ],
    ids=["placeholder", "another's", "service", "template"],
)
def test_a_sid_that_is_none_is_a_mistake_that_says_where_to_find_it(more: str, told: tuple[int, str, str]) -> None:
    first = next(one for one in mistakes_of(SMALLEST + more) if one[1] == told[1])
    assert (first[0], told[2] in first[2]) == (told[0], True), first


@pytest.mark.parametrize("sid", ["AC1", f"AC{'0' * 31}", f"AC{'0' * 33}", f"AC{'g' * 32}", f"XX{'0' * 32}"])
def test_an_account_is_written_whole(sid: str) -> None:
    assert wrong_paths(TWILIO.replace(ACCOUNT, sid) + 'from = "+13145550100"') == ["channels.sms.account_sid"]


@pytest.mark.parametrize(
    "sender", ["+15005550006x", "+15005550006x12", "+1 500 555 0006 ext. 2", "+1500555000612345", "5005550006", "MG1x!"]
)
@pytest.mark.parametrize("more", [TWILIO, TWILIO.replace("sms", "whatsapp")], ids=["sms", "whatsapp"])
def test_a_sender_that_is_no_number(more: str, sender: str) -> None:
    path = "channels.sms.from" if more is TWILIO else "channels.whatsapp.from"
    assert wrong_paths(f'{more}from = "{sender}"') == [path]


def test_a_messaging_service_may_stand_as_the_sender() -> None:
    assert read(f'{TWILIO}from = "{SERVICE}"').business.channels[0].address == SERVICE


@pytest.mark.parametrize(
    ("key", "wrong", "meant"),
    [
        ("country", "UK", "GB"),
        ("country", "usa", "US"),
        ("country", "India", "IN"),
        ("country", "United States", "US"),
        ("timezone", "CST", "America/Chicago"),
        ("timezone", "ist", "Asia/Kolkata"),
        ("timezone", "EST", "America/New_York"),
        ("timezone", "Chicago", "America/Chicago"),
    ],
)
def test_what_people_write_for_a_place_is_understood(key: str, wrong: str, meant: str) -> None:
    right = {"country": "US", "timezone": "America/Chicago"}[key]
    ((_, path, message),) = mistakes_of(SMALLEST.replace(f'{key} = "{right}"', f'{key} = "{wrong}"'))
    assert path == f"business.{key}"
    assert message.endswith(f"did you mean {meant}?")


def test_a_variable_without_a_name() -> None:
    ((_, path, message),) = mistakes_of(
        f'{SMALLEST}[channels.telegram]\nprovider = "telegram"\nusername = "a_bot"\ntoken = "env:"'
    )
    assert path == "channels.telegram.token"
    assert message == 'names no variable: write env: and its name, like "env:TIGER_TOKEN"'


def test_a_template_not_approved_yet_is_none() -> None:
    file = read(WHATSAPP + 'templates = { cart_reminder = "HX…", stopped = "HX1" }')
    assert file.business.channels[0].templates == {"stopped": "HX1"}


@pytest.mark.parametrize("tag", ["en", "es", "hi", "hi-Latn", "en-IN", "es-MX", "es_MX", "es-419", "hi-Latn-IN"])
def test_a_language_that_texts_are_written_in(tag: str) -> None:
    assert read(f'locale = "{tag}"').business.locale == tag.replace("_", "-")


@pytest.mark.parametrize("tag", ["xx", "fr", "pt-BR", "xx-US", "e", "english"])
def test_a_language_that_nobody_wrote_texts_for_names_those_there_are(tag: str) -> None:
    ((line, path, message),) = mistakes_of(f'{SMALLEST}locale = "{tag}"')
    assert (line, path) == (7, "business.locale")
    if len(tag.partition("-")[0]) == 2:
        assert f"no texts are written in '{tag}'; there are en, es, hi, hi-Latn, each also with a region" in message


@pytest.mark.parametrize(
    ("address", "identity"),
    [
        ("telegram:9001", Identity("telegram", "9001")),
        ("whatsapp:+919800000001", Identity("whatsapp", "+919800000001")),
        ("whatsapp:US.13491208655302741918", Identity("whatsapp", "US.13491208655302741918")),
    ],
)
def test_staff_with_an_address(address: str, identity: Identity) -> None:
    file = read(f'[[staff]]\nname = "Asha"\nrole = "owner"\naddress = "{address}"\n')
    assert file.staff == (StaffEntry("Asha", "owner", identity),)


WRONG = """\
[business]
id = "Tiger Tees"
name = "Tiger Tees"
country = "UK"
timezone = "America/Chicgo"
currency = "dollars"
local = "en"

[channels.sms]
provider = "twilio"
auth_token = "env:NOT_SET"
from = "314-555-0100"
rate = 0

[channels.telegram]
provider = "telegrm"

[recovery]
steps = [{ after = "24h" }, { after = 30, discount = 0 },
         { after = "2h", discount = { tiers = [{ over = 1 }] } }]
holdout = 1.5
channels = ["sms", "fax"]

[texts]
cart_remindr = "Come back"

[[staff]]
name = "Asha"
role = "boss"
address = "sms:+13145550101"

[[staff]]
name = "Asha"
role = "agent"

[chanels]
"""


def test_all_mistakes_at_once_with_their_lines() -> None:
    assert mistakes_of(WRONG) == [
        (2, "business.id", 'must be up to 40 of a-z, 0-9, - and _, like "tiger", not \'Tiger Tees\''),
        (4, "business.country",
         "must be the two letters of a country, like \"US\" or \"IN\", not 'UK'; did you mean GB?"),
        (5, "business.timezone", "'America/Chicgo' is no time zone; did you mean America/Chicago?"),
        (6, "business.currency", "must be a currency of ISO 4217, like \"USD\" or \"INR\", not 'dollars'"),
        (7, "business.local", "is unknown; did you mean locale?"),
        (9, "channels.sms.account_sid", 'is missing; for example: account_sid = "AC…", or "env:NAME"'),
        (11, "channels.sms.auth_token",
         "the environment has no NOT_SET: export it, or write it into .env, before this command"),
        (12, "channels.sms.from", "must be a number with its country, like \"+13145550100\", not '314-555-0100'"),
        (13, "channels.sms.rate", "must be a number from 0.01 to 1000, not 0"),
        (15, "channels.telegram.token", 'is missing; for example: token = "env:NAME"'),
        (15, "channels.telegram.username", 'is missing; for example: username = "tigertees_bot"'),
        (16, "channels.telegram.provider", "'telegrm' is unknown; did you mean telegram?"),
        (19, "recovery.steps[2].after", 'must be a time like "30m", "24h" or "7d", not 30'),
        (19, "recovery.steps[2].discount", "must be a whole number from 1 to 100, not 0"),
        (20, "recovery.steps[3].after", "must be later than the step before it"),
        (20, "recovery.steps[3].discount.base", "is missing; for example: base = 10"),
        (20, "recovery.steps[3].discount.tiers[1].percent", "is missing; for example: percent = 15"),
        (21, "recovery.holdout", "must be a number from 0 to 0.9, not 1.5"),
        (22, "recovery.channels[2]", "'fax' is unknown; there are sms, telegram, whatsapp"),
        (25, "texts.cart_remindr", "is unknown; did you mean cart_reminder?"),
        (29, "staff[1].role", "'boss' is unknown; there are agent, manager, owner"),
        (30, "staff[1].address",
         "staff cannot use SMS, because its senders can be forged; use telegram:… or whatsapp:…"),
        (33, "staff[2].name", "'Asha' is on the staff already; each needs a name of their own"),
        (36, "chanels", "is unknown; did you mean channels?"),
    ]  # fmt: skip


def test_a_wrong_key_hides_no_other_of_its_table() -> None:
    text = TWILIO.replace(ACCOUNT, "XX1").replace("channels.sms", "channels.whatsapp") + 'frm = "1"\n'
    text += '[channels.whatsapp.templates]\ncart_reminder = "zz"\nstoped = "HX1"\n[texts]\nstopped = ""\nstoped = "x"\n'
    assert [(line, path) for line, path, _ in mistakes_of(SMALLEST + text)] == [
        (7, "channels.whatsapp.from"),
        (9, "channels.whatsapp.account_sid"),
        (11, "channels.whatsapp.frm"),
        (13, "channels.whatsapp.templates.cart_reminder"),
        (14, "channels.whatsapp.templates.stoped"),
        (16, "texts.stopped"),
        (17, "texts.stoped"),
    ]


def test_what_may_be_written_is_told_once_each() -> None:
    (_, _, told), *_ = mistakes_of(SMALLEST + '[texts]\nxyzzy = "x"\nhelp = "x"\nstopped = "y"\n')
    names = told.removeprefix("is unknown; there are ").split(", ")
    assert names == list(text_names())


def test_an_empty_file_says_what_a_business_needs() -> None:
    assert [path for _, path, _ in mistakes_of("")] == [
        f"business.{key}" for key in ("country", "currency", "id", "name", "timezone")
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [('[business]\nid = "a\nname = 1\n', 2), ("a = 1\na = 2\n", 2), ("[business]\nid =", 2), ("x = [" * 5000, 1)],
    ids=["open text", "twice", "end", "deep"],
)
def test_what_is_no_toml_is_one_mistake_where_it_breaks(text: str, line: int) -> None:
    assert [found for found, _, _ in mistakes_of(text)] == [line]


@pytest.mark.parametrize(
    ("more", "paths"),
    [
        ("[channels]\nsms = 1", ["channels.sms"]),
        (TWILIO, ["channels.sms"]),
        (TWILIO + f'from = "+13145550100"\nmessaging_service_sid = "{SERVICE}"',
         ["channels.sms.messaging_service_sid"]),
        (TWILIO + 'from = "+13145550100"\nopt_out = "theirs"', ["channels.sms.opt_out"]),
        ('[channels.telegram]\nprovider = "telegram"\ntoken = "a b"\nusername = "a_bot"\nsecret = "ä"',
         ["channels.telegram.token", "channels.telegram.secret"]),
        ('[stores.shopify]\ndomain = "https://tigertees.myshopify.com"', [
            "stores.shopify.access_token", "stores.shopify.webhook_secret", "stores.shopify.domain"]),
        ("[recovery]\nsteps = []", ["recovery.steps"]),
        ('[recovery]\nsteps = [{ after = "24h" }, { after = "24h" }]', ["recovery.steps[2].after"]),
        ('[recovery]\nsteps = "30m"', ["recovery.steps"]),
        ('[recovery]\nsteps = ["30m"]', ["recovery.steps[1]"]),
        ('[recovery]\nsteps = [{ after = "30m", discount = true }]', ["recovery.steps[1].discount"]),
        ('[recovery]\nsteps = [{ after = "100d" }]', ["recovery.steps[1].after"]),
        ("[recovery]\nchannels = []", ["recovery.channels"]),
        ('[recovery]\nchannels = ["sms", "sms"]', ["recovery.channels"]),
        ("[recovery]\ndouble_opt_in = 1", ["recovery.double_opt_in"]),
        ("[recovery]\nholdout = nan", ["recovery.holdout"]),
        ("[policy]\nsms_step = 4", ["policy.sms_step"]),
        ("[policy]\nmarketing_caps = [{ count = 3 }]", ["policy.marketing_caps[1].per"]),
        ("[texts]\nhelp = 1", ["texts.help"]),
        ("staff = 1", ["business.staff"]),
        ('[staff]\nname = "Asha"', ["staff"]),
        ('[[staff]]\nname = "Asha"\nrole = "owner"\naddress = "telegram:@asha"', ["staff[1].address"]),
        ('[[staff]]\nname = "A"\nrole = "owner"\naddress = "telegram:1"\n'
         '[[staff]]\nname = "B"\nrole = "owner"\naddress = "telegram:1"', ["staff[2].address"]),
    ],
)  # fmt: skip
def test_what_is_wrong_where(more: str, paths: list[str]) -> None:
    assert wrong_paths(more) == paths


def test_wordings_are_checked_against_the_messages_there_are() -> None:
    check = checked_by(Library.load())
    text = SMALLEST + '[texts]\nstopped = "{{ brand.secret }}"\ncampaign = "{{ later }}"\nhelp = "Write to us."\n'
    text += 'digest = "{{ half"\nbirthday = "{% include 1 %}"\n'
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(text, {}, check)
    assert [(mistake.line, mistake.path) for mistake in caught.value.mistakes] == [
        (8, "texts.stopped"),
        (11, "texts.digest"),
        (12, "texts.birthday"),
    ]


def test_what_only_a_later_version_says_is_named_as_not_used() -> None:
    more = WHATSAPP + 'templates = { stopped = "HX1", reward = "HX2" }\n'
    more += '[texts]\nhelp = "Write to us."\ncampaign = "New in {{ brand }}"\n'
    assert read(more).later == ("texts.campaign", "channels.whatsapp.templates.reward")


def test_a_business_may_reword_what_this_version_says_and_what_a_later_one_will() -> None:
    said = {name for name in text_names() if name in Library.load().names()}
    assert {"cart_reminder", "help", "staff_alert"} < said
    assert set(text_names()) == said | LATER_TEXTS
    if SURFACE.exists():
        (told,) = (line for line in SURFACE.read_text(encoding="utf-8").splitlines() if "may override" in line)
        assert set(told.split("`")[1].split(", ")) <= set(text_names())


def test_lines_of_every_kind_of_key() -> None:
    lines = index_lines("""\
# nothing
a.b = 1

"q.x" = '#'
[t . "u"] # comment
x = [ # comment
  1, [2,
  3], # and ]
  { y = "}", z = 4 },
]
text = \"\"\"
[no.table]
n = 1 \\\"\"\" \"\"\"\"\"
after = 1979-05-27T07:32:00Z
[[r]]
k = '''
]'''
[r.s]
v = 1
[[r.w]]
v = 1
[[r]]
k = 2
""")
    assert {path: lines[path] for path in lines if isinstance(path[-1], str)} == {
        ("a",): 2, ("a", "b"): 2, ("q.x",): 4, ("t",): 5, ("t", "u"): 5, ("t", "u", "x"): 6,
        ("t", "u", "x", 2, "y"): 9, ("t", "u", "x", 2, "z"): 9, ("t", "u", "text"): 11, ("t", "u", "after"): 14,
        ("r",): 15, ("r", 0, "k"): 16, ("r", 0, "s"): 18, ("r", 0, "s", "v"): 19, ("r", 0, "w"): 20,
        ("r", 0, "w", 0, "v"): 21, ("r", 1, "k"): 23,
    }  # fmt: skip
    assert (lines["t", "u", "x", 1], lines["t", "u", "x", 1, 1], lines["r", 1]) == (7, 8, 22)
    assert line_of(lines, ("r", 1, "missing", "deeper")) == 22


KEYS = st.one_of(st.from_regex(r"\A[A-Za-z0-9_-]{1,5}\Z"), st.text("ab.\"\\ #=[]\t'é", max_size=5))
VALUES = st.recursive(
    st.just("leaf"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYS, inner, max_size=3),
        st.lists(st.dictionaries(KEYS, inner, max_size=3), min_size=1, max_size=3),
    ),
    max_leaves=12,
)


@given(document=st.dictionaries(KEYS, VALUES, max_size=4), styles=st.randoms(use_true_random=False))
def test_every_value_is_found_on_its_line(document: dict[str, Any], styles: Any) -> None:
    text = "".join(_written(document, [], styles, iter(range(10_000))))
    lines, rows = index_lines(text), text.split("\n")
    for path, value in _leaves(tomllib.loads(text)):
        assert value in rows[lines[path] - 1], (path, text)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if isinstance(inner, str):
            yield (*path, key), inner.split("\n")[0]
        yield from _leaves(inner, (*path, key))


def _written(table: dict[str, Any], path: list[str], styles: Any, count: Iterator[int]) -> Iterator[str]:
    """TOML in changing styles; every text in it is another one."""
    tables: list[tuple[str, Any]] = []
    for key, value in table.items():
        rows = isinstance(value, list) and value and all(isinstance(row, dict) for row in value)
        if (isinstance(value, dict) or rows) and styles.random() < 0.6:
            tables.append((key, value))
        else:
            yield f"{_quoted(key)} = {_inline(value, styles, count, inside=False)} # ]}}\n"
    for key, value in tables:
        inner = [*path, _quoted(key)]
        opening = "[{}]\n" if isinstance(value, dict) else "[[{}]]\n"
        for row in [value] if isinstance(value, dict) else value:
            yield styles.choice(["", "\n", "# [x]\n"]) + opening.format(" . ".join(inner))
            yield from _written(row, inner, styles, count)


def _inline(value: Any, styles: Any, count: Iterator[int], *, inside: bool) -> str:
    """``inside`` an inline table no line may end."""
    if isinstance(value, dict):
        pairs = (f"{_quoted(key)}={_inline(part, styles, count, inside=True)}" for key, part in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        between = ", " if inside else styles.choice([", ", " ,\n", ", # ]\n\t"])
        return "[" + between.join(_inline(part, styles, count, inside=inside) for part in value) + "]"
    mark = f"leaf{next(count)}."
    quotes = ['"{}]"', "'{}}}#'"] if inside else ['"{}]"', "'{}#'", '"""{}\n\\"[x]\n"""', "'''{}\n]'''"]
    return str(styles.choice(quotes)).format(mark)


def _quoted(key: str) -> str:
    escaped = key.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    return key if key and key.isascii() and key.replace("-", "").replace("_", "").isalnum() else f'"{escaped}"'
