"""``[channels.email]``: what it makes of a mail server, and what it refuses."""

from __future__ import annotations

import pytest

from flows.business import InboundProvider, MailInbox, MailServer, MailTls
from handlers.business_file import read_business_file
from handlers.business_file.toml_table import WrongBusinessFile

HEAD = """
[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"
[channels.email]
"""
PEM = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"
ENVIRON = {"PASSWORD": "secret", "KEY": PEM.replace("\n", "\\n")}
WHOLE = """host = "smtp.example.com"
user = "tiger"
password = "env:PASSWORD"
from = "Tiger Tees <hello@tigertees.example>"
reply_to = "help@tigertees.example"
dkim_domain = "tigertees.example"
dkim_selector = "s1"
dkim_key = "env:KEY"
rate = 5
track_opens = false
"""


def test_a_whole_section() -> None:
    file = read_business_file(HEAD + WHOLE, ENVIRON)
    settings = file.business.channel("email")
    assert settings is not None
    assert (settings.provider, settings.address, settings.rate) == ("smtp", "hello@tigertees.example", 5)
    assert settings.mail == MailServer(
        "smtp.example.com",
        587,
        MailTls.STARTTLS,
        "tiger",
        "Tiger Tees",
        "help@tigertees.example",
        ("tigertees.example", "s1"),
        track_opens=False,
    )
    assert file.secrets == {"email.password": "secret", "email.dkim_key": PEM}


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_a_port_by_the_encryption(tls: str, port: int) -> None:
    text = f'{HEAD}host = "smtp.example.com"\ntls = "{tls}"\nfrom = "hello@tigertees.example"\n'
    settings = read_business_file(text, {}).business.channel("email")
    assert settings is not None
    assert settings.mail == MailServer("smtp.example.com", port, MailTls(tls))


@pytest.mark.parametrize(
    ("inbound", "inbox", "secret"),
    [
        (
            'imap_host = "imap.example.com", imap_user = "tiger", imap_password = "env:PASSWORD"',
            MailInbox(InboundProvider.IMAP, "imap.example.com", "tiger", 993),
            "email.imap_password",
        ),
        (
            'imap_host = "localhost:1143", imap_user = "tiger", imap_password = "env:PASSWORD"',
            MailInbox(InboundProvider.IMAP, "localhost", "tiger", 1143),
            "email.imap_password",
        ),
        ('provider = "sendgrid", secret = "env:PASSWORD"', MailInbox(InboundProvider.SENDGRID), "email.inbound_secret"),
        ('provider = "mailgun", secret = "env:PASSWORD"', MailInbox(InboundProvider.MAILGUN), "email.inbound_secret"),
    ],
)
def test_where_answers_come_in(inbound: str, inbox: MailInbox, secret: str) -> None:
    file = read_business_file(f"{HEAD}{WHOLE}inbound = {{ {inbound} }}\n", ENVIRON)
    settings = file.business.channel("email")
    assert settings is not None
    assert settings.mail is not None
    assert settings.mail.inbound == inbox
    assert file.secrets[secret] == "secret"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param('from = "Tiger Tees"', "must be a mail address", id="no address"),
        pytest.param('from = "a@b.example, c@d.example"', "must be a mail address", id="two addresses"),
        pytest.param('from = "Tiger\\r\\nBcc: x <a@b.example>"', "must be a mail address", id="a header injected"),
        pytest.param('tls = "none"', "would send the password unencrypted", id="an open password"),
        pytest.param('tls = "ssl"', "starttls", id="an unknown encryption"),
        pytest.param("port = 0", "port", id="no port"),
        pytest.param('dkim_key = "AAAA"', "must be an RSA private key in PEM", id="no key"),
        pytest.param('inbound = { provider = "postmark", secret = "s" }', "sendgrid", id="another provider"),
        pytest.param('inbound = { provider = "mailgun" }', "secret: is missing", id="no secret of posts"),
        pytest.param('inbound = { imap_host = "h.example", imap_user = "u" }', "imap_password: is missing", id="none"),
        pytest.param('inbound = { imap_user = "u", imap_password = "p" }', "imap_host: is missing", id="no host"),
        pytest.param(
            'inbound = { imap_host = "a b", imap_user = "u", imap_password = "p" }', "imap_host", id="no name"
        ),
        pytest.param('inbound = "imap.example.com"', "must be a table", id="a host alone"),
        pytest.param('track_opens = "yes"', "true or false", id="opens"),
    ],
)
def test_a_mistake_is_told(line: str, told: str) -> None:
    key = line.partition(" ")[0]
    kept = [one for one in WHOLE.splitlines() if not one.startswith(f"{key} ")]
    with pytest.raises(WrongBusinessFile, match=told):
        read_business_file("\n".join([HEAD, *kept, line]), ENVIRON)


def test_half_a_dkim_key_is_told() -> None:
    text = HEAD + WHOLE.replace('dkim_selector = "s1"\n', "")
    with pytest.raises(WrongBusinessFile, match="dkim_selector"):
        read_business_file(text, ENVIRON)
