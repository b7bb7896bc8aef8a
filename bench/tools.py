"""Programs of the machine that measurements need: installed when missing and possible."""

from __future__ import annotations

import os
import shutil
import subprocess


class ToolMissing(Exception):
    """A program is not there and cannot be put there by us; the message says what to do."""


def require(name: str, package: str) -> str:
    """The path of the program. Raises ToolMissing."""
    found = shutil.which(name)
    if found:
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Ставлю {package} из пакетов Debian")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, stdout=subprocess.DEVNULL)
        found = shutil.which(name)
    if not found:
        raise ToolMissing(f"Нужна программа {name}: поставьте пакет {package} (apt-get install {package}) и повторите.")
    return found
