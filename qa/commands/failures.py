"""Turn every failure of a command into one line on standard error and an exit code."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import CorpusError, ReadError
from index.errors import IndexFolderError, ModelError
from qa.commands.output import problem
from qa.errors import CalibrationError, QuestionSetError, UnknownDocumentError, UsageError

WRONG_USAGE = 2
UNUSABLE_INDEX = 3
MACHINE_FAILED = 5
"""Exit code when a file or standard output cannot be written, or memory ran out."""
INTERRUPTED = 130


def prepare_streams() -> None:
    """Make standard output and error usable in any environment: narrow encodings, closed streams.

    A stream that is closed is replaced, because messages must go somewhere; without standard output nothing is done.
    """
    closed = sys.stdout is None
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    if closed:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as the process
        problem("standard output is closed; nothing was done")
        sys.exit(MACHINE_FAILED)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


@contextmanager
def failures_as_messages() -> Iterator[None]:
    """Print a failure as one line and exit with its code; also write out what standard output still buffers."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except (CalibrationError, CorpusError, ReadError, QuestionSetError, UnknownDocumentError, UsageError) as error:
        _fail(str(error), WRONG_USAGE)
    except (IndexFolderError, ModelError) as error:
        _fail(str(error), UNUSABLE_INDEX)
    except MemoryError:
        _fail("not enough memory: close other programs, or set FACTSHEET_QA_THREADS=1", MACHINE_FAILED)
    except BrokenPipeError:
        _discard_output()
        sys.exit(MACHINE_FAILED)
    except OSError as error:
        _discard_output()
        _fail(_described(error), MACHINE_FAILED)
    except KeyboardInterrupt:
        _fail("interrupted", INTERRUPTED)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # click and rich turn a closed pipe into exit code 1
            _discard_output()
            sys.exit(MACHINE_FAILED)
        if end.code == INTERRUPTED:  # typer exits so on Ctrl-C, without a word
            problem("interrupted")
        raise


def _described(error: OSError) -> str:
    """Name the file, or standard output, which is the only stream that is written without a name."""
    reason = error.strerror or str(error)
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return f"{reason}: raise the limit with `ulimit -n 1024`"
    if error.errno == errno.EAGAIN:
        return f"no further process or thread can be started ({reason}): raise the limit with `ulimit -u`"
    return f"{error.filename or 'standard output'}: {reason}"


def _fail(message: str, code: int) -> None:
    problem(message)
    sys.exit(code)


def _discard_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail on it again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
