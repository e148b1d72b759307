"""Limits on connections, request bodies, uploads and the pace of questions."""
