"""Holds an exported folder against transformers: ids of prompts and greedily generated answers.

Needs:  pip install "transformers==4.57.6" torch     and, in another environment, transformers 5 (tried: 5.24); neither
        environment needs sentencepiece, nor should have it: an export brings a `tokenizer.json`.
Run:    flan-train export RUN model
        python Tests/References/exports.py model .build/release/flan-train prompts.jsonl --limit 300      (in both)

`prompts.jsonl` has an object with `prompt` on each line, as `eval`'s `predictions.jsonl` has. The exit status is 1 if anything
differs. What the format cannot express is known and not looked for: names of special tokens in a text (`</s>`) are special there,
some stacked accents are composed differently (rules are applied by grapheme), and U+0085 at the ends of a text is white space.
"""

import argparse
import json
import subprocess
import sys
import tempfile


def command(arguments, text):
    result = subprocess.run(arguments, input=text, capture_output=True, text=True, check=True)
    return result.stdout.splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("binary")
    parser.add_argument("prompts")
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--max-tokens", type=int, default=64)
    arguments = parser.parse_args()

    import torch
    import transformers

    with open(arguments.prompts) as file:
        prompts = [json.loads(line)["prompt"] for line in file][:arguments.limit]
    lines = "".join(prompt.replace("\n", " ") + "\n" for prompt in prompts)
    ids = [json.loads(line) for line in command([arguments.binary, "tokenize", arguments.model], lines)]
    inputs = "".join(json.dumps({"inputs": prompt}) + "\n" for prompt in prompts)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write(inputs)
        file.flush()
        answers = command([
            arguments.binary, "generate", arguments.model, "--input", file.name, "--json",
            "--max-tokens", str(arguments.max_tokens)], "")
    ours = [json.loads(answer)["output"] for answer in answers]
    tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.model)
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(arguments.model, dtype=torch.float32).eval()
    other_ids = other_answers = 0
    for prompt, expected, answer in zip(prompts, ids, ours, strict=True):
        found = tokenizer(prompt, return_tensors="pt")
        other_ids += found["input_ids"][0].tolist() != expected + [tokenizer.eos_token_id]
        generated = model.generate(**found, do_sample=False, num_beams=1, max_new_tokens=arguments.max_tokens)
        # Sentinels are special tokens as well, and a part of the answer.
        tokens = [token for token in generated[0].tolist() if token not in (tokenizer.pad_token_id, tokenizer.eos_token_id)]
        theirs = tokenizer.decode(tokens, skip_special_tokens=False)
        if theirs != answer:
            other_answers += 1
            print(f"  {prompt[-60:]!r}: {answer!r} here, {theirs!r} there")
    print(f"transformers {transformers.__version__}: of {len(prompts)} prompts {other_ids} have other ids, {other_answers} other answers")
    sys.exit(1 if other_ids or other_answers else 0)


main()
