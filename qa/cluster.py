"""An executor over a Dask cluster, for reading and embedding on many machines."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from qa.errors import UsageError

_PATIENCE_S = 30


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """An executor over the workers of the scheduler at an address (`tcp://host:8786`), for as long as the block lasts.

    What a worker was at when it was lost is begun again by another one; a file that was at work on four workers that
    were lost ends the build with Dask's KilledWorker, unless the scheduler's setting `allowed-failures` permits more.
    Workers need this project, and models that come with packages or lie under the same path; files are sent to them.

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
        # Not pure: the same file under two names is two pieces of work.
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
