"""Makes the tables of characters that byte-pair tokenizers cut and normalize text by, as Hugging Face's `tokenizers` has them.

Needs:  pip install tokenizers==0.22.2 unicodedata2==16.0.0
Run:    python Tests/References/unicode_tables.py
Writes: Sources/Tokenization/Generated/unicode_classes.swift, Sources/Tokenization/Generated/unicode_canonical_forms.swift

The library has Unicode in four versions, and ids depend on each: the engine of its patterns knows version 16.0 (Oniguruma),
`Digits` that of the Rust compiler, its normal forms 9.0, and where single words end 16.0. The script takes the data of version 16.0 and
asks the library about every code point: classes must be equal, what its normal forms do not know is left out, and numbers that `Digits`
knows beyond the patterns are listed.
"""

import sys
import textwrap
from pathlib import Path

import tokenizers
import unicodedata2
from tokenizers import Regex, normalizers, pre_tokenizers

ROOT = Path(__file__).resolve().parent.parent.parent
GENERATED = ROOT / "Sources" / "Tokenization" / "Generated"
CODES = [code for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
HANGUL_SYLLABLES = range(0xAC00, 0xD7A4)
LINE_LENGTH = 110
CLASSES = {"Lu": "u", "Ll": "l", "Lt": "t", "Lm": "m", "Lo": "o", "Mn": "a", "Mc": "a", "Me": "a", "Nd": "n", "Nl": "n", "No": "n"}

HEAD = """\
// DO NOT EDIT.
// swift-format-ignore-file
//
// Generated from the Unicode character database, version {version}, and `tokenizers` {library}, by:
//   python Tests/References/unicode_tables.py

"""


def class_of(code):
    return CLASSES.get(unicodedata2.category(chr(code)), "-")


def matched(pattern):
    """The code points that a pattern of the library matches."""
    cut = pre_tokenizers.Split(Regex(pattern), "removed", invert=True)
    return {ord(character) for piece, _ in cut.pre_tokenize_str("".join(map(chr, CODES))) for character in piece}


def check_classes():
    for name in "Lu Ll Lt Lm Lo M N".split():
        ours = {code for code in CODES if unicodedata2.category(chr(code)).startswith(name)}
        assert matched(rf"\p{{{name}}}") == ours, name


def further_digits():
    digits = pre_tokenizers.Digits(individual_digits=True)
    cut = {code for code in CODES if len(digits.pre_tokenize_str("a" + chr(code))) == 2}
    known = {code for code in CODES if class_of(code) == "n"}
    assert known <= cut
    return sorted(cut - known)


def spans(codes):
    runs = []
    for code in codes:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return [f"{first:X}-{last:X}" for first, last in runs]


def class_words():
    before = None
    for code in range(sys.maxunicode + 1):
        here = "-" if 0xD800 <= code < 0xE000 else class_of(code)
        if here != before:
            yield f"{code:X}{here}" if here != "-" else f"{code:X}-"
        before = here


def library_form(form, text):
    return getattr(normalizers, form)().normalize_str(text)


def known_combining_class(code):
    """The canonical combining class, 0 where the library does not know the mark."""
    number = unicodedata2.combining(chr(code))
    if number == 0:
        return 0
    # A mark of another class beside it changes places with it, in one order or the other.
    other = "\u0334" if number > 1 else "\u0301"
    text = "a" + (chr(code) + other if number > 1 else other + chr(code))
    expected = unicodedata2.normalize("NFD", text)
    assert expected != text
    return number if library_form("NFD", text) == expected else 0


def decomposition_words():
    for code in CODES:
        if code in HANGUL_SYLLABLES:
            continue
        apart, together = library_form("NFD", chr(code)), library_form("NFC", chr(code))
        if apart == chr(code):
            assert together == chr(code)
            continue
        assert apart == unicodedata2.normalize("NFD", chr(code)) and together == unicodedata2.normalize("NFC", chr(code))
        if together == chr(code):
            first = unicodedata2.normalize("NFC", apart[:-1])
            assert len(first) == 1 and library_form("NFC", first + apart[-1]) == chr(code)
            yield f"{code:X}={ord(first):X}+{ord(apart[-1]):X}"
        else:
            # These are never put together again.
            yield f"{code:X}:" + "+".join(f"{ord(character):X}" for character in apart)


def combining_words():
    runs = []
    for code in CODES:
        number = known_combining_class(code)
        if number and runs and runs[-1][1] == code - 1 and runs[-1][2] == number:
            runs[-1][1] = code
        elif number:
            runs.append([code, code, number])
    return [f"{first:X}-{last:X}:{number}" for first, last, number in runs]


def filled(words):
    return textwrap.fill(" ".join(words), LINE_LENGTH, break_long_words=False, break_on_hyphens=False)


def write(name, text):
    head = HEAD.format(version=unicodedata2.unidata_version, library=tokenizers.__version__)
    (GENERATED / name).write_text(head + text)


def main():
    assert unicodedata2.unidata_version == "16.0.0"
    check_classes()
    write("unicode_classes.swift", f'''\
/// Which characters are letters, marks and numbers, as text; `CharacterClasses` reads it.
enum CharacterClassesTable {{
  /// Where a run of characters of one class begins (hexadecimal) and the class: `u`, `l`, `t`, `m`, `o` for the letters Lu, Ll,
  /// Lt, Lm, Lo, `a` for marks, `n` for numbers, `-` for everything else.
  static let text = """
{filled(class_words())}
"""

  /// Numbers that `Digits` of the library knows and its patterns do not: it has a later version of Unicode.
  static let furtherDigits: [ClosedRange<UInt32>] = [
    {", ".join("0x" + span.replace("-", "...0x") for span in spans(further_digits()))}
  ]
}}
''')
    write("unicode_canonical_forms.swift", f'''\
/// How characters are taken apart and put together in the normalization forms NFD and NFC, as text; `CanonicalForms` reads it.
enum CanonicalFormsTable {{
  /// All numbers hexadecimal: `C5=41+30A` is taken apart into two, each of which may be taken apart further, and put together from
  /// them; `212B:41+30A` is taken apart for good. Hangul syllables are not listed: an arithmetic rule takes them apart.
  static let decompositions = """
{filled(decomposition_words())}
"""

  /// Runs of marks, hexadecimal, with their canonical combining class, decimal: `334-338:1`.
  static let combiningClasses = """
{filled(combining_words())}
"""
}}
''')


main()
