"""Greedy and beam search as transformers does them, written out again in double precision, with their margins.

A plain transcription of the rules of transformers 4 (`GenerationMixin._sample` without sampling and
`GenerationMixin._beam_search` with early_stopping=False): no cache, no batch, no padding. Next to its result a search
gives its margin, the smallest difference between two numbers whose order decided anything. Where the margin is
small, another order of summation may decide otherwise.
"""

import dataclasses

import torch

START, END = 0, 1


@dataclasses.dataclass(frozen=True)
class Hypothesis:
    ids: tuple  # without start, end and padding
    ended: bool  # whether the end-of-sequence id followed, rather than the limit
    score: float  # the sum of the log-probabilities, the end's included, over length to the power of the penalty


class NextTokens:
    """The log-probabilities of what follows a prefix, for one prompt; each prefix is computed once."""

    def __init__(self, model, prompt):
        self.model, self.known = model, {}
        with torch.no_grad():
            self.encoded = model.encoder(input_ids=torch.tensor([prompt])).last_hidden_state

    def __call__(self, prefixes):
        """One list of log-probabilities for each prefix; the prefixes are of one length."""
        missing = sorted(set(prefixes) - self.known.keys())
        if missing:
            with torch.no_grad():
                logits = self.model(
                    encoder_outputs=(self.encoded.expand(len(missing), -1, -1),),
                    decoder_input_ids=torch.tensor([(START, *prefix) for prefix in missing]),
                    use_cache=False,
                ).logits[:, -1]
            rows = torch.log_softmax(logits.double(), dim=-1).tolist()
            self.known.update(zip(missing, rows))
        return [self.known[prefix] for prefix in prefixes]


def ranked(scored, count):
    """The best `count` of (score, ids), best first, and the smallest difference that put them there."""
    order = sorted(scored, key=lambda pair: -pair[0])[: count + 1]
    gaps = [a[0] - b[0] for a, b in zip(order, order[1:])]
    return order[:count], min(gaps, default=float("inf"))


def continuations(next_tokens, running, allows_end):
    rows = next_tokens([ids for _, ids in running])
    for (score, ids), row in zip(running, rows):
        for token, value in enumerate(row):
            if allows_end or token != END:
                yield score + value, (*ids, token)


def hypothesis(score, ids):
    return Hypothesis(ids[:-1], True, score) if ids[-1] == END else Hypothesis(ids, False, score)


def greedy(next_tokens, penalty, maximum, minimum):
    best, margin = (0.0, ()), float("inf")
    for length in range(1, maximum + 1):
        # One beam: the best token does not depend on the sum so far.
        (best,), gap = ranked(continuations(next_tokens, [best], length > minimum), 1)
        margin = min(margin, gap)
        if best[1][-1] == END:
            break
    return [hypothesis(best[0] / len(best[1]) ** penalty, best[1])], margin


def beam(next_tokens, beams, penalty, maximum, minimum):
    """Every hypothesis, best first, and the margin."""
    running, finished, margin = [(0.0, ())], [], float("inf")
    for length in range(1, maximum + 1):
        candidates, gap = ranked(continuations(next_tokens, running, length > minimum), 2 * beams)
        margin = min(margin, gap)

        def has_ended(ids):
            return ids[-1] == END or length == maximum

        # An end that is not among the best `beams` is dropped, neither finished nor continued.
        ended = [(score / length**penalty, ids) for score, ids in candidates[:beams] if has_ended(ids)]
        finished, gap = ranked(finished + ended, beams)
        margin = min(margin, gap)
        running = [pair for pair in candidates if not has_ended(pair[1])][:beams]
        if running and len(finished) == beams:
            lead = running[0][0] / length**penalty - finished[-1][0]
            margin = min(margin, abs(lead))
            if lead <= 0:
                break
    return [hypothesis(*pair) for pair in finished], margin


def search(next_tokens, beams, penalty, maximum, minimum):
    if beams == 1:
        return greedy(next_tokens, penalty, maximum, minimum)
    return beam(next_tokens, beams, penalty, maximum, minimum)


def token_log_probabilities(model, prompt, target):
    """The log-probability of each id of the target after those before it."""
    with torch.no_grad():
        logits = model(
            input_ids=torch.tensor([prompt]), decoder_input_ids=torch.tensor([[START, *target[:-1]]]), use_cache=False
        ).logits[0]
    rows = torch.log_softmax(logits.double(), dim=-1)
    return rows.gather(-1, torch.tensor(target)[:, None])[:, 0].tolist()
