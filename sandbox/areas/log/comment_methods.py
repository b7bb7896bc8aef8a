"""log.blogcomment.* on the wire (api-reference/log/blogcomment/)."""

from __future__ import annotations

from typing import Any

from sandbox.areas.log import comments, errors, posts
from sandbox.areas.log.callers import on_behalf
from sandbox.call import Call, method
from sandbox.params import as_int

MOST = 100


@method("log.blogcomment.add", scope="log")
def comment_add(call: Call) -> int:
    author = on_behalf(call)
    post = posts.seen_by(call.portal, as_int(call.get_any_case("POST_ID")), author)
    if post is None:
        raise errors.worded("No post found")
    return comments.add(call.portal, post, str(call.get_any_case("TEXT", "") or ""), author)


@method("log.blogcomment.delete", scope="log")
def comment_delete(call: Call) -> bool:
    comments.delete(call.portal, as_int(call.get_any_case("COMMENT_ID")), on_behalf(call))
    return True


@method("log.blogcomment.user.get", scope="log")
def comment_user_get(call: Call) -> dict[str, Any]:
    """A person's own; an administrator may ask for anybody's."""
    first, last = as_int(call.get_any_case("FIRST_ID")), as_int(call.get_any_case("LAST_ID"))
    limit = min(max(as_int(call.get_any_case("LIMIT"), MOST), 1), MOST)
    found = comments.collection(call.portal).find(AUTHOR_ID=on_behalf(call))
    shown = [row for row in found if row["ID"] > first and (not last or row["ID"] < last)][:limit]
    return {
        "comments": [
            {"id": row["ID"], "comment_id": row["ID"], "log_id": row["POST_ID"], "date": row["DATE"],
             "text": row["TEXT"], "attach": []}
            for row in shown
        ],
        "files": {},
    }  # fmt: skip
