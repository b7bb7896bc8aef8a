"""Workgroups keep the host's rules (api-reference/sonet-group/)."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from sandbox.server import SandboxServer
from tests.sandbox.apps import ListeningApp
from tests.sandbox.conftest import Rest


@pytest.fixture
def member(server: SandboxServer) -> Rest:
    """As `rest`, by user 2, who is no administrator."""
    hook = server.portal.tokens.add_webhook(2, ["sonet_group", "im", "log"])

    def call(method: str, params: dict[str, Any] | None = None) -> Any:
        with requests.post(f"{server.url}/rest/2/{hook}/{method}", json=params or {}, timeout=30) as answer:
            return answer.json()

    return call


def made(rest: Rest, **given: Any) -> int:
    group: int = rest("sonet_group.create", {"NAME": "Склад", **given})["result"]
    return group


def test_a_secret_group_is_seen_by_its_people_and_by_an_administrator_who_asks(rest: Rest, member: Rest) -> None:
    secret = made(rest, VISIBLE="N")
    assert member("sonet_group.get", {"FILTER": {"ID": secret}, "IS_ADMIN": "Y"})["result"] == []
    assert member("sonet_group.user.get", {"ID": secret})["error_description"] == "Socialnetwork group not found"
    rest("sonet_group.user.add", {"GROUP_ID": secret, "USER_ID": 2})
    assert len(member("sonet_group.get", {"FILTER": {"ID": secret}})["result"]) == 1
    own = member("sonet_group.create", {"NAME": "Своя", "VISIBLE": "N"})["result"]
    assert rest("sonet_group.get", {"GROUP_ID": own})["result"] == []
    assert len(rest("sonet_group.get", {"GROUP_ID": own, "IS_ADMIN": "Y"})["result"]) == 1


def test_only_those_who_manage_a_group_change_it(rest: Rest, member: Rest) -> None:
    group = made(rest)
    refused = member("sonet_group.update", {"GROUP_ID": group, "NAME": "Чужая"})
    assert (refused["error"], refused["error_description"]) == ("", "User has no permissions to update group")
    assert member("sonet_group.delete", {"GROUP_ID": group})["error_description"].startswith("User has no permissions")
    assert rest("sonet_group.setowner", {"GROUP_ID": group, "USER_ID": 2})["result"] is True
    assert member("sonet_group.update", {"GROUP_ID": group, "NAME": "Своя"})["result"] == group
    roles = {row["USER_ID"]: row["ROLE"] for row in rest("sonet_group.user.get", {"ID": group})["result"]}
    assert roles == {"1": "K", "2": "A"}


def test_an_open_group_lets_in_at_once_and_a_closed_one_waits_for_the_invitation(rest: Rest, member: Rest) -> None:
    opened, closed = made(rest, OPENED="Y"), made(rest)
    for group in (opened, closed):
        assert member("sonet_group.user.request", {"GROUP_ID": group})["result"] is True
    assert [row["GROUP_ID"] for row in member("sonet_group.user.groups")["result"]] == [str(opened)]
    assert rest("sonet_group.user.invite", {"GROUP_ID": closed, "USER_ID": [2]})["result"] == ["2"]
    assert [row["GROUP_ID"] for row in member("sonet_group.user.groups")["result"]] == [str(opened), str(closed)]


def test_the_owner_keeps_his_role_and_his_place(rest: Rest) -> None:
    group = made(rest)
    assert rest("sonet_group.user.update", {"GROUP_ID": group, "USER_ID": 1, "ROLE": "K"})["result"] == []
    assert rest("sonet_group.user.delete", {"GROUP_ID": group, "USER_ID": 1})["result"] == []
    wrong = rest("sonet_group.user.update", {"GROUP_ID": group, "USER_ID": 2, "ROLE": "A"})
    assert wrong["error_description"] == "Incorrect role code"


def test_a_group_has_a_chat_of_its_people_that_keeps_its_name(rest: Rest, member: Rest) -> None:
    group = made(rest)
    chat = rest("im.chat.get", {"ENTITY_TYPE": "SONET_GROUP", "ENTITY_ID": str(group)})["result"]["ID"]
    assert member("im.dialog.get", {"DIALOG_ID": f"sg{group}"})["error"] == "ACCESS_ERROR"
    rest("sonet_group.user.add", {"GROUP_ID": group, "USER_ID": 2})
    assert member("im.dialog.get", {"DIALOG_ID": f"sg{group}"})["result"]["id"] == chat
    assert "cannot be renamed" in rest("im.chat.updateTitle", {"CHAT_ID": chat, "TITLE": "Х"})["error_description"]
    rest("sonet_group.update", {"GROUP_ID": group, "NAME": "Новый склад"})
    assert rest("im.dialog.get", {"DIALOG_ID": f"chat{chat}"})["result"]["name"] == "Новый склад"
    rest("sonet_group.delete", {"GROUP_ID": group})
    assert rest("im.dialog.get", {"DIALOG_ID": f"chat{chat}"})["error"] == "ACCESS_ERROR"


def test_operations_are_those_of_the_tool(rest: Rest, member: Rest) -> None:
    group = made(rest)
    rest("sonet_group.user.add", {"GROUP_ID": group, "USER_ID": 2})
    asked = {"GROUP_ID": group, "FEATURE": "tasks", "OPERATION": "create_tasks"}
    assert member("sonet_group.feature.access", asked)["result"] is True
    assert member("sonet_group.feature.access", {**asked, "OPERATION": "delete_tasks"})["result"] is False
    unknown = member("sonet_group.feature.access", {**asked, "OPERATION": "write_post"})
    assert unknown["error_description"] == "Wrong operation"


def test_a_post_for_a_group_is_read_by_its_people(rest: Rest, member: Rest) -> None:
    group = made(rest)
    rest("log.blogpost.add", {"POST_MESSAGE": "Для склада", "DEST": [f"SG{group}"]})
    assert member("log.blogpost.get")["result"] == []
    rest("sonet_group.user.add", {"GROUP_ID": group, "USER_ID": 2})
    assert [post["DETAIL_TEXT"] for post in member("log.blogpost.get")["result"]] == ["Для склада"]


def test_workgroups_are_listed_by_what_is_selected(rest: Rest) -> None:
    group = made(rest, PROJECT="Y")
    asked = {"filter": {"ID": group}, "select": ["NAME", "TYPE"]}
    shown = rest("socialnetwork.api.workgroup.list", asked)["result"]["workgroups"]
    assert shown == [{"name": "Склад", "type": "project", "id": str(group)}]
    assert rest("socialnetwork.api.workgroup.get", {"params": {}})["error"] == "SONET_CONTROLLER_WORKGROUP_EMPTY"
    absent = rest("socialnetwork.api.workgroup.get", {"params": {"groupId": 999}})
    assert absent["error"] == "SONET_CONTROLLER_WORKGROUP_NOT_FOUND"


def test_applications_are_told_of_groups(server: SandboxServer, control: Rest) -> None:
    app = ListeningApp(server)
    app.rest("event.bind", {"event": "ONSONETGROUPADD", "handler": f"{app.url}/h"})
    group = app.rest("sonet_group.create", {"NAME": "Склад"})["result"]
    control("events/wait")
    assert [one["data[FIELDS][ID]"] for one in app.received] == [str(group)]
    app.close()
