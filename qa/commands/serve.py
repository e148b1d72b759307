"""`serve`: the chat page."""

from qa.commands.options import IndexOption, index_folder


def serve(index: IndexOption = None) -> None:
    """Serve the chat page on this machine (GRADIO_SERVER_NAME and GRADIO_SERVER_PORT change where)."""
    from qa.web.serve import serve

    serve(index_folder(index))
