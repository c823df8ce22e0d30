"""The secret that signs a sponsor's postbacks, in the form of Standard Webhooks (https://www.standardwebhooks.com).

It derives from the root key of the installation, so it is stored nowhere; a renewed secret has the next number.
"""

from __future__ import annotations

import base64

from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn


def derive_secret(turn: Turn, sponsor: Sponsor) -> str:
    """Return the present secret of a sponsor: ``whsec_`` and 32 bytes in base64."""
    parts = ("postback", turn.business.id, sponsor.id, str(sponsor.secret_number))
    halves = (turn.tools.seeds.seal(*parts, half) for half in ("first", "second"))
    return f"whsec_{base64.b64encode(b''.join(halves)).decode()}"
