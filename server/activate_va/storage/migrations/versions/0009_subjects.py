"""Whom an identity provider vouches for

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("annotators", sa.Column("issuer", sa.String(500)))
    op.add_column("annotators", sa.Column("subject", sa.String(255)))
    op.create_index("ix_annotators_subject", "annotators", ["issuer", "subject"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_annotators_subject", "annotators")
    with op.batch_alter_table("annotators") as annotators:
        annotators.drop_column("subject")
        annotators.drop_column("issuer")
