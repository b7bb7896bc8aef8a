"""Signed copies («Подписанная копия»): checked, confirmed, filed; paper originals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.domain.act import Act, ActState, Signature
from app.domain.copy import CopyReading
from app.domain.drive import clean_name
from app.domain.facts import ActSigned, CopyFiled, CopyRejected, SignedHow, TwinCopyFound
from app.domain.qr import DocumentMark, read_mark
from app.errors import CopyRefused, DomainError, NotFound, ObjectGone
from app.ports import Context, Transaction
from app.services import papers


def offer(ctx: Context, act_id: int, blob_id: int, *, by: int | None) -> Act:
    """Check a copy of the act: with its QR it is accepted, without one a person is asked to confirm.

    Raises CopyRefused, naming the act that the copy belongs to when it bears another one's QR.
    """
    with ctx.blobs.as_file(blob_id) as path:
        reading = ctx.copies.read(path)
    marks, name = _marks(ctx, reading), ctx.blobs.name(blob_id)
    today = ctx.today()
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        _require_open(act)
        if _is_of(ctx, tx, act, marks):
            act, signed = act.sign(Signature(SignedHow.QR, today, by, blob_id, name, reading.suffix))
            act = tx.acts.save(act)
            tx.record(signed, lane=act.lane, by=by)
        else:
            copy = Signature(SignedHow.PERSON, today, by, blob_id, name, reading.suffix)
            act, awaits = act.offer(copy, blob_id)
            act = tx.acts.save(act)
            tx.record(awaits, lane=act.lane, by=by)
    return act


def confirm(ctx: Context, act_id: int, *, by: int) -> Act:
    """Take the offered copy on a person's word. Signed already: nothing to do."""
    today = ctx.today()
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        if act.is_signed:
            return act
        if act.offered is None:
            raise DomainError("Подтверждать нечего: сначала загрузите подписанную копию.")
        act, signed = act.sign(replace(act.offered, how=SignedHow.PERSON, on=today, by=by))
        act = tx.acts.save(act)
        tx.record(signed, lane=act.lane, by=by)
    return act


def reject(ctx: Context, act_id: int, *, by: int) -> Act:
    """Put the offered copy aside; a person's file in the portal is never deleted."""
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        if act.offered is None:
            return act
        act, rejected = act.reject_copy()
        act = tx.acts.save(act)
        tx.record(rejected, lane=act.lane, by=by)
    return act


def receive_paper(ctx: Context, act_id: int, *, on: date, blob_id: int | None, by: int) -> Act:
    """Note the paper original («Оригинал получен»): it signs the act, whatever scan comes with it."""
    if on > ctx.today():
        raise DomainError("Дата получения оригинала не может быть в будущем.")
    name = suffix = ""
    if blob_id is not None:
        with ctx.blobs.as_file(blob_id) as path:
            suffix = ctx.copies.read(path).suffix
        name = ctx.blobs.name(blob_id)
    with ctx.store.transaction() as tx:
        act = tx.acts.get(act_id)
        _require_open(act)
        act, signed = act.sign(Signature(SignedHow.PAPER, on, by, blob_id, name, suffix))
        act = tx.acts.save(act)
        tx.record(signed, lane=act.lane, by=by)
    return act


def take_from_twin(ctx: Context, fact: TwinCopyFound) -> None:
    """Check the file that a person attached to the act's item; a refusal is told, the file stays."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    kind = ctx.settings.acts_type
    if kind is None or act.twin_id is None or act.is_signed or not act.counts:
        return
    try:
        reading = ctx.twins.get(kind, act.twin_id)
    except ObjectGone:
        return  # the item was deleted: the hourly comparison tells of it
    if reading.copy_file_id != fact.file_id:
        return
    with ctx.twins.download_copy(reading) as copy:
        blob_id = ctx.blobs.put(copy.stream, copy.name)
    try:
        offer(ctx, act.id, blob_id, by=reading.mover_id)
    except CopyRefused as refusal:
        with ctx.store.transaction() as tx:
            tx.record(CopyRejected(act.id, blob_id, str(refusal)), lane=act.lane)


def file_copy(ctx: Context, fact: ActSigned) -> None:
    """Put the signed copy into the act's folder beside the act."""
    with ctx.store.reading() as tx:
        act = tx.acts.get(fact.act_id)
    if fact.blob_id is None:
        with ctx.store.transaction() as tx:
            tx.record(CopyFiled(act.id), lane=act.lane)
        return
    folder = act.folder or ctx.drive.ensure_folder(papers.folder_path(ctx, act))
    name = clean_name(f"Акт № {act.number} подписан", act.signature.suffix if act.signature else "")
    with ctx.blobs.as_file(fact.blob_id) as path:
        file = ctx.drive.ensure_file(folder.id, name, path)
    with ctx.store.transaction() as tx:
        act, filed = replace(tx.acts.get(act.id), folder=folder).copy_filed(file)
        act = tx.acts.save(act)
        tx.record(filed, lane=act.lane)


def _marks(ctx: Context, reading: CopyReading) -> list[DocumentMark]:
    found = (read_mark(text, ctx.qr_key) for text in reading.marks)
    return [mark for mark in found if mark is not None]


def _is_of(ctx: Context, tx: Transaction, act: Act, marks: Iterable[DocumentMark]) -> bool:
    """Whether one of the marks is this act's present revision; raises CopyRefused for another's."""
    strangers = []
    for mark in marks:
        if mark.portal != ctx.portal_tag:
            strangers.append("Это копия акта с другого портала.")
        elif mark.act_id != act.id:
            strangers.append(_name_other(tx, mark.act_id, act))
        elif mark.revision == act.revision:
            return True
        else:
            strangers.append(
                f"Копия устарела: это версия {mark.revision} акта № {act.number}, а действует версия "
                f"{act.revision}. Попросите клиента подписать действующую."
            )
    if strangers:
        raise CopyRefused(strangers[0])
    return False


def _name_other(tx: Transaction, other_id: int, act: Act) -> str:
    try:
        other = tx.acts.get(other_id)
    except NotFound:
        return "Это копия акта, которого нет в реестре."
    return (
        f"Это копия акта № {other.number} ({other.client}), а не № {act.number}. "
        f"Загрузите её в строку акта № {other.number}."
    )


def _require_open(act: Act) -> None:
    if act.is_signed:
        raise CopyRefused(f"Акт № {act.number} уже подписан: новая копия не нужна.")
    if act.state is ActState.VOID:
        raise CopyRefused(f"Акт № {act.number} аннулирован: выпустите новую версию и отправьте её клиенту.")
