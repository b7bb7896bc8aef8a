"""Buttons of an act («Действия»): what a person may do with it now, from its Lifecycle and its last letter."""

from __future__ import annotations

from app.domain.act import LIFECYCLE, Act, ActAction
from app.domain.letter import ActLetter, LetterState

_ALWAYS = {
    ActAction.VOID: ("void",),
    ActAction.REISSUE: ("reissue",),
    ActAction.OFFER_COPY: ("copy",),
    ActAction.REJECT_COPY: ("reject_copy",),
    ActAction.SIGN: ("paper",),
}


def is_preparing(act: Act) -> bool:
    """Whether its papers are still on their way to the shared drive."""
    return act.counts and (act.file is None or act.invoice_blob_id is None)


def buttons(act: Act, letter: ActLetter | None) -> list[str]:
    """Names as docs/api.md has them."""
    allowed = LIFECYCLE.actions(act.state)
    found = [name for action in allowed for name in _ALWAYS.get(action, ())]
    is_doubtful = letter is not None and letter.state is LetterState.UNKNOWN
    if ActAction.SEND in allowed and not is_preparing(act) and not is_doubtful:
        found.append("send")
    if act.offered is not None and ActAction.SIGN in allowed:
        found.append("confirm")
    if is_doubtful:
        found.append("letter_decide")
    return found
