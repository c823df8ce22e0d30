"""The core conversation of every business: people, consents, carts and orders of the store, receipts.

It is the first conversation in the tuple, so it stores events as rows before others handle them.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from flows import engine, events, model_proposals
from flows import sending_pause as pause
from flows.call_kinds import COMMAND_PROPOSAL, DISCOUNT, PROPOSAL
from flows.consent import staff_answer, stop_question
from flows.consent.staff_answer import StaffAnswered
from flows.model_proposals import Proposed
from handlers.api.routes import ROUTES
from handlers.calls import discount_call, message_edit_call, own_code_call, price_call
from handlers.calls import proposal_call as asked_proposals
from handlers.calls.call_names import EDIT_MESSAGE, MENU, OWN_CODE, PRICE
from handlers.consent import preference_buttons, stop_confirmation, stop_doubts
from handlers.consent.stop_labels import label_stop
from handlers.conversation import Conversation, Door, Endpoints, EventShapes, Flow, Rank, Reader, hear_by_event
from handlers.conversation import conversation_facets as facets
from handlers.core import nightly_retention, opt_out_deeds, pause_deeds
from handlers.customer_talk.store_order_status import ORDER_TOLD
from handlers.delivery import delivery_receipts, open_counting
from handlers.engine import nightly_ranks
from handlers.intake import customer_messages, router, shown_proposals, store_events
from handlers.own_codes import own_code_undo as undoing_codes
from handlers.people import complaints, customer_news, marketing_end
from handlers.privacy import data_requests, privacy_requests
from handlers.replies.customer_acts import ActKind
from handlers.staff_chat import (
    command_confirmation,
    command_menus,
    command_proposal,
    command_suggestions,
    optouts_command,
    pause_commands,
    personal_data_commands,
    record_commands,
    send_command,
    staff_answers,
    staff_chat,
    staff_help,
    suppressions_command,
    undo_command,
    waiting_customer_reply,
)
from handlers.staff_notices import handover
from handlers.staff_notices.staff_greeting import Today, merge_parts
from storage.erasure import common_tables

if TYPE_CHECKING:
    from handlers.engine.turn import Turn


async def _report_today(turn: Turn) -> Today:
    """Say that sending is paused, and how many requests for data are open."""
    return merge_parts([await staff_help.report_pause(turn), await data_requests.report_open(turn)])


def _load_told() -> EventShapes:
    from handlers.api.store_event_data import TOLD

    return TOLD


def _endpoints(shapes: EventShapes) -> Endpoints:
    from handlers.api.consent_endpoints import list_consents
    from handlers.api.event_endpoints import build_event_endpoint
    from handlers.api.event_envelope import make_envelope_model
    from handlers.api.invite_endpoints import make_invite
    from handlers.api.message_endpoints import list_messages, show_message
    from handlers.api.suppression_endpoints import list_suppressions

    events = build_event_endpoint(make_envelope_model(shapes))
    return (events, make_invite, list_messages, show_message, list_consents, list_suppressions)


CORE = Conversation(
    name="core",
    flows=(
        Flow(
            stop_question.NAME, stop_question.Doubted, stop_question.decide, stop_doubts.load_facts,
            write=stop_doubts.write,
            waits={"answer": "our question to {who} whether to stop counts as a yes"},
            does=(stop_question.Silent,),
        ),
        Flow(
            pause.NAME, pause.Ends, pause.decide, pause_deeds.load_facts, write=pause_deeds.write,
            waits={"end": "what {who} paused is sent again"}, does=(pause.SendAgain,), mute=True,
        ),
    ),
    hears={
        events.MessageReceived: router.route_message,
        events.ReceiptArrived: hear_by_event(delivery_receipts.take_receipt),
        events.AddressChanged: hear_by_event(delivery_receipts.record_address_change),
        events.ComplaintArrived: complaints.take_complaint,
        Proposed: shown_proposals.show_proposal,
        StaffAnswered: stop_doubts.resume_after_staff,
        events.LinkVisited: hear_by_event(store_events.keep_visit),
        events.MessageOpened: hear_by_event(open_counting.count_open),
        **dict.fromkeys((*engine.EVENTS, events.OrderProgressed), router.pass_on),
        **dict.fromkeys((events.PersonRedacted, events.DataRequested, events.StoreRedacted, events.StoreUninstalled),
        privacy_requests.take_request),
        events.StoreTested: store_events.ignore_test,
        events.CustomerConsented: customer_news.learn_consent,
        events.MarketingEnded: marketing_end.note_end,
        events.CustomerUpdated: customer_news.learn_customer,
        events.CartUpdated: store_events.store_cart,
        events.OrderCreated: store_events.store_order,
        events.OrderPaid: store_events.store_payment,
        events.OrderCancelled: store_events.store_cancellation,
        events.OrderRefunded: store_events.store_refund,
        events.OrderShipped: store_events.store_move,
        events.OrderDelivered: store_events.store_move,
    },
    talk=facets.CustomerTalk(
        doors=(
            Reader(Door.ANYBODY, shown_proposals.take_choice, shown_proposals.PROPOSED),
            Reader(Door.ASKED, staff_chat.pass_reply, handover.ANSWER),
            Reader(Door.ASKED, staff_answers.take_customer_words, waiting_customer_reply.TO_WHOM),
            Reader(Door.ASKED, staff_answers.take_completion, command_confirmation.REST_OF_COMMAND),
            Reader(Door.ASKED, staff_answers.take_confirmation, command_confirmation.CONFIRM),
            Reader(Door.ASKED, staff_answers.take_suggestion, command_suggestions.SUGGESTED),
            Reader(Door.COMMAND, staff_chat.obey_member),
            *customer_messages.DOORS,
        ),
        readers=(
            *(
                Reader(Rank.STOP, stop_confirmation.take_stop, expects, acts={ActKind.STOP})
                for expects in (stop_doubts.STOP_OFFER, ORDER_TOLD, "")
            ),
            Reader(Rank.STANDING, stop_doubts.take_decision, stop_doubts.STOP_QUESTION, teaches=label_stop),
            Reader(Rank.STANDING, stop_doubts.is_pressed, acts={ActKind.CHOICE, ActKind.KEYWORD}),
            Reader(Rank.STANDING, preference_buttons.take_press, acts=preference_buttons.ACTS),
            Reader(Rank.STANDING, stop_doubts.is_said_again, acts={ActKind.DOUBT}),
            Reader(Rank.STANDING, stop_doubts.is_said_in_two, acts={ActKind.DOUBT}),
            *customer_messages.READERS,
        ),
        menu=("help", "stop"),
    ),
    staff=facets.StaffTalk(
        commands=(
            personal_data_commands.WHY, send_command.SEND, pause_commands.PAUSE, pause_commands.RESUME,
            undo_command.UNDO, personal_data_commands.CONSENT,
            personal_data_commands.OPTOUT, optouts_command.OPTOUTS, suppressions_command.SUPPRESSIONS,
            record_commands.KNOWN,
            personal_data_commands.ERASE, staff_help.HELP,
        ),
        undoes=(pause_deeds.UNDOES, opt_out_deeds.UNDOES, undoing_codes.UNDOES),
        today=_report_today,
    ),
    api=facets.ApiSurface(routes=ROUTES, endpoints=_endpoints, told=_load_told),
    work=facets.BackgroundWork(
        calls={
            DISCOUNT: discount_call.KIND, PRICE: price_call.KIND, EDIT_MESSAGE: message_edit_call.KIND,
            PROPOSAL: asked_proposals.KIND,
            MENU: command_menus.KIND, OWN_CODE: own_code_call.KIND, COMMAND_PROPOSAL: command_proposal.KIND,
        },
        daily_jobs=(
            facets.DailyJob(data_requests.JOB, data_requests.MORNING, data_requests.remind),
            facets.DailyJob(MENU, time(0), command_menus.ensure_all),
            facets.DailyJob(nightly_ranks.JOB, nightly_ranks.NIGHT, nightly_ranks.work_out),
            facets.DailyJob(delivery_receipts.JOB, delivery_receipts.NIGHT, delivery_receipts.sweep),
            facets.DailyJob(nightly_retention.JOB, nightly_retention.NIGHT, nightly_retention.delete_old_data),
        ),
    ),
    data=facets.OwnData(
        events=(*events.EVENTS, *engine.EVENTS, *model_proposals.EVENTS, *staff_answer.EVENTS),
        tables=common_tables.PERSONAL,
        retires=nightly_retention.delete_old_records,
    ),
)  # fmt: skip
