"""The tables of the ticket database."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# The record comes last: SQLite reads a row's large values from further pages only when they are asked for.
tickets = Table(
    "tickets",
    metadata,
    Column("ref", String, primary_key=True),
    Column("created_at", BigInteger, nullable=False),  # microseconds since 1970, UTC
    Column("hash", LargeBinary, nullable=False),
    Column("status", String, nullable=False),
    Column("requester_id", String),
    Column("requester_email", String),  # lower case
    Column("record", Text, nullable=False),
    Index("tickets_in_order", "created_at", "ref"),
    Index("tickets_by_requester_id", "requester_id"),
    Index("tickets_by_requester_email", "requester_email"),
)

cleaned = Table(
    "cleaned",
    metadata,
    Column("ref", String, ForeignKey("tickets.ref", ondelete="CASCADE"), primary_key=True),
    Column("created_at", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),  # of the ticket it was made from
    Column("version", String, nullable=False),  # of the cleaner
    Column("reason", String),  # why it was left out; null for a clean ticket
    Column("payload", Text, nullable=False),
    Index("cleaned_in_order", "created_at", "ref"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),  # the order in which it was said
    Column("created_at", BigInteger, nullable=False),
    Column("ticket", String, nullable=False),  # its ref; it may not be in the store yet
    Column("article", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("person", String, nullable=False),  # keyed pseudonym
    Column("network", String, nullable=False),  # keyed pseudonym; empty from inside
    Index("feedback_by_ticket", "ticket"),
    sqlite_autoincrement=True,  # a number is never given twice
)

state = Table(
    "state",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Integer, nullable=False),
)

# Calls of ticket systems. Once one is done, nothing is left of it but its key, by which it is known if it comes again.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("delivery", String, nullable=False),
    Column("ticket", String, nullable=False),
    Column("state", String, nullable=False),  # waiting, done or dead
    Column("received_at", BigInteger, nullable=False),  # microseconds since 1970, UTC, as all moments here
    Column("due_at", BigInteger, nullable=False),
    Column("lease_until", BigInteger, nullable=False),  # 0: nobody works on it
    Column("holder", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("requester_id", String),
    Column("requester_email", String),  # lower case
    Column("record", Text, nullable=False),
    UniqueConstraint("source", "delivery", name="inbox_once"),
    Index("inbox_due", "state", "due_at"),
    Index("inbox_by_ticket", "source", "ticket"),
)

# Updates wait here until the import ends, for a later row of the same ticket may take them back.
waiting = Table(
    "waiting",
    MetaData(),
    *(Column(column.name, column.type, primary_key=column.primary_key) for column in tickets.columns),
    prefixes=["TEMPORARY"],
)
