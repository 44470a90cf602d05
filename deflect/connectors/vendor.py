"""Which e-mail addresses are the vendor's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vendor:
    """The vendor's own addresses and domains, in lower case."""

    addresses: frozenset[str]

    @classmethod
    def of(cls, addresses: Iterable[str]) -> Vendor:
        """Take them from the settings: whole addresses, or `@domain` for all of a domain."""
        return cls(frozenset(address.strip().lower() for address in addresses if address.strip()))

    def owns(self, address: str) -> bool:
        """Tell whether mail from an address is an agent's."""
        user, at, domain = address.strip().lower().rpartition("@")
        return bool(at) and (f"{user}@{domain}" in self.addresses or f"@{domain}" in self.addresses)
