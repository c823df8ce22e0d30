"""Versions of documents, by ETag: for conditional reads, and for changes to the version that was read.

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
"""Headers with any number of versions."""
_DIGITS = 32
_TAG = r'(?:W/)?"[!#-~\x80-\xff]*"'
_TAGS = re.compile(rf"[\s,]*{_TAG}\s*(?:,[\s,]*{_TAG}\s*)*(?:,[\s,]*)?")


def compute_version(shown: Mapping[str, Any]) -> str:
    """Compute the ETag of a document, which changes with any part of it."""
    written = json.dumps(shown, sort_keys=True, ensure_ascii=False, default=str)
    return f'"{sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]}"'


def show_version(call: ApiCall, shown: Mapping[str, Any], version: str | None = None) -> ApiReply:
    """Return a document with its ETag; 304 with no content if the caller has this version."""
    tag = version or compute_version(shown)
    known = call.headers.get("If-None-Match")
    if known is not None and (known.strip() == "*" or tag in {one.removeprefix("W/") for one in _tags(known)}):
        return ApiReply(304, headers={"ETag": tag})
    return ApiReply(200, shown, {"ETag": tag})


def must_match(call: ApiCall, version: str) -> None:
    """Check that the caller read this version; a request with no version passes. Raises ApiRefused.

    A weak ETag never matches: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
    """
    wanted = call.headers.get("If-Match")
    if wanted is None or wanted.strip() == "*" or version in _tags(wanted):
        return
    raise ApiRefused(
        Code.OUTDATED, f"it was changed meanwhile and is now at version {version}; read it again", "If-Match"
    )


def _tags(header: str) -> list[str]:
    return re.findall(_TAG, header) if _TAGS.fullmatch(header) else []
