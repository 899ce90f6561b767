"""Projects: a log of each, leases, and which project a session labels for

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("project_id", sa.String(32), primary_key=True),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_table(
        "project_events",
        sa.Column("project_id", sa.String(32), sa.ForeignKey("projects.project_id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("client_key", sa.String(200)),
        sa.Column("request_digest", sa.String(64)),
        sa.UniqueConstraint("project_id", "client_key", name="uq_project_events_client_key"),
    )
    op.create_table(
        "project_leases",
        sa.Column("project_id", sa.String(32), sa.ForeignKey("projects.project_id"), primary_key=True),
        sa.Column("annotator_id", sa.String(32), sa.ForeignKey("annotators.annotator_id"), primary_key=True),
        sa.Column("until", TIME, nullable=False),
    )
    op.add_column("sessions", sa.Column("project_id", sa.String(32)))


def downgrade() -> None:
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_column("project_id")
    for table in ("project_leases", "project_events", "projects"):
        op.drop_table(table)
