"""/metrics for Prometheus («Показатели»): what the database says, so that any process tells the same."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from app.store.gauges import Gauge, Gauges

if TYPE_CHECKING:
    from app.bootstrap import Application

HELP = {
    "portal_authorised": "1: the portal's tokens work; 0: an administrator must open the app there",
    "portal_looked_at_seconds": "since a worker last read what has changed in the portal",
    "queue_rows": "rows of inbox and outbox by state; done rows are not counted",
    "queue_lag_seconds": "how long the oldest row that is due has waited",
    "dirty_marks": "objects of the portal that must be read again",
    "mirror_portal_rows": "rows of the kind in the portal, at the last comparison",
    "mirror_rows": "rows of the kind here, at the last comparison",
    "mirror_equal": "1: ids and times of change were equal at the last comparison",
    "mirror_compared_seconds": "since the last comparison of all ids of the kind",
    "history_unsealed_rows": "lines of the history that have no seal yet",
}


def blueprint(application: Application) -> Blueprint:
    routes = Blueprint("metrics", __name__)
    wanted = f"Bearer {application.settings.metrics_token}"
    registry = CollectorRegistry()
    registry.register(_Collector(Gauges(application.database, application.clock)))

    @routes.get("/metrics")
    def metrics() -> Response:
        given = request.headers.get("Authorization", "")
        if not application.settings.metrics_token or not hmac.compare_digest(given.encode(), wanted.encode()):
            abort(404)
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return routes


class _Collector:
    def __init__(self, gauges: Gauges) -> None:
        self._gauges = gauges

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: the registry would else read the database to learn the names."""
        return []

    def collect(self) -> Iterable[Metric]:
        found: dict[str, list[Gauge]] = {name: [] for name in HELP}
        for gauge in self._gauges.read():
            found[gauge.name].append(gauge)
        for name, gauges in found.items():
            labels = ["portal", *(label for label, _ in gauges[0].labels)] if gauges else ["portal"]
            family = GaugeMetricFamily(f"pervichka_{name}", HELP[name], labels=labels)
            for gauge in gauges:
                family.add_metric([gauge.portal, *(value for _, value in gauge.labels)], gauge.value)
            yield family
