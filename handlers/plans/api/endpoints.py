"""What answers where plans are reached, loaded when asked: shapes take longer to load than to use."""

from collections.abc import Sequence
from typing import Any

from handlers.api.endpoint import Endpoint
from handlers.conversation import Conversations
from handlers.plans.api.moves import start_plan, stop_plan
from handlers.plans.api.people import enter_plan
from handlers.plans.api.plans import change_plan, delete_plan, list_plans, make_plan, show_one_plan


def endpoints(_conversations: Conversations) -> Sequence[Endpoint[Any]]:
    """All of them."""
    return list_plans, make_plan, show_one_plan, change_plan, delete_plan, start_plan, stop_plan, enter_plan
