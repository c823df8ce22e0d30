"""People are found by how their names sound, too, so that नूर is found by Noor: for those who were here before."""

from alembic import context, op

from flows.finding import sounds
from storage.migrations.names import fill_names

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    if not context.is_offline_mode():  # as SQL the steps begin with an empty database, and no SQL hears a name
        fill_names(op.get_bind(), sounds)
