"""Who was erased, as keyed hashes: an import leaves them out, and nobody can be read from the list.

One line for each name and each ticket of an erased customer: its hash, and the hash of what the owner named when
erasing, by which all lines of that customer are found again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from deflect.errors import InputError
from deflect.store.payload import address_key
from deflect.types import Ticket
from deflect.workspace import atomic_write, secret

FILE_NAME = "erased-customers"
DIGEST_BYTES = 16
HEAD = "# Keyed hashes of erased customers and their tickets: `deflect import` leaves these out.\n"


@dataclass(frozen=True, slots=True)
class ErasedList:
    """The list beside a ticket database, keyed with the secret of the workspace.

    Args:
        folder: Where the database lies.
    """

    folder: Path

    @property
    def path(self) -> Path:
        """The file; missing as long as nobody was erased."""
        return self.folder / FILE_NAME

    def add(self, requester: str, names: Iterable[str]) -> None:
        """Keep a customer out from now on.

        Args:
            requester: What the owner named: an e-mail address, or an id, which counts for every source.
            names: Further names of the customer and their tickets, as the functions below give them.
        """
        owner = self._digest(address_name(requester))
        known = self._read()
        every = (address_name(requester), any_id_name(requester), *names)
        new = {self._digest(name): owner for name in every}
        if new.keys() - known.keys():
            self._write(new | known)

    def allow(self, requester: str) -> None:
        """Let a customer in again.

        Args:
            requester: An e-mail address of theirs, or the id that was named when erasing.

        Raises:
            InputError: Nobody of that name is on the list.
        """
        known = self._read()
        asked = {self._digest(address_name(requester)), self._digest(any_id_name(requester))}
        owners = {known[name] for name in asked & known.keys()}
        if not owners:
            step = "Give the e-mail address or the id that they were erased by"
            raise InputError("nobody of that name was erased here", str(self.path), step)
        self._write({name: owner for name, owner in known.items() if owner not in owners})

    def among(self, requesters: Iterable[str], sources: Collection[str]) -> frozenset[str]:
        """Tell which of some customers were erased.

        Args:
            requesters: E-mail addresses or ids.
            sources: Where ids may be from.
        """
        known = self._read()
        return frozenset(each for each in requesters if known and self._holds(known, each, sources))

    def _holds(self, known: Mapping[str, str], requester: str, sources: Collection[str]) -> bool:
        ids = (id_name(source, requester) for source in sources)
        names = (address_name(requester), any_id_name(requester), *ids)
        return not known.keys().isdisjoint(map(self._digest, names))

    def without(self, stream: Iterable[Ticket], counted: list[int]) -> Iterator[Ticket]:
        """Pass on the tickets of customers who were not erased.

        Args:
            stream: Tickets.
            counted: Its one number grows with each ticket that is left out.
        """
        known = self._read()
        for ticket in stream:
            if known and not known.keys().isdisjoint(map(self._digest, _names(ticket))):
                counted[0] += 1
            else:
                yield ticket

    def _read(self) -> dict[str, str]:
        if not self.path.exists():
            return {}
        lines = self.path.read_text(encoding="ascii").removeprefix(HEAD).splitlines()
        try:
            return dict(line.split() for line in lines)
        except ValueError as error:
            raise InputError("the list of erased customers is damaged", str(self.path), "Restore it") from error

    def _write(self, known: dict[str, str]) -> None:
        lines = (f"{name} {owner}\n" for name, owner in sorted(known.items()))
        atomic_write(self.path, (HEAD + "".join(lines)).encode())

    def _digest(self, name: str) -> str:
        key = secret(self.folder / "key")
        return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), key=key, digest_size=DIGEST_BYTES).hexdigest()


def address_name(address: str) -> str:
    """The name on the list of an e-mail address, in any case."""
    return f"email\0{address_key(address)}"


def any_id_name(requester_id: str) -> str:
    """The name on the list of an id, whatever source gave it."""
    return f"id\0\0{requester_id.strip()}"


def id_name(source: str, requester_id: str) -> str:
    """The name on the list of an id that one source gave."""
    return f"id\0{source}\0{requester_id.strip()}"


def ref_name(ref: str) -> str:
    """The name on the list of a ticket."""
    return f"ticket\0{ref}"


def _names(ticket: Ticket) -> Iterator[str]:
    yield ref_name(ticket.ref)
    if ticket.requester.email and ticket.requester.email.strip():
        yield address_name(ticket.requester.email)
    if ticket.requester.id and ticket.requester.id.strip():
        yield from (id_name(ticket.source, ticket.requester.id), any_id_name(ticket.requester.id))
