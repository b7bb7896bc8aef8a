"""The demonstration portal: an invented service company, its clients, deals and people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from sandbox.areas.crm import defaults, items, kinds, productrows, requisites
from sandbox.areas.mail import mailboxes
from sandbox.portal import Actor, Portal
from sandbox.seeds import payments
from sandbox.seeds.empty import person

BANK = {"RQ_BANK_NAME": "АО «Заречный банк»", "RQ_BIK": "044525988", "RQ_COR_ACC_NUM": "30101810000000000988"}
LEGAL_ADDRESS = 6
HEAD = Actor(1)


def load(portal: Portal) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = Path(__file__).with_suffix(".yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 -- both loaders are the safe ones
    _people(portal, data)
    funnel = _funnel(portal, data["funnel"])
    for company in data["companies"]:
        add_company(portal, company)
    for contact in data["contacts"]:
        _contact(portal, contact)
    for deal in data["deals"]:
        _deal(portal, deal, funnel)
    for lead in data["leads"]:
        _lead(portal, lead)
    payments.load(portal, data["payments"])


def _people(portal: Portal, data: dict[str, Any]) -> None:
    for one in data["departments"]:
        record = {"NAME": one["name"], "SORT": 500, "UF_HEAD": str(one["head"])}
        portal.collection("department").add(record | ({"PARENT": str(one["parent"])} if "parent" in one else {}))
    for one in data["users"]:
        user = person(one["name"], one["last_name"], one["position"], one["email"], admin=one.get("admin", False))
        user |= {"SECOND_NAME": one["second_name"], "PERSONAL_GENDER": one["gender"]}
        user |= {"UF_DEPARTMENT": one["departments"], "CRM_ACCESS": one.get("crm_access", "all")}
        mailboxes.connect(portal, portal.collection("user").add(user), "Рабочая почта", one["email"])


def _funnel(portal: Portal, funnel: dict[str, Any]) -> int:
    stages = [(code, name, semantic, colour) for code, name, semantic, colour in funnel["stages"]]
    return defaults.add_funnel(portal, kinds.DEAL, funnel["name"], stages, sort=100)


def _details(given: dict[str, Any]) -> list[dict[str, str]]:
    types = (("email", "EMAIL"), ("phone", "PHONE"))
    return [{"TYPE_ID": t, "VALUE_TYPE": "WORK", "VALUE": given[key]} for key, t in types if key in given]


def add_company(portal: Portal, given: dict[str, Any]) -> int:
    """A company with requisites, bank details and a legal address, as the YAML has them."""
    fields = {
        "TITLE": given["title"],
        "TYPE_ID": "CUSTOMER",
        "INDUSTRY": given.get("industry"),
        "IS_MY_COMPANY": "Y" if given.get("mine") else "N",
        "FM": _details(given),
    }
    company = items.add(portal, kinds.COMPANY, fields, HEAD)
    if "requisites" in given:
        _requisites(portal, company["ID"], given["title"], given["requisites"])
    return int(company["ID"])


def _requisites(portal: Portal, company_id: int, title: str, given: dict[str, Any]) -> None:
    fields = {
        "ENTITY_TYPE_ID": kinds.COMPANY,
        "ENTITY_ID": company_id,
        "PRESET_ID": given.get("preset", 1),
        "NAME": title,
        "RQ_COMPANY_NAME": title,
        "RQ_COMPANY_FULL_NAME": given["full"],
        "RQ_INN": given["inn"],
        "RQ_KPP": given.get("kpp"),
        "RQ_OGRN": given.get("ogrn"),
        "RQ_OGRNIP": given.get("ogrnip"),
        "RQ_DIRECTOR": given["director"],
        "RQ_ACCOUNTANT": given.get("accountant"),
    }
    requisite = requisites.add(portal, fields, HEAD)
    bank = {**BANK, "ENTITY_ID": requisite, "NAME": BANK["RQ_BANK_NAME"], "RQ_ACC_NUM": given["account"]}
    requisites.add_bank(portal, bank, HEAD)
    city, code, street = given["address"]
    place = {"TYPE_ID": LEGAL_ADDRESS, "ENTITY_TYPE_ID": requisites.OWNER_TYPE, "ENTITY_ID": requisite}
    where = {"ADDRESS_1": street, "CITY": city, "POSTAL_CODE": code, "COUNTRY": "Россия"}
    requisites.put_address(portal, place | where)


def _contact(portal: Portal, given: dict[str, Any]) -> None:
    fields = {
        "NAME": given["name"],
        "LAST_NAME": given["last_name"],
        "POST": given["post"],
        "TYPE_ID": "CLIENT",
        "COMPANY_IDS": [given["company"]] if "company" in given else [],
        "FM": _details(given),
    }
    items.add(portal, kinds.CONTACT, fields, HEAD)


def _deal(portal: Portal, given: dict[str, Any], funnel: int) -> None:
    actor = Actor(given["user"])
    kind = kinds.find(portal, kinds.DEAL)
    fields = {
        "TITLE": given["title"],
        "CATEGORY_ID": funnel,
        "STAGE_ID": kind.stage_prefix(funnel) + given["stage"],
        "COMPANY_ID": given.get("company"),
        "CONTACT_IDS": given["contacts"],
        "ASSIGNED_BY_ID": given["user"],
        "TYPE_ID": "SERVICES",
    }
    deal = items.add(portal, kinds.DEAL, fields, actor)
    for place, (name, price, quantity) in enumerate(given["rows"], 1):
        row = {"productName": name, "price": price, "quantity": quantity, "sort": 10 * place}
        productrows.collection(portal).add(productrows.made(kind.short, deal["ID"], row))
    items.follow_products(portal, kind, deal["ID"], actor)


def _lead(portal: Portal, given: dict[str, Any]) -> None:
    fields = {
        "TITLE": given["title"], "NAME": given["name"], "LAST_NAME": given.get("last_name"),
        "COMPANY_TITLE": given.get("company"), "SOURCE_ID": given["source"], "STAGE_ID": given["stage"],
        "OPPORTUNITY": given["sum"], "ASSIGNED_BY_ID": given["user"], "FM": _details(given),
    }  # fmt: skip
    items.add(portal, kinds.LEAD, fields, Actor(given["user"]))
