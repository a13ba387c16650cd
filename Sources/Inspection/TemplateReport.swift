import Diagnostics
import Instructions
import Recipes
import Setup
import Tokenization

/// What can be said of files of templates: how many there are, what is wrong, what a vocabulary cannot carry.
package struct TemplateReport: Sendable, Encodable {
  /// A family with the number of templates in each list.
  package struct Family: Sendable, Encodable {
    /// The name.
    package let name: String
    /// Templates of its own, by list; a list that it does not have is taken from the general family.
    package let templates: [TemplateList: Int]
    /// Sentences that end a chain of thought.
    package let closers: Int
    /// Templates that turn questions round.
    package let inversions: Int
    /// How often they are used, relative to 1 for the forward form.
    package let inversionRate: Double
  }

  /// The ways in which options are written.
  package struct Options: Sendable, Encodable {
    /// Texts before them.
    package let starts: Int
    /// Markers before each.
    package let markers: Int
    /// Those of the markers that count.
    package let enumerations: Int
    /// Texts after each.
    package let ends: Int
  }

  /// Something that was found.
  package struct Finding: Sendable, Encodable {
    /// `error` or `warning`.
    package let severity: String
    /// The file.
    package let file: String?
    /// The line, counted from 1.
    package let line: Int?
    /// The field.
    package let field: String?
    /// What it is.
    package let problem: String
    /// What to do about it.
    package let nextStep: String?
    /// All of it as text.
    package let text: String

    private enum CodingKeys: String, CodingKey { case severity, file, line, field, problem, nextStep }
  }

  /// The families, sorted by name.
  package let families: [Family]
  /// How options are written; `nil` where nothing could be read.
  package let options: Options?
  /// Errors, then warnings, each in the order of the files.
  package let findings: [Finding]
  /// How the errors end the program; `nil` without any.
  package let failure: FailureCategory?

  private enum CodingKeys: String, CodingKey { case families, options, findings }

  /// Looks at the templates of `path`, which come before those that come with the program, or at these alone.
  /// - Parameter vocabulary: the vocabulary that the templates are held against.
  /// - Throws: what `ModelVocabulary.open` throws; `FileError` for a path that is not there.
  package init(path: String?, vocabulary: String?) throws {
    let tokenizer = try vocabulary.map { try ModelVocabulary.open($0) }
    let paths = [path, ShippedData.folder(ShippedData.templates)].compactMap { $0 }
    if paths.isEmpty {
      throw FileError.empty(path: "Data/Templates", what: "templates that come with the program")
    }
    let lint = TemplateLint(paths: paths, tokenizer: tokenizer)
    families = (lint.library?.families ?? []).map { set in
      var counts: [TemplateList: Int] = [:]
      for list in TemplateList.allCases where set.count(list) > 0 { counts[list] = set.count(list) }
      return Family(
        name: set.family, templates: counts, closers: set.closers.count,
        inversions: set.inversions.templates.count, inversionRate: set.inversions.rate ?? 0)
    }
    options = (lint.library?.optionStyles).map { styles in
      Options(
        starts: styles.starts.count, markers: styles.markers.count,
        enumerations: styles.markers.count { $0.numbering != nil }, ends: styles.ends.count)
    }
    let errors = lint.errors.map { error in
      Finding(
        severity: "error", file: error.location?.file, line: error.location?.line,
        field: error.location?.field, problem: error.problem, nextStep: error.nextStep,
        text: error.description)
    }
    let warnings = lint.warnings.map { warning in
      Finding(
        severity: "warning", file: warning.location.file, line: warning.location.line,
        field: warning.location.field, problem: warning.problem, nextStep: warning.nextStep,
        text: warning.description)
    }
    findings = errors + warnings
    failure = lint.errors.first?.category
  }
}
