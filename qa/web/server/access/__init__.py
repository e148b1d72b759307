"""Who may reach the server: users with passwords, host names, origins and named proxies."""
