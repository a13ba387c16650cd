"""The log-probability of targets by transformers, eight pairs at a time, padded."""

import torch

import protocol
import torch_model


def prepare(work):
    model = torch_model.load(work).eval()
    inputs, targets = protocol.pairs(work)
    rows = work["rows"]

    def scores():
        found = []
        for start in range(0, len(inputs), rows):
            batch = torch_model.padded(work, inputs[start : start + rows], targets[start : start + rows])
            labels = batch["labels"]
            logits = model(**batch).logits
            picked = torch.log_softmax(logits, -1).gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
            found += (picked * (labels != -100)).sum(-1).tolist()
        return found

    amount = sum(min(len(ids), work["targetLength"]) for ids in targets)

    def repeat(_):
        with torch.inference_mode():
            seconds, found = protocol.timed(scores)
        return {"seconds": seconds, "amount": amount, "result": found}

    return repeat, torch_model.VERSIONS


protocol.serve(prepare)
