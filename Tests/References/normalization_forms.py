"""Makes the table of Unicode's compatibility forms, and holds a vocabulary's normalizer against the SentencePiece library.

Needs:  pip install sentencepiece==0.2.3 "unicodedata2>=17,<18"
Run:    python Tests/References/normalization_forms.py
Writes: Sources/Tokenization/Generated/unicode_normalization_forms.swift

The Unicode version is that of the library's own `nmt_nfkc`. Forms of characters never change once they are assigned, so
another version only adds characters.

Run:    python Tests/References/normalization_forms.py compare Data/Vocabulary/spiece.model

compares the rules of a model's normalizer with those that the library compiles into a model of its own, one by one, and what
the library makes of every code point, alone and between letters, by either. The exit status is 1 if anything differs.
"""

import argparse
import io
import struct
import sys
import textwrap
from pathlib import Path

import sentencepiece
import unicodedata2

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = ROOT / "Sources" / "Tokenization" / "Generated" / "unicode_normalization_forms.swift"
HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
SURROGATES = range(0xD800, 0xE000)
LINE_LENGTH = 110

HEAD = """\
// DO NOT EDIT.
// swift-format-ignore-file
//
// Generated from the Unicode character database, version {version}, by:
//   python Tests/References/normalization_forms.py

/// What characters become in the normalization forms NFKD and NFKC, as text; `NormalizationForms` reads it.
enum NormalizationFormsTable {{
  /// Entries between white space, in the order of their characters, all numbers hexadecimal:
  /// `2460:31` circled 1 is 1 in both forms, `C0:41+300=` is A and an accent in NFKD and itself in NFKC,
  /// `212B:41+30A=C5` has two forms, `FF21-FF3A:41` are 26 characters that become A to Z.
  ///
  /// Hangul syllables are not listed: an arithmetic rule takes them apart.
  static let text = \"\"\"
"""
TAIL = """\
\"\"\"
}
"""


def entries():
    """Every character that a form changes: its code, NFKD, NFKC."""
    for code in range(sys.maxunicode + 1):
        if code in SURROGATES or code in HANGUL_SYLLABLES:
            continue
        decomposed, composed = (unicodedata2.normalize(form, chr(code)) for form in ("NFKD", "NFKC"))
        if decomposed != chr(code) or composed != chr(code):
            yield code, decomposed, composed


def spelled(text):
    return "+".join(f"{ord(character):X}" for character in text)


def words():
    """The entries as the table has them; neighbours that become neighbours are one."""
    runs = []
    for code, decomposed, composed in entries():
        if len(decomposed) == 1 and decomposed == composed:
            if runs and runs[-1][2] is None and runs[-1][1] == code - 1 and ord(decomposed) == runs[-1][3] + code - runs[-1][0]:
                runs[-1][1] = code
            else:
                runs.append([code, code, None, ord(decomposed)])
        else:
            form = "" if composed == decomposed else "=" if composed == chr(code) else "=" + spelled(composed)
            runs.append([code, code, spelled(decomposed) + form, 0])
    for first, last, forms, start in runs:
        span = f"{first:X}" if first == last else f"{first:X}-{last:X}"
        yield f"{span}:{forms or f'{start:X}'}"


def write_table():
    # No indentation: it would take more lines than a file should have.
    text = textwrap.fill(" ".join(words()), LINE_LENGTH, break_long_words=False, break_on_hyphens=False)
    TABLE.write_text(HEAD.format(version=unicodedata2.unidata_version) + text + "\n" + TAIL)


def fields(message):
    """The fields of a protocol buffer that are bytes."""
    position = 0

    def number():
        nonlocal position
        value = shift = 0
        while True:
            byte = message[position]
            position += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while position < len(message):
        key = number()
        if key & 7 == 0:
            number()
        else:
            size = {1: 8, 5: 4}[key & 7] if key & 7 != 2 else number()
            yield key >> 3, message[position:position + size]
            position += size


def compiled_rules(model):
    normalizer = dict(fields(dict(fields(model))[3]))
    return normalizer.get(2, b"")


def rules(blob):
    """The rules of a compiled table: a double array, then the replacements."""
    if not blob:
        return {}
    size, = struct.unpack_from("<I", blob)
    units = struct.unpack_from(f"<{size // 4}I", blob, 4)
    replacements = blob[4 + size:]
    found = {}

    def walk(node, source):
        base = node ^ (units[node] >> 10 << ((units[node] & 512) >> 6))
        if units[node] >> 8 & 1:
            start = units[base] & 0x7FFFFFFF
            found[source.decode()] = replacements[start:replacements.index(0, start)].decode()
        for byte in range(1, 256):
            child = base ^ byte
            if child < len(units) and units[child] & 0x800000FF == byte:
                walk(child, source + bytes([byte]))

    walk(0, b"")
    return found


def library_model():
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["a few words to train on"] * 9), model_writer=model, vocab_size=30, hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc", minloglevel=2)
    return model.getvalue()


def compare(path):
    theirs, ours = library_model(), Path(path).read_bytes()
    differences = 0
    (left, right) = (rules(compiled_rules(model)) for model in (theirs, ours))
    for source in sorted(left.keys() | right.keys()):
        if left.get(source) != right.get(source):
            differences += 1
            if differences <= 10:
                print(f"  {spelled(source)}: {left.get(source)!r} in the library, {right.get(source)!r} here")
    print(f"{len(left)} rules in the library, {len(right)} here; {differences} differ")
    first, second = (sentencepiece.SentencePieceProcessor(model_proto=model) for model in (theirs, ours))
    texts = [text for code in range(sys.maxunicode + 1) if code not in SURROGATES for text in (chr(code), f"a{chr(code)}b {chr(code)}")]
    changed = [text for text in texts if first.normalize(text) != second.normalize(text)]
    for text in changed[:10]:
        print(f"  {spelled(text)} becomes {first.normalize(text)!r} by the library's model, {second.normalize(text)!r} by this one")
    print(f"{len(texts)} texts of all code points normalized by both; {len(changed)} differ")
    return differences + len(changed)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    modes = parser.add_subparsers(dest="mode")
    modes.add_parser("compare").add_argument("model")
    arguments = parser.parse_args()
    if arguments.mode == "compare":
        sys.exit(0 if compare(arguments.model) == 0 else 1)
    write_table()


main()
