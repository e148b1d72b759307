"""Keep files that are converted from packaged weights in the user's cache folder, so that each is made once."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from filelock import FileLock
from platformdirs import user_cache_path

from index.storage.sealed_folder import Contents, sealed_record, write_folder

_log = logging.getLogger(__name__)

Convert: TypeAlias = Callable[[], Contents]
"""Converts weights to files."""


@contextmanager
def converted_model(name: str, digest: str, convert: Convert) -> Iterator[Path]:
    """Provide the folder of a converted model for the duration of the block, in which it is to be loaded.

    `digest` identifies the weights and their conversion. Of several processes that need the same model, one converts it
    and the others wait. Where the cache folder cannot be written, it is converted at each start.

    Raises:
        OSError: there is no room for temporary files either.
    """
    folder = user_cache_path("factsheet-qa") / "models" / f"{name}-{digest[:16]}"
    try:
        _ensure(folder, name, convert)
    except OSError as error:
        _log.warning("%s cannot be kept in %s (%s): it is converted at each start", name, folder, error.strerror)
        with TemporaryDirectory(prefix="factsheet-qa-", ignore_cleanup_errors=True) as temporary:
            write_folder(Path(temporary) / name, convert())
            yield Path(temporary) / name
    else:
        yield folder


def _ensure(folder: Path, name: str, convert: Convert) -> None:
    if sealed_record(folder) is not None:
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_suffix(".lock")):
        if sealed_record(folder) is None:
            _log.warning("Converting %s for this computer, once: a few seconds", name)
            # A damaged folder would be in the way of the new one.
            shutil.rmtree(folder, ignore_errors=True)
            write_folder(folder, convert())
