"""Acts as people find them where there are no smart processes: elements of a universal list («Список актов»)."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from demo.acts import COPY, FOLDER, NUMBER, PAID, SIGNED, TITLE, ActItem, roubles
from demo.portal import Rest
from demo.seeing import expect

DATE, STATE, AMOUNT, DEAL, COMPANY = "Дата акта", "Состояние", "Сумма", "Сделка", "Компания"


class ActsInList:
    """Found by its title, its fields by theirs: as a person would. The same to look at as ActsProcess."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        lists = [row for row in rest.call("lists.get", IBLOCK_TYPE_ID="lists") if row["NAME"] == TITLE]
        expect(len(lists) == 1, f"один список «{TITLE}»", f"их {len(lists)}")
        self.list_id = int(lists[0]["ID"])
        self._where = {"IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": self.list_id}
        fields = rest.call("lists.field.get", **self._where)
        self.keys = {str(field["NAME"]): str(name) for name, field in fields.items()}
        self.stages: dict[str, str] = fields[self.keys[STATE]]["DISPLAY_VALUES_FORM"]

    def of_deal(self, deal_id: int) -> list[ActItem]:
        """Oldest first."""
        found = self._rest.call("lists.element.get", **self._where, FILTER={f"={self.keys[DEAL]}": deal_id})
        return [self._act(row) for row in found]

    def get(self, item_id: int) -> ActItem:
        return self._act(self._rest.call("lists.element.get", **self._where, ELEMENT_ID=item_id)[0])

    def only(self, deal_id: int) -> ActItem:
        """The deal's single act. Raises Unexpected."""
        found = self.of_deal(deal_id)
        expect(len(found) == 1, "у сделки один акт", f"актов {len(found)}")
        return found[0]

    def path(self, act_id: int) -> str:
        return f"/company/lists/{self.list_id}/element/0/{act_id}/"

    def attach(self, person: Rest, act_id: int, name: str, content: bytes) -> None:
        """A person puts a file of the drive into the element's own field; the form sends all the fields."""
        storage = self._rest.call("disk.storage.getlist", filter={"ENTITY_TYPE": "common"})[0]
        file = self._rest.call(
            "disk.storage.uploadfile", id=storage["ID"], data={"NAME": name}, generateUniqueName=True,
            fileContent=[name, base64.b64encode(content).decode()],
        )  # fmt: skip
        element = self._rest.call("lists.element.get", **self._where, ELEMENT_ID=act_id)[0]
        values = {key: _one(element, key) for key in self.keys.values() if key.startswith("PROPERTY_")}
        values |= {"NAME": element["NAME"], self.keys[COPY]: file["ID"]}
        person.call("lists.element.update", **self._where, ELEMENT_ID=act_id, FIELDS=values)

    def _act(self, row: dict[str, Any]) -> ActItem:
        def said(title: str) -> str:
            return str(_one(row, self.keys[title]) or "")

        return ActItem(
            id=int(row["ID"]),
            number=said(NUMBER),
            title=str(row["NAME"]),
            amount=roubles(said(AMOUNT)),
            deal_id=int(said(DEAL) or 0),
            stage=self.stages.get(said(STATE), said(STATE)),
            is_signed=said(SIGNED) == "Да",
            paid=said(PAID),
            folder_url=said(FOLDER),
            created=datetime.strptime(said(DATE), "%d.%m.%Y").date().isoformat(),  # noqa: DTZ007
            raw={self.keys[SIGNED]: said(SIGNED), self.keys[COPY]: said(COPY), "companyId": said(COMPANY)},
        )


def _one(row: dict[str, Any], key: str) -> Any:
    return next(iter((row.get(key) or {}).values()), None)
