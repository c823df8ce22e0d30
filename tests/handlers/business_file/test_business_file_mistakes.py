"""A wrong business file tells all its mistakes at once, each with its line and what to write instead."""

from __future__ import annotations

import pytest

from flows.channels import CHANNELS
from handlers.business_file import WrongBusinessFile, make_text_check, read_business_file
from handlers.business_file.business_wordings import list_wording_names
from templates.message_library import Library
from tests.cases import each
from tests.handlers.business_file.business_files import (
    ACCOUNT,
    SERVICE,
    SMALLEST,
    TWILIO,
    WHATSAPP,
    mistakes_of,
    wrong_paths,
)


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


@each(
    "sender", ["+15005550006x", "+15005550006x12", "+1 500 555 0006 ext. 2", "+1500555000612345", "5005550006", "MG1x!"]
)
@each("more", [TWILIO, TWILIO.replace("sms", "whatsapp")], ids=["sms", "whatsapp"])
def test_a_sender_that_is_no_number(more: str, sender: str) -> None:
    path = "channels.sms.from" if more is TWILIO else "channels.whatsapp.from"
    assert wrong_paths(f'{more}from = "{sender}"') == [path]


@each(
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
    assert message == 'does not name a variable: write env: and its name, like "env:TIGER_TOKEN"'


@pytest.mark.parametrize("tag", ["xx", "fr", "pt-BR", "xx-US", "e", "english"])
def test_a_language_that_nobody_wrote_texts_for_names_those_there_are(tag: str) -> None:
    ((line, path, message),) = mistakes_of(f'{SMALLEST}locale = "{tag}"')
    assert (line, path) == (7, "business.locale")
    if len(tag.partition("-")[0]) == 2:
        assert f"there are no texts in '{tag}'; available: en, es, hi, hi-Latn, each also with a region" in message


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
        (5, "business.timezone", "'America/Chicgo' is not a time zone; did you mean America/Chicago?"),
        (6, "business.currency", "must be a currency of ISO 4217, like \"USD\" or \"INR\", not 'dollars'"),
        (7, "business.local", "is unknown; did you mean locale?"),
        (9, "channels.sms.account_sid", 'is missing; for example: account_sid = "AC…", or "env:NAME"'),
        (11, "channels.sms.auth_token",
         "the environment has no NOT_SET: export it, or put it into .env, before this command"),
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
        (22, "recovery.channels[2]", f"'fax' is unknown; known are {', '.join(sorted(CHANNELS))}"),
        (25, "texts.cart_remindr", "is unknown; did you mean cart_reminder?"),
        (29, "staff[1].role", "'boss' is unknown; known are agent, manager, owner"),
        (30, "staff[1].address",
         "staff cannot use SMS, because its senders can be forged; use telegram:… or whatsapp:…"),
        (33, "staff[2].name", "'Asha' is already on the staff; with equal names each needs an address"),
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


def test_a_template_is_approved_in_a_language_that_texts_are_written_in() -> None:
    """Each mistake on its line: a language without texts, a SID that is none, what is neither a SID nor a table."""
    text = """[channels.whatsapp]
provider = "simulator"
[channels.whatsapp.templates]
help = { en = "HX1", fr = "HX2" }
stopped = { hi_latn = "HX1" }
cart_reminder = ["HX1"]
[channels.whatsapp.templates.quote]
en = "HX1"
es = "HX 2"
hi = { en = "HX1" }
"""
    path, sid = "channels.whatsapp.templates", "must be the SID of an approved template, HX and 32 of 0-9 and a-f: "
    sid += "Twilio console > Messaging > Content Template Builder"
    assert mistakes_of(SMALLEST + text) == [
        (10, f"{path}.help.fr", "is unknown; known are en, es, hi, hi-Latn"),
        (11, f"{path}.stopped.hi_latn", "is unknown; did you mean hi-Latn?"),
        (12, f"{path}.cart_reminder", sid),
        (15, f"{path}.quote.es", sid),
        (16, f"{path}.quote.hi", sid),
    ]


def test_what_may_be_written_is_told_once_each() -> None:
    (_, _, told), *_ = mistakes_of(SMALLEST + '[texts]\nxyzzy = "x"\nhelp = "x"\nstopped = "y"\n')
    names = told.removeprefix("is unknown; known are ").split(", ")
    assert names == list(list_wording_names())


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


@each(
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
        *(
            (f'[recovery]\nsteps = [{{ after = "30m", discount = {wrong} }}]', ["recovery.steps[1].discount"])
            for wrong in ('"0 USD"', '"5.555 USD"', '"5 XYZ"', '"5 EUR"', '"$5"', '"free"', '"-5 USD"')
        ),
        ('[recovery]\nsteps = [{ after = "30m", discount = { base = "5 USD", first_order = 10 } }]',
         ["recovery.steps[1].discount.base"]),
        ('[recovery]\nsteps = [{ after = "100d" }]', ["recovery.steps[1].after"]),
        ("[recovery]\nchannels = []", ["recovery.channels"]),
        ('[recovery]\nchannels = ["sms", "sms"]', ["recovery.channels"]),
        ("[recovery]\ndouble_opt_in = 1", ["recovery.double_opt_in"]),
        ("[recovery]\nholdout = nan", ["recovery.holdout"]),
        ("[policy]\nsms_step = 4", ["policy.sms_step"]),
        ("[policy]\nmarketing_caps = [{ count = 3 }]", ["policy.marketing_caps[1].per"]),
        ("[policy]\npartner_caps = [{ count = 3 }]", ["policy.partner_caps[1].per"]),
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
    check = make_text_check(Library.load())
    text = SMALLEST + '[texts]\nstopped = "{{ brand.secret }}"\nmilestone = "{{ later }}"\nhelp = "Write to us."\n'
    text += 'digest = "{{ half"\nbirthday = "{% include 1 %}"\n'
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(text, {}, check)
    assert [(mistake.line, mistake.path) for mistake in caught.value.mistakes] == [
        (8, "texts.stopped"),
        (10, "texts.help"),
        (11, "texts.digest"),
        (12, "texts.birthday"),
    ]
