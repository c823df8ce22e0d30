"""The parts of a mail (MIME, RFC 2045 and 2046), each with its headers, as bytes with CRLF line ends.

Texts are written here, as the library takes a millisecond for each; files by the library.
"""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from email.message import MIMEPart
from email.policy import SMTP

from flows.message_files import Attachment


def write_text(subtype: str, text: str) -> bytes:
    """Return a text part in UTF-8, as quoted-printable: no line has more than 76 characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    return head.encode() + binascii.b2a_qp(lines.encode())


def write_file(file: Attachment, content_id: str = "") -> bytes:
    """Return a file part: to be saved, or shown in the page that names its ``content_id`` (RFC 2392)."""
    part = MIMEPart(policy=SMTP)
    kind, subtype = file.media_type.split("/")
    way = "inline" if content_id else "attachment"
    cid = f"<{content_id}>" if content_id else None
    part.set_content(file.body, kind, subtype, disposition=way, filename=file.name, cid=cid)
    return part.as_bytes()


def join_parts(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Return a multipart. No part has its boundary, as neither of the encodings writes ``=_`` (RFC 2045, 6.7)."""
    line = f"=_{kind}_{boundary}"
    begin = f"\r\n--{line}\r\n".encode()
    of = ' type="text/html";' if kind == "related" else ""  # RFC 2387 wants the type of the first part
    head = f'Content-Type: multipart/{kind};{of} boundary="{line}"\r\n'.encode()
    return head + b"".join(begin + part for part in parts) + f"\r\n--{line}--\r\n".encode()
