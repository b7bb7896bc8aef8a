"""What gunicorn serves: the web with its bell, made in the process that works, after the fork."""

from __future__ import annotations

from flask import Flask

from app import logs
from app.bootstrap import build
from app.jobs.bell import Bell
from app.jobs.celery_app import make_celery, ringing
from app.web import create_app
from config.settings import Settings


def make() -> Flask:
    """`gunicorn "app.serve.site:make()"`. Raises SettingsError that names the variables."""
    logs.configure()
    settings = Settings.load()
    return create_app(build(settings, ring=Bell(ringing(make_celery(settings.redis_url))), is_awaited=True))
