"""Versions of what is shown, by ETag: asked for again only when it changed, and changed only as it was read.

https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 and section 13.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply

LISTS = ("If-Match", "If-None-Match")
"""Headers that name any number of versions."""
_DIGITS = 32
_TAG = r'(?:W/)?"[!#-~\x80-\xff]*"'
_TAGS = re.compile(rf"[\s,]*{_TAG}\s*(?:,[\s,]*{_TAG}\s*)*(?:,[\s,]*)?")


def version_of(shown: Mapping[str, Any]) -> str:
    """The ETag of a document: another one whenever anything in it is another."""
    written = json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str)
    return f'"{sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]}"'


def show_version(call: ApiCall, shown: Mapping[str, Any], version: str | None = None) -> ApiReply:
    """A document with its ETag; 304 without it for whoever has that version already."""
    tag = version or version_of(shown)
    known = call.headers.get("If-None-Match")
    if known is not None and (known.strip() == "*" or tag in {one.removeprefix("W/") for one in _tags(known)}):
        return ApiReply(304, headers={"ETag": tag})
    return ApiReply(200, shown, {"ETag": tag})


def must_match(call: ApiCall, version: str) -> None:
    """Raises ApiRefused where the caller read another version than this one; who names none is not asked.

    A weak tag matches nothing: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
    """
    wanted = call.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*" or version in _tags(wanted):
        return
    raise ApiRefused(
        Code.OUTDATED, f"it was changed meanwhile: it is at version {version} now; read it again", "If-Match"
    )


def _tags(header: str) -> list[str]:
    return re.findall(_TAG, header) if _TAGS.fullmatch(header) else []
