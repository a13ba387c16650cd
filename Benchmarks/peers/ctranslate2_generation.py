"""Greedy generation by CTranslate2, of a model converted from the same folder."""

import tempfile

import ctranslate2
import transformers
from ctranslate2.converters import TransformersConverter

import protocol


def prepare(work):
    folder = tempfile.TemporaryDirectory(prefix="benchmark-ctranslate2-")
    TransformersConverter(work["model"]).convert(folder.name, force=True)
    translator = ctranslate2.Translator(
        folder.name,
        device="cpu",
        compute_type=work["variant"],
        inter_threads=1,
        intra_threads=work["threads"],
    )
    folder.cleanup()
    tokenizer = transformers.AutoTokenizer.from_pretrained(work["model"], use_fast=False)
    prompts = [tokenizer.convert_ids_to_tokens(ids) for ids in protocol.pairs(work)[0]]
    length = work["targetLength"]

    def generate():
        return translator.translate_batch(
            prompts, beam_size=1, min_decoding_length=length, max_decoding_length=length
        )

    def repeat(_):
        seconds, results = protocol.timed(generate)
        tokens = [tokenizer.convert_tokens_to_ids(result.hypotheses[0]) for result in results]
        flat = [id for ids in tokens for id in ids]
        return {"seconds": seconds, "amount": len(flat), "result": flat}

    return repeat, {"ctranslate2": ctranslate2.__version__}


protocol.serve(prepare)
