"""The text of a mail that arrives: its plain part, or its page as text, split into what is new and what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from html.parser import HTMLParser
from textwrap import wrap

from mailparser_reply import EmailMessage
from mailparser_reply.constants import MAIL_LANGUAGES

from bot.channels.email.mail_headers import list_parts
from bot.channels.inbound_request import clean

LONGEST_TEXT = 20_000
"""Characters of a mail that are read: more than a person writes, and few enough for the library's patterns."""
_LONGEST_PAGE = 100_000  # characters of HTML: programs put long style sheets in front of the text
_LONGEST_LINE = 200  # characters: the library's patterns take the square of it

_LANGUAGES = ("en", "es")  # of our texts, those that the library knows
_SIGNED = "|".join(MAIL_LANGUAGES[one]["sent_from"] for one in _LANGUAGES)
_SIGNATURE = re.compile(rf"^(?:--\s*$|(?:{_SIGNED})\b)", re.MULTILINE)  # RFC 3676, 4.3, and of a phone's program
_HEAD = re.compile(r"(?:^[^\n>]*<\n)?^[^\n>][^\n]*:\n+(?=>)", re.MULTILINE)  # "… wrote:" in any language, above a quote
_GAPS = re.compile(r"\n{3,}")

_SKIPPED = frozenset({"script", "style", "head", "title", "template"})
_LINES = frozenset({"br", "div", "p", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote", "hr"})


def find_text(mail: Message) -> str:
    """Return the plain text of a mail, else its page as text; "" if it has neither. No charset raises."""
    parts = [part for part in _list_shown(mail) if part.get_content_disposition() != "attachment"]
    plain = [_decode(part) for part in parts if part.get_content_type() == "text/plain"]
    if any(one.strip() for one in plain):
        return "\n".join(plain)[:LONGEST_TEXT]
    return read_page("\n".join(_decode(part) for part in parts if part.get_content_type() == "text/html"))


def split_reply(text: str) -> tuple[str, str]:
    """Return what a person wrote, and what their program put below or between: quoted mails and a signature.

    A text that holds nothing else is returned as new, so that nothing is lost.
    """
    lines = (one for line in text[:LONGEST_TEXT].splitlines() for one in wrap(clean(line), _LONGEST_LINE) or [""])
    mail = EmailMessage("\n".join(lines), list(_LANGUAGES))
    head = mail.HEADER_REGEX.search(mail.text)
    written, below = _part(mail.text, head.start() if head else len(mail.text))
    quoted, written = "".join(found[0] for found in _HEAD.finditer(written)), _HEAD.sub("", written)
    quoted += "\n".join(line for line in written.split("\n") if line.startswith(">"))
    written = "\n".join(line for line in written.split("\n") if not line.startswith(">"))
    signature = _SIGNATURE.search(written)
    written, signed = _part(written, signature.start() if signature else len(written))
    new = _GAPS.sub("\n\n", written).strip()
    rest = "\n".join(one.strip() for one in (signed, quoted, below) if one.strip())
    return (new, rest) if new else (rest, "")


def read_page(page: str) -> str:
    """Return a page as text: a line for each block, and ``>`` before what is quoted."""
    reader = _PageReader()
    known = page[:_LONGEST_PAGE].replace("<![", "<! [")  # the library raises at a marked section that it does not know
    reader.feed(f"{known}<br>")  # a tag ends the last text, as close() does, which is slow for some pages
    return reader.text[:LONGEST_TEXT]


class _PageReader(HTMLParser):
    """Collects the text of a page; ``convert_charrefs`` of the parser decodes what is escaped."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[list[str]] = [[]]
        self._skipped = 0
        self._quoted = 0

    @property
    def text(self) -> str:
        return "\n".join(" ".join("".join(line).split()) for line in self._lines)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "blockquote":
            self._quoted += 1
        self._skipped = 0 if tag == "body" else self._skipped + (tag in _SKIPPED)
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            line = self._lines[-1]
            if self._quoted and not line and data.strip():
                line.append("> ")
            line.append(data)

    def _break(self, tag: str) -> None:
        if tag in _LINES and (self._lines[-1] or tag in {"br", "p"}):
            self._lines.append([])


def _list_shown(part: Message) -> Iterator[Message]:
    """Yield the parts of a mail, but none of another mail inside it."""
    if part.get_content_maintype() == "multipart":
        for one in list_parts(part):
            yield from _list_shown(one)
    elif part.get_content_maintype() != "message":
        yield part


def _decode(part: Message) -> str:
    """Return the text of a part; a charset that is wrong or unknown costs the letters, not the mail."""
    body = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        if charset == "punycode":  # Python would decode it, and takes the square of its length
            continue
        try:
            return body.decode(charset)
        except (LookupError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def _part(text: str, at: int) -> tuple[str, str]:
    return text[:at], text[at:]
