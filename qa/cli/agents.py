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

    opened = open_collection(collection)
    warming = threading.Thread(target=opened.warm_up, daemon=True)
    warming.start()  # an agent starts its tools long before it calls one
    with suppress(KeyboardInterrupt):
        serve_on_pipes(opened)
    if warming.is_alive():  # nothing interrupts the loading of a model, and nobody needs it any more
        sys.stdout.flush()
        os._exit(0)
