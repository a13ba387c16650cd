"""Makes the fixtures of TokenizationTests: small SentencePiece models, and what the reference libraries say of texts.

Needs:  pip install sentencepiece==0.2.3 "transformers==4.57.6"
Run:    python Tests/References/tokenization.py
Writes: Tests/TokenizationTests/Fixtures/*.model, cases.json, sentinels.json, bytes.json

The `tokenizer.json` files of two generations of transformers are written by the one that is installed:

Run:    python Tests/References/tokenization.py tokenizer-files     (with transformers 4.57.6, and with transformers 5)
Writes: Tests/TokenizationTests/Fixtures/transformers4/*.json or transformers5/*.json

Whether those libraries take a folder's tokenizer files, and give the ids that the command gives:

Run:    python Tests/References/tokenization.py open FOLDER BINARY

How the command compares with the SentencePiece library on real text is told by `tokenization_comparison.py`.

The sentences and texts below were written for this purpose.
"""

import argparse
import contextlib
import io
import json
import logging
import random
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path

import sentencepiece

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

FIXTURES = Path(__file__).resolve().parent.parent / "TokenizationTests" / "Fixtures"

# Source and replacement of each rule, as code points; short, where the rules of `nmt_nfkc` take 240 kB.
RULES = ["FF21\t41", "FF42\t62", "65 301\tE9", "FB01\t66 69", "9\t20", "A0\t20", "3000\t20", "200B\t", "2460\t31", "BD\t31 2044 32"]

SUBJECTS = ["The gardener", "A small robot", "My neighbour", "The old captain", "Her cousin", "Nobody", "The baker"]
VERBS = ["counts", "remembers", "carries", "paints", "sorts", "repairs", "hides", "measures", "follows"]
OBJECTS = ["seven lanterns", "the broken clock", "a basket of pears", "thirty-two stamps", "the café's menu",
           "an naïve plan", "2 maps and 15 keys", "the river stones", "a crème brûlée", "every letter"]
PLACES = ["before sunrise.", "in the quiet harbour!", "near the mill?", "under the bridge, slowly.", "at 10:45.",
          "while it rains; then stops.", "without asking (twice).", "for the children's party."]
OTHERS = ["東京は今日も雨です。", "猫が窓の外を見ている。", "我们在河边散步。", "Ёжик нашёл яблоко в саду.", "Η γάτα κοιμάται.",
          "Größe und Maß stimmen überein.", "El niño comió una piña.", "हम नदी के पास रहते हैं।"]

TEXTS = [
    "", " ", "   ", "\n", "\t \n", "a", "The gardener counts seven lanterns.", "  leading and trailing  ",
    "two  spaces   three", "tab\tand\nnewline\r\nend", "café", "cafe\u0301", "nai\u0308ve na\u00efve",
    "ÀÉÎÕÜ àéîõü ñ ç ß œ", "Ａｂｃ１２３！？", "ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟ", "①②③ ½ ¼ ² ³ ™ ℃ № ㎏ ㌔", "ﬁne ﬂour ﬀ ﬃ", "東京は今日も雨です。",
    "猫が窓の外を見ている。我们在河边散步。", "한국어 문장", "ภาษาไทย", "हम नदी के पास", "مرحبا بالعالم", "שלום",
    "Ёжик нашёл яблоко", "Η γάτα κοιμάται", "😀", "😀😀😀", "👩‍👩‍👧‍👦 family", "🇫🇷🇩🇪", "a😀b 😀 c", "\u0000", "a\u0000b",
    "\u0001\u0002\u001f\u007f", "bell\u0007 and\u000bvertical\u000cform", "\u0085\u00a0\u2003\u3000wide spaces",
    "zero\u200bwidth\u200djoiner\ufeffmark", "soft\u00adhyphen", "\u2028line\u2029paragraph", "\ufffd", "\u2581", "\u2581a\u2581\u2581b",
    " \u2581 ", "x\u2581", "{curly} [square] <angle>", "~`^|\\", "a" * 200, "ab" * 150, "x " * 100, "9" * 60,
    "!" * 50, "한" * 40, "zzzqqqxxx", "1234567890 3.14159 1,000,000", "MiXeD CaSe WoRdS", "http://example.org/a?b=c&d=e#f",
    "\"quoted\" 'single' “curly” ‘marks’ …", "em—dash en–dash minus−", "e\u0301\u0301\u0327 stacked", "\u0301leading mark",
    "q\u0307\u0323 order", "\u1100\u1161\u11a8 jamo", "İstanbul ıi", "ǅ ǆ Ǆ", "ſ long s", "Å \u212b A\u030a", "\ufdfa", "\u0675",
    "𝒜𝓁𝓅𝒽𝒶 𝟙𝟚𝟛", "\U0001f468\u200d\U0001f33e", "\U0010ffff", "\ue000 private", "mixed 東京 and café 😀 end", "</s> <pad> <unk>",
    "<extra_id", "line one\n\nline two\n", "a\u3000b\u00a0c", "..........", "- - - -", "The baker hides [MASK] in <sep>the mill.",
    "[MASK]", "[MASK][MASK]", "before<sep>after", " <sep> ", "remembers thirty-two stamps at 10:45.", "０１２３４５６７８９",
]

# Only for the models that treat them in different ways.
RARE_TEXTS = [
    "\ufeff", "\ufeffThe baker", "\ufeff  The baker", "The\ufeff baker\ufeff", "\ufffe", "\uffff", "\U0001fffe",
    *("a" + chr(code) + "b" + chr(code) for code in [*range(0x00, 0x20), *range(0x7f, 0xa0)]),
    *("a" + chr(code) + " " + chr(code) + "b" for code in [
        0xa0, 0x1680, 0x180e, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202f, 0x205f, 0x2060, 0x3000, 0x3164, 0xffa0]),
    " \u3000\u00a0 ", "\u3000The baker\u2003", "The\u2003 \u2003baker", "\r", "a\r\nb\r\n", "\ta\t\tb\t",
    "👨‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏿👍", "\u200d", "a\u200d\u200db", "❤\ufe0f❤\ufe0e❤", "1\ufe0f\u20e3", "\U0001f1eb", "🤷🏻‍♀️ shrug",
    "z\u0300\u0301\u0302\u0303\u0304\u0305algo", "o\u0308\u0304 \u1e2b \u022b", "\u0929 \u0928\u093c", "\u0e40\u0e01\u0e33",
    "\u0344 \u0f73", "\u2126 \u03a9", "\u0958", "\u202eright to left\u202c \u2066isolated\u2069", "\u034fjoiner",
    " " * 300, "a" + " " * 300 + "b", "\u3000" * 100, "é" * 200, "e\u0301" * 200, "😀" * 100, "東" * 300, "\u0301" * 120, "￥" * 70,
    "を゙", "は゜ハ゜", "ｶﾞ ｶ ﾞ", "㍿ ㋿ ㈱", "豈 更 \uf900", "𠮷野家", "﹏﹏＿", "～〜∼", "ⅳ Ⅷ", "㎢/㎡", "Ǆungla", "ﷲ ﷽",
    "The baker <extra_id_0> the clock", "</s>", "<unk><pad>", "<s>", "<0x41>", "<0x0A><0xE2>", "\ue000\uf8ff\U000f0000",
]

SENTINEL_TEXTS = [
    "The baker <extra_id_0> the broken clock <extra_id_1> sunrise.", "<extra_id_0>", "<extra_id_99>", "<extra_id_100>", "<extra_id_007>",
    "<extra_id_>", "<extra_id_1", "<<extra_id_2>>", "a<extra_id_0>b", "a <extra_id_0> b", "  a  <extra_id_0>\n\t b  ",
    "<extra_id_0><extra_id_1> <extra_id_2>", "<extra_id_0>.", "end<extra_id_98>", "<extra_id_0> \u2003 <extra_id_1>",
    "東京<extra_id_3>です", "x\u3000<extra_id_4>\u00a0y", "<extra_id_-1>", "<extra_id_ 1>", "<Extra_id_1>", "\u001c<extra_id_5>\u001d z",
    "é<extra_id_0>e\u0301", "Ａ<extra_id_1>Ｂ", "😀<extra_id_2>😀", "👩‍👩‍👧‍👦<extra_id_3>👩🏽‍🚀", "\ufeff<extra_id_4>\ufeff", "\u200b<extra_id_5>\u200d",
    "a\u0000<extra_id_6>\u0007b", "\u0301<extra_id_7>\u0301", "<extra_id_0>" * 40, "a" * 150 + "<extra_id_8>" + "b" * 150,
    "\u1680<extra_id_9>\u205f", "\r\n<extra_id_10>\r\n", "<extra_id_\u0660>", "<extra_id_１>", "＜extra_id_1＞", "< extra_id_1>", "<extra_id_1 >",
    "<extra_id_00>", "<extra_id_1><extra_id_01><extra_id_1>", "  <extra_id_11>  ", "\u2581<extra_id_12>\u2581",
    "<extra_id_99999999999999999999>", "The baker<extra_id_13>,<extra_id_14>; the mill<extra_id_15>",
]

BYTE_TEXTS = ["", "a", "The baker", "café", "cafe\u0301", "東京 😀", "\u0000\n\t", "  two  spaces  ", "{}<>\\", "x" * 50]


def corpus():
    chooser = random.Random(17)
    pick = lambda: " ".join(map(chooser.choice, (SUBJECTS, VERBS, OBJECTS, PLACES)))
    return [pick() for _ in range(400)] + OTHERS * 8


def train(name, **options):
    model = io.BytesIO()
    settings = dict(
        model_type="unigram", vocab_size=300, hard_vocab_limit=False, character_coverage=0.995, pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
        num_threads=1, minloglevel=2)
    settings.update(options)
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(corpus()), model_writer=model, **settings)
    (FIXTURES / f"{name}.model").write_bytes(model.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def cases(name, processor):
    chooser = random.Random(5)
    texts = TEXTS + (RARE_TEXTS if name in ["nmt_nfkc", "bytes", "rules"] else [])
    size = processor.get_piece_size()
    encoded = [
        {"text": text, "ids": processor.encode(text), "decoded": processor.decode(processor.encode(text)),
         "normalized": processor.normalize(text)} for text in texts]
    sequences = [[chooser.randrange(size) for _ in range(length)] for length in list(range(12)) * 4]
    decoded = [{"ids": ids, "decoded": processor.decode(ids)} for ids in sequences]
    return {"encoded": encoded, "decoded": decoded}


def sentinel_cases(model):
    from transformers import T5Tokenizer

    tokenizer = T5Tokenizer(str(model), legacy=True, extra_ids=100)
    result = []
    for text in SENTINEL_TEXTS:
        ids = tokenizer.encode(text, add_special_tokens=False)
        # transformers spells the unknown id, SentencePiece gives it a surface: those texts are for encoding only.
        decoded = None if tokenizer.unk_token_id in ids else tokenizer.decode(ids)
        result.append({"text": text, "ids": ids, "decoded": decoded})
    return result


def byte_cases():
    from transformers import ByT5Tokenizer

    tokenizer = ByT5Tokenizer()
    cases = [{"text": text, "ids": tokenizer.encode(text, add_special_tokens=False)} for text in BYTE_TEXTS]
    chooser = random.Random(3)
    sequences = [[3 + chooser.choice([0x41, 0x80, 0xBF, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0xFF]) for _ in range(n)]
                 for n in list(range(1, 10)) * 8]
    return {
        "size": len(tokenizer), "first": tokenizer.convert_tokens_to_ids("<extra_id_0>"),
        "last": tokenizer.convert_tokens_to_ids("<extra_id_124>"), "encoded": cases,
        "decoded": [{"ids": ids, "decoded": tokenizer.decode(ids)} for ids in sequences]}


def write(name, value):
    (FIXTURES / name).write_text(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")


def train_with_rules():
    # The model keeps the name of the table as it was given.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("rules.tsv").write_text("".join(rule + "\n" for rule in RULES))
        return train("rules", normalization_rule_tsv="rules.tsv", user_defined_symbols=["[MASK]"])


def tokenizer_file(model, folder):
    """Lets the installed transformers turn a `spiece.model` into a T5 tokenizer of its own and save it."""
    import transformers

    if transformers.__version__.startswith("4."):
        tokenizer = transformers.T5TokenizerFast(str(model), extra_ids=100)
    else:
        source = Path(folder) / "source"
        source.mkdir()
        shutil.copyfile(model, source / "spiece.model")
        names = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
        (source / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "T5Tokenizer", "extra_ids": 100, **names}))
        tokenizer = transformers.T5Tokenizer.from_pretrained(source)
    tokenizer.save_pretrained(folder)
    return json.loads((Path(folder) / "tokenizer.json").read_text())


def make_tokenizer_files():
    import transformers

    generation = "transformers" + transformers.__version__.split(".")[0]
    (FIXTURES / generation).mkdir(exist_ok=True)
    for name in ["identity", "rules"]:
        with tempfile.TemporaryDirectory() as folder:
            value = tokenizer_file(FIXTURES / f"{name}.model", folder)
        # One line, in the order of keys that the library writes.
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
        (FIXTURES / generation / f"{name}.json").write_text(text)


def open_folder(folder, binary):
    """Loads a model folder's tokenizer and compares its ids with the command's, on texts that all tokenizers agree on."""
    import transformers

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    lines = ["The gardener counts seven lanterns.", "red tree", "1 2 3", "before sunrise!"]
    command = subprocess.run(
        [binary, "tokenize", folder], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    theirs = [tokenizer.encode(line, add_special_tokens=False) for line in lines]
    ours = [json.loads(line) for line in command.stdout.splitlines()]
    print(f"transformers {transformers.__version__}: {type(tokenizer).__name__}, {len(tokenizer)} ids;",
          "same ids" if ours == theirs else f"DIFFERENT ids: {ours} {theirs}")


def make_fixtures():
    FIXTURES.mkdir(parents=True, exist_ok=True)
    symbols = ["[MASK]", "<sep>"]
    models = {
        "nmt_nfkc": train("nmt_nfkc", normalization_rule_name="nmt_nfkc"),
        "identity": train("identity", normalization_rule_name="identity", user_defined_symbols=symbols),
        "bytes": train("bytes", normalization_rule_name="identity", byte_fallback=True, vocab_size=450),
        "spaces": train(
            "spaces", normalization_rule_name="identity", remove_extra_whitespaces=False, user_defined_symbols=symbols),
        "phrases": train("phrases", normalization_rule_name="identity", split_by_whitespace=False, add_dummy_prefix=False),
        "suffix": train("suffix", normalization_rule_name="identity", treat_whitespace_as_suffix=True),
        "rules": train_with_rules(),
    }
    train("bpe", model_type="bpe", vocab_size=160, normalization_rule_name="identity")
    train("word", model_type="word", vocab_size=60, normalization_rule_name="identity")
    train("char", model_type="char", vocab_size=90, normalization_rule_name="identity")
    write("cases.json", {name: cases(name, processor) for name, processor in models.items()})
    write("sentinels.json", sentinel_cases(FIXTURES / "nmt_nfkc.model"))
    write("bytes.json", byte_cases())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest="mode")
    modes.add_parser("tokenizer-files")
    opening = modes.add_parser("open")
    opening.add_argument("folder")
    opening.add_argument("binary")
    arguments = parser.parse_args()
    if arguments.mode == "tokenizer-files":
        make_tokenizer_files()
    elif arguments.mode == "open":
        open_folder(arguments.folder, arguments.binary)
    else:
        make_fixtures()


if __name__ == "__main__":
    main()
