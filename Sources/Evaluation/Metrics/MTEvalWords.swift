/// Words as mteval-v13a of NIST's machine translation evaluations splits them, and with it sacreBLEU's
/// tokenizer `13a`.
///
/// Every ASCII mark is a word of its own, but for apostrophes, for full stops and commas between digits, and
/// for hyphens that follow no digit. Case is kept.
enum MTEvalWords {
  /// The words of `text`.
  static func of(_ text: String) -> [String] {
    var scalars = Array((" " + withoutMarkup(text) + " ").unicodeScalars)
    scalars = scalars.flatMap { isSeparate($0) ? [" ", $0, " "] : [$0] }
    scalars = pairs(in: scalars, first: { !isDigit($0) }, second: isPoint) { [$0, " ", $1, " "] }
    scalars = pairs(in: scalars, first: isPoint, second: { !isDigit($0) }) { [" ", $0, " ", $1] }
    scalars = pairs(in: scalars, first: isDigit, second: { $0 == "-" }) { [$0, " ", $1, " "] }
    return PlainText.words(String(String.UnicodeScalarView(scalars)))
  }

  private static func withoutMarkup(_ text: String) -> String {
    var bytes = Array(text.utf8)
    let replacements = [
      ("<skipped>", ""), ("-\n", ""), ("\n", " "), ("&quot;", "\""), ("&amp;", "&"), ("&lt;", "<"),
      ("&gt;", ">"),
    ]
    for (mark, text) in replacements { bytes = replacing(Array(mark.utf8), by: Array(text.utf8), in: bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func replacing(_ mark: [UInt8], by text: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == mark[0], bytes[index...].starts(with: mark) {
        result += text
        index += mark.count
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }

  /// Rewrites every pair of neighbors that fits, from the front; a scalar is part of one pair only.
  private static func pairs(
    in scalars: [Unicode.Scalar], first: (Unicode.Scalar) -> Bool, second: (Unicode.Scalar) -> Bool,
    rewrite: (Unicode.Scalar, Unicode.Scalar) -> [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      if index + 1 < scalars.count, first(scalars[index]), second(scalars[index + 1]) {
        result += rewrite(scalars[index], scalars[index + 1])
        index += 2
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }

  /// ASCII punctuation and symbols without `'`, `,`, `-` and `.`.
  private static func isSeparate(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x26, 0x28...0x2B, 0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  private static func isPoint(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "," }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }
}
