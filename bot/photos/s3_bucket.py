"""Photos in an S3-compatible bucket (Amazon, MinIO, Cloudflare R2, Backblaze …), under path-style addresses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.channels.provider_http import ConnectionCut, ProviderReply, TooLarge, Wire
from bot.photos.aws_signature import AccessKey, sign_request
from bot.photos.photo_home import MediaUnavailable, check_name

__all__ = ["AccessKey", "Bucket"]

_MOST = 8 * 2**20  # bytes of a photo of ours, many times over
_TYPE = "image/jpeg"
_TOLD = 40  # characters of a provider's error code


class Bucket:
    """One bucket with one key. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html"""

    def __init__(self, origin: str, bucket: str, prefix: str, key: AccessKey, elapsed: Callable[[], datetime]) -> None:
        self.origin = origin.rstrip("/")
        self._base = "/".join(part for part in (self.origin, bucket, prefix.strip("/")) if part)
        self._key = key
        self._elapsed = elapsed
        self._wire = Wire()

    async def put(self, name: str, body: bytes) -> None:
        """Store an object (PutObject)."""
        _demand(await self._call("PUT", name, body), 200)

    async def get(self, name: str) -> bytes | None:
        """Return an object (GetObject)."""
        url = f"{self._base}/{check_name(name)}"
        try:
            reply = await self._wire.download(url, _MOST, sign_request(self._key, "GET", url, b"", self._elapsed()))
        except (ConnectionCut, TooLarge) as error:
            raise MediaUnavailable(f"the bucket of photos: {str(error) or 'what it holds is too large'}") from None
        if reply.status == 404:
            return None
        _demand(reply, 200)
        return reply.body

    async def remove(self, name: str) -> None:
        """Delete an object (DeleteObject); a missing one is no error."""
        _demand(await self._call("DELETE", name, b""), 200, 204, 404)

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.close()

    async def _call(self, method: str, name: str, body: bytes) -> ProviderReply:
        url = f"{self._base}/{check_name(name)}"
        headers = {"content-type": _TYPE} if body else {}
        asked = sign_request(self._key, method, url, body, self._elapsed(), headers)
        try:
            return await self._wire.call(method, url, data=body or None, headers=asked)
        except ConnectionCut as cut:
            raise MediaUnavailable(f"the bucket of photos: {cut}") from None


def _demand(reply: ProviderReply, *statuses: int) -> None:
    if reply.status not in statuses:
        raise MediaUnavailable(f"the bucket of photos answers HTTP {reply.status}{_code(reply.body)}")


def _code(body: bytes) -> str:
    """Return the error's code, such as that of a wrong key or a wrong bucket. The rest of the body may contain personal
    data."""
    _, found, rest = body[:2000].decode("utf-8", "replace").partition("<Code>")
    code = rest.partition("</Code>")[0]
    return f", {code}" if found and code.isalnum() and len(code) <= _TOLD else ""
