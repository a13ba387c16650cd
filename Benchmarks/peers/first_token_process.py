"""Starts a process and waits for its first line of output; used by start-up peers."""

import resource
import subprocess
import sys
import time


def measure(command):
    """Seconds to the first line, and the most memory of any process started so far."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        line = process.stdout.readline()
        seconds = time.perf_counter() - start
        _, errors = process.communicate()
    if process.returncode != 0 or not line:
        last = errors.decode(errors="replace").strip().splitlines()
        raise RuntimeError(last[-1] if last else f"no output, exit code {process.returncode}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"seconds": seconds, "amount": 1, "peakBytes": peak if sys.platform == "darwin" else peak * 1024}
