"""Greedy generation by transformers, in padded batches of as many prompts as there are rows."""

import torch

import protocol
import torch_model


def prepare(work):
    model = torch_model.load(work).eval()
    prompts = protocol.pairs(work)[0]
    length = work["targetLength"]
    rows = work["rows"]

    def batch(start):
        part = prompts[start : start + rows]
        longest = max(len(ids) for ids in part)
        ids = torch.tensor([ids + [0] * (longest - len(ids)) for ids in part])
        mask = torch.tensor([[1] * len(ids) + [0] * (longest - len(ids)) for ids in part])
        return model.generate(
            ids,
            attention_mask=mask,
            do_sample=False,
            num_beams=1,
            min_new_tokens=length,
            max_new_tokens=length,
        )

    def generate():
        return torch.cat([batch(start) for start in range(0, len(prompts), rows)])

    def repeat(_):
        with torch.inference_mode():
            seconds, ids = protocol.timed(generate)
        tokens = ids[:, 1:].flatten().tolist()
        return {"seconds": seconds, "amount": len(tokens), "result": tokens}

    return repeat, torch_model.VERSIONS


protocol.serve(prepare)
