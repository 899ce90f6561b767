"""When clients acted by their own clocks

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("client_at", sa.DateTime(timezone=True)))
    op.add_column("events", sa.Column("client_t", sa.Double))


def downgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.drop_column("client_t")
        events.drop_column("client_at")
