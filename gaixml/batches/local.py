"""Processes of this machine as an Executor, each job with its limits, and no job that can harm another one.

Each process has a pipe of its own and shares no lock with the others: it may be killed at any moment, and only what it
is doing then is lost. The pools of the standard library, of loky and of Pebble share queues: a process that is killed
while it holds their lock stops them all, one that is killed while it waits breaks the pool.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import queue
import signal
import sys
import time
from concurrent.futures import Executor, Future
from multiprocessing import resource_tracker
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gaixml.batches.limits import Limits, limit_memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_PRELOADED: Final = ["gaixml.conversion", "gaixml.archive.item"]
"""What each worker needs: imported once, by the process that the workers are forked from."""
_PAUSES: Final = (0.0, 0.05, 0.2, 0.8, 3.0)
"""Seconds to wait before each process that is started for a job until one lives long enough to begin it: a fork server
that was killed refuses connections for a while before it is known to be dead."""


class ProcessLostError(RuntimeError):
    """The process that did a job is no more: killed, crashed or ended by the job itself."""


class _Task(NamedTuple):
    future: Future[Any]
    call: bytes


class LocalExecutor(Executor):
    """Some threads, each of which has jobs done by a process of its own, one after another."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """Take the number of processes and what each job may take."""
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # else the first thread would start it, which lets SIGINT in again
        context = _context()
        self._threads = [
            Thread(target=_serve, args=(self._tasks, _Worker(context, limits)), daemon=True) for _ in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401 - Executor's
        """Have a function called by one of the processes.

        The future raises TimeoutError for what takes too long, ProcessLostError if its process dies.
        """
        future: Future[Any] = Future()
        self._tasks.put(_Task(future, pickle.dumps((fn, args, kwargs))))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Let what is being done be ended; with ``cancel_futures`` what is not yet begun is left undone."""
        if cancel_futures:
            with contextlib.suppress(queue.Empty):
                while True:
                    if task := self._tasks.get_nowait():
                        task.future.cancel()
        for _ in self._threads:
            self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()


def _serve(tasks: queue.SimpleQueue[_Task | None], worker: _Worker) -> None:
    """Have tasks done by a worker until there are no more: what a thread does."""
    if sys.platform != "win32":  # the processes started here inherit that: Ctrl-C is for the command alone
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    with contextlib.closing(worker):
        while task := tasks.get():
            if task.future.set_running_or_notify_cancel():
                try:
                    result = worker.call(task.call)
                except BaseException as error:  # noqa: BLE001 - the future raises it
                    task.future.set_exception(error)
                else:
                    task.future.set_result(result)


class _Worker:
    """A process that calls what it is sent. It is started when there is something to do, and again when it is lost."""

    def __init__(self, context: multiprocessing.context.BaseContext, limits: Limits) -> None:
        self._context = context
        self._limits = limits
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None

    def call(self, call: bytes) -> Any:  # noqa: ANN401 - any function's
        """Return what a pickled call gives, or raise what it raises, TimeoutError or ProcessLostError."""
        pipe = self._begin(call)
        try:
            if not pipe.poll(self._limits.seconds):
                self._end()
                raise TimeoutError
            is_good, result = pickle.loads(pipe.recv_bytes())  # noqa: S301 - from our own process
        except (EOFError, ConnectionError):
            self._end()
            raise ProcessLostError from None
        if is_good:
            return result
        raise result

    def _begin(self, call: bytes) -> Connection[Any, Any]:
        """Return the pipe to a process that has begun a call: one that was killed before has lost nothing."""
        for pause in _PAUSES:
            time.sleep(pause)
            try:
                pipe = self._pipe or self._start()
                pipe.send_bytes(call)
                pipe.recv_bytes()
            except (EOFError, OSError):
                self._end()
            else:
                return pipe
        raise ProcessLostError

    def _start(self) -> Connection[Any, Any]:
        own, other = self._context.Pipe()
        with other:  # when the process dies it was the last to have this end, and ours reads the end of the file
            process = self._context.Process(target=_work, args=(other, self._limits.memory), daemon=True)  # type: ignore[attr-defined] # each context has one
            process.start()
        self._process, self._pipe = process, own
        return own

    def _end(self) -> None:
        """End the process, whatever it is doing."""
        if self._process:
            self._process.kill()
        self.close()

    def close(self) -> None:
        """Let the process end, which waits for something to do."""
        if self._pipe and self._process:
            self._pipe.close()
            self._process.join()
        self._process = self._pipe = None


def _work(pipe: Connection[Any, Any], memory: int | None) -> None:
    """Call what comes and send what that gives, until the other end is closed: what a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(memory)
    with pipe, contextlib.suppress(EOFError, ConnectionError):
        while True:
            call = pipe.recv_bytes()
            pipe.send_bytes(b"begun")
            pipe.send_bytes(_answer(call))


def _answer(call: bytes) -> bytes:
    try:
        function, args, kwargs = pickle.loads(call)  # noqa: S301 - from our own process
        return pickle.dumps((True, function(*args, **kwargs)))
    except BaseException as error:  # noqa: BLE001 - sys.exit of a library, too, concerns one job only
        try:
            return pickle.dumps((False, error))
        except Exception:  # noqa: BLE001 - an error that cannot be sent
            return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: forked from a small server where there is one, since this one has threads."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context
