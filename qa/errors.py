"""What can be wrong with a call of the engine or a command. Every message names the cure."""


class UsageError(Exception):
    """A command was called with something that cannot work: an empty question, a setting that is no number."""


class UnknownDocumentError(Exception):
    """The index holds no document of that name or id."""


class QuestionSetError(Exception):
    """A question set or a baseline cannot be read. The message names the file and, where there is one, the line."""
