"""Makes the fixtures of special tokens with `normalized` inside markers: small vocabularies with such tokens, and what `tokenizers` says
of texts between markers.

Needs:  pip install tokenizers==0.22.2
Run:    python Tests/References/marker_tokens.py
Writes: Tests/TokenizationTests/Fixtures/turns/normalized.json, and beside it normalized-nfc, normalized-nfd and normalized-pieces, folders
        with a tokenizer.json

The vocabularies are those of byte_pair.py. No text between the markers has a special token's name: the library finds them in all of a text
or in none, where the command finds them in the markers alone.
"""

import itertools
import json
from pathlib import Path

from tokenizers import AddedToken, Tokenizer

FIXTURES = Path(__file__).resolve().parent.parent / "TokenizationTests" / "Fixtures"
VOCABULARIES = {"normalized-nfc": "qwen2", "normalized-nfd": "flags", "normalized-pieces": "llama2"}
TOKENS = [
    AddedToken("<|user|>", normalized=True, special=True),
    AddedToken("[é]", normalized=True, special=True),
    AddedToken("<|end|>", normalized=True, special=True, lstrip=True, rstrip=True),
]
# The last two grow together with a text: an accent is put on what stands before it.
BEFORE = ["<|user|>", "<|user|>\n", "x <|user|> ", "[é]", "[e\u0301]:", "no token: ", "", "<|user|>e", "e"]
AFTER = ["<|end|>", "\n<|end|>\n[é]", " <|user|> ", "[e\u0301]", "", "\u0301<|user|>", "\u0301 [é]"]
TEXTS = ["Say the word.", "", "e", "\u0301x", "é", "e\u0301", " spaces ", "<|", "|>", "[e", "▁a▁", "日本\n"]


def main():
    cases = []
    for folder, name in VOCABULARIES.items():
        tokenizer = Tokenizer.from_file(str(FIXTURES / "bytepair" / f"{name}.json"))
        tokenizer.add_special_tokens(TOKENS)
        path = FIXTURES / "turns" / folder
        path.mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(path / "tokenizer.json"), pretty=False)
        # Every fifth, so that all are met with most of the others.
        for before, text, after in itertools.islice(itertools.product(BEFORE, TEXTS, AFTER), 0, None, 5):
            ids = tokenizer.encode(before + text + after, add_special_tokens=False).ids
            cases.append({"folder": folder, "before": before, "text": text, "after": after, "ids": ids})
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    (FIXTURES / "turns" / "normalized.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
