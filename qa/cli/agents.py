"""The command for programs that call tools: `mcp`."""

import os
import sys
import threading
from contextlib import suppress

from qa.cli.opening import open_collection
from qa.cli.options import CollectionOption


def mcp(collection: CollectionOption = None) -> None:
    """Offer a collection to an agent: the Model Context Protocol on standard input and output."""
    from qa.mcp.server import serve_on_pipes

    with suppress(KeyboardInterrupt):
        serve_on_pipes(open_collection(collection))
    if threading.active_count() > 1:  # a model is being loaded, which nothing interrupts and nobody needs any more
        sys.stdout.flush()
        os._exit(0)
