"""Words to people in the portal: the bell (im.notify), the deal's timeline, the live feed (log.blogpost)."""

from __future__ import annotations

import html
from collections.abc import Sequence

from app.portal.client import PAGE, PortalClient
from app.portal.values import rows, text

COMMENT_PAGES = 4
"""How far back a repeated comment is looked for: 200 comments of the deal."""


class PortalNotices:
    """app.ports.host.Notices. Texts are the portal's BB codes, e.g. [URL=…]…[/URL]."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def tell(self, user_id: int, text: str, *, tag: str) -> None:
        """One tag is one notification: the portal replaces the earlier one, so a repeat is harmless."""
        self._client.call("im.notify.system.add", {"USER_ID": user_id, "MESSAGE": text, "TAG": tag})

    def comment(self, deal_id: int, text: str) -> None:
        """Looks before it adds; after HostTimeout a repeat finds what was added."""
        if self._has_comment(deal_id, text):
            return
        fields = {"ENTITY_ID": deal_id, "ENTITY_TYPE": "deal", "COMMENT": text}
        self._client.call("crm.timeline.comment.add", {"fields": fields})

    def post(self, dest: Sequence[str], title: str, text: str) -> None:
        """Without recipients it would go to everybody (DEST is UA by default), so then nothing is posted."""
        if not dest:
            return
        params = {"POST_TITLE": title, "POST_MESSAGE": text, "DEST": list(dest)}
        self._client.call("log.blogpost.add", params)

    def _has_comment(self, deal_id: int, wanted: str) -> bool:
        for page in range(COMMENT_PAGES):
            params = {
                "filter": {"ENTITY_ID": deal_id, "ENTITY_TYPE": "deal"},
                "select": ["ID", "COMMENT"],
                "order": {"ID": "DESC"},
                "start": page * PAGE,
            }
            found = rows(self._client.call("crm.timeline.comment.list", params))
            if any(_plain(text(row.get("COMMENT"))) == _plain(wanted) for row in found):
                return True
            if len(found) < PAGE:
                return False
        return False


def _plain(comment: str) -> str:
    """The portal may give back entities and other line ends."""
    return " ".join(html.unescape(comment).split())
