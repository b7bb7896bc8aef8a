"""`python -m tests.sandbox.replay`: call every method and write the outcome to sandbox/catalogue/samples.json."""

from __future__ import annotations

import json
import sys

from sandbox.coverage import SAMPLES_FILE
from tests.sandbox.replay import samples
from tests.sandbox.replay.outcome import found


def main() -> None:
    if not samples.METHODS.exists():
        sys.exit(f"needs {samples.METHODS.name} of ../shared")
    outcomes = found()
    SAMPLES_FILE.write_text(
        "{\n"
        + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in outcomes.items())
        + "\n}\n",
        "utf-8",
    )
    passed = sum(bool(outcome.get("passed")) for outcome in outcomes.values())
    sys.stdout.write(f"{passed} of {len(outcomes)} answers have the shape of the docs' sample\n")


if __name__ == "__main__":
    main()
