"""Makes the fixtures of turns: small vocabularies of each family, and what `apply_chat_template` of transformers makes of a turn.

Needs:  pip install transformers==4.57.6 jinja2
Run:    python Tests/References/turns.py
Writes: Tests/TokenizationTests/Fixtures/turns/cases.json, and for each family a folder with tokenizer.json, tokenizer_config.json

Run:    python Tests/References/turns.py --folder FOLDER BINARY

holds the chat template of a checkpoint or an export with `turns.json` against the command, with any version from 4.57 on (tried: 4.57.6
and 5.24.0; jinja2 is needed): ids of prompts as `flan-train tokenize` has them, and that an answer follows its prompt and ends as targets
do. The exit status is 1 if anything differs.

The vocabularies are those of byte_pair.py with the family's special tokens added. A template is the family's for turns without a
system's message, which published ones put first where nobody gives another.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import transformers
from tokenizers import AddedToken
from transformers import AutoTokenizer, PreTrainedTokenizerFast

FIXTURES = Path(__file__).resolve().parent.parent / "TokenizationTests" / "Fixtures"

CHATML = (
    "{% for turn in messages %}{{ '<|im_start|>' + turn.role + '\n' + turn.content + '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA3 = (
    "{{ bos_token }}{% for turn in messages %}"
    "{{ '<|start_header_id|>' + turn.role + '<|end_header_id|>\n\n' + turn.content + '<|eot_id|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)
COMMAND_R = (
    "{% for turn in messages %}{% set role = 'USER' if turn.role == 'user' else 'CHATBOT' %}"
    "{{ '<|START_OF_TURN_TOKEN|><|' + role + '_TOKEN|>' + turn.content + '<|END_OF_TURN_TOKEN|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>' }}{% endif %}"
)
ZEPHYR = (
    "{% for turn in messages %}{{ '<|' + turn.role + '|>\n' + turn.content + eos_token + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}"
)
# Family, vocabulary, template, special tokens that are added, end of sequence, beginning of sequence.
FAMILIES = [
    ("chatml", "smollm2", CHATML, [], "<|im_end|>", "<|im_start|>"),
    ("chatml-qwen", "qwen2", CHATML, [], "<|endoftext|>", None),
    ("llama3", "llama3", LLAMA3, ["<|start_header_id|>", "<|end_header_id|>"], "<|eot_id|>", "<|begin_of_text|>"),
    (
        "command-r",
        "gpt2",
        COMMAND_R,
        ["<|START_OF_TURN_TOKEN|>", "<|END_OF_TURN_TOKEN|>", "<|USER_TOKEN|>", "<|CHATBOT_TOKEN|>"],
        "<|END_OF_TURN_TOKEN|>",
        None,
    ),
    ("zephyr", "llama2", ZEPHYR, [], "</s>", "<s>"),
]
PROMPTS = [
    "Say the word.",
    "",
    "a",
    "  Two spaces before and behind  ",
    "\nA line before, lines behind\n\n",
    "Numbers 12345, 3.14 and it's the question's: naïve?",
    "日本語と한국어 🙂",
    "<|user|> is text, <b>too</b>.",
]

TARGET = "Red, of course."


def make():
    cases = []
    for name, vocabulary, template, added, end, begin in FAMILIES:
        tokenizer = PreTrainedTokenizerFast(
            tokenizer_file=str(FIXTURES / "bytepair" / f"{vocabulary}.json"), eos_token=end, bos_token=begin, chat_template=template
        )
        tokenizer.add_tokens([AddedToken(token, normalized=False, special=True) for token in added], special_tokens=True)
        folder = FIXTURES / "turns" / name
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        roles = {"bos_token": begin, "eos_token": end}
        (folder / "tokenizer_config.json").write_text(json.dumps(roles, ensure_ascii=False) + "\n")
        for prompt in PROMPTS:
            question = [{"role": "user", "content": prompt}]
            answer = question + [{"role": "assistant", "content": TARGET}]
            cases.append(
                {
                    "folder": name,
                    "prompt": prompt,
                    "target": TARGET,
                    "asked": tokenizer.apply_chat_template(question, add_generation_prompt=True),
                    "answered": tokenizer.apply_chat_template(answer),
                }
            )
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (FIXTURES / "turns" / "cases.json").write_text(f"[\n{lines}\n]\n")



def check(folder, binary):
    """Lines of text alone: the command reads prompts by line."""
    prompts = [prompt for prompt in PROMPTS if "\n" not in prompt]
    arguments = [binary, "tokenize", folder, "--turns", str(Path(folder) / "turns.json")]
    lines = subprocess.run(arguments, input="\n".join(prompts) + "\n", capture_output=True, text=True, check=True)
    ours = [json.loads(line) for line in lines.stdout.splitlines()]
    turns = json.loads((Path(folder) / "turns.json").read_text())
    tokenizer = AutoTokenizer.from_pretrained(folder)

    def ids(*contents):
        conversation = [{"role": role, "content": text} for role, text in zip(["user", "assistant", "user"], contents)]
        return tokenizer.apply_chat_template(conversation, add_generation_prompt=True, tokenize=True, return_dict=False)

    different = 0
    for prompt, expected in zip(prompts, ours, strict=True):
        if ids(prompt) != expected:
            different += 1
            print(f"  {prompt!r}: {expected} here, {ids(prompt)} there")
    end = tokenizer.convert_tokens_to_ids(turns["end"] or tokenizer.eos_token)
    asked, answered = ids("Say it."), ids("Say it.", TARGET)
    if answered[:len(asked)] != asked or answered[-1] != end or answered[len(asked):].count(end) != 1:
        different += 1
        print(f"  an answer: {answered} behind {asked}")
    print(f"transformers {transformers.__version__}, {type(tokenizer).__name__}: of {len(prompts)} prompts and an answer {different} differ")
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", nargs=2, metavar=("FOLDER", "BINARY"))
    arguments = parser.parse_args()
    if arguments.folder:
        sys.exit(1 if check(*arguments.folder) else 0)
    make()


if __name__ == "__main__":
    main()
