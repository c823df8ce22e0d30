"""The template of every mail's HTML: templates/mail/mail.html with the styles of mail.css in its elements.

Many programs drop a style sheet (https://www.caniemail.com/features/html-style/). The styles are written into the
template once in a process, and not into each mail: for that, its statements are comments of HTML.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import css_inline
from jinja2 import Environment, StrictUndefined, Template

_FOLDER = Path(__file__).parent / "mail"


@cache
def load_mail_page() -> Template:
    """Return the template. Its values: ``language``, ``subject``, ``picture`` (an address or ""), ``parts``, ``keys``,
    ``footer``, ``end`` and ``pixel`` (an address or ""); all but Markup is escaped."""
    page, css = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("mail.html", "mail.css"))
    inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
    written = inliner.inline(page.replace("{{ css }}", css))
    reads = Environment(
        block_start_string="<!--{%",
        block_end_string="%}-->",
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return reads.from_string(written)
