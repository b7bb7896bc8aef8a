"""People of the portal («Сотрудники»): user.get, profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import ObjectGone
from app.portal.client import PAGE, PortalClient
from app.portal.values import flag, mapping, must_id, rows, text


@dataclass(frozen=True, slots=True)
class User:
    """`email` is empty where the scope or the card has none (user_brief hides it)."""

    id: int
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person whose token it is; `is_admin` is the portal's word."""

    id: int
    name: str
    is_admin: bool


class PortalUsers:
    """app.ports.host.People, and what mail and the pages ask of users."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    def by_ids(self, user_ids: Sequence[int]) -> dict[int, User]:
        """Those that the portal shows; dismissed ones too."""
        wanted = sorted({user_id for user_id in user_ids if user_id > 0})
        found: dict[int, User] = {}
        for start in range(0, len(wanted), PAGE):
            params = {"FILTER": {"ID": wanted[start : start + PAGE]}}
            for row in rows(self._client.call("user.get", params)):
                found[must_id(row.get("ID"))] = _user(row)
        return found

    def name(self, user_id: int) -> str:
        found = self.by_ids([user_id]).get(user_id)
        return found.name if found else ""

    def names(self, user_ids: Sequence[int]) -> dict[int, str]:
        return {user_id: user.name for user_id, user in self.by_ids(user_ids).items()}

    def active(self) -> dict[int, str]:
        """The first page of employees who may sign in, by id: whom an administrator chooses from."""
        params = {"FILTER": {"ACTIVE": "Y", "USER_TYPE": "employee"}}
        return {must_id(row.get("ID")): _user(row).name for row in rows(self._client.call("user.get", params))}

    def get(self, user_id: int) -> User:
        """Raises ObjectGone."""
        found = self.by_ids([user_id]).get(user_id)
        if found is None:
            raise ObjectGone("NO_USER", f"На портале нет сотрудника {user_id}.", 404)
        return found

    def viewer(self) -> Viewer:
        """Whose token the client goes with (profile needs no scope)."""
        return read_viewer(self._client.call("profile"))


def read_viewer(profile: Any) -> Viewer:
    """The answer of `profile`, whoever asked it."""
    row = mapping(profile)
    return Viewer(must_id(row.get("ID")), _user(row).name, flag(row.get("ADMIN")))


def _user(row: Mapping[str, Any]) -> User:
    user_id = must_id(row.get("ID"))
    name = " ".join(filter(None, (text(row.get("NAME")).strip(), text(row.get("LAST_NAME")).strip())))
    return User(user_id, name or f"Сотрудник {user_id}", text(row.get("EMAIL")).strip())
