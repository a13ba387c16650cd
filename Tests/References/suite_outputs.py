"""Holds the answers that `flan-train eval --suite` wrote against transformers' `generate` on the same prompts.

Needs torch (the CPU is enough), transformers 4 and sentencepiece.

    flan-train export runs/mine model
    flan-train eval model --suite bbh-direct --data bbh --output scores
    python suite_outputs.py model scores/bbh-direct [--count 200]

Prompts are taken evenly from all tasks; those that were cut are left out, since their text does not give their ids again. Every one is decoded greedily, alone and in float32, with the suite's limit; the
texts must be the same. Ends with 1 where one differs.
"""

import argparse
import glob
import json
import os
import sys

import torch
from transformers import T5ForConditionalGeneration, T5Tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("answers")
    parser.add_argument("--count", type=int, default=200)
    arguments = parser.parse_args()
    with open(os.path.join(arguments.answers, "summary.json")) as file:
        limit = json.load(file)["maximumTokens"]
    rows = []
    for path in sorted(glob.glob(os.path.join(arguments.answers, "*.jsonl"))):
        with open(path) as file:
            rows += [row for row in map(json.loads, file) if not row["isCut"]]
    count = min(arguments.count, len(rows))
    rows = [rows[index * len(rows) // count] for index in range(count)]
    model = T5ForConditionalGeneration.from_pretrained(arguments.model, dtype=torch.float32).eval()
    tokenizer = T5Tokenizer.from_pretrained(arguments.model, legacy=True)
    # The rows of a padded embedding table have no meaning: the command never writes them.
    padding = list(range(len(tokenizer), model.config.vocab_size)) or None
    different = 0
    for row in rows:
        ids = torch.tensor([tokenizer.encode(row["prompt"])])
        with torch.no_grad():
            output = model.generate(ids, max_new_tokens=limit, do_sample=False, num_beams=1, suppress_tokens=padding)
        text = tokenizer.decode(output[0], skip_special_tokens=True)
        if text != row["prediction"]:
            different += 1
            print(f"{row['task']} {row['id']}: transformers {text!r}, ours {row['prediction']!r}")
    print(f"{len(rows) - different} of {len(rows)} outputs are the same")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
