"""The HTML of a mail: one column, which each program draws in its own light or dark colours.

No colour is set, but ``color-scheme`` names both: a program that turns a light mail dark by itself has nothing to
turn. Styles are in the elements, as many programs drop a style sheet (https://www.caniemail.com/features/html-style/).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from flows.delivery import Key

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?()']")
_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_BUTTON = (
    "display:inline-block;padding:12px 20px;border:1px solid currentColor;border-radius:6px;"
    "text-decoration:none;font-weight:600"
)
_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{subject}</title>
</head>
<body style="margin:0;padding:0;color-scheme:light dark">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
<tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px">
<tr><td style="{font};font-size:16px;line-height:1.5;text-align:start">
{content}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""


def write_html(subject: str, language: str, text: str, keys: Sequence[Key], footer: str, end: Key | None) -> str:
    """Return the page of a mail: its text, a button for each key with an address, and the footer in small print.

    Everything is escaped; only web addresses in the text become links.
    """
    content = [f'<p style="margin:0 0 16px">{_write_lines(part)}</p>' for part in re.split(r"\n\s*\n", text.strip())]
    content += [
        f'<p style="margin:0 0 16px"><a href="{escape(key.url)}" style="{_BUTTON}">{escape(key.text)}</a></p>'
        for key in keys
        if key.url
    ]
    small = [_write_lines(footer)] if footer else []
    if end is not None and end.url:
        small.append(f'<a href="{escape(end.url)}">{escape(end.text)}</a>')
    if small:
        content.append(f'<p style="margin:32px 0 0;font-size:13px;line-height:1.4">{"<br>".join(small)}</p>')
    return _PAGE.format(language=escape(language), subject=escape(subject), font=_FONT, content="\n".join(content))


def write_plain(text: str, keys: Sequence[Key], footer: str, end: Key | None) -> str:
    """Return the same as plain text, with each address on a line of its own."""
    links = [f"{key.text}: {key.url}" for key in keys if key.url]
    below = [line for line in (footer, f"{end.text}: {end.url}" if end and end.url else "") if line]
    parts = [text.strip(), *links]
    if below:
        parts.append("\n".join(["-- ", *below]))  # the separator of a signature: RFC 3676, 4.3
    return "\n\n".join(parts) + "\n"


def _write_lines(text: str) -> str:
    """Return a part of a text as HTML: escaped, with line breaks and links."""
    shown, at = [], 0
    for found in _URL.finditer(text):
        shown += [escape(text[at : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        at = found.end()
    return "".join([*shown, escape(text[at:])]).replace("\n", "<br>\n")
