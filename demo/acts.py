"""Acts as people find them in the portal: items of its smart process («Акты выполненных работ»)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from demo.portal import Rest
from demo.seeing import expect

TITLE = "Акты выполненных работ"
NUMBER, SIGNED, GROUND, PAID = "Номер акта", "Подписан", "Основание подписи", "Оплата"
FILE, FOLDER, COPY = "Файл акта", "Папка акта", "Подписанная копия"


@dataclass(frozen=True)
class ActItem:
    """One act: `stage` is the name that people see; money in roubles."""

    id: int
    number: str
    title: str
    amount: Decimal
    deal_id: int
    stage: str
    is_signed: bool
    paid: str
    folder_url: str
    created: str
    raw: Mapping[str, Any] = field(repr=False)


class ActsProcess:
    """Found by its title, its fields by theirs: as a person would."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        types = rest.call("crm.type.list", filter={"title": TITLE})["types"]
        expect(len(types) == 1, f"один смарт-процесс «{TITLE}»", f"их {len(types)}")
        self.kind = int(types[0]["entityTypeId"])
        fields = rest.call("crm.item.fields", entityTypeId=self.kind)["fields"]
        self.keys = {str(field["title"]): str(key) for key, field in fields.items()}
        self.category = int(rest.call("crm.category.list", entityTypeId=self.kind)["categories"][0]["id"])
        entity = f"DYNAMIC_{self.kind}_STAGE_{self.category}"
        rows = rest.call("crm.status.list", filter={"ENTITY_ID": entity})
        self.stages = {str(row["STATUS_ID"]): str(row["NAME"]) for row in rows}

    def of_deal(self, deal_id: int) -> list[ActItem]:
        """Oldest first."""
        return [self._act(row) for row in self._rest.items(self.kind, **{"=parentId2": deal_id})]

    def get(self, item_id: int) -> ActItem:
        return self._act(self._rest.item(self.kind, item_id))

    def only(self, deal_id: int) -> ActItem:
        """The deal's single act. Raises Unexpected."""
        found = self.of_deal(deal_id)
        expect(len(found) == 1, "у сделки один акт", f"актов {len(found)}")
        return found[0]

    def path(self, act_id: int) -> str:
        return f"/crm/type/{self.kind}/details/{act_id}/"

    def attach(self, person: Rest, act_id: int, name: str, content: bytes) -> None:
        """A person puts a file into the item's own field."""
        person.update(self.kind, act_id, **{self.keys[COPY]: [name, base64.b64encode(content).decode()]})

    def stage_named(self, name: str) -> str:
        return next(status for status, title in self.stages.items() if title == name)

    def _act(self, row: dict[str, Any]) -> ActItem:
        return ActItem(
            id=int(row["id"]),
            number=str(row.get(self.keys[NUMBER]) or ""),
            title=str(row["title"]),
            amount=roubles(row.get("opportunity")),
            deal_id=int(row.get("parentId2") or 0),
            stage=self.stages.get(str(row["stageId"]), str(row["stageId"])),
            is_signed=row.get(self.keys[SIGNED]) in ("Y", True, 1, "1"),
            paid=str(row.get(self.keys[PAID]) or ""),
            folder_url=str(row.get(self.keys[FOLDER]) or ""),
            created=str(row["createdTime"]),
            raw=row,
        )


def roubles(value: Any) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def spelled(amount: Decimal) -> str:
    """«150 000,00 ₽»."""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",") + " ₽"
