"""What lists show of a session, so that a list need not read every event

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_counts",
        sa.Column("session_id", sa.String(32), sa.ForeignKey("sessions.session_id"), primary_key=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("labels", sa.Integer, nullable=False),
        sa.Column("rounds", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("session_counts")
