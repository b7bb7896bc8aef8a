"""The part of the walk about outer sources of data for BI."""

from __future__ import annotations

from tests.sandbox.replay.storing import Do

URL = "https://example.com/bi"


def analytics(do: Do) -> None:
    urls = dict.fromkeys(("urlCheck", "urlData", "urlTableList", "urlTableDescription"), URL)
    settings = [{"name": "Ключ", "code": "token", "type": "STRING"}]
    made = do("biconnector.connector.add", fields={"title": "Проба", "logo": URL, "settings": settings, **urls})["id"]
    source = do("biconnector.source.add", fields={"title": "Проба", "connectorId": made, "settings": {"token": "1"}})
    column = {"type": "string", "name": "NAME", "externalCode": "NAME"}
    fields = {"name": "probe", "externalName": "Проба", "externalCode": "probe", "sourceId": source["id"]}
    dataset = do("biconnector.dataset.add", fields={**fields, "fields": [column]})["id"]
    do("biconnector.dataset.fields.update", id=dataset, add=[{"type": "int", "name": "ID", "externalCode": "ID"}])
    for kind, number, title in (("dataset", dataset, "description"), ("source", source["id"], "title"),
                                ("connector", made, "title")):  # fmt: skip
        do(f"biconnector.{kind}.fields")
        do(f"biconnector.{kind}.update", id=number, fields={title: "Другая"})
        do(f"biconnector.{kind}.get", id=number)
        do(f"biconnector.{kind}.list")
        do(f"biconnector.{kind}.delete", id=number)
