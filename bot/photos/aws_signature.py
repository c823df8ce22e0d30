"""AWS Signature Version 4, which S3 and compatible services require.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote, urlsplit

_SCHEME = "AWS4-HMAC-SHA256"
_SERVICE = "s3"


@dataclass(frozen=True, slots=True)
class AccessKey:
    """An access key with its secret, in a region."""

    name: str
    secret: str = field(repr=False)
    region: str


def sign_request(
    key: AccessKey, method: str, url: str, body: bytes, at: datetime, headers: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the headers of a request, including the signature over all of them. ``at`` is real time, at most 15
    minutes off.

    ``url`` has no query; its path is signed as it is.
    """
    parts = urlsplit(url)
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    hashed = sha256(body).hexdigest()
    sent = {**(headers or {}), "x-amz-content-sha256": hashed, "x-amz-date": stamp}
    lines = {name.lower(): " ".join(value.split()) for name, value in {**sent, "host": parts.netloc}.items()}
    names = ";".join(sorted(lines))
    heads = "".join(f"{name}:{lines[name]}\n" for name in sorted(lines))
    canonical = "\n".join([method, quote(parts.path, safe="/~%"), "", heads, names, hashed])
    scope = f"{stamp[:8]}/{key.region}/{_SERVICE}/aws4_request"
    to_sign = "\n".join([_SCHEME, stamp, scope, sha256(canonical.encode()).hexdigest()])
    signature = hmac.digest(_derive_key(key, scope), to_sign.encode(), "sha256").hex()
    return {
        **sent,
        "Authorization": f"{_SCHEME} Credential={key.name}/{scope}, SignedHeaders={names}, Signature={signature}",
    }


def _derive_key(key: AccessKey, scope: str) -> bytes:
    """Return the key of one day, region and service."""
    made = f"AWS4{key.secret}".encode()
    for part in scope.split("/"):
        made = hmac.digest(made, part.encode(), "sha256")
    return made
