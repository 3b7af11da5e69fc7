"""Work in parts that stand on their own: done here one after another, or by the workers of Dask.

What a part gives does not depend on where it is done, and parts are gathered in their order.
Nothing here imports dask unless a client is given.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from geo.errors import CoverageError, shown

Found = TypeVar("Found")

Done = Callable[[], object]
"""Hears that one more part is done."""


def mapped(
    function: Callable[..., Found],
    parts: Iterable[Any],
    *,
    common: Sequence[Any] = (),
    client: Any = None,
    done: Done | None = None,
) -> Iterator[Found]:
    """Yield what a function gives for each part, in the order of parts.

    Parameters
    ----------
    function : callable
        Of a module, without side effects: a part is done again when its worker dies. It takes what
        is common, and a part.
    parts, common
    client : dask.distributed.Client, optional
        Whose workers do it; without it, this process.
    done : callable, optional
        Called after each part, in whatever order they are done.

    Raises
    ------
    CoverageError
        When `client` is none, or workers died over the same part again and again.
    """
    if client is None:
        for part in parts:
            yield function(*common, part)
            if done:
                done()
        return
    checked(client)
    from distributed import as_completed

    with with_data(client):
        shared = [client.submit(same, each, pure=False) for each in common]
        futures = [client.submit(function, *shared, part, pure=False) for part in parts]
    if done:
        for _ in as_completed(futures):
            done()
    while futures:  # one by one: what is gathered is let go
        yield gathered(client, futures[:1])[0]
        del futures[0]


def with_data(client: Any) -> AbstractContextManager[object]:
    """Let parts go to the scheduler with all their data, so that any worker can do them again."""
    if isinstance(client, Here):
        return nullcontext()
    from dask.config import set as configured

    return configured({"distributed.admin.large-graph-warning-threshold": "1 GiB"})


def same(data: Found) -> Found:
    """Return what it is given: so data goes to a cluster that survives a worker's death."""
    return data


def gathered(client: Any, futures: list[Any]) -> list[Any]:
    """Return the results of futures, in their order; errors as `mapped`."""
    if isinstance(client, Here):
        return futures
    from distributed.scheduler import KilledWorker

    try:
        found: list[Any] = client.gather(futures)
    except KilledWorker as error:
        raise CoverageError(
            f"the cluster gave up: {error.allowed_failures + 1} workers died over one part of the "
            "work; give each more memory, or more and smaller partitions"
        ) from None
    return found


class Here:
    """Stands for a client where there is none: what is submitted is done at once."""

    def submit(self, function: Callable[..., Found], *given: Any, pure: bool) -> Found:  # noqa: ARG002 - as a client's
        """Return what the function gives."""
        return function(*given)

    def map(self, function: Callable[..., Found], *given: list[Any], pure: bool) -> list[Found]:  # noqa: ARG002 - as a client's
        """Return what the function gives, for the first of all lists, the second, and so on."""
        return list(map(function, *given))


def threads(client: Any) -> int:
    """Return how many parts a cluster does at once; at least 1."""
    return max(1, sum(map(int, checked(client).nthreads().values())))


def checked(client: Any) -> Any:
    """Return the client; raise CoverageError unless it is one, and can be waited for."""
    if not all(hasattr(client, name) for name in ("submit", "gather", "nthreads")):
        raise CoverageError(
            f"the client is {shown(client)}; give a dask.distributed.Client, "
            "such as Client('tcp://address:8786')"
        )
    if getattr(client, "asynchronous", False):
        raise CoverageError("the client is asynchronous; give one made without asynchronous=True")
    return client
