"""A training step of transformers on torch: forward, backward, Adafactor. Also batch after batch of a mixture."""

import protocol
import torch_model
import torch_step


def prepare(work):
    forward, optimizer = torch_step.prepared(work, torch_model.load(work, work["dropout"]))
    inputs, targets = protocol.pairs(work)
    rows = work["rows"]

    def step(start):
        chosen = [(start + row) % len(inputs) for row in range(rows)]
        batch = torch_model.padded(work, [inputs[i] for i in chosen], [targets[i] for i in chosen])
        loss = torch_step.take(optimizer, forward(**batch).loss)
        return int((batch["labels"] != -100).sum()), loss

    def steps(number):
        first = number * work["batches"] * rows
        return [step(first + index * rows) for index in range(work["batches"])]

    def repeat(number):
        seconds, done = protocol.timed(lambda: steps(number))
        is_mixture = work["kind"] == "mixture"
        amount = sum(tokens for tokens, _ in done) if is_mixture else len(done)
        result = {} if is_mixture or work["dropout"] > 0 else {"result": [loss for _, loss in done]}
        return {"seconds": seconds, "amount": amount, **result}

    return repeat, torch_model.VERSIONS


protocol.serve(prepare)
