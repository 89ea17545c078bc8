"""Tools for agents: search, ask and read documents over the Model Context Protocol (https://modelcontextprotocol.io)."""
