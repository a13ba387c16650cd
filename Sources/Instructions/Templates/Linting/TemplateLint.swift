import Diagnostics
import Tokenization

/// Everything that can be said of files of templates without a task: what is wrong, what a vocabulary cannot
/// carry, and how many templates there are.
package struct TemplateLint: Sendable {
  /// What keeps the files from being used.
  package let errors: [any UserError]
  /// What a vocabulary cannot carry; empty without one.
  package let warnings: [TemplateWarning]
  /// The templates that could be read; `nil` where there is no general family.
  package let library: TemplateLibrary?

  /// Reads the folders or file at `paths`, an earlier one before a later.
  package init(paths: [String], tokenizer: (any Tokenizer)?) {
    var reader = TemplateFileReader()
    let library = TemplateLibrary.read(paths, with: &reader)
    errors = reader.problems
    self.library = library
    if let library, let tokenizer {
      warnings = Self.warnings(library, tokenizer: tokenizer)
    } else {
      warnings = []
    }
  }

  /// What the vocabulary of `tokenizer` cannot carry of a library.
  package static func warnings(_ library: TemplateLibrary, tokenizer: any Tokenizer) -> [TemplateWarning] {
    var check = VocabularyCheck(tokenizer: tokenizer)
    for set in library.families { check.check(set) }
    check.check(library.optionStyles)
    return check.warnings
  }
}

extension TemplateLibrary {
  /// Which templates tasks cannot use, since their instances have no such field; one line for each task and
  /// field.
  /// - Throws: `TemplateError.unknownFamily`.
  package func notes(on tasks: [InstructionTask]) throws(TemplateError) -> [String] {
    var notes: [String] = []
    for task in tasks {
      let templates = try TaskTemplates(task, library: self, policy: .ownAndSet, inversionRate: nil)
      var counts: [[String]: Int] = [:]
      for unused in templates.unused { counts[unused.missing, default: 0] += 1 }
      for missing in counts.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
        let count = counts[missing] ?? 0
        let names = missing.map { "'\($0)'" }.joined(separator: " and ")
        notes.append(
          "\(count) \(count == 1 ? "template" : "templates") of the family '\(task.family ?? Self.generalName)' "
            + "cannot be used for '\(task.name)': its instances have no \(names)")
      }
    }
    return notes
  }
}

/// Something about a template that works, but not as it looks.
package struct TemplateWarning: Sendable, Equatable, CustomStringConvertible {
  /// The file, line and field.
  package let location: SourceLocation
  /// What it is, in one sentence without a full stop.
  package let problem: String
  /// What to do about it.
  package let nextStep: String

  /// `place: problem`, then the next step on a line of its own.
  package var description: String { "\(location): \(problem)\n  \(nextStep)" }
}
