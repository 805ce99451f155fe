"""The peers' side of the protocol in protocol.ts, in Python."""

import json
import os
import sys
import time


def job():
    return json.loads(sys.argv[1])


def say(message):
    print(json.dumps(message), flush=True)


def absent(why, install=None):
    say({"absent": why, **({} if install is None else {"install": install})})
    sys.exit(0)


def one_core(threads):
    """A library whose threads cannot all be told to be one is given one core."""
    if threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def warm_up(run, seconds=0.5):
    run(3)
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        run(1)


def serve(label, run, detail="", one_at_a_time=False):
    """Answers `run N`: `run(n)` does n steps and waits for them; the answer has ms per step of up to five chunks.

    With `one_at_a_time` (epochs) there is no warm-up beyond one, and each step is a chunk.
    """
    run(1) if one_at_a_time else warm_up(run)
    say({"ready": label, "detail": detail})
    for line in sys.stdin:
        n = int(line.split()[1])
        parts = n if one_at_a_time else min(5, n)
        ms = []
        for i in range(parts):
            steps = n // parts + (i < n % parts)
            start = time.perf_counter()
            own = run(steps)  # seconds, from a peer that times itself
            seconds = time.perf_counter() - start if own is None else own
            ms.append(seconds * 1000 / steps)
        say({"ms": ms})
