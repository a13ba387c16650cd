"""The peers' side of the harness: one line of JSON in, one line of JSON out.

The first line holds the work; every later one asks for one repeat. See Sources/Benchmarking/Work.
"""

import json
import os
import resource
import sys
import time

# Only answers may reach the harness: what libraries print goes to standard error.
_answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def peak_bytes():
    """The most memory that this process has had."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def timed(body):
    """The seconds that a call took, and what it returned."""
    start = time.perf_counter()
    value = body()
    return time.perf_counter() - start, value


def pairs(work):
    """Inputs and targets as lists of lists of ids."""
    with open(work["pairs"]) as file:
        content = json.load(file)
    return content["inputs"], content["targets"]


def cut(ids, length):
    """At most `length` ids, the last of which stays the end of sequence."""
    return ids if len(ids) <= length else ids[: length - 1] + ids[-1:]


def _answer(**fields):
    print(json.dumps(fields, allow_nan=False), file=_answers, flush=True)


def _reason(error):
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:160] if text else ''}"


def serve(prepare):
    """Answers the harness until it closes the pipe.

    prepare(work) returns a function of the repeat's number, which returns a dictionary with at least `seconds` and
    `amount`, and the versions of what does the work.
    """
    try:
        repeat, versions = prepare(json.loads(sys.stdin.readline())["work"])
    except Exception as error:  # whatever is missing, the harness goes on without this peer
        return _answer(unavailable=_reason(error))
    _answer(versions=versions)
    for line in sys.stdin:
        try:
            fields = repeat(json.loads(line)["repeat"])
        except Exception as error:
            return _answer(unavailable=_reason(error))
        _answer(**{"peakBytes": peak_bytes(), **fields})
