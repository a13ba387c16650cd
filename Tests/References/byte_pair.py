"""Makes the fixtures of byte-pair tokenizers: small vocabularies of each family's configuration, and what `tokenizers` says of texts.

Needs:  pip install tokenizers==0.22.2 sentencepiece==0.2.3
Run:    python Tests/References/byte_pair.py
Writes: Tests/TokenizationTests/Fixtures/bytepair/*.json, *.model

The configurations are those that published models of the families have; the vocabularies are trained here on a few sentences and
this folder's scripts.

Run:    python Tests/References/byte_pair.py compare BINARY TOKENIZER_JSON FILE...

encodes the lines of files with the library and with the command, and says how many have other ids and what both take on one core:
the library line after line and with `encode_batch`, without threads.
"""

import argparse
import io
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import tokenization

FIXTURES = Path(__file__).resolve().parent.parent / "TokenizationTests" / "Fixtures" / "bytepair"
ANY_CASE = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
FREE = r"|[^\r\n\p{L}\p{N}]?\p{L}+|%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CASED = (r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+%s"
         r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*%s"
         r"|%s| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN35 = (ANY_CASE + r"|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def special(*names):
    return [AddedToken(name, normalized=False, special=True) for name in names]


def byte_level(**options):
    return pre_tokenizers.ByteLevel(**{"add_prefix_space": False, **options})


def split(pattern):
    cut = pre_tokenizers.Split(Regex(pattern), "isolated")
    return pre_tokenizers.Sequence([cut, byte_level(use_regex=False, trim_offsets=False)])


PIECES = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])

# By name: how text is cut, and whatever else differs from an empty byte-level tokenizer.
FAMILIES = {
    "gpt2": dict(cut=byte_level(), tokens=special("<|endoftext|>")),
    "smollm2": dict(
        cut=pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level()]),
        tokens=special("<|endoftext|>", "<|im_start|>", "<|im_end|>")),
    "llama3": dict(
        cut=split(ANY_CASE + FREE % r"\p{N}{1,3}"), model=dict(ignore_merges=True),
        tokens=special("<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"), start="<|begin_of_text|>"),
    "qwen2": dict(
        cut=split(ANY_CASE + FREE % r"\p{N}"), normalizer=normalizers.NFC(),
        tokens=special("<|endoftext|>", "<|im_start|>", "<|im_end|>") + [AddedToken("<tool_call>", normalized=False)]),
    "neox": dict(
        cut=byte_level(trim_offsets=True), normalizer=normalizers.NFC(),
        tokens=special("<|endoftext|>", "<|padding|>") + [AddedToken(" " * width, normalized=True) for width in range(24, 1, -1)]),
    "tekken": dict(cut=split(CASED % ("", "", r"\p{N}")), model=dict(ignore_merges=True), tokens=special("<s>", "</s>", "[INST]"), start="<s>"),
    "o200k": dict(cut=split(CASED % (ANY_CASE + "?", ANY_CASE + "?", r"\p{N}{1,3}")), tokens=special("<|endoftext|>")),
    "qwen35": dict(cut=split(QWEN35), normalizer=normalizers.NFC(), tokens=special("<|endoftext|>")),
    # Tokens with every flag, and a space before the text.
    "flags": dict(cut=byte_level(add_prefix_space=True), normalizer=normalizers.NFD(), tokens=special("<|endoftext|>") + [
        AddedToken("<L>", lstrip=True, normalized=False), AddedToken("<R>", rstrip=True, normalized=False),
        AddedToken("[W]", single_word=True, normalized=False), AddedToken("é!", normalized=True),
        AddedToken("the", single_word=True, normalized=True), AddedToken("<LR>", lstrip=True, rstrip=True, normalized=True)]),
    # SentencePiece's vocabularies: the text is one word, spaces are U+2581.
    "llama2": dict(
        pieces=True, model=dict(byte_fallback=True, fuse_unk=True, unk_token="<unk>"), start="<s>", tokens=special("<unk>", "<s>", "</s>"),
        normalizer=normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]), decoder=PIECES),
    "mistral": dict(
        pieces=True, cut=pre_tokenizers.Metaspace(prepend_scheme="first", split=False), start="<s>", decoder=PIECES,
        model=dict(byte_fallback=True, fuse_unk=True, unk_token="<unk>"), tokens=special("<unk>", "<s>", "</s>", "[INST]")),
    "metaspace": dict(
        pieces=True, cut=pre_tokenizers.Metaspace(), decoder=decoders.Metaspace(),
        model=dict(unk_token="<unk>"), tokens=special("<unk>", "</s>")),
    "gemma": dict(
        pieces=True, cut=pre_tokenizers.Split(" ", "merged_with_previous"), normalizer=normalizers.Replace(" ", "▁"),
        decoder=decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()]), start="<bos>",
        model=dict(byte_fallback=True, fuse_unk=True, unk_token="<unk>"), tokens=special("<pad>", "<eos>", "<bos>", "<unk>")),
    "unknown": dict(
        pieces=True, cut=pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(r"\s+"), "removed"), pre_tokenizers.Digits(), pre_tokenizers.Split(Regex(r"\p{N}"), "contiguous")]),
        normalizer=normalizers.Sequence([normalizers.Strip(), normalizers.Replace(Regex(" {2,}"), " ")]),
        model=dict(unk_token="<unk>", fuse_unk=True), tokens=special("<unk>", "</s>")),
}

# Beyond the texts of `tokenization.py`.
TEXTS = [
    "don't DON'T we'll WE'LL I'm I'M you've YOU'VE he'd 'S 's's'", "it'\u017f '\u017fa 'ſ", "x=1;y+=2  # 12 345 6789 1234567",
    "def f(x):\n    if x:\n\t\treturn [x, -1]\n\n\nclass A:\r\n  pass  \n", "    four\n        eight", "a  b   c    d", "\n\n \n\t\n a",
    "http://a.b/c?d=e&f//g", "//\n/* c */\r\n", "HELLOworld helloWORLD HelloWorld ǅabc ABCǅ ʰA Aʰ a\u0301B\u0301c", "٣٤٥ ①② Ⅷ ½½ 𝟙𝟚",
    "\U00011de0\U00016ff4 new digits", "\u0897\u0301a new marks", "a\u0301\u0323 e\u0323\u0301 \u0344 \u212b \u0958 \U0001d15e", "\u1100\u1161\u11a8\uac01\u11a8",
    "<|endoftext|>", "a <|im_start|> b<|im_end|>\n", "<s>x</s> [INST] <unk>", "<tool_call> a<tool_call>", "<|end_of_text|><|begin_of_text|>",
    "a <L> b", "a <R>  b", "a  <LR>  b<LR>", "[W] x[W] [W]y é[W] .[W].", "the other the, athe the", "cafe\u0301! café!", "  <L><R>  <L>", " the ",
    "<R>  <L>", "<0x41><0x0a>", "▁▁▁ ▁a a▁b", " ▁", "\ufffd\ufffe", "a" * 60, "aaab" * 30, "ab " * 40, " " * 60 + "x", "中文" * 40, "e\u0301" * 30,
    "\u0301\u0301", "The baker\u00a0hides\u3000 it", "\x1c\x1d\x85", "👩‍👩‍👧‍👦!? 🏳️‍🌈", "ไม่มี ภาษาไทย", "हिन्दी में", "1.2,3 4", "' '' '''", "\\n\\t", "",
]


def reset(name):
    family = FAMILIES[name]
    model = models.BPE(**{key: value for key, value in family.get("model", {}).items() if key != "ignore_merges"})
    tokenizer = Tokenizer(model)
    if "normalizer" in family:
        tokenizer.normalizer = family["normalizer"]
    return family, tokenizer


def corpus():
    scripts = sorted(Path(__file__).resolve().parent.glob("*.py"))
    lines = [line for script in scripts[:12] for line in script.read_text().splitlines(keepends=True)]
    return tokenization.corpus() + lines[:1200] + tokenization.OTHERS * 8 + ["    x = 10\n", "            y"] * 10


def trained(name):
    """A tokenizer of a family: its merges are learned, then its parts are put around them."""
    family, tokenizer = reset(name)
    names = [token.content for token in family["tokens"] if token.special]
    if family.get("pieces"):
        names += [f"<0x{byte:02X}>" for byte in range(256)] if family["model"].get("byte_fallback") else []
        tokenizer.normalizer = normalizers.Replace(" ", "▁")
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
        alphabet, size = ["▁"], len(names) + 360
    else:
        tokenizer.pre_tokenizer = family["cut"]
        alphabet, size = pre_tokenizers.ByteLevel.alphabet(), len(names) + 256 + 330
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=names, initial_alphabet=alphabet, limit_alphabet=150 if family.get("pieces") else 256,
        show_progress=False)
    tokenizer.train_from_iterator(corpus(), trainer)
    learned = json.loads(tokenizer.to_str())["model"]
    vocab, merges = learned["vocab"], [tuple(merge) for merge in learned["merges"]]
    if family.get("pieces"):
        # Runs of spaces, as SentencePiece learns them.
        for width in (2, 4, 8):
            vocab["▁" * width] = len(vocab)
            merges.append(("▁" * (width // 2), "▁" * (width // 2)))
    if family.get("model", {}).get("ignore_merges"):
        # Words that no merge makes.
        for word in ("Ġlanterns", "Ġrepairs", "caf"):
            vocab.setdefault(word, len(vocab))
    options = {"merges": merges, **family.get("model", {})}
    tokenizer = Tokenizer(models.BPE(vocab=vocab, **options))
    if "normalizer" in family:
        tokenizer.normalizer = family["normalizer"]
    if "cut" in family:
        tokenizer.pre_tokenizer = family["cut"]
    tokenizer.decoder = family.get("decoder", decoders.ByteLevel())
    tokenizer.add_special_tokens([token for token in family["tokens"] if token.special])
    tokenizer.add_tokens([token for token in family["tokens"] if not token.special])
    if "start" in family:
        start = processors.TemplateProcessing(
            single=f"{family['start']} $A", pair=f"{family['start']} $A {family['start']} $B",
            special_tokens=[(family["start"], tokenizer.token_to_id(family["start"]))])
        tokenizer.post_processor = start if family.get("pieces") else processors.Sequence([processors.ByteLevel(trim_offsets=False), start])
    elif not family.get("pieces"):
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def as_text(tokenizer, name):
    """The file; every other family has merges in the older form, in which both are one text."""
    value = json.loads(tokenizer.to_str())
    if list(FAMILIES).index(name) % 2 and not any(" " in side for merge in value["model"]["merges"] for side in merge):
        value["model"]["merges"] = [" ".join(merge) for merge in value["model"]["merges"]]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def texts():
    chooser = random.Random(3)
    parts = [text for text in TEXTS if len(text) < 40] + [" ", "  ", "\n", "'s", "é", "123", "<L>", "[W]", "中"]
    mixed = ["".join(chooser.choice(parts) for _ in range(chooser.randint(2, 6))) for _ in range(60)]
    return list(dict.fromkeys(TEXTS + tokenization.TEXTS[::2] + tokenization.RARE_TEXTS[::4] + mixed))


def answers(tokenizer, lines):
    """Ids with special tokens found and, where they differ, without; and the texts of ids."""
    chooser = random.Random(8)
    tokenizer.encode_special_tokens = False
    marked = [tokenizer.encode(text, add_special_tokens=False).ids for text in lines]
    tokenizer.encode_special_tokens = True
    plain = [tokenizer.encode(text, add_special_tokens=False).ids for text in lines]
    size = tokenizer.get_vocab_size()
    drawn = [[chooser.randrange(size) for _ in range(chooser.randint(1, 12))] for _ in range(40)]
    known = [tokenizer.decode(ids, skip_special_tokens=False) for ids in marked]
    return {
        "ids": marked,
        "plain": {str(index): ids for index, (ids, other) in enumerate(zip(plain, marked)) if ids != other},
        # Most ids give their text back.
        "decoded": {str(index): text for index, (text, line) in enumerate(zip(known, lines)) if text != line},
        "drawn": [{
            "ids": ids, "text": tokenizer.decode(ids, skip_special_tokens=True), "marked": tokenizer.decode(ids, skip_special_tokens=False),
        } for ids in drawn],
    }


def train_piece_models():
    """SentencePiece's own files, and what that library says."""
    cases = {}
    for name, options in {
        "llama": dict(byte_fallback=True, split_digits=True, remove_extra_whitespaces=False, allow_whitespace_only_pieces=True,
                      normalization_rule_name="identity", vocab_size=700),
        "plain": dict(normalization_rule_name="identity", vocab_size=400),
        # As Mistral's later models and Gemma's have them: marks, and white space that stays whole.
        "defined": dict(byte_fallback=True, normalization_rule_name="identity", vocab_size=500, remove_extra_whitespaces=False,
                        allow_whitespace_only_pieces=True,
                        user_defined_symbols=["[W]", "[W]the", "<L>", "the", "\u2581\u2581", "\u2581\u2581\u2581\u2581", "\t", "\u6771"]),
    }.items():
        file = io.BytesIO()
        lines = tokenization.corpus() + ["    x = 10", "            y  =  2"] * 40
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=file, model_type="bpe", character_coverage=0.995, hard_vocab_limit=False,
            num_threads=1, minloglevel=2, **options)
        (FIXTURES / f"{name}.model").write_bytes(file.getvalue())
        processor = sentencepiece.SentencePieceProcessor(model_proto=file.getvalue())
        cases[name] = [processor.encode(text) for text in texts()]
    return cases


def make():
    FIXTURES.mkdir(exist_ok=True)
    lines = texts()
    families = {}
    for name in FAMILIES:
        text = as_text(trained(name), name)
        (FIXTURES / f"{name}.json").write_text(text)
        families[name] = answers(Tokenizer.from_str(text), lines)
    value = {"texts": lines, "families": families, "models": train_piece_models()}
    (FIXTURES / "cases.json").write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


def compare(binary, path, files):
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True
    lines = [line for file in files for line in Path(file).read_text(encoding="utf-8").split("\n") if line and "\r" not in line]
    size = sum(len(line.encode()) for line in lines)
    start = time.perf_counter()
    theirs = [tokenizer.encode(line, add_special_tokens=False).ids for line in lines]
    single = time.perf_counter() - start
    start = time.perf_counter()
    tokenizer.encode_batch(lines, add_special_tokens=False)
    batch = time.perf_counter() - start
    start = time.perf_counter()
    run = subprocess.run([binary, "tokenize", path], input="".join(line + "\n" for line in lines), capture_output=True, text=True, check=True)
    whole = time.perf_counter() - start
    ours = [json.loads(line) for line in run.stdout.splitlines()]
    others = [line for line, left, right in zip(lines, theirs, ours, strict=True) if left != right]
    print(f"{len(lines)} lines, {size} bytes, {sum(map(len, theirs))} ids: {len(others)} lines have other ids", *map(ascii, others[:5]))
    print(f"the library: {size / single / 1e6:.2f} MB/s one after the other, {size / batch / 1e6:.2f} MB/s in a batch;",
          f"the command, with opening, reading and writing: {size / whole / 1e6:.2f} MB/s")
    return 1 if others else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest="mode")
    comparison = modes.add_parser("compare")
    comparison.add_argument("binary")
    comparison.add_argument("tokenizer")
    comparison.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    if arguments.mode == "compare":
        sys.exit(compare(arguments.binary, arguments.tokenizer, arguments.files))
    make()


main()
