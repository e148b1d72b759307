"""The HTTP and MCP interfaces."""
