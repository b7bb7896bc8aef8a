"""`python -m sandbox.catalogue --from methods.jsonl [--docs CLONE]`: write catalogue.json from what the docs say."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sandbox.catalogue import FILE, make, paged, sources


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox.catalogue", description="Каталог методов из документации")
    parser.add_argument("--from", dest="extracted", type=Path, required=True, help="methods.jsonl")
    parser.add_argument("--docs", type=Path, help="клон репозитория bitrix-tools/b24-rest-docs: он богаче")
    options = parser.parse_args()
    rows = sources.extracted(options.extracted)
    specs = sources.specified(options.docs) if options.docs else {}
    pages = sources.pages(options.docs) if options.docs else {}
    rows = {**{key: row for key, row in paged.rows(pages).items() if key not in specs}, **rows}
    names = {key: (specs.get(key) or rows[key])["method"] for key in sorted(rows.keys() | specs.keys())}
    lines = []
    for key, name in names.items():
        row, spec = rows.get(key), specs.get(key)
        found = make.facts(row, spec, pages.get(make.page(row, spec), ""))
        lines.append(f"{json.dumps(name)}: {json.dumps(found, ensure_ascii=False)}")
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    sys.stdout.write(f"{FILE.name}: {len(lines)} methods\n")


if __name__ == "__main__":
    main()
