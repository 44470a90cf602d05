"""What people said of suggestions; rows are added and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of feedback, and let the database itself refuse to change a row."""
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("ticket", sa.String, nullable=False),
        sa.Column("article", sa.String, nullable=False),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("network", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("feedback_by_ticket", "feedback", ["ticket"])
    op.execute(
        "CREATE TRIGGER feedback_is_never_changed BEFORE UPDATE ON feedback "
        "BEGIN SELECT RAISE(ABORT, 'feedback is only added'); END"
    )
