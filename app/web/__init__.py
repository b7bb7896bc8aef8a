"""HTTP in: translate, verify, store, answer. `create_app` makes the Flask application of one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from app.web import api, health, hooks, metrics, pages, static, traffic
from app.web.admission import Admission
from app.web.gate import Gate
from app.web.happenings import Happenings
from app.web.pages import Pages
from app.web.screen import Screens

if TYPE_CHECKING:
    from app.bootstrap import Application

MAX_BODY = 1024 * 1024


def create_app(application: Application, screens: Screens | None = None) -> Flask:
    """`screens`: where the built pages are, unless where the build puts them."""
    site = Flask("app.web", static_folder=None)
    site.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    site.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY
    site.json.ensure_ascii = False  # type: ignore[attr-defined]
    gate = Gate(application.portals)
    admission = Admission(application, gate)
    shown = screens or Screens()
    traffic.watch(site)
    site.register_blueprint(hooks.blueprint(application, gate, Happenings(application, gate, admission)))
    site.register_blueprint(pages.blueprint(Pages(application, gate, admission, shown)))
    site.register_blueprint(api.blueprint(application, admission))
    site.register_blueprint(static.blueprint(shown.dist))
    site.register_blueprint(health.blueprint(application))
    site.register_blueprint(metrics.blueprint(application))
    return site
