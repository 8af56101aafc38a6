"""A batch on an existing Dask cluster: the function that runs here runs there, and Dask does all the rest.

The machines of the cluster must see both folders under the same names and have the same version of this program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.app.batch_workbook import bring_up_to_date, failed
from cpp_scorecard.core.council_result import CouncilResult, Outcome
from cpp_scorecard.core.errors import Busy, Refused, UsageError

if TYPE_CHECKING:
    from cpp_scorecard.app.batch_folder import Work

SECONDS = 20
"""How long to wait for the scheduler to answer."""
_LONGEST = 400
_REMEDY = "See the log of its worker; each machine needs this version of cpp-scorecard. Then run again."


def on_cluster(works: Sequence[Work], address: str, progress: Callable[[str], None]) -> Iterator[CouncilResult]:
    """The results in the order in which they are ready; `progress` is told what there is to wait for.

    Raises Refused where Dask is not installed, UsageError for what is no address, Busy where no scheduler answers.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise Refused(
            "--scheduler needs Dask, which is not installed.",
            "Install the extra: pip install 'cpp-scorecard[cluster]', here and on the machines of the cluster.",
        ) from error
    try:
        client = Client(address, timeout=SECONDS, set_as_default=False)
    except (ValueError, TypeError) as error:
        raise UsageError(f'"{address}" is no address of a scheduler.', "Write it as tcp://host:8786.") from error
    except OSError as error:
        raise Busy(f"No scheduler answers at {address}.", "Check the address, and that the scheduler runs.") from error
    with client:
        if not client.nthreads():
            progress(f"The scheduler at {address} has no workers yet; waiting for one ...")
        futures = client.map(bring_up_to_date, works, pure=False)
        by_key = {future.key: work for future, work in zip(futures, works, strict=True)}
        for future in as_completed(futures, loop=client.loop):
            try:
                result = future.result()
            except Exception as error:  # its worker was ended, cannot import the program, or the scheduler is gone
                yield failed(by_key[future.key], Outcome.ENDED, _said(error), _REMEDY)
            else:
                yield result
            future.release()


def _said(error: Exception) -> str:
    words = " ".join(str(error).split())
    return f"The cluster did not finish it ({type(error).__name__}: {words})"[:_LONGEST].rstrip(".") + "."
