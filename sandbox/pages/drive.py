"""The drive («диск»): folders and files at the host's addresses, upload, rename, the bin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from sandbox.areas.disk import objects, rights, storages
from sandbox.errors import HostError
from sandbox.pages import shown
from sandbox.pages.card import download
from sandbox.pages.looking import Door, Look, back, refused
from sandbox.store import Record

COMMON = "/docs/path/"
OF_PERSON = "/company/personal/user/<int:user_id>/disk"


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    url: str
    is_folder: bool
    size: str
    changed: str
    who: str


def routes(pages: Blueprint, door: Door) -> None:
    @pages.get("/docs/path/", defaults={"path": ""})
    @pages.get("/docs/path/<path:path>")
    @pages.get(f"{OF_PERSON}/path/", defaults={"path": ""})
    @pages.get(f"{OF_PERSON}/path/<path:path>")
    def folder(path: str, user_id: int = 0) -> ResponseReturnValue:
        look = door.look()
        found = _at(look, path, user_id)
        return _folder(look, found) if found["TYPE"] == "folder" else _file(look, found)

    @pages.get("/docs/file/<path:path>")
    @pages.get(f"{OF_PERSON}/file/<path:path>")
    def file(path: str, user_id: int = 0) -> Response:
        look = door.look()
        return _file(look, _at(look, path, user_id))

    _changes(pages, door)


def _at(look: Look, path: str, user_id: int) -> Record:
    """The live object at a path of names. 404, or 403 where the drive's rights say so."""
    storage = storages.of_user(look.portal, user_id) if user_id else storages.common(look.portal)
    found: Record | None = objects.get(look.portal, storage["ROOT_OBJECT_ID"])
    for name in filter(None, path.split("/")):
        found = objects.by_name(look.portal, found["ID"], name) if found else None
    if found is None:
        abort(404, "Такой папки или файла нет: возможно, её переименовали или удалили.")
    _allow(look, found)
    return found


def _allow(look: Look, found: Record) -> None:
    try:
        rights.check(look.portal, found, look.me.id)
    except HostError as error:
        abort(403, error.description)


def _file(look: Look, found: Record) -> Response:
    return download(found["NAME"], objects.content(look.portal, found))


def _folder(look: Look, found: Record) -> ResponseReturnValue:
    inside = sorted(objects.children(look.portal, found["ID"]), key=lambda o: (o["TYPE"] == "file", o["NAME"]))
    return look.show(
        "drive.html", folder=found, rows=[_row(look, one) for one in inside],
        path=[(_url(look, step), step["NAME"]) for step in objects.path(look.portal, found)],
        tree=_tree(look, objects.path(look.portal, found)[0], {s["ID"] for s in objects.path(look.portal, found)}),
    )  # fmt: skip


def _row(look: Look, one: Record) -> Row:
    is_folder = one["TYPE"] == "folder"
    count = len(objects.children(look.portal, one["ID"])) if is_folder else 0
    amount = f"объектов: {count}" if is_folder else shown.size(one["SIZE"])
    who = look.who(one["UPDATED_BY"]).name
    return Row(one["ID"], one["NAME"], _url(look, one), is_folder, amount, shown.moment(one["UPDATE_TIME"]), who)


def _url(look: Look, one: Record) -> str:
    return quote(urlsplit(objects.detail_url(look.portal, one)).path)


Node = tuple[str, str, bool, list["Node"]]


def _tree(look: Look, one: Record, opened: set[int]) -> Node:
    """(address, name, is open, folders inside)."""
    inside = [c for c in objects.children(look.portal, one["ID"]) if c["TYPE"] == "folder"]
    nodes = [_tree(look, child, opened) for child in sorted(inside, key=lambda c: str(c["NAME"]))]
    return _url(look, one), one["NAME"], one["ID"] in opened, nodes


def _changes(pages: Blueprint, door: Door) -> None:
    @pages.post("/sandbox/drive/<int:folder_id>/folder")
    def add_folder(folder_id: int) -> ResponseReturnValue:
        look, name = door.look(), request.form["name"]
        return _change(look, folder_id, lambda at: objects.add_folder(look.portal, at, name, look.me.id))

    @pages.post("/sandbox/drive/<int:folder_id>/upload")
    def upload(folder_id: int) -> ResponseReturnValue:
        look = door.look()

        def put(at: Record) -> None:
            for file in filter(lambda f: f.filename, request.files.getlist("file")):
                objects.add_file(look.portal, at, str(file.filename), file.read(), look.me.id, unique=True)

        return _change(look, folder_id, put)

    @pages.post("/sandbox/drive/<int:object_id>/rename")
    def rename(object_id: int) -> ResponseReturnValue:
        look = door.look()
        return _change(look, object_id, lambda one: objects.rename(look.portal, one, request.form["name"], look.me.id))

    @pages.post("/sandbox/drive/<int:object_id>/trash")
    def trash(object_id: int) -> ResponseReturnValue:
        look = door.look()
        return _change(look, object_id, lambda one: objects.trash(look.portal, one, look.me.id))


def _change(look: Look, object_id: int, act: Callable[[Record], object]) -> ResponseReturnValue:
    """Do it in one transaction and come back to the folder that was looked at."""
    where = COMMON
    try:
        with look.portal.transaction():
            one = objects.get(look.portal, object_id)
            line = objects.path(look.portal, one)
            where = _url(look, line[-1] if request.path.endswith(("/folder", "/upload")) else line[-2])
            rights.check(look.portal, one, look.me.id, rights.EDIT)
            act(one)
    except HostError as error:
        return refused(look, error, where)
    return back(where)
