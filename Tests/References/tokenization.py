"""Makes the fixtures of TokenizationTests: small SentencePiece models, and what the reference libraries say of texts.

Needs:  pip install sentencepiece==0.2.3 "transformers==4.57.6"
Run:    python Tests/References/tokenization.py
Writes: Tests/TokenizationTests/Fixtures/*.model, cases.json, sentinels.json, bytes.json

The sentences and texts below were written for this purpose.
"""

import io
import json
import logging
import random
import warnings
from pathlib import Path

import sentencepiece

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

FIXTURES = Path(__file__).resolve().parent.parent / "TokenizationTests" / "Fixtures"

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

SENTINEL_TEXTS = [
    "The baker <extra_id_0> the broken clock <extra_id_1> sunrise.", "<extra_id_0>", "<extra_id_99>", "<extra_id_100>", "<extra_id_007>",
    "<extra_id_>", "<extra_id_1", "<<extra_id_2>>", "a<extra_id_0>b", "a <extra_id_0> b", "  a  <extra_id_0>\n\t b  ",
    "<extra_id_0><extra_id_1> <extra_id_2>", "<extra_id_0>.", "end<extra_id_98>", "<extra_id_0> \u2003 <extra_id_1>",
    "東京<extra_id_3>です", "x\u3000<extra_id_4>\u00a0y", "<extra_id_-1>", "<extra_id_ 1>", "<Extra_id_1>", "\u001c<extra_id_5>\u001d z",
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


def cases(processor):
    chooser = random.Random(5)
    size = processor.get_piece_size()
    encoded = [
        {"text": text, "ids": processor.encode(text), "decoded": processor.decode(processor.encode(text)),
         "normalized": processor.normalize(text)} for text in TEXTS]
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
    (FIXTURES / name).write_text(json.dumps(value, indent=None, sort_keys=True) + "\n")


def main():
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
    }
    train("bpe", model_type="bpe", vocab_size=160, normalization_rule_name="identity")
    write("cases.json", {name: cases(processor) for name, processor in models.items()})
    write("sentinels.json", sentinel_cases(FIXTURES / "nmt_nfkc.model"))
    write("bytes.json", byte_cases())


main()
