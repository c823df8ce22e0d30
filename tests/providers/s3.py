"""An S3 on loopback that keeps objects by path-style addresses and takes no request whose signature is not right.

https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web

from tests.providers import Server

KEY, SECRET, REGION, BUCKET = (
    "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "eu-central-1",
    "tiger",
)
_SIGNED = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]+)/s3/aws4_request,\s*"
    r"SignedHeaders=(?P<names>[a-z0-9;-]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)
_SKEW = timedelta(minutes=15)


@dataclass(slots=True)
class S3Stand(Server):
    """``objects`` is what is kept, by bucket and key."""

    key: str = KEY
    secret: str = SECRET
    region: str = REGION
    objects: dict[str, bytes] = field(default_factory=dict)

    def route(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/{name:.+}", self._object)

    async def _object(self, request: web.Request) -> web.Response:
        body, name, fault = await request.read(), request.match_info["name"], self._next()
        if fault.status or fault.cut:
            return await self._answer(request, fault, _no(fault.status or 500, fault.said or "InternalError"))
        wrong = self._wrong(request, body)
        if wrong is not None:
            return _no(403, wrong)
        if not name.startswith(f"{BUCKET}/"):
            return _no(404, "NoSuchBucket")
        match request.method:
            case "PUT":
                self.objects[name] = body
                return web.Response(status=200)
            case "GET" if name in self.objects:
                return web.Response(body=self.objects[name], content_type="binary/octet-stream")
            case "DELETE":
                self.objects.pop(name, None)
                return web.Response(status=204)
        return _no(404, "NoSuchKey")

    def _wrong(self, request: web.Request, body: bytes) -> str | None:
        heads = {name.lower(): value for name, value in request.headers.items()}
        said = _SIGNED.fullmatch(heads.get("authorization", ""))
        if said is None or said["key"] != self.key:
            return "InvalidAccessKeyId"
        at = datetime.strptime(heads.get("x-amz-date", ""), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if abs(self.clock() - at) > _SKEW:
            return "RequestTimeTooSkewed"
        if hashlib.sha256(body).hexdigest() != heads.get("x-amz-content-sha256"):
            return "XAmzContentSHA256Mismatch"
        if said["region"] != self.region or not {"host", "x-amz-date"} <= set(said["names"].split(";")):
            return "AuthorizationHeaderMalformed"
        expected = signature(request.method, request.raw_path, heads, said["names"], self.secret, self.region)
        return None if hmac.compare_digest(expected, said["signature"]) else "SignatureDoesNotMatch"


def signature(method: str, path: str, heads: Mapping[str, str], names: str, secret: str, region: str) -> str:
    """What the documentation says that the signature of these headers is."""
    stamp = heads["x-amz-date"]
    canonical = f"{method}\n{path}\n\n"
    for name in names.split(";"):
        canonical += f"{name}:{heads[name].strip()}\n"
    canonical += f"\n{names}\n{heads['x-amz-content-sha256']}"
    scope = f"{stamp[:8]}/{region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    dated = hmac.new(f"AWS4{secret}".encode(), stamp[:8].encode(), hashlib.sha256).digest()
    regional = hmac.new(dated, region.encode(), hashlib.sha256).digest()
    served = hmac.new(regional, b"s3", hashlib.sha256).digest()
    key = hmac.new(served, b"aws4_request", hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _no(status: int, code: str) -> web.Response:
    said = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>for {KEY}</Message></Error>"
    return web.Response(status=status, text=said, content_type="application/xml")
