"""Tickets, cleaned tickets and the revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _tickets()
    _cleaned()
    op.create_table(
        "state",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO state (key, value) VALUES ('revision', 0)")


def _tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("ref", sa.String, primary_key=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("requester_id", sa.String),
        sa.Column("requester_email", sa.String),
        sa.Column("record", sa.Text, nullable=False),
    )
    op.create_index("tickets_in_order", "tickets", ["created_at", "ref"])
    op.create_index("tickets_by_requester_id", "tickets", ["requester_id"])
    op.create_index("tickets_by_requester_email", "tickets", ["requester_email"])


def _cleaned() -> None:
    op.create_table(
        "cleaned",
        sa.Column("ref", sa.String, sa.ForeignKey("tickets.ref", ondelete="CASCADE"), primary_key=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("cleaned_in_order", "cleaned", ["created_at", "ref"])
