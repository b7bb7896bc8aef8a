"""mail.mailbox.* (api-reference/mail/mailbox/): a person's own only."""

from __future__ import annotations

from typing import Any

from sandbox.areas.mail import mailboxes
from sandbox.call import Call
from sandbox.store import Record
from sandbox.v3 import errors, listing
from sandbox.v3.calls import ID, PAGINATION, describe, method
from sandbox.v3.dto import Dto, Field

SCOPE = "mail"
PAGE, LONGEST = 25, 100
MAILBOX = Dto(
    "MailboxDto",
    (
        Field("id", "int", "ID"),
        Field("name", key="NAME"),
        Field("email", key="EMAIL"),
        Field("senderName", key="SENDER_NAME"),
    ),
)
NAME, EMAIL = Field("name"), Field("email")

describe("mail.mailbox", MAILBOX, scope=SCOPE)


def _shape(mailbox: Record) -> dict[str, Any]:
    return {field.name: mailbox[field.key] for field in MAILBOX.fields}


@method("mail.mailbox.list", NAME, EMAIL, PAGINATION, scope=SCOPE)
def mailbox_list(call: Call) -> dict[str, Any]:
    """`name` and `email` are fragments."""
    part = listing.part(call, PAGE, LONGEST)
    rows = mailboxes.of_user(call.portal, call.user_id)
    for field, key in ((NAME, "NAME"), (EMAIL, "EMAIL")):
        fragment = str(call.get(field.name) or "").casefold()
        rows = [row for row in rows if fragment in row[key].casefold()]
    return {"items": [_shape(row) for row in part.of(rows)]}


@method("mail.mailbox.get", ID, scope=SCOPE)
def mailbox_get(call: Call) -> dict[str, Any]:
    found = mailboxes.collection(call.portal).get(call.get("id"))
    if found is None or found["USER_ID"] != call.user_id:
        raise errors.entity_not_found(call.get("id"))
    return {"item": _shape(found)}


@method("mail.mailbox.senders", PAGINATION, scope=SCOPE)
def senders(call: Call) -> dict[str, Any]:
    """Of each mailbox its owner's name and its own."""
    part = listing.part(call, PAGE, LONGEST)
    named = [(row["EMAIL"], row[key]) for row in mailboxes.of_user(call.portal, call.user_id)
             for key in ("SENDER_NAME", "NAME")]  # fmt: skip
    found = [{"email": email, "name": name, "sender": f"{name} <{email}>"} for email, name in named]
    return {"items": part.of(found)}
