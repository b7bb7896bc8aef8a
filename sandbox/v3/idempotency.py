"""Answers kept by Idempotency-Key: a repeat of the same call gets the first one's answer (rest-v3.md#idempotency)."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from sandbox import json_text
from sandbox.call import Call
from sandbox.query import Column
from sandbox.v3 import errors

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEY = re.compile(r"[\x20-\x7e]{1,255}")
KEPT_SECONDS = 24 * 60 * 60
KIND = "v3_answer"
PLACE, UNTIL = Column("PLACE").sql, Column("UNTIL").sql


def stored(call: Call, key: str) -> dict[str, Any] | None:
    """The answer to the same call under this key. Raises IDEMPOTENCYKEYREUSED…, INVALIDIDEMPOTENCYKEYEXCEPTION."""
    if not KEY.fullmatch(key):
        raise errors.invalid_key()
    kept = call.portal.collection(KIND).select(f"{PLACE} = ? AND {UNTIL} > ?", [_place(call, key), _now(call)])
    if not kept:
        return None
    found = kept[-1]
    if found["REQUEST"] != _digest(call.params):
        raise errors.key_reused()
    answer: dict[str, Any] = found["ANSWER"]
    return answer


def store(call: Call, key: str, answer: dict[str, Any]) -> None:
    """What is older than a day goes."""
    answers, now = call.portal.collection(KIND), _now(call)
    for old in answers.select(f"{UNTIL} <= ?", [now]):
        answers.delete(old["ID"])
    record = {"PLACE": _place(call, key), "REQUEST": _digest(call.params), "ANSWER": answer}
    answers.add({**record, "UNTIL": now + KEPT_SECONDS})


def _now(call: Call) -> float:
    return call.portal.clock.seconds()


def _place(call: Call, key: str) -> str:
    """A key is its caller's own: one application or webhook, one user, one method."""
    who = call.app["client_id"] if call.app else call.webhook
    return json_text.dumps([who, call.user_id, call.method, key]).decode()


def _digest(params: dict[str, Any]) -> str:
    return hashlib.sha256(json_text.dumps(params)).hexdigest()
