"""Traces and figures of requests for OpenTelemetry, where the usual variables of the environment name a collector.

FastAPI makes them. Nothing is sent where no collector is named.
"""

import os
from collections.abc import MutableMapping
from typing import Any

from fastapi.telemetry import TelemetryConfig

_COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT"


def tracing() -> TelemetryConfig:
    """What FastAPI is told; errors stay here, since their texts may hold questions."""
    return {"auto_configure": bool(os.environ.get(_COLLECTOR)), "logs": False, "exclude": holds_a_question}


def holds_a_question(scope: MutableMapping[str, Any]) -> bool:
    """Whether the address of a request holds the words of a question, and would be sent with them."""
    return any(part.startswith(b"q=") for part in scope.get("query_string", b"").split(b"&"))
