"""Sending the letter of an activity («исходящее письмо»): really, by SMTP.

tutorials/crm/how-to-add-crm-objects/how-to-send-email.md. The activity is there already when sending begins, and
stays whatever comes of it.
"""

from __future__ import annotations

import logging
import mimetypes
import re
import smtplib
from email.message import EmailMessage
from email.utils import formataddr, formatdate, parseaddr

from sandbox.areas.activities import activities, errors, mailbox
from sandbox.portal import Portal
from sandbox.store import Record

HTML = 3
EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")
TIMEOUT_SECONDS = 20
log = logging.getLogger(__name__)


def send(portal: Portal, activity: Record) -> None:
    """Call outside a transaction. Raises "Email send error. …" in the host's words; non-delivery is no error there.

    A letter that SMTP does not take is marked `undelivered` in the portal's collection `letter`.
    """
    box = mailbox.of(portal)
    if box.failures:
        raise errors.not_sent(box.failures.popleft())
    sender, to = _sender(portal, activity), _recipients(activity)
    message = _message(portal, activity, sender, to)
    copy = [] if activity["SETTINGS"].get("DISABLE_SENDING_MESSAGE_COPY") == "Y" else [parseaddr(sender)[1]]
    state, cause = "sent", ""
    try:
        with smtplib.SMTP(*_relay(portal, box), timeout=TIMEOUT_SECONDS) as smtp:
            smtp.send_message(message, from_addr=parseaddr(sender)[1], to_addrs=[*to, *copy])
    except (OSError, smtplib.SMTPException) as failure:
        state, cause = "undelivered", str(failure)
        log.warning("letter of activity %s: %s", activity["ID"], failure)
    _remember(portal, activity, message, state, cause)


def _relay(portal: Portal, box: mailbox.Mailbox) -> tuple[str, int]:
    relay = (portal.collection("portal").get(1) or {}).get("smtp_relay")
    return (str(relay[0]), int(relay[1])) if relay else box.address()


def _sender(portal: Portal, activity: Record) -> str:
    given = str(activity["SETTINGS"].get("MESSAGE_FROM") or "")
    if not given:
        user = portal.user(activity["RESPONSIBLE_ID"]) or {}
        name = f"{user.get('NAME', '')} {user.get('LAST_NAME', '')}".strip()
        given = f"{name} <{user['EMAIL']}>" if user.get("EMAIL") else ""
    if not given:
        raise errors.not_sent(errors.NO_FROM)
    if not EMAIL.fullmatch(parseaddr(given)[1]):
        raise errors.not_sent(errors.INVALID_EMAIL)
    return given


def _recipients(activity: Record) -> list[str]:
    values = [parseaddr(one["VALUE"])[1] or one["VALUE"] for one in activity["COMMUNICATIONS"] if one["VALUE"]]
    if not values:
        raise errors.not_sent(errors.NO_TO)
    if not all(EMAIL.fullmatch(value) for value in values):
        raise errors.not_sent(errors.INVALID_EMAIL)
    return list(dict.fromkeys(values))


def _message(portal: Portal, activity: Record, sender: str, to: list[str]) -> EmailMessage:
    name, address = parseaddr(sender)
    message = EmailMessage()
    message["From"] = formataddr((name, address))
    message["To"] = ", ".join(to)
    message["Subject"] = " ".join(str(activity["SUBJECT"]).split())
    message["Date"] = formatdate(portal.clock.timestamp())
    message["Message-Id"] = f"<crm.activity.{activity['ID']}-{portal.member_id[:8]}@{portal.domain.split(':')[0]}>"
    message.set_content(
        str(activity["DESCRIPTION"]), subtype="html" if activity["DESCRIPTION_TYPE"] == HTML else "plain"
    )
    for file_id in activity["FILES"]:
        stored = portal.store.get_file(file_id)
        if stored is not None:
            kind = (mimetypes.guess_type(stored[0])[0] or "application/octet-stream").split("/", 1)
            message.add_attachment(stored[2], maintype=kind[0], subtype=kind[1], filename=stored[0])
    return message


def _remember(portal: Portal, activity: Record, message: EmailMessage, state: str, cause: str) -> None:
    headers = {"Message-Id": message["Message-Id"]}
    letter: Record = {
        "activity": activity["ID"], "from": str(message["From"]), "to": str(message["To"]), "state": state,
        "subject": str(message["Subject"]), "cause": cause, "sent": portal.clock.iso(),
    }  # fmt: skip
    with portal.transaction():
        portal.collection("letter").add(letter)
        now = activities.collection(portal).get(activity["ID"])
        if now is not None:
            settings = {**now["SETTINGS"], "IS_MESSAGE_SENT": True, "MESSAGE_HEADERS": headers}
            activities.collection(portal).change(activity["ID"], SETTINGS=settings)
