"""The part of the walk about workgroups."""

from __future__ import annotations

from tests.sandbox.replay.storing import Do


def group(do: Do) -> None:
    new = do("sonet_group.create", NAME="Проба", DESCRIPTION="Проба", KEYWORDS="проба", OPENED="Y")
    do("sonet_group.update", GROUP_ID=new, NAME="Другая")
    do("sonet_group.get", FILTER={"ID": new})
    do("sonet_group.feature.access", GROUP_ID=new, FEATURE="blog", OPERATION="write_post")
    do("sonet_group.user.add", GROUP_ID=new, USER_ID=[2, 3])
    do("sonet_group.user.update", GROUP_ID=new, USER_ID=2, ROLE="E")
    do("sonet_group.user.get", ID=new)
    do("sonet_group.user.groups")
    do("sonet_group.user.invite", GROUP_ID=new, USER_ID=4)
    do("sonet_group.user.request", GROUP_ID=new)
    do("sonet_group.user.delete", GROUP_ID=new, USER_ID=3)
    do("socialnetwork.api.workgroup.get", params={"groupId": new})
    more = {"mode": "mobile", "shouldSelectDialogId": "Y"}
    do("socialnetwork.api.workgroup.list", select=["NAME", "TYPE", "IMAGE_ID", "AVATAR_TYPE", "AVATAR"], params=more)
    do("sonet_group.setowner", GROUP_ID=new, USER_ID=2)
    do("sonet_group.delete", GROUP_ID=new)
