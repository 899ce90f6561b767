"""What request a client's key came with, and where rounds began and ended

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OF_ROUNDS = sa.text("kind IN ('round_started', 'round_finished', 'round_failed', 'round_cancelled')")


def upgrade() -> None:
    op.add_column("events", sa.Column("request_digest", sa.String(64)))
    op.create_index(
        "ix_events_of_rounds",
        "events",
        ["session_id", "seq", "kind"],
        sqlite_where=OF_ROUNDS,
        postgresql_where=OF_ROUNDS,
    )


def downgrade() -> None:
    op.drop_index("ix_events_of_rounds", "events")
    with op.batch_alter_table("events") as events:
        events.drop_column("request_digest")
