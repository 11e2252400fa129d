"""The interfaces for programs: the HTTP API (``/api/v1``, described by OpenAPI) and the tools of the Model Context Protocol."""
