"""Chapter 5: the end: all signed and paid, the deal is won; a refused move is told and tried again."""

from __future__ import annotations

from demo.cast import Deal
from demo.portal import DEAL
from demo.scene import Scene, Seen
from demo.seeing import expect, until

FIELD, TITLE = "COMMENTS", "comments"
WON_NAME = "Успешная, запрошен отзыв"


def deal_is_won(scene: Scene) -> Seen:
    """Акты подписаны на всю сумму, счета оплачены: сделка закрыта как успешная."""
    deal = scene.cast.main
    until(lambda: scene.expect_stage(deal, "won"))
    name = scene.stage_name(scene.stage(deal, "won"))
    expect(name == WON_NAME, f"стадия называется «{WON_NAME}»", name)
    return Seen(f"стадия «{name}»", scene.card(deal))


def manager_hears_of_the_end(scene: Scene) -> Seen:
    """Менеджеру сказано о закрытии, один раз и со ссылкой на сделку."""
    deal = scene.cast.main
    text = until(lambda: scene.told(deal, "закрыта как успешная"))
    expect(scene.card(deal) in text, "прямая ссылка", text)
    told = [one for one in scene.portal.bell(deal.manager) if scene.card(deal) in one and "закрыта как" in one]
    expect(len(told) == 1, "одно уведомление", told)
    return Seen(f"«{text.partition('[')[0].strip()}»", f"{scene.portal.url}/notifications/")


def third_deal_is_won_too(scene: Scene) -> Seen:
    """Третья сделка, подписанная и оплаченная без вкладки, тоже закрыта."""
    deal = scene.cast.native
    until(lambda: scene.expect_stage(deal, "won"))
    return Seen("подписано в карточке акта, оплачено роботом", scene.card(deal))


def deal_moved_by_a_person_pays(scene: Scene) -> Seen:
    """Менеджер сам перевёл сделку на «Счёт оплачен»: остаток её счетов записан как оплаченный."""
    deal, won = scene.cast.by_hand, scene.stage(scene.cast.by_hand, "won")
    _empty(scene, deal)
    scene.portal.control("crm/required", kind=DEAL, field=FIELD, stages=[won])
    scene.move(deal, "invoice_paid")

    def look() -> None:
        states = [row["state"] for row in scene.tab(deal).get("deal")["invoices"]]
        expect(states and set(states) == {"paid"}, "счета оплачены", states)

    until(look)
    return Seen("счета оплачены полностью", scene.card(deal))


def refused_move_is_told(scene: Scene) -> Seen:
    """Портал не даёт закрыть сделку без обязательного поля: менеджер узнаёт это его же словами."""
    deal = scene.cast.by_hand
    text = until(lambda: scene.told(deal, "не дал перевести"))
    scene.expect_stage(deal, "invoice_paid")
    notice = scene.tab(deal).get("deal")["notice"]
    expect(notice and notice in text, "во вкладке те же слова портала", (notice, text))
    return Seen(f"«{notice}»", f"{scene.portal.url}/notifications/")


def refused_move_is_tried_again(scene: Scene) -> Seen:
    """Менеджер заполнил поле: перевод повторился сам, сделка закрыта."""
    deal = scene.cast.by_hand
    scene.manager(deal).update(DEAL, deal.id, **{TITLE: "Отзыв запросим в январе."})
    until(lambda: scene.expect_stage(deal, "won"))
    return Seen(f"«{deal.title}»", scene.card(deal))


def _empty(scene: Scene, deal: Deal) -> None:
    scene.rest.update(DEAL, deal.id, **{TITLE: ""})


STEPS = (
    deal_is_won, manager_hears_of_the_end, third_deal_is_won_too, deal_moved_by_a_person_pays, refused_move_is_told,
    refused_move_is_tried_again,
)  # fmt: skip
