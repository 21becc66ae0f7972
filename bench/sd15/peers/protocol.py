"""One unit of work when told: a line of JSON in, a line of JSON out. Whatever libraries print goes to stderr."""

import json
import os
import sys
import time
from collections.abc import Callable


def serve(works: dict[str, Callable[..., float | dict]]) -> None:
    """Answers `{"do": name, ...arguments}` by `{"seconds": wall, "cpuSeconds": of all threads, ...}` until stdin ends.

    A work returns what is to be added to the answer, such as seconds that it measured itself.
    """
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    for line in sys.stdin:
        request = json.loads(line)
        work = works.get(request.pop("do"))
        cpu, wall = time.process_time(), time.perf_counter()
        try:
            if work is None:
                raise NotImplementedError("this peer cannot do that")
            added = work(**request) or {}
            seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu
            answer = {"seconds": seconds, "cpuSeconds": cpu_seconds, **added}
        except Exception as error:  # the bench lists the reason
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
