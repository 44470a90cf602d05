"""Calls of ticket systems that wait for an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of calls."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("delivery", sa.String, nullable=False),
        sa.Column("ticket", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
        sa.Column("holder", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("requester_id", sa.String),
        sa.Column("requester_email", sa.String),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("source", "delivery", name="inbox_once"),
    )
    op.create_index("inbox_due", "inbox", ["state", "due_at"])
    op.create_index("inbox_by_ticket", "inbox", ["source", "ticket"])
