"""log.blogpost.* on the wire (api-reference/log/)."""

from __future__ import annotations

from typing import Any

from sandbox import query
from sandbox.areas.log import comment_methods, comments, errors, posts
from sandbox.areas.log.callers import on_behalf
from sandbox.call import PAGE, Call, Page, method, page_of
from sandbox.params import as_int, as_list
from sandbox.store import Record

LONGEST = 200


def _dest(call: Call) -> list[str] | None:
    """SPERM is the old name."""
    dest = call.get_any_case("DEST", call.get_any_case("SPERM"))
    return None if dest is None else [str(code) for code in as_list(dest)]


@method("log.blogpost.add", scope="log")
def blogpost_add(call: Call) -> int:
    dest = _dest(call)
    added = posts.add(
        call.portal,
        text=str(call.get_any_case("POST_MESSAGE", "") or ""),
        title=str(call.get_any_case("POST_TITLE", "") or ""),
        dest=[posts.EVERYONE] if dest is None else dest,
        author_id=on_behalf(call),
        important=call.get_any_case("IMPORTANT") == "Y",
    )
    return int(added["ID"])


@method("log.blogpost.update", scope="log")
def blogpost_update(call: Call) -> int:
    post = posts.of_author(call.portal, as_int(call.get_any_case("POST_ID")), on_behalf(call))
    if post is None:
        raise errors.nothing_to_update()
    title, text = (str(call.get_any_case(name, "") or "").strip() for name in ("POST_TITLE", "POST_MESSAGE"))
    if not title and not text:
        raise errors.title_empty()
    posts.change(call.portal, post, title=title, text=text, dest=_dest(call), important=call.get_any_case("IMPORTANT"))
    return int(post["ID"])


@method("log.blogpost.delete", scope="log")
def blogpost_delete(call: Call) -> bool:
    number = as_int(call.get_any_case("POST_ID"))
    if posts.seen_by(call.portal, number, call.user_id) is None:
        raise errors.nothing_to_delete()
    if posts.of_author(call.portal, number, call.user_id) is None:
        raise errors.may_not_delete()
    comments.forget_post(call.portal, number)
    return posts.collection(call.portal).delete(number)


@method("log.blogpost.share", scope="log")
def blogpost_share(call: Call) -> bool:
    number = as_int(call.get_any_case("POST_ID"))
    if posts.collection(call.portal).get(number) is None:
        raise errors.worded("Wrong post ID")
    new = posts.addressees(call.portal, _dest(call) or [])
    if not new:
        raise errors.worded("Wrong destinations")
    post = posts.seen_by(call.portal, number, on_behalf(call))
    if post is None:
        raise errors.worded("No read perms")
    posts.collection(call.portal).change(number, DEST=list(dict.fromkeys([*post["DEST"], *new])))
    return True


@method("log.blogpost.get", scope="log")
def blogpost_get(call: Call) -> Any:
    """By pages, or by FIRST_ID and LAST_ID."""
    seen = [row for row in posts.visible(call.portal, call.user_id) if _fits(call, row)]
    first, last = as_int(call.get_any_case("FIRST_ID")), as_int(call.get_any_case("LAST_ID"))
    if not first and not last:
        return page_of([_post(call, row) for row in seen], call)
    asked = as_int(call.get_any_case("LIMIT"))
    limit = min(asked, LONGEST) if asked > 0 else PAGE
    found = [row for row in reversed(seen) if row["ID"] > first][:limit] if first else None
    rows = found[::-1] if found is not None else [row for row in seen if row["ID"] < last][:limit]
    return Page([_post(call, row) for row in rows], len(rows))


def _fits(call: Call, row: Record) -> bool:
    """POST_ID, or else those who may read it; and when it came out."""
    asked, wanted = as_int(call.get_any_case("POST_ID", 0)), as_list(call.get_any_case("LOG_RIGHTS"))
    if asked and row["ID"] != asked:
        return False
    if not asked and wanted and not set(map(str, wanted)) & set(row["DEST"]):
        return False
    zone = call.portal.clock.zone
    when = query.moment(row["DATE_PUBLISH"], zone)
    since, until = (query.known_moment(call.get_any_case(f"LOG_DATE_{end}"), zone) for end in ("FROM", "TO"))
    return (since is None or since <= when) and (until is None or when <= until)


def _post(call: Call, row: Record) -> dict[str, Any]:
    return {
        "ID": str(row["ID"]), "BLOG_ID": str(row["AUTHOR_ID"]), "PUBLISH_STATUS": "P", "TITLE": row["TITLE"],
        "AUTHOR_ID": str(row["AUTHOR_ID"]), "ENABLE_COMMENTS": "Y",
        "NUM_COMMENTS": str(len(comments.of_post(call.portal, row["ID"]))), "CODE": None,
        "MICRO": "N" if row["HAS_TITLE"] else "Y", "DETAIL_TEXT": row["DETAIL_TEXT"],
        "DATE_PUBLISH": row["DATE_PUBLISH"], "CATEGORY_ID": "", "HAS_SOCNET_ALL": "N", "HAS_TAGS": "N",
        "HAS_IMAGES": "N", "HAS_PROPS": "N", "HAS_COMMENT_IMAGES": None,
    }  # fmt: skip


__all__ = ["comment_methods"]
