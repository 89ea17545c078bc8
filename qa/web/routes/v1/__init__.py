"""The versioned HTTP API, `/api/v1`: an application of its own for each collection."""
