"""The endpoints of every business, loaded on demand: their models take longer to load than to use."""

from handlers.api.consent_endpoints import list_consents
from handlers.api.event_endpoints import telling
from handlers.api.event_envelope import envelope
from handlers.api.invite_endpoints import make_invite
from handlers.api.message_endpoints import list_messages, show_message
from handlers.conversation import Endpoints, EventShapes


def endpoints(shapes: EventShapes) -> Endpoints:
    """Return all endpoints."""
    return (telling(envelope(shapes)), make_invite, list_messages, show_message, list_consents)
