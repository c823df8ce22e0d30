"""The conversation module of campaigns."""

from __future__ import annotations

from flows.campaigns import campaign_launch
from flows.campaigns import progress_watch as watched
from handlers.campaigns import campaign_period_figures, campaign_phrases, launch_action, launch_question
from handlers.campaigns.api.routes import ROUTES
from handlers.campaigns.campaign_undo import UNDOES
from handlers.campaigns.codes import code_steps
from handlers.campaigns.codes.code_step_outcome import CODES
from handlers.campaigns.codes.codes_command import CODES_COMMAND
from handlers.campaigns.commands import CAMPAIGN_COMMAND
from handlers.campaigns.leaving.channel_fallback import fall_back
from handlers.campaigns.leaving.message_code import fill_and_charge
from handlers.campaigns.previews import preview_job
from handlers.campaigns.previews.mail_preview import draw_mail
from handlers.campaigns.previews.sample_message import MAIL_KIND
from handlers.campaigns.results import campaign_chart
from handlers.campaigns.results.campaign_comparison import COMPARE
from handlers.campaigns.results.roi import ROI
from handlers.campaigns.sending import campaign_control, contest_watch, progress_notices, wave_fanout
from handlers.campaigns.sending.campaign_departure_checks import judge_departures
from handlers.campaigns.sending.campaign_messages import CAMPAIGN
from handlers.campaigns.texts.template_command import TEMPLATE
from handlers.conversation import Conversation, Door, Flow, Reader
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from handlers.jobs import chart_job
from handlers.jobs.job_kind import JobKind
from storage.campaigns.halted_campaigns import IS_STOPPED

CAMPAIGNS = Conversation(
    name="campaigns",
    flows=(
        Flow(
            campaign_launch.NAME, campaign_launch.Launched, campaign_launch.decide, launch_action.load_facts,
            known=launch_action.make_facts, write=launch_action.write,
            waits={"wave": "the next people of a campaign are put into the queue", "over": "a campaign ends",
                   "look": "whether too many stop, or one of its wordings has won"},
            does=(campaign_launch.Begin, campaign_launch.Compare, campaign_launch.Finish), mute=True,
        ),
        Flow(
            watched.NAME, watched.Watched, watched.decide, progress_notices.load_facts,
            known=progress_notices.make_facts,
            write=progress_notices.write,
            waits={"look": "the launcher of a campaign gets its progress"}, does=(watched.Look,), mute=True,
        ),
    ),
    talk=facets.CustomerTalk(doors=(Reader(Door.STAFF, campaign_phrases.obey_text),)),
    staff=facets.StaffTalk(
        commands=(CAMPAIGN_COMMAND, COMPARE, ROI, CODES_COMMAND, TEMPLATE),
        undoes=(UNDOES,),
        begins=campaign_phrases.begins,
        figures=campaign_period_figures.describe_period,
        named=campaign_period_figures.show_named,
    ),
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.campaigns.api", ROUTES)),
    work=facets.BackgroundWork(
        calls={code_steps.KIND: CODES},
        long_jobs={
            wave_fanout.KIND: wave_fanout.FANOUT,
            campaign_chart.KIND: chart_job.make_chart_job(campaign_chart.draw_chart),
            MAIL_KIND: chart_job.make_chart_job(draw_mail),
            contest_watch.KIND: JobKind(contest_watch.begin, asked_for=False),
            preview_job.KIND: JobKind(preview_job.begin, told=launch_question.show_preview, asked_for=False),
        },
    ),
    sending=facets.MessageSending(
        subjects=(CAMPAIGN,),
        standing=judge_departures,
        stays_if=IS_STOPPED,
        gives=fill_and_charge,
        holds_back=campaign_control.hold_back,
        falls_back=fall_back,
    ),
    data=facets.OwnData(retires=code_steps.delete_old_codes),
)  # fmt: skip
