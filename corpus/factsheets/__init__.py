"""The factsheets that come with the project, their text sources and the script that makes them."""
