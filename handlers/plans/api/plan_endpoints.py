"""The endpoints of plans, loaded on demand: their models take longer to load than to use."""

from handlers.plans.api.plan_crud import change_plan, delete_plan, list_plans, make_plan, show_one_plan
from handlers.plans.api.plan_entry_endpoint import enter_plan
from handlers.plans.api.plan_switch_endpoints import start_plan, stop_plan

ENDPOINTS = (list_plans, make_plan, show_one_plan, change_plan, delete_plan, start_plan, stop_plan, enter_plan)
