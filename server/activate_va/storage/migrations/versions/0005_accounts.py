"""People with accounts: who they are, where they are logged in, invitations, tokens for scripts, wrong passwords, and
whose a session is

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "annotators",
        sa.Column("annotator_id", sa.String(32), primary_key=True),
        sa.Column("handle", sa.String(60), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("administrator", sa.Boolean, nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME),
    )
    op.create_table(
        "logins",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("annotator_id", sa.String(32), sa.ForeignKey("annotators.annotator_id"), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_table(
        "invitations",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("handle", sa.String(60), nullable=False),
        sa.Column("administrator", sa.Boolean, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
    )
    op.create_table(
        "api_tokens",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("annotator_id", sa.String(32), sa.ForeignKey("annotators.annotator_id"), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME),
    )
    op.create_table(
        "bad_logins",
        sa.Column("handle", sa.String(60), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
    )
    op.add_column("sessions", sa.Column("annotator_id", sa.String(32)))


def downgrade() -> None:
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_column("annotator_id")
    for table in ("bad_logins", "api_tokens", "invitations", "logins", "annotators"):
        op.drop_table(table)
