"""What this portal cannot do, said before anything is changed («Чего портал не даёт»)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.setup import Action, Change
from app.manifest import Manifest
from app.portal.abilities import Abilities

WITHOUT_SCOPE: Mapping[str, str] = {
    "crm": "приложению не прочитать сделок: без этого оно не работает",
    "bizproc": "роботов не будет",
    "disk": "файлы актов не лягут на общий диск",
    "im": "уведомлений в колокольчике не будет",
    "placement": "вкладки в сделке и пункта меню не будет",
    "user_basic": "письма пойдут без адреса ответственного",
    "log": "сообщений в живой ленте не будет",
    "lists": "если в портале нет смарт-процессов, акты не появятся и в списках",
    "userfieldconfig": "своих полей у актов и счетов не будет",
}
GIVE = "Дайте его в карточке приложения и установите приложение заново."


def scope_changes(manifest: Manifest, able: Abilities) -> Iterator[Change]:
    """A line for each permission that the manifest asks for and the portal has not given."""
    for scope in manifest.scopes:
        if scope not in able.scopes:
            without = WITHOUT_SCOPE.get(scope, "часть приложения не будет работать")
            yield Change(Action.SKIP, "Право приложения", scope, f"{without}. {GIVE}")
