"""Keyed pseudonyms: customers and agents can be counted and erased without being known."""

from __future__ import annotations

import hashlib

from deflect.types import Message, Ticket

PSEUDONYM_BYTES = 8


def customer(key: bytes, ticket: Ticket) -> str:
    """Name the requester of a ticket.

    Args:
        key: The secret of the workspace, at most 64 bytes.
        ticket: The ticket. Its requester is known by e-mail address, else by the source's id; without either, each
            ticket counts as a customer of its own.

    Returns:
        `c-` and 16 hexadecimal characters: the same for the same address in any case and from any source.
    """
    requester = ticket.requester
    if requester.email and requester.email.strip():
        return customer_by_email(key, requester.email)
    if requester.id and requester.id.strip():
        return "c-" + _digest(key, f"id\0{ticket.source}\0{requester.id.strip().lower()}")
    return "c-" + _digest(key, f"ticket\0{ticket.ref}")


def customer_by_email(key: bytes, email: str) -> str:
    """Name the customer with an e-mail address, as when they ask to be erased."""
    return "c-" + _digest(key, f"email\0{email.strip().lower()}")


def agent(key: bytes, ticket: Ticket, message: Message) -> str | None:
    """Name the agent who wrote a message: `a-` and 16 hexadecimal characters; None if the source does not say who."""
    if not message.agent_id or not message.agent_id.strip():
        return None
    return agent_by_id(key, ticket.source, message.agent_id)


def agent_by_id(key: bytes, source: str, agent_id: str) -> str:
    """Name the agent of a source by the id that it gives them, as when the owner names one in the settings."""
    return "a-" + _digest(key, f"agent\0{source}\0{agent_id.strip().lower()}")


def _digest(key: bytes, value: str) -> str:
    return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=key, digest_size=PSEUDONYM_BYTES).hexdigest()
