"""A stub portal for `bench mirror`: `python -m bench.mirror_stub` serves one list of deals until its input is closed.

It knows what both readers send: crm.item.list and batch, windows of ids and offsets, references to earlier results. A
command sleeps; one that counts (start is not -1) sleeps longer, by the rows it counts.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from bisect import bisect_right
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import parse_qsl

import orjson

PAGE = 50
CAPACITY, DRAIN = 50.0, 2.0
_REFERENCE = re.compile(r"\$result\[(\w+)\]\[items\]\[(\d+)\]\[id\]")
_TAILS = 997
_CHURN_SECONDS = 0.002


class Deals:
    """Rows by id, as text made once; `churn` adds and deletes while somebody reads."""

    def __init__(self) -> None:
        self.ids: list[int] = []
        self.lock = threading.Lock()
        self.tails = [_tail(n) for n in range(_TAILS)]

    def fill(self, rows: int, density: float, seed: int) -> None:
        random = Random(seed)
        top = int(rows / density)
        with self.lock:
            self.ids = sorted(random.sample(range(1, top + 1), rows))

    def row(self, deal_id: int) -> bytes:
        return b'{"id":%d,' % deal_id + self.tails[deal_id % _TAILS]

    def after(self, after: int, until: int, offset: int, *, descending: bool) -> tuple[list[int], int]:
        """Ids of a page, and how many rows match."""
        with self.lock:
            low, high = bisect_right(self.ids, after), bisect_right(self.ids, until)
            if descending:
                return self.ids[max(low, high - PAGE) : high][::-1], high - low
            return self.ids[low + offset : min(low + offset + PAGE, high)], high - low

    def churn(self, stop: threading.Event) -> None:
        """Delete old rows and add new ones, one of each at a time."""
        random = Random(7)
        while not stop.wait(_CHURN_SECONDS):
            with self.lock:
                del self.ids[random.randrange(len(self.ids))]
                self.ids.append(self.ids[-1] + random.randint(1, 3))


class Portal:
    """What the server knows; `seconds` of a command, `counting` seconds of a counted row."""

    def __init__(self) -> None:
        self.deals = Deals()
        self.seconds = 0.01
        self.counting = 0.0
        self.limited = False
        self.requests = 0
        self.level, self.at = 0.0, time.monotonic()
        self.lock = threading.Lock()
        self.churning: tuple[threading.Thread, threading.Event, set[int]] | None = None

    def admit(self) -> bool:
        with self.lock:
            self.requests += 1
            if not self.limited:
                return True
            now = time.monotonic()
            self.level = max(self.level - (now - self.at) * DRAIN, 0.0)
            self.at = now
            if self.level + 1 > CAPACITY:
                return False
            self.level += 1
            return True

    def control(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Set up, begin to churn, or end it and tell which rows have lived through."""
        if "rows" in asked:
            self.deals.fill(asked["rows"], asked["density"], asked.get("seed", 1))
        for name in ("seconds", "counting", "limited"):
            if name in asked:
                setattr(self, name, asked[name])
        told = {"requests": self.requests}
        self.requests, self.level = 0, 0.0
        if asked.get("churn"):
            stop = threading.Event()
            thread = threading.Thread(target=self.deals.churn, args=(stop,), daemon=True)
            self.churning = thread, stop, set(self.deals.ids)
            thread.start()
        elif self.churning:
            thread, stop, before = self.churning
            stop.set()
            thread.join()
            self.churning = None
            return {**told, "lived": sorted(before & set(self.deals.ids)), "gone": len(before - set(self.deals.ids))}
        return told

    def page(self, params: dict[str, Any], found: dict[str, list[int]]) -> tuple[list[int], int | None]:
        """Ids of one command, and the total where it counts."""
        start = int(params.get("start", 0))
        after = _number(params.get("filter[>id]", 0), found)
        until = _number(params.get("filter[<=id]", sys.maxsize), found)
        descending = "DESC" in (params.get("order[id]"), params.get("order[ID]"))
        ids, total = self.deals.after(after, until, max(start, 0), descending=descending)
        time.sleep(self.seconds + (self.counting * total if start >= 0 else 0.0))
        return ids, total if start >= 0 else None

    def text(self, ids: list[int], params: dict[str, Any]) -> bytes:
        only_ids = params.get("select[0]") == "id"
        rows = (b'{"id":%d}' % at for at in ids) if only_ids else map(self.deals.row, ids)
        return b'{"items":[' + b",".join(rows) + b"]}"


def _number(value: Any, found: dict[str, list[int]]) -> int:
    """A number, or the id of a row of an earlier command; one that is not there is nothing, which is 0."""
    match = _REFERENCE.fullmatch(str(value))
    if not match:
        return int(value)
    ids, place = found.get(match[1], []), int(match[2])
    return ids[place] if place < len(ids) else 0


def _tail(number: int) -> bytes:
    """A deal as crm.item.list prints it: about as many fields, about as long."""
    random = Random(number)
    stamp = f"2026-0{random.randint(1, 9)}-1{random.randint(0, 9)}T10:00:00+03:00"
    who = {f"{name}By": random.randint(1, 300) for name in ("created", "updated", "moved", "assigned", "lastActivity")}
    times = {f"{name}Time": stamp for name in ("created", "updated", "moved", "lastActivity", "lastCommunication")}
    sums = {name: round(random.random() * 1e6, 2) for name in ("opportunity", "taxValue", "opportunityAccount")}
    links = {f"{name}Id": random.randint(1, 99999) for name in ("company", "contact", "quote", "lead", "mycompany")}
    words = "Поставка и монтаж оборудования"
    texts = {f"UF_CRM_{n}_{random.randint(10**9, 10**10)}": words[: n + 4] for n in range(24)}
    rest = {
        "xmlId": "", "title": f"Поставка по договору № {number} от {stamp[:10]}", "categoryId": number % 3,
        "stageId": f"C{number % 3}:EXECUTING", "stageSemanticId": "P", "isNew": "N", "isRecurring": "N",
        "isReturnCustomer": "Y", "isRepeatedApproach": "N", "closed": "N", "opened": "Y", "currencyId": "RUB",
        "probability": None, "comments": "Клиент просит отгрузить до конца месяца.", "begindate": stamp,
        "closedate": stamp, "typeId": "SALE", "sourceId": "WEB", "sourceDescription": None, "originId": None,
        "contactIds": [number + 1, number + 2], "observers": [], "utmSource": None, "utmMedium": None,
        "entityTypeId": 2,
    }  # fmt: skip
    return json.dumps({**who, **times, **sums, **links, **texts, **rest}, ensure_ascii=False).encode()[1:]


def _flat(value: Any, key: str = "") -> dict[str, Any]:
    """JSON parameters as PHP brackets."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return {k: v for name, item in pairs for k, v in _flat(item, f"{key}[{name}]" if key else str(name)).items()}
    return {key: value}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def do_POST(self) -> None:
        body = orjson.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        method = self.path.partition("?")[0].rstrip("/").rpartition("/")[2].removesuffix(".json")
        if method == "control":
            self._answer(200, orjson.dumps(self.portal.control(body)))
        elif not self.portal.admit():
            self._answer(503, b'{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}')
        else:
            started = time.time()
            result, total = self._batch(body["cmd"]) if method == "batch" else self._single(_flat(body))
            spent = time.time() - started
            told = b'{"start":%f,"duration":%f,"processing":%f,"operating":0.5}' % (started, spent, spent)
            counted = b'"total":%d,' % total if total is not None else b""
            self._answer(200, b'{"result":' + result + b"," + counted + b'"time":' + told + b"}")

    def _single(self, params: dict[str, Any]) -> tuple[bytes, int | None]:
        ids, total = self.portal.page(params, {})
        return self.portal.text(ids, params), total

    def _batch(self, commands: dict[str, str]) -> tuple[bytes, None]:
        found: dict[str, list[int]] = {}
        pages: list[bytes] = []
        totals: dict[str, int] = {}
        for label, command in commands.items():
            params = dict(parse_qsl(command.partition("?")[2], keep_blank_values=True))
            found[label], total = self.portal.page(params, found)
            pages.append(orjson.dumps(label) + b":" + self.portal.text(found[label], params))
            if total is not None:
                totals[label] = total
        inner = b'{"result":{' + b",".join(pages) + b'},"result_error":[],"result_total":'
        return inner + orjson.dumps(totals or []) + b',"result_next":[],"result_time":[]}', None

    def _answer(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a line a request would be measured too."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    Handler.portal = Portal()
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
