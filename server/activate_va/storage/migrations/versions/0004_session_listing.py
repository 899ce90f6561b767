"""How lists show a session: under which name, and whether at all

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_listing",
        sa.Column("session_id", sa.String(32), sa.ForeignKey("sessions.session_id"), primary_key=True),
        sa.Column("name", sa.String(200)),
        sa.Column("deleted_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("session_listing")
