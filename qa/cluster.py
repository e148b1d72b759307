"""Read and embed files on the machines of a Dask cluster."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from qa.errors import UsageError

_PATIENCE_S = 30
"""Maximum time to wait for the scheduler, in seconds."""


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Open an executor over the workers of the scheduler at an address (`tcp://host:8786`) until the block exits.

    The files of a lost worker are given to another one. A file that was being read on four lost workers ends the build
    with Dask's KilledWorker, unless the scheduler's setting `allowed-failures` permits more. Workers need this project,
    and models that come with packages or are under the same path; files are sent to them.

    Raises:
        UsageError: the extra is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise UsageError(f"a cluster needs {error.name}: pip install 'factsheet-qa[dask]'") from error
    try:
        client = Client(address, timeout=_PATIENCE_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address} ({error}); start one with `dask scheduler`"
        ) from error
    with client:
        # Not pure: the same file under two names is two tasks.
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
