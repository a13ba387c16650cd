"""Greedy generation by CTranslate2, of a model converted from the same folder."""

import json
import os
import subprocess
import sys
import tempfile

import ctranslate2

import protocol

# In a process of its own, so that its memory does not count.
CONVERSION = """
import sys
from ctranslate2.converters import TransformersConverter
TransformersConverter(sys.argv[1]).convert(sys.argv[2], force=True)
"""


def convert(model, folder):
    """Converts a folder of transformers; returns the pieces by id."""
    done = subprocess.run([sys.executable, "-c", CONVERSION, model, folder], capture_output=True, text=True)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise RuntimeError(lines[-1] if lines else "the conversion failed")
    with open(os.path.join(folder, "shared_vocabulary.json"), encoding="utf-8") as file:
        return json.load(file)


def prepare(work):
    folder = tempfile.TemporaryDirectory(prefix="benchmark-ctranslate2-")
    pieces = convert(work["model"], folder.name)
    ids_of = {piece: id for id, piece in enumerate(pieces)}
    translator = ctranslate2.Translator(
        folder.name,
        device="cpu",
        compute_type=work["variant"],
        inter_threads=1,
        intra_threads=work["threads"],
    )
    folder.cleanup()
    prompts = [[pieces[id] for id in ids] for ids in protocol.pairs(work)[0]]
    length = work["targetLength"]

    def generate():
        return translator.translate_batch(
            prompts,
            beam_size=1,
            max_batch_size=work["rows"],
            min_decoding_length=length,
            max_decoding_length=length,
        )

    def repeat(_):
        seconds, results = protocol.timed(generate)
        flat = [ids_of[piece] for result in results for piece in result.hypotheses[0]]
        return {"seconds": seconds, "amount": len(flat), "result": flat}

    return repeat, {"ctranslate2": ctranslate2.__version__}


protocol.serve(prepare)
