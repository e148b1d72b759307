"""What can be wrong with a call of the engine. Every message names the cure."""


class UnknownDocumentError(Exception):
    """The index holds no document of that name or id."""
