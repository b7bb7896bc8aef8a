"""Chapter 6: the register of acts of the whole company («Реестры»)."""

from __future__ import annotations

from demo.scene import Scene, Seen
from demo.seeing import expect


def register_shows_everything(scene: Scene) -> Seen:
    """Страница «Реестры» в левом меню: акты всей компании с итогами."""
    page = scene.register(scene.cast.admin)
    found = page.get("register/acts")
    numbers = {row["number"] for row in found["rows"]}
    wanted = {act.number for act in scene.acts.values()}
    expect(wanted <= numbers, f"в реестре {', '.join(sorted(wanted))}", sorted(numbers))
    return Seen(f"актов {found['totals']['count']} на {found['totals']['amount']} ₽", _menu(scene))


def unsigned_are_one_click_away(scene: Scene) -> Seen:
    """Одним щелчком — «не подписаны»: только те, где подписи нет."""
    page = scene.register(scene.cast.admin)
    rows = page.get("register/acts", signed="no")["rows"]
    numbers = {row["number"] for row in rows}
    wanted = {scene.acts[part].number for part in ("silent", "by_app")}
    expect(numbers == wanted, f"не подписаны {', '.join(sorted(wanted))}", sorted(numbers))
    return Seen(f"не подписаны: {', '.join(sorted(numbers))}", _menu(scene))


def register_finds_by_any_field(scene: Scene) -> Seen:
    """Поиск и фильтр: по клиенту, номеру, сумме."""
    page, act = scene.register(scene.cast.admin), scene.acts["second"]
    amount = f"{act.amount:.2f}"
    for query in ({"number": act.number}, {"amount_from": amount, "amount_to": amount}, {"q": scene.cast.main.client}):
        numbers = {row["number"] for row in page.get("register/acts", **query)["rows"]}
        expect(act.number in numbers, f"по {query} нашёлся № {act.number}", sorted(numbers))
    return Seen(f"акт № {act.number} нашёлся тремя путями", _menu(scene))


def _menu(scene: Scene) -> str:
    return f"{scene.portal.url}/marketplace/app/{scene.app.app_id}/"


STEPS = (register_shows_everything, unsigned_are_one_click_away, register_finds_by_any_field)
