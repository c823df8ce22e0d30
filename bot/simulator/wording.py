"""What the samples' customers write, each in the language that their shop's system tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

YES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("YES", "Yes please", "y", "sure"),
        "es": ("SI", "si por favor"),
        "hi": ("YES", "हाँ"),
        "hi-Latn": ("haan", "YES"),
    }
)
STOP: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("STOP", "stop texting me", "please take me off your list"),
        "es": ("STOP", "ya no quiero mensajes", "por favor quítenme de la lista"),
        "hi": ("STOP", "मैसेज बंद करो", "मुझे मैसेज मत भेजो"),
        "hi-Latn": ("STOP", "message band karo", "mujhe message mat bhejo"),
    }
)
LATER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": ("tomorrow", "later, in the evening"),
        "es": ("mañana", "más tarde, por la noche"),
        "hi": ("कल", "बाद में, शाम को"),
        "hi-Latn": ("kal", "baad mein, shaam ko"),
    }
)
WHERE: Mapping[str, str] = MappingProxyType(
    {
        "en": "where is my order?",
        "es": "¿dónde está mi pedido?",
        "hi": "मेरा ऑर्डर कहाँ है?",
        "hi-Latn": "mera order kahan hai?",
    }
)
