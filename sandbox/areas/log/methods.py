"""log.blogpost.add, log.blogpost.get on the wire."""

from __future__ import annotations

from typing import Any

from sandbox.areas.log import posts
from sandbox.call import Call, Page, method, page_of
from sandbox.params import as_int, as_list
from sandbox.store import Record


@method("log.blogpost.add", scope="log")
def blogpost_add(call: Call) -> int:
    author = as_int(call.get_any_case("USER_ID", 0)) if call.is_admin else 0
    dest = call.get_any_case("DEST", call.get_any_case("SPERM"))
    added = posts.add(
        call.portal,
        text=str(call.get_any_case("POST_MESSAGE", "") or ""),
        title=str(call.get_any_case("POST_TITLE", "") or ""),
        dest=[posts.EVERYONE] if dest is None else [str(code) for code in as_list(dest)],
        author_id=author or call.user_id,
        important=call.get_any_case("IMPORTANT") == "Y",
    )
    return int(added["ID"])


@method("log.blogpost.get", scope="log")
def blogpost_get(call: Call) -> Page:
    asked = as_int(call.get_any_case("POST_ID", 0))
    seen = [row for row in posts.visible(call.portal, call.user_id) if asked in (0, row["ID"])]
    return page_of([_post(row) for row in seen], call)


def _post(row: Record) -> dict[str, Any]:
    return {
        "ID": str(row["ID"]), "BLOG_ID": str(row["AUTHOR_ID"]), "PUBLISH_STATUS": "P", "TITLE": row["TITLE"],
        "AUTHOR_ID": str(row["AUTHOR_ID"]), "ENABLE_COMMENTS": "Y", "NUM_COMMENTS": "0", "CODE": None,
        "MICRO": "N" if row["HAS_TITLE"] else "Y", "DETAIL_TEXT": row["DETAIL_TEXT"],
        "DATE_PUBLISH": row["DATE_PUBLISH"], "CATEGORY_ID": "", "HAS_SOCNET_ALL": "N", "HAS_TAGS": "N",
        "HAS_IMAGES": "N", "HAS_PROPS": "N", "HAS_COMMENT_IMAGES": None,
    }  # fmt: skip
