"""The sandbox as a server: one process, one port, one or several portals."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, TracebackType

from flask import Flask, request
from werkzeug.serving import BaseWSGIServer, make_server

from sandbox import admin, areas, oauth, rest_routes, seed
from sandbox.door import Door
from sandbox.http_server import KeepAliveHandler, speak_tls
from sandbox.portal import Portal
from sandbox.proxy import NamesProxy
from sandbox.tenants import Tenants
from sandbox.tls import Authority, with_neighbours

MAX_BODY = 256 * 1024 * 1024
LOOK_SECONDS = 0.02
SELDOM = 20_000


class SandboxServer:
    """`with SandboxServer(seed="demo") as server: requests.post(server.webhook_url + "profile")`."""

    def __init__(
        self,
        *,
        seed: str | Path = "demo",
        db: str | Path | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        limiter: bool = True,
        tls: Path | None = None,
        domain: str = "",
        time_source: Callable[[], float] = time.time,
    ) -> None:
        """`tls`: the folder of the authority, and the portal speaks https; `domain`: its name, else host:port.

        `time_source`: Unix time for the portals' clocks.
        """
        self._time_source = time_source
        self._loaded = [*areas.load(), *_pages()]
        self._scratch = tempfile.TemporaryDirectory(prefix="sandbox-")
        database = Path(self._scratch.name, "portal.db") if db is None else Path(db)
        self.tenants = Tenants()
        self.flask = Flask("sandbox")
        self.flask.config["MAX_CONTENT_LENGTH"] = MAX_BODY
        self._door = Door(self.flask.wsgi_app)
        self.flask.wsgi_app = self._door  # type: ignore[method-assign]  # as Flask's own docs put a middleware on
        self._server: BaseWSGIServer = make_server(
            host, port, self.flask, threaded=True, request_handler=KeepAliveHandler
        )
        self.host, self.port = host, int(self._server.server_port)
        self._thread: threading.Thread | None = None
        self._authority = Authority(tls) if tls else None
        self._proxy = NamesProxy((host, self.port), self._knows) if tls else None
        self._domain, self._limiter = domain or f"{host}:{self.port}", limiter
        self.portal = self._first(database, seed)
        self._route()

    @property
    def url(self) -> str:
        return self.portal.url

    @property
    def env(self) -> dict[str, str]:
        """What a client needs to reach the first portal: the `B24_*` variables."""
        env = seed.environment(self.portal)
        if self._authority is not None and self._proxy is not None:
            env |= {"B24_CA_FILE": str(self._authority.certificate_file), "B24_PROXY": self._proxy.url}
        return env

    @property
    def webhook_url(self) -> str:
        return self.env["B24_WEBHOOK_URL"]

    def add_portal(self, domain: str, db: Path, *, seed: str | Path) -> Portal:
        """One more portal under its own host; a file that already holds a portal is taken as it is."""
        scheme = "https" if self._authority else "http"
        portal = Portal(domain, db, scheme=scheme, time_source=self._time_source)
        for area in self._loaded:
            attach = getattr(area, "attach", None)
            if attach is not None:
                attach(portal)
        with portal.transaction():
            _load_seed(portal, seed)
        self.tenants.add(portal)
        if self._thread is not None:
            portal.events.start()
        return portal

    def _first(self, db: Path, seed: str | Path) -> Portal:
        portal = self.add_portal(self._domain, db, seed=seed)
        portal.limiter.is_on = self._limiter
        return portal

    def renew(self, *, seed: str | Path = "demo") -> None:
        """A new portal at the address of the first, and no others: tests may share a server, never what is on it."""
        self._close_portals()
        self._scratch.cleanup()
        self._scratch = tempfile.TemporaryDirectory(prefix="sandbox-")
        self.portal = self._first(Path(self._scratch.name, "portal.db"), seed)

    def _close_portals(self) -> None:
        for portal in self.tenants.all():
            portal.happen("portal_stopping")
            portal.close()
        self.tenants.clear()

    def _route(self) -> None:
        self.flask.before_request(_read_body)
        for blueprint in (rest_routes.routes, oauth.routes, admin.routes):
            self.flask.register_blueprint(blueprint(self.tenants))
        for module in self._loaded:
            routes = getattr(module, "routes", None)
            if routes is not None:
                routes(self.flask, self.tenants)

    def _knows(self, name: str) -> bool:
        """Whether a portal, or the authorization server, goes by this name."""
        return name == oauth.HOST or name in self.tenants.names()

    def start(self) -> SandboxServer:
        if self._authority is not None and self._proxy is not None:
            names = [name for known in sorted(self.tenants.names()) for name in with_neighbours(known)]
            speak_tls(self._server, self._authority.context([*names, self.host, "localhost", oauth.HOST]))
            self._proxy.start()
        for portal in self.tenants.all():
            portal.events.start()
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(LOOK_SECONDS,), name="sandbox-http", daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join(timeout=5)
            if self._proxy is not None:
                self._proxy.stop()
        self._server.server_close()
        self._door.close()
        self._close_portals()
        self._scratch.cleanup()

    def __enter__(self) -> SandboxServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def settle() -> None:
    """For a process that only serves: what is loaded by now stays, and pages of rows are no reason to seek garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)


def _load_seed(portal: Portal, name: str | Path) -> None:
    if portal.collection("user").count() == 0:
        seed.load(portal, name)


def _read_body() -> None:
    """A kept connection must not hold bytes of an unread body. Multipart is parsed by whoever wants it."""
    if request.mimetype == "multipart/form-data":
        request.form  # noqa: B018
    else:
        request.get_data()


def _pages() -> list[ModuleType]:
    if importlib.util.find_spec("sandbox.pages") is None:
        return []
    return [importlib.import_module("sandbox.pages")]
