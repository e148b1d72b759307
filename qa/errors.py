"""Errors of the engine and the commands. Every message names the cure."""


class UsageError(Exception):
    """A command was called with unusable input, such as an empty question or a setting that is not a number."""


class UnknownDocumentError(Exception):
    """No document of the index has that name or id."""


class QuestionSetError(Exception):
    """A question set or a baseline cannot be read. The message names the file and, where there is one, the line."""


class CalibrationError(Exception):
    """A calibration cannot be used or made. The message says why and names the cure."""
