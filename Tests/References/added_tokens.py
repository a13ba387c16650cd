"""Makes the fixtures of AddedTokensParityTests: ids and texts by transformers of folders with sentinels and added tokens.

Names of special tokens in a text (`</s>`) are not looked at: they are special there, and text like any other here.

Needs:  pip install sentencepiece==0.2.1 "transformers==4.57.6"
Run:    python Tests/References/added_tokens.py
Writes: Tests/TokenizationTests/Fixtures/in_pieces.model (a vocabulary that has the sentinels itself, as mT5's) and
        tokenizer_folders.json

Folders with a `spiece.model` are read by the slow `T5Tokenizer`, folders with a `tokenizer.json` by `AutoTokenizer`. How the fast
tokenizers of another version take the same folders is told by `--compare`. Tried: 5.24 gives the same ids for all texts; so does
4.57.6, but for tokens of an `added_tokens.json` beside a `spiece.model`, before which it keeps a space as a piece (33 of 104 texts).

Run:    python Tests/References/added_tokens.py --compare

Whether a folder that was trained or exported has the ids of the command in the installed version:

Run:    python Tests/References/added_tokens.py --folder FOLDER BINARY
"""

import argparse
import json
import logging
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

import transformers

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

FIXTURES = Path(__file__).resolve().parent.parent / "TokenizationTests" / "Fixtures"
# The pieces of `rules.model`.
PIECES = 192
IN_PIECES = PIECES + 100

# `@` is one token after the other.
PLACES = [
    "@", "@ The baker", "The baker @", "The @ baker", "The@baker", "@baker", "The@", "The  @  baker", "@@", "@ @", "The @@ baker", "@.",
    "(@)", "The, @, baker", " @ ", "1@2", "\u00bd@", "\u00e9@ e\u0301@", "_@_", "@ and @", "\u3000@\u00a0b", "clock@ @sunrise.",
]
SENTINELS = ["<extra_id_0>", "<extra_id_1>", "<extra_id_99>", "<extra_id_100>", "<extra_id_199>"]
TOKENS = ["<ORG>", "<NL>", "[W]"]
TOGETHER = [
    "<extra_id_0><ORG>", "<ORG><extra_id_0>", "<extra_id_0> <ORG> <extra_id_1>", "The <ORG> baker <NL> hides [W] maps <extra_id_0>",
    "<ORG> <NL> [W]", "<ORG", "ORG>", "<org>", "<ORG><NL><ORG>",
]


def token(content, lstrip=False, rstrip=False, single_word=False, normalized=False, special=False):
    return {"content": content, "lstrip": lstrip, "rstrip": rstrip, "single_word": single_word, "normalized": normalized,
            "special": special}


def sentinels(count):
    return {str(PIECES + count - 1 - number): token(f"<extra_id_{number}>", True, True, special=True) for number in range(count)}


def numbered(start, tokens):
    return {str(start + place): value for place, value in enumerate(tokens)}


def appended(base, tokens):
    """A file of transformers with more added tokens; the leading space is there, which version 4 forgets to write."""
    text = (FIXTURES / base).read_text().replace('"prepend_scheme":"never"', '"prepend_scheme":"always"')
    more = ",".join(json.dumps({"id": int(id), **value}) for id, value in tokens.items())
    assert text.count('],"normalizer"') == 1
    return text.replace('],"normalizer"', f',{more}],"normalizer"')


PLAIN = [token(name) for name in TOKENS]
FLAGGED = [token("<ORG>", special=True), token("<NL>", lstrip=True, rstrip=True), token("[W]", single_word=True)]
NORMALIZED = [token("<ORG>", normalized=True), token("<NL>", lstrip=True, normalized=True), token("[W]", single_word=True, normalized=True)]

# By name: the model file, and the files beside it.
FOLDERS = {
    "no sentinels": ("rules.model", {"tokenizer_config.json": {"extra_ids": 0}}),
    "100 sentinels": ("rules.model", {"tokenizer_config.json": {"extra_ids": 100}}),
    "200 sentinels": ("rules.model", {"tokenizer_config.json": {"extra_ids": 200}}),
    "sentinels in the pieces": (
        "in_pieces.model", {"tokenizer_config.json": {"extra_ids": 0, "additional_special_tokens": None}}),
    "sentinels in the pieces and added tokens": (
        "in_pieces.model", {
            "tokenizer_config.json": {"extra_ids": 0}, "added_tokens.json": {name: IN_PIECES + i for i, name in enumerate(TOKENS)}}),
    "added_tokens.json": (
        "rules.model", {
            "tokenizer_config.json": {"extra_ids": 100}, "added_tokens.json": {name: PIECES + 100 + i for i, name in enumerate(TOKENS)}}),
    "added_tokens_decoder": (
        "rules.model", {
            "tokenizer_config.json": {
                "extra_ids": 100, "added_tokens_decoder": {**sentinels(100), **numbered(PIECES + 100, FLAGGED)}}}),
    "additional_special_tokens": (
        "rules.model", {
            "tokenizer_config.json": {
                "extra_ids": 100, "additional_special_tokens": [f"<extra_id_{i}>" for i in range(100)] + TOKENS}}),
    "tokenizer.json": ("transformers4/rules.json", numbered(PIECES + 100, PLAIN)),
    "tokenizer.json with flags": ("transformers4/rules.json", numbered(PIECES + 100, FLAGGED)),
    "tokenizer.json with normalized tokens": ("transformers4/rules.json", numbered(PIECES + 100, NORMALIZED)),
    "tokenizer.json cut into words": ("transformers5/rules.json", numbered(PIECES + 100, NORMALIZED)),
}

# What the slow tokenizer does with a token that must stand alone is no rule: it cuts the text there and encodes the token as text. Other
# tokenizers of both versions leave the text whole, and so do we.
TOUCHING = {"added_tokens_decoder"}


# What is known to differ, by folder: version 4 turns a run of spaces into a symbol, which `lstrip` then does not take; we take it.
KNOWN = {("tokenizer.json with normalized tokens", "The  <NL>  baker")}


def texts():
    names = SENTINELS + TOKENS
    return [place.replace("@", name) for name in ["<extra_id_0>", *TOKENS] for place in PLACES] + names[1:] + TOGETHER


def make_in_pieces():
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto()
    model.ParseFromString((FIXTURES / "rules.model").read_bytes())
    assert len(model.pieces) == PIECES
    for number in reversed(range(100)):
        piece = model.pieces.add()
        piece.piece, piece.score, piece.type = f"\u2581<extra_id_{number}>", 0.0, piece.USER_DEFINED
    (FIXTURES / "in_pieces.model").write_bytes(model.SerializeToString())


def fill(folder, base, files):
    """Writes the files of a folder of `FOLDERS`."""
    special = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    if base.endswith(".model"):
        shutil.copy(FIXTURES / base, folder / "spiece.model")
        for name, value in files.items():
            extra = {"tokenizer_class": "T5Tokenizer", **special} if name == "tokenizer_config.json" else {}
            (folder / name).write_text(json.dumps({**value, **extra}))
    else:
        (folder / "tokenizer.json").write_text(appended(base, files))
        (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast", **special}))


def opened(folder, slow):
    kind = transformers.T5Tokenizer if slow else transformers.AutoTokenizer
    return kind.from_pretrained(folder)


def answers(name, folder):
    base, _ = FOLDERS[name]
    tokenizer = opened(folder, slow=base.endswith(".model"))
    whole = opened(folder, slow=False) if name in TOUCHING else None
    ids, decoded = [], []
    for text in texts():
        reader = whole if whole and "[W]" in text else tokenizer
        ids.append(reader.encode(text, add_special_tokens=False))
        # transformers spells the unknown id, SentencePiece gives it a surface; fast tokenizers put no space before an added token.
        has_text = base.endswith(".model") and reader is tokenizer and tokenizer.unk_token_id not in ids[-1]
        decoded.append(tokenizer.decode(ids[-1]) if has_text else None)
        if (name, text) in KNOWN:
            ids[-1] = None
    return {"ids": ids, "decoded": decoded}


def make():
    assert transformers.__version__.startswith("4."), "the fixtures are of version 4"
    make_in_pieces()
    fixtures = []
    for name, (base, files) in FOLDERS.items():
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), base, files)
            # Files as text: by their names, or what is put into the tokenizer.json by its id.
            files = {key: json.dumps(value, separators=(",", ":")) for key, value in files.items()}
            fixtures.append({"name": name, "base": base, "files": files, **answers(name, folder)})
    value = {"texts": texts(), "folders": fixtures}
    (FIXTURES / "tokenizer_folders.json").write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")


def compare():
    made = json.loads((FIXTURES / "tokenizer_folders.json").read_text())
    for fixture in made["folders"]:
        base, files = FOLDERS[fixture["name"]]
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), base, files)
            tokenizer = opened(folder, slow=False)
            found = [tokenizer.encode(text, add_special_tokens=False) for text in made["texts"]]
        others = [row for row in zip(made["texts"], fixture["ids"], found, strict=True) if row[1] not in (None, row[2])]
        print(f"transformers {transformers.__version__}, {type(tokenizer).__name__}, {fixture['name']}:",
              f"{len(others)} of {len(found)} texts have other ids")
        for text, expected, ids in others[:3]:
            print(f"  {text!r}: {expected} in the fixture, {ids} here")


def check(folder, binary):
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    lines = texts()
    command = subprocess.run(
        [binary, "tokenize", folder], input="".join(line + "\n" for line in lines), capture_output=True, text=True, check=True)
    ours = [json.loads(line) for line in command.stdout.splitlines()]
    others = [line for line, ids in zip(lines, ours, strict=True) if tokenizer.encode(line, add_special_tokens=False) != ids]
    print(f"transformers {transformers.__version__}, {type(tokenizer).__name__}: {len(others)} of {len(lines)} texts have other ids",
          *map(repr, others))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--folder", nargs=2)
    arguments = parser.parse_args()
    if arguments.compare:
        compare()
    elif arguments.folder:
        check(*arguments.folder)
    else:
        make()


main()
