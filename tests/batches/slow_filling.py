"""A command like gaixml's whose work on one input, ``slow``, does not end: IN OUT JOBS [SECONDS]."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gaixml.batches.work import Key, Made, Summary
from gaixml.cli.batches import Asked, Words, do_batch
from gaixml.files import Job, plan


@dataclass(frozen=True)
class Fill:
    def __call__(self, data: bytes, job: Job) -> Made:  # noqa: ARG002 - what Make wants
        return Made(Summary(), fill=partial(fill, is_slow=data == b"slow"))


def fill(folder: Path, *, is_slow: bool) -> None:
    (folder / "1").write_text("one")
    time.sleep(60 if is_slow else 0)
    (folder / "2").write_text("two")


def main() -> None:
    source, target, jobs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    timeout = float(sys.argv[4]) if len(sys.argv) > 4 else None
    asked = Asked(jobs, False, None, None, timeout, None, None, False)  # noqa: FBT003 - as gaixml.cli.converting
    words = Words("filling", "filled")
    try:
        sys.exit(do_batch(plan([source], target, ""), target, Fill(), Key("fill", grammar="any"), asked, words))
    except KeyboardInterrupt:
        sys.exit(130)
