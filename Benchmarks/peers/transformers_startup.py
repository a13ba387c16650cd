"""From the start of a Python process to the first token that transformers generates."""

import os
import sys

import first_token_process
import protocol


def prepare(work):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "transformers_first_token.py")
    command = [sys.executable, script, work["model"], str(work["threads"]), work["command"][-1]]
    return lambda _: first_token_process.measure(command), {}


protocol.serve(prepare)
