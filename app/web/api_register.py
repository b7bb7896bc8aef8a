"""The register of acts through the API («Реестры»): filtered, paged, summed, exported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from app.domain.amount import read_amount
from app.errors import InboundRefused
from app.store.register_filter import RegisterFilter
from app.web.api_acts import Seat
from app.web.desk import Desk
from app.web.export import csv_lines
from app.web.shapes import Shapes, money, state_names

SORT = "-date"


class Query(BaseModel):
    """The filter as the page sends it; empty means any. docs/api.md."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    state: str = Field("", max_length=200)
    signed: str = Field("", pattern="^(yes|no|)$")
    paid: str = Field("", pattern="^(none|partial|paid|unpaid|)$")
    q: str = Field("", max_length=200)
    number: str = Field("", max_length=100)
    date_from: date | None = None
    date_to: date | None = None
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    company_id: int | None = None
    deal_id: int | None = None
    responsible_id: int | None = None
    mine: bool = False
    overdue: bool = False
    sort: str = Field(SORT, max_length=20)
    after: str = Field("", max_length=1000)
    limit: int = Field(50, ge=1, le=200)

    @field_validator("amount_from", "amount_to", mode="before")
    @classmethod
    def _roubles(cls, value: object) -> Decimal:
        return read_amount(str(value))

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Query:
        """Raises InboundRefused that names the fields, DomainError for a sum."""
        try:
            return cls.model_validate({name: value for name, value in args.items() if value})
        except ValidationError as error:
            fields = ", ".join(sorted({str(part["loc"][0]) for part in error.errors()}))
            raise InboundRefused(f"Фильтр записан неверно: {fields}.", 400) from None

    def chosen(self, user_id: int, today: date) -> RegisterFilter:
        return RegisterFilter(
            states=tuple(self.state.split(",")) if self.state else (),
            is_signed={"yes": True, "no": False}.get(self.signed),
            payments=_PAID.get(self.paid, (self.paid,)),
            query=self.q,
            number=self.number,
            date_from=self.date_from,
            date_to=self.date_to,
            amount_from=self.amount_from,
            amount_to=self.amount_to,
            company_id=self.company_id,
            deal_id=self.deal_id,
            responsible_id=user_id if self.mine else self.responsible_id,
            overdue_on=today if self.overdue else None,
        )


_PAID: Mapping[str, tuple[str, ...]] = {"": (), "unpaid": ("none", "partial")}


def add_routes(routes: Blueprint, seat: Seat, shapes: Shapes) -> None:
    @routes.get("/register/acts")
    def register_page() -> dict[str, Any]:
        return _page(_register(seat()), shapes)

    @routes.get("/register/acts.csv")
    def register_export() -> Response:
        desk = _register(seat())
        query = Query.read(request.args)
        lines = desk.acts.every(query.chosen(desk.session.user_id, desk.ctx.today()), sort=query.sort)
        answer = Response(csv_lines(desk, shapes, lines), content_type="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="acts-{desk.ctx.today():%Y-%m-%d}.csv"'
        return answer

    @routes.get("/register/options")
    def register_options() -> dict[str, Any]:
        desk = _register(seat())
        states = [{"id": state, "name": name} for state, name in state_names(desk).items()]
        return {"responsibles": shapes.people(desk, desk.acts.responsibles()), "states": states}


def _register(desk: Desk) -> Desk:
    """Raises InboundRefused in the deal tab: its session is about one deal."""
    if desk.session.page != "register":
        raise InboundRefused("Реестр открывается на своей странице: «Реестры» в левом меню.", 403)
    return desk


def _page(desk: Desk, shapes: Shapes) -> dict[str, Any]:
    query, user_id, today = Query.read(request.args), desk.session.user_id, desk.ctx.today()
    found = desk.acts.page(
        query.chosen(user_id, today),
        sort=query.sort,
        after=query.after or None,
        limit=query.limit,
        user_id=user_id,
        today=today,
    )
    sums = found.totals
    totals = {"amount": money(sums.amount), "paid": money(sums.paid), "debt": money(sums.debt)}
    presets = {name: getattr(found.presets, name) for name in ("unsigned", "overdue", "mine", "unpaid")}
    return {
        "rows": shapes.acts(desk, found.lines),
        "totals": {"count": sums.count, **totals},
        "next": found.next,
        "prev": found.prev,
        "from": found.first,
        "to": found.last,
        "presets": presets,
    }
