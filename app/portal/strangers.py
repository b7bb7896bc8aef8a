"""Who is asking, before their portal is one of ours: no row, no bucket, no log of it exists yet."""

from __future__ import annotations

from app.portal.users import Viewer, read_viewer
from app.portal.wire import Wire
from app.ports.access import PortalAddress


def stranger(wire: Wire, address: PortalAddress, access_token: str) -> Viewer:
    """Whose token it is, in the words of a portal that the auth server has confirmed. Raises HostError kinds."""
    return read_viewer(wire.post(f"{address.client_endpoint}profile", {"auth": access_token}).result)
