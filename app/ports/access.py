"""How the portal client reaches a portal: its address, tokens, the shared bucket, the request log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PortalAddress:
    """Where a portal is. `client_endpoint` and `server_endpoint` end with a slash (…/rest/)."""

    member_id: str
    domain: str
    client_endpoint: str
    server_endpoint: str


@dataclass(frozen=True, slots=True, repr=False)
class TokenPair:
    """The installer's tokens; never printed. `user_id` is whose they are, `expires_at` aware UTC."""

    access: str
    refresh: str
    expires_at: datetime
    user_id: int | None = None


class TokenVault(Protocol):
    """One portal's tokens, encrypted at rest; refreshing is single-flight over all processes."""

    def current(self) -> TokenPair:
        """Raises AuthLost when there are none or they are marked lost."""
        ...

    def lease_refresh(self, stale: TokenPair, *, owner: str, seconds: float) -> TokenPair | None:
        """None: `owner` now holds the lease and must refresh. Else: wait or use the pair returned.

        Returns the stored pair; equal to `stale` while another owner is at it (ask again soon),
        a newer one when it is done.
        """
        ...

    def store(self, pair: TokenPair, *, owner: str) -> None:
        """Commit the new pair and end the lease, before the pair is first used."""
        ...

    def lose(self, refused: TokenPair, reason: str) -> bool:
        """Mark the tokens as lost: an administrator must re-authorise. False: others have taken their place."""
        ...

    def release(self, *, owner: str) -> None:
        """End the lease without a new pair (the auth server did not answer)."""
        ...


class Bucket(Protocol):
    """The host's leaky bucket of one portal, shared by all processes."""

    def take(self, hits: int = 1) -> float:
        """Add the hits if they fit and return 0.0, else add nothing and return the seconds to wait."""
        ...

    def book(self, within: float) -> float | None:
        """Add a hit before all that `take` would, and return the seconds until it fits; None: not `within` so many."""
        ...

    def room(self) -> float:
        """How many hits would fit now."""
        ...

    def overflow(self) -> None:
        """The host said QUERY_LIMIT_EXCEEDED: count the bucket as full from now."""
        ...


@dataclass(frozen=True, slots=True)
class RequestNote:
    """One REST request for the log, secrets already scrubbed; `ms` wall time."""

    at: datetime
    method: str
    params: str
    status: int
    error: str
    ms: int


class RequestLog(Protocol):
    def write(self, note: RequestNote) -> None: ...
