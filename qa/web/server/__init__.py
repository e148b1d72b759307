"""The web server: routes, log-in, limits and page images."""
