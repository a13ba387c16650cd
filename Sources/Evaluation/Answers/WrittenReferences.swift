import Instructions
import Tokenization

/// References as the vocabulary of a model writes them, where that is another text: T5's makes … three full
/// stops and has no braces, so that no output could ever equal a reference with these as it stands.
package struct WrittenReferences: Sendable, Equatable {
  /// The other texts, in the order of the references, those that are nearly all unknown left out: every
  /// answer of unknown characters would equal them.
  package let texts: [String]
  /// The references that no output can equal as they stand.
  package let differing: Int
  /// Those of them of which so little can be written that no answer counts as theirs.
  package let unwritable: Int
  /// The first that differs, and what is written instead.
  package let first: (reference: String, written: String)?

  /// What `tokenizer` makes of `references`.
  package init(_ references: [String], by tokenizer: any Tokenizer) {
    var texts: [String] = []
    var (differing, unwritable) = (0, 0)
    var first: (String, String)?
    for reference in references {
      let written = WrittenText(reference, by: tokenizer)
      if AnswerExtraction.normalize(written.text) == AnswerExtraction.normalize(reference) { continue }
      differing += 1
      first = first ?? (reference, written.text)
      if written.isUnwritable {
        unwritable += 1
      } else if !texts.contains(written.text) {
        texts.append(written.text)
      }
    }
    self.texts = texts
    self.differing = differing
    self.unwritable = unwritable
    self.first = first
  }

  /// Whether both say the same of the same references.
  package static func == (left: WrittenReferences, right: WrittenReferences) -> Bool {
    left.texts == right.texts && left.differing == right.differing && left.unwritable == right.unwritable
      && left.first?.reference == right.first?.reference
  }
}

/// How many references differ from what the vocabulary writes, with the first of them.
package struct ReferenceLoss: Sendable, Equatable {
  /// References that were looked at: all of the examples that are asked.
  package private(set) var references = 0
  /// Those that no output can equal as they stand.
  package private(set) var differing = 0
  /// Those of them that no answer counts as.
  package private(set) var unwritable = 0
  /// The first that differs, where it stands and what is written instead.
  package private(set) var example: String?

  /// Of nothing.
  package init() {}

  /// Counts the references of an example.
  mutating func add(_ written: WrittenReferences, of count: Int, at place: @autoclosure () -> String) {
    references += count
    differing += written.differing
    unwritable += written.unwritable
    if example == nil, let first = written.first {
      let (reference, text) = (Self.shortened(first.reference), Self.shortened(first.written))
      example = "\(place()): \"\(reference)\" is written \"\(text)\""
    }
  }

  /// Adds the counts of another.
  package mutating func add(_ other: ReferenceLoss) {
    references += other.references
    differing += other.differing
    unwritable += other.unwritable
    example = example ?? other.example
  }

  private static func shortened(_ text: String) -> String {
    text.count <= 60 ? text : text.prefix(57) + "..."
  }

  /// The loss in words; `nil` where every reference can be written.
  /// - Parameter what: whose references these are.
  package func note(of what: String) -> String? {
    guard differing > 0, let example else { return nil }
    let none =
      unwritable == 0
      ? "" : "; \(unwritable) of them can hardly be written at all, and no answer counts as right there"
    return
      "\(differing) of \(references) references of \(what) are not what the vocabulary writes, which is compared with "
      + "as well\(none) (\(example))"
  }
}
