"""Tasks («Задачи»)."""

from __future__ import annotations

from sandbox import events

events.declare("task", "ONTASKADD", "ONTASKUPDATE", "ONTASKDELETE")
