"""Greedy generation of a decoder-only model by transformers, in batches padded on the left."""

import torch

import protocol
import torch_decoder


def prepare(work):
    model = torch_decoder.load(work).eval()
    prompts = torch_decoder.prompts(work)
    length = work["targetLength"]
    rows = work["rows"]

    def batch(start):
        part = prompts[start : start + rows]
        longest = max(len(ids) for ids in part)
        ids = torch.tensor([[0] * (longest - len(ids)) + ids for ids in part])
        mask = torch.tensor([[0] * (longest - len(ids)) + [1] * len(ids) for ids in part])
        answers = model.generate(
            ids,
            attention_mask=mask,
            pad_token_id=0,
            do_sample=False,
            num_beams=1,
            min_new_tokens=length,
            max_new_tokens=length,
        )
        return answers[:, longest:]

    def generate():
        return torch.cat([batch(start) for start in range(0, len(prompts), rows)])

    def repeat(_):
        with torch.inference_mode():
            seconds, ids = protocol.timed(generate)
        tokens = ids.flatten().tolist()
        return {"seconds": seconds, "amount": len(tokens), "result": tokens}

    return repeat, torch_decoder.VERSIONS


protocol.serve(prepare)
