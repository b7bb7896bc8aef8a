"""Chapter 3: the client's signed copy: refused, confirmed by a person, verified by its QR, taken from the item."""

from __future__ import annotations

from typing import Any

from demo.acts import COPY, ActItem
from demo.scan import photo, scan
from demo.scene import Scene, Seen
from demo.seeing import expect, until

PDF, JPEG = "Акт подписанный.pdf", "IMG_2041.jpg"


def copy_of_another_act_is_refused(scene: Scene) -> Seen:
    """Менеджер по ошибке бросил копию чужого акта: отказ, чужой акт назван."""
    answer = _drop(scene, "main", PDF, scan(scene.papers["by_hand anew"]))
    other = scene.acts["by_hand"].number
    expect(answer["verdict"] == "refused", "копия отклонена", answer["verdict"])
    expect(other in answer["message"], f"в отказе назван акт № {other}", answer["message"])
    return Seen(f"«{answer['message']}»", scene.card(scene.cast.main))


def obsolete_copy_is_refused(scene: Scene) -> Seen:
    """Копия прежней версии акта: отказ, её QR больше не действует."""
    answer = _drop(scene, "by_hand", PDF, scan(scene.papers["by_hand"]))
    expect(answer["verdict"] == "refused", "копия отклонена", answer["verdict"])
    expect("устарела" in answer["message"], "сказано, что копия устарела", answer["message"])
    return Seen(f"«{answer['message']}»", scene.card(scene.cast.by_hand))


def file_that_is_no_copy_is_refused(scene: Scene) -> Seen:
    """Вместо скана — таблица: отказ со словами, что приложить."""
    answer = _drop(scene, "by_hand", "акт.xlsx", b"PK\x03\x04 not a scan")
    expect(answer["verdict"] == "refused", "файл отклонён", answer["verdict"])
    return Seen(f"«{answer['message']}»", scene.card(scene.cast.by_hand))


def copy_without_qr_waits(scene: Scene) -> Seen:
    """Фото без QR: акт ждёт подтверждения."""
    answer = _drop(scene, "by_hand", JPEG, photo(scene.papers["by_hand anew"], without_qr=True))
    expect(answer["verdict"] == "confirm", "менеджера просят подтвердить", answer["verdict"])
    act = scene.acts["by_hand"]
    until(lambda: _on_stage(scene, act, "Ждёт подтверждения"))
    return Seen(f"«{answer['message']}»", scene.act_card(act))


def copy_is_confirmed(scene: Scene) -> Seen:
    """Менеджер подтвердил копию: акт подписан, в реестре видно, что на слово."""
    deal, act = scene.cast.by_hand, scene.acts["by_hand"]
    page = scene.tab(deal)
    page.post(f"acts/{scene.row(page, act.number)['id']}/confirm")
    until(lambda: _signed(scene, "by_hand"))
    signed = scene.row(page, act.number)["signed"]
    expect(signed and signed["how"] == "person", "подписан по слову сотрудника", signed)
    return Seen(f"подписан, подтвердил {signed['by']}", scene.card(deal))


def copy_with_qr_is_verified(scene: Scene) -> Seen:
    """Скан с QR этого акта принят как проверенный."""
    answer = _drop(scene, "main", PDF, scan(scene.papers["main"]))
    expect(answer["verdict"] == "verified", "копия принята", answer)
    expect(answer["act"]["signed"]["how"] == "qr", "основание — QR", answer["act"]["signed"])
    return Seen(f"«{answer['message']}»", scene.card(scene.cast.main))


def copy_is_filed(scene: Scene) -> Seen:
    """Подписанная копия лежит в папке акта, рядом с самим актом."""
    act = scene.acts["main"]

    def look() -> str:
        names = [name for name in scene.folder(act) if "подписан" in name]
        expect(len(names) == 1, "в папке одна подписанная копия", list(scene.folder(act)))
        return names[0]

    name = until(look)
    return Seen(f"«{name}»", scene.process.get(act.id).folder_url)


def act_reads_signed(scene: Scene) -> Seen:
    """В карточке акта «Подписан: да», стадия «Подписан»."""
    act = until(lambda: _signed(scene, "main"))
    return Seen(f"акт № {act.number}", scene.act_card(act))


def manager_is_told(scene: Scene) -> Seen:
    """Менеджеру пришло уведомление: подписан, оплачены ли счета, прямая ссылка на сделку."""
    deal, act = scene.cast.main, scene.acts["main"]
    text = until(lambda: scene.told(deal, act.number, "подписан: да"))
    expect("не оплачены" in text, "сказано, что счета не оплачены", text)
    expect(scene.card(deal) in text, f"ссылка {scene.card(deal)}", text)
    return Seen("подписан: да, счета не оплачены", f"{scene.portal.url}/notifications/")


def timeline_and_feed_tell(scene: Scene) -> Seen:
    """То же — в таймлайне сделки и в живой ленте, по одному разу."""
    deal, act = scene.cast.main, scene.acts["main"]

    def look() -> None:
        where = {"ENTITY_TYPE": "deal", "ENTITY_ID": deal.id}
        comments = [row["COMMENT"] for row in scene.rest.call("crm.timeline.comment.list", filter=where)]
        mine = [text for text in comments if f"№ {act.number} " in text and "подписан: да" in text]
        expect(len(mine) == 1, "одна запись в таймлайне", comments)
        posts = [row["DETAIL_TEXT"] for row in scene.rest.call("log.blogpost.get")]
        mine = [text for text in posts if f"№ {act.number} " in text]
        expect(len(mine) == 1, "одно сообщение в ленте", posts)

    until(look)
    return Seen("таймлайн и лента", scene.card(deal))


def third_deal_goes_out(scene: Scene) -> Seen:
    """Ещё одна сделка доходит до «Счёт и акты отправлены»."""
    deal = scene.cast.native
    scene.move(deal, "report_sent")
    until(lambda: scene.expect_stage(deal, "documents_sent"))
    act = scene.acts["native"] = scene.process.only(deal.id)
    scene.papers["native"] = scene.paper(act)
    return Seen(f"акт № {act.number}", scene.card(deal))


def native_file_without_qr_waits(scene: Scene) -> Seen:
    """Файл без QR приложен в карточке акта: акт ждёт подтверждения, файл человека на месте."""
    act = scene.acts["native"]
    _attach(scene, act, JPEG, photo(scene.papers["native"], without_qr=True))
    until(lambda: _on_stage(scene, act, "Ждёт подтверждения"))
    until(lambda: scene.told(scene.cast.native, act.number, "без QR"))
    expect(scene.process.get(act.id).raw[scene.process.keys[COPY]], "файл остался в карточке", "его нет")
    return Seen(f"акт № {act.number} ждёт", scene.act_card(act))


def native_file_with_qr_signs(scene: Scene) -> Seen:
    """Приложен скан с QR: робот «Принять подписанную копию» проверил его сам, акт подписан."""
    act = scene.acts["native"]
    _attach(scene, act, PDF, scan(scene.papers["native"]))
    until(lambda: _signed(scene, "native"))
    signed = scene.row(scene.tab(scene.cast.native), act.number)["signed"]
    expect(signed and signed["how"] == "qr", "подписан по QR", signed)
    return Seen(f"акт № {act.number} подписан", scene.act_card(act))


def _drop(scene: Scene, part: str, name: str, content: bytes) -> dict[str, Any]:
    """The manager drops a file on the act's row in the tab."""
    page = scene.tab(getattr(scene.cast, part))
    row = scene.row(page, scene.acts[part].number)
    answer: dict[str, Any] = page.upload(f"acts/{row['id']}/copy", files={"file": (name, content)})
    return answer


def _attach(scene: Scene, act: ActItem, name: str, content: bytes) -> None:
    """The manager puts a file into the item's own field."""
    scene.process.attach(scene.manager(scene.cast.native), act.id, name, content)


def _on_stage(scene: Scene, act: ActItem, stage: str) -> ActItem:
    found = scene.process.get(act.id)
    expect(found.stage == stage, f"акт на стадии «{stage}»", f"«{found.stage}»")
    return found


def _signed(scene: Scene, part: str) -> ActItem:
    act = _on_stage(scene, scene.acts[part], "Подписан")
    expect(act.is_signed, "«Подписан: да»", act.raw[scene.process.keys["Подписан"]])
    return act


STEPS = (
    copy_of_another_act_is_refused, obsolete_copy_is_refused, file_that_is_no_copy_is_refused, copy_without_qr_waits,
    copy_is_confirmed, copy_with_qr_is_verified, copy_is_filed, act_reads_signed, manager_is_told,
    timeline_and_feed_tell, third_deal_goes_out, native_file_without_qr_waits, native_file_with_qr_signs,
)  # fmt: skip
