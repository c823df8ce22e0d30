"""What the peers send along with every form: the credentials of the stand-in's account."""

from __future__ import annotations

from base64 import b64encode

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "12345678901234567890123456789012"
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Authorization": "Basic " + b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode(),
}
