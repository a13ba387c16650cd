"""Greedy generation by transformers, all prompts in one batch."""

import torch

import protocol
import torch_model


def prepare(work):
    model = torch_model.load(work).eval()
    prompts = torch.tensor(protocol.pairs(work)[0])
    length = work["targetLength"]

    def generate():
        return model.generate(
            prompts,
            attention_mask=torch.ones_like(prompts),
            do_sample=False,
            num_beams=1,
            min_new_tokens=length,
            max_new_tokens=length,
        )

    def repeat(_):
        with torch.inference_mode():
            seconds, ids = protocol.timed(generate)
        tokens = ids[:, 1:].flatten().tolist()
        return {"seconds": seconds, "amount": len(tokens), "result": tokens}

    return repeat, torch_model.VERSIONS


protocol.serve(prepare)
