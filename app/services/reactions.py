"""Which use cases follow from which fact. Read this file to learn what the app does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.domain import facts, twin_facts
from app.domain.facts import Fact
from app.ports import Context
from app.services import answers, copies, deals, letters, notices, papers, payments, twins

Reaction = Callable[[Context, Any], None]

REACTIONS: Mapping[type[Fact], tuple[Reaction, ...]] = {
    # an act, from its making to the deal's next stage: one chain, each link waits for the one before
    facts.ActMade: (papers.print_act, twins.push_act),
    facts.ActPrinted: (papers.file_act,),
    facts.ActFiled: (papers.invoice_act,),
    facts.ActInvoiced: (papers.print_invoice,),
    facts.InvoicePrinted: (papers.file_invoice,),
    facts.PapersReady: (notices.tell_missing, twins.push_act),
    facts.ManagerTold: (letters.send_first,),
    facts.LetterRequested: (letters.send_requested,),
    facts.ActSent: (letters.bind_to_contact, answers.answer_act_robot, twins.push_act),
    facts.ActReported: (deals.move_documents_out,),
    # what keeps a letter back
    facts.RecipientNeeded: (notices.tell_recipient_needed,),
    facts.LetterFailed: (notices.tell_letter_failed,),
    facts.LetterDoubtful: (notices.tell_letter_doubtful,),
    # the signed copy
    facts.TwinCopyFound: (copies.take_from_twin,),
    facts.CopyAwaits: (notices.tell_copy_awaits, twins.push_act),
    facts.CopyRejected: (notices.tell_copy_rejected, twins.push_act),
    facts.ActSigned: (copies.file_copy, twins.push_act),
    facts.CopyFiled: (
        notices.tell_signed, notices.comment_signed, notices.post_signed, twins.push_act, deals.close_if_done,
    ),
    facts.ActVoided: (answers.answer_act_robot, twins.push_act, deals.close_if_done),
    facts.TwinStrayed: (twins.put_back, notices.tell_strayed),
    # what somebody changed in the act's item
    facts.ActReassigned: (twins.push_act,),
    twin_facts.TwinTouched: (twins.push_act,),
    twin_facts.TwinRestored: (notices.tell_restored,),
    twin_facts.TwinLeft: (notices.tell_left,),
    # the payment
    facts.InvoicePaid: (
        answers.answer_paying_robot, twins.push_acts_of_invoice, notices.tell_paid,
    ),
    facts.PaymentReported: (payments.show_in_portal, deals.move_paid),
    facts.PaymentWeighed: (deals.close_if_done,),
    # the deal
    facts.DealMoved: (deals.close_if_done,),
    facts.DealMoveRefused: (notices.tell_refused_move,),
    facts.DealChanged: (deals.retry_move, deals.close_if_done),
    facts.DealWon: (notices.tell_won,),
    facts.ManagerWarned: (notices.tell_warning,),
    facts.RobotFinished: (answers.answer_robot,),
    # the journal
    facts.RowDecided: (),
}  # fmt: skip

_BY_NAME: Mapping[str, Reaction] = {
    f"{reaction.__module__.rpartition('.')[2]}.{reaction.__name__}": reaction
    for row in REACTIONS.values()
    for reaction in row
}
_NAMES: Mapping[Reaction, str] = {reaction: name for name, reaction in _BY_NAME.items()}


def names_of(fact: Fact) -> Sequence[str]:
    """The names under which the reactions to the fact wait in the outbox."""
    return [_NAMES[reaction] for reaction in REACTIONS[type(fact)]]


def react(ctx: Context, name: str, fact: Fact) -> None:
    """Run one reaction. KeyError: the row is older than the code, and its reaction has been renamed."""
    _BY_NAME[name](ctx, fact)
