"""The sandbox's own controls at /sandbox/api/: apps, tokens, limits, faults, events, clock; loopback only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

import requests
from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from sandbox import apps
from sandbox.faults import Fault, FaultKind
from sandbox.limits import Cost
from sandbox.mischief import Odds
from sandbox.portal import Portal
from sandbox.store import Record
from sandbox.tenants import Tenants

Action = Callable[[Portal, dict[str, Any]], Any]


def routes(tenants: Tenants) -> Blueprint:
    """Every action takes a JSON object (or a query) and answers one; the portal is told by the Host header."""
    blueprint = Blueprint("admin", __name__)

    @blueprint.before_request
    def loopback_only() -> None:
        if not request.remote_addr or not ip_address(request.remote_addr).is_loopback:
            abort(403)

    @blueprint.post("/sandbox/api/rename")
    def rename() -> ResponseReturnValue:
        return _rename(tenants)

    @blueprint.route("/sandbox/api/<path:name>", methods=["GET", "POST"])
    def act(name: str) -> ResponseReturnValue:
        action = ACTIONS.get(name.strip("/"))
        if action is None:
            return jsonify({"error": f"no such action: {name}", "actions": sorted(ACTIONS)}), 404
        body = request.get_json(silent=True) or {}
        try:
            done = action(tenants.of_host(request.host), {**request.args.to_dict(), **body})
        except (KeyError, ValueError, TypeError) as error:
            return jsonify({"error": f"{type(error).__name__}: {error}"}), 400
        return jsonify(done)

    return blueprint


def _rename(tenants: Tenants) -> ResponseReturnValue:
    """`domain` (host, with the port where it is not the usual one): the old address answers 302 from now on."""
    domain = str((request.get_json(silent=True) or {}).get("domain", ""))
    if not domain:
        return jsonify({"error": "domain is missing"}), 400
    tenants.rename(tenants.of_host(request.host), domain)
    return jsonify({"domain": domain})


ACTIONS: dict[str, Action] = {}


def action(name: str) -> Callable[[Action], Action]:
    """Register an action of the controls; areas add their own (`mailbox` …)."""

    def register(run: Action) -> Action:
        ACTIONS[name] = run
        return run

    return register


@action("state")
def state(portal: Portal, asked: dict[str, Any]) -> Any:
    return {
        "domain": portal.domain,
        "member_id": portal.member_id,
        "now": portal.clock.iso(),
        "limiter": portal.limiter.is_on,
        "delivery_paused": portal.events.outgoing.is_paused,
        "faults": [fault.told() for fault in portal.faults.waiting()],
    }


@action("apps")
def register_app(portal: Portal, asked: dict[str, Any]) -> Any:
    """POST with `handler_url` registers a local app; without, lists the apps."""
    if "handler_url" not in asked:
        return {"apps": portal.collection("app").all()}
    return apps.register(
        portal,
        name=str(asked.get("name", "Приложение")),
        scope=list(asked.get("scope", [])),
        handler_url=str(asked["handler_url"]),
        install_url=str(asked.get("install_url", "")),
        redirect_uri=str(asked.get("redirect_uri", "")),
    )


def _app(portal: Portal, asked: dict[str, Any]) -> Record:
    app = apps.by_client_id(portal, str(asked["client_id"]))
    if app is None:
        raise KeyError("client_id")
    return app


@action("apps/launch")
def launch_app(portal: Portal, asked: dict[str, Any]) -> Any:
    """What a browser would post into the app's iframe; with `post` it is posted from here."""
    launch = apps.launch(
        portal,
        _app(portal, asked),
        int(asked.get("user_id", 1)),
        placement=str(asked.get("placement", "DEFAULT")),
        options=asked.get("options"),
        handler=str(asked.get("handler", "")),
    )
    done: dict[str, Any] = asdict(launch)
    if asked.get("post"):
        answer = requests.post(launch.url, data=launch.fields, timeout=60)
        done |= {"status": answer.status_code, "body": answer.text}
    return done


@action("apps/finish")
def finish_app(portal: Portal, asked: dict[str, Any]) -> Any:
    apps.finish_install(portal, _app(portal, asked), int(asked.get("user_id", 1)))
    return _app(portal, asked)


@action("apps/update")
def update_app(portal: Portal, asked: dict[str, Any]) -> Any:
    return apps.update(portal, _app(portal, asked), int(asked.get("user_id", 1)))


@action("apps/uninstall")
def uninstall_app(portal: Portal, asked: dict[str, Any]) -> Any:
    apps.uninstall(portal, _app(portal, asked), clean=bool(asked.get("clean")))
    return {"uninstalled": True}


@action("tokens/expire")
def expire_tokens(portal: Portal, asked: dict[str, Any]) -> Any:
    return {"expired": portal.tokens.expire_all(str(asked.get("client_id", "")))}


@action("tokens/revoke")
def revoke_tokens(portal: Portal, asked: dict[str, Any]) -> Any:
    """All tokens of an app die, the refresh tokens too, as when its access is taken away."""
    portal.tokens.revoke(str(_app(portal, asked)["client_id"]))
    return {"revoked": asked["client_id"]}


@action("costs")
def costs(portal: Portal, asked: dict[str, Any]) -> Any:
    """`method` (glob), `seconds` that each command takes, `waits` (true; else only counted); without, lists."""
    if "method" in asked:
        waits = str(asked.get("waits", True)).lower() in {"1", "true", "y"}
        portal.limiter.charge(Cost(str(asked["method"]), float(asked["seconds"]), waits))
    return {"costs": [asdict(cost) for cost in portal.limiter.costs()]}


@action("disk/quota")
def disk_quota(portal: Portal, asked: dict[str, Any]) -> Any:
    """`bytes` that files may take altogether; without, they are without bound («место кончилось»: 0)."""
    portal.store.room = int(asked["bytes"]) if "bytes" in asked else None
    return {"bytes": portal.store.room}


@action("limiter")
def switch_limiter(portal: Portal, asked: dict[str, Any]) -> Any:
    """`on`, `licence` (ru_std, ru_ent250…), `depth`, `drain`, `operating_limit` (seconds), `forget` (empty it)."""
    limiter = portal.limiter
    if asked.get("forget"):
        limiter.forget()
    if "licence" in asked:
        limiter.buy(str(asked["licence"]))
    if "on" in asked:
        limiter.is_on = str(asked["on"]).lower() in {"1", "true", "y"}
    limiter.depth = float(asked.get("depth", limiter.depth))
    limiter.drain = float(asked.get("drain", limiter.drain))
    limiter.operating_limit = float(asked.get("operating_limit", limiter.operating_limit))
    return {"on": limiter.is_on, "depth": limiter.depth, "drain": limiter.drain}


@action("faults")
def add_fault(portal: Portal, asked: dict[str, Any]) -> Any:
    """`method` (glob) and `kind` plant a fault; `clear` removes all; else lists."""
    if asked.get("clear"):
        portal.faults.clear()
    elif "method" in asked:
        portal.faults.add(Fault(**{**asked, "kind": FaultKind(asked.get("kind", "error"))}))
    return {"faults": [fault.told() for fault in portal.faults.waiting()]}


@action("events")
def events(portal: Portal, asked: dict[str, Any]) -> Any:
    """What was posted or waits, the newest first; `state` filters."""
    return {"events": portal.events.outgoing.rows(str(asked.get("state", "")), int(asked.get("limit", 200)))}


@action("events/pause")
def pause_events(portal: Portal, asked: dict[str, Any]) -> Any:
    portal.events.outgoing.pause()
    return {"paused": True}


@action("events/resume")
def resume_events(portal: Portal, asked: dict[str, Any]) -> Any:
    portal.events.outgoing.resume()
    return {"paused": False}


@action("events/drop")
def drop_event(portal: Portal, asked: dict[str, Any]) -> Any:
    portal.events.outgoing.drop(int(asked["id"]))
    return {"dropped": asked["id"]}


@action("events/duplicate")
def duplicate_event(portal: Portal, asked: dict[str, Any]) -> Any:
    return {"id": portal.events.outgoing.duplicate(int(asked["id"]))}


@action("events/reorder")
def reorder_events(portal: Portal, asked: dict[str, Any]) -> Any:
    """`ids`: waiting rows in the order in which they should leave."""
    portal.events.outgoing.reorder([int(n) for n in asked["ids"]])
    return {"reordered": asked["ids"]}


@action("events/odds")
def odds_of_events(portal: Portal, asked: dict[str, Any]) -> Any:
    """`drop`, `double`, `delay`, `reorder`: probabilities for each new post; `seconds` of delay, `seed`. None: none."""
    odds = {name: float(asked[name]) for name in ("drop", "double", "delay", "reorder", "seconds") if name in asked}
    portal.events.outgoing.mischief.play(Odds(**odds, seed=int(asked.get("seed", 0))))
    return asdict(portal.events.outgoing.mischief.odds)


@action("events/offline")
def offline_events(portal: Portal, asked: dict[str, Any]) -> Any:
    """`sold`: whether the tariff keeps events for apps (rest_offline_extended)."""
    portal.events.offline.is_sold = bool(asked.get("sold", portal.events.offline.is_sold))
    return {"sold": portal.events.offline.is_sold}


@action("events/wait")
def wait_events(portal: Portal, asked: dict[str, Any]) -> Any:
    return {"idle": portal.events.outgoing.wait_idle(float(asked.get("seconds", 10)))}


@action("clock")
def clock(portal: Portal, asked: dict[str, Any]) -> Any:
    """`set` (ISO, aware) or `advance` (seconds)."""
    if "set" in asked:
        portal.clock.set(datetime.fromisoformat(asked["set"]))
    if "advance" in asked:
        portal.clock.advance(timedelta(seconds=float(asked["advance"])))
    portal.events.outgoing.ring()
    return {"now": portal.clock.iso()}


@action("log")
def request_log(portal: Portal, asked: dict[str, Any]) -> Any:
    return {"log": portal.log.rows(method=str(asked.get("method", "")), limit=int(asked.get("limit", 200)))}
