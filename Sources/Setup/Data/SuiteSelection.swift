import Diagnostics
import Evaluation
import Foundation
import Recipes
import Storage
import Tokenization

/// The suites that a model is to be asked, with their data.
package struct SuiteSelection: Sendable {
  /// The name that stands for all suites that come with the program.
  package static let all = "all"

  /// The suites.
  package let suites: [EvaluationSuite]
  private let folder: String
  private let split: String?
  private let options: SuiteRunOptions

  /// The suites of that name.
  /// - Parameters:
  ///   - names: names of suites that come with the program, paths of files, or `all`.
  ///   - folder: the folder of their data.
  ///   - split: the split that is asked; each suite's first where `nil`.
  /// - Throws: `SuiteError`, `FileError`, `JSONError`.
  package init(_ names: [String], folder: String, split: String? = nil, options: SuiteRunOptions) throws {
    let wanted = names.flatMap { $0 == Self.all ? SuiteLocator.shippedNames : [$0] }
    var suites: [EvaluationSuite] = []
    for name in wanted {
      let suite = try EvaluationSuite.read(SuiteLocator.locate(name))
      if !suites.contains(where: { $0.name == suite.name }) { suites.append(suite) }
    }
    self.suites = suites
    self.folder = folder
    self.split = split
    self.options = options
  }

  /// The runs, with every prompt written, so that nothing is found wrong after hours; and of a partial
  /// selection the suites that have no data at all.
  /// - Throws: `FileError`, `JSONError`, `TextFileError`, `SuiteError`, with file and line.
  package func runs(
    _ tokenizer: any Tokenizer
  ) throws -> (runs: [SuiteRun], leftOut: [SuiteError]) {
    var runs: [SuiteRun] = []
    var leftOut: [SuiteError] = []
    for suite in suites {
      do {
        let data = try SuiteData(suite, folder: folder, split: split)
        runs.append(
          try SuiteRun(suite, data: data, tokenizer: tokenizer, options: options))
      } catch let error as SuiteError where options.isPartial && error.isAboutAbsence {
        leftOut.append(error)
      } catch let error as FileError where options.isPartial && error.isMissing {
        leftOut.append(.noData(suite: suite.name, folder: folder, example: error.location?.file ?? folder))
      }
    }
    if runs.isEmpty, let first = leftOut.first { throw first }
    return (runs, leftOut)
  }
}

extension SuiteError {
  /// Whether data, or the split that is asked, is not there at all, or a suite cannot be scored as was asked.
  package var isAboutAbsence: Bool {
    switch self {
    case .noData, .noOptions, .cannotRank, .unknownSplit: true
    default: false
    }
  }
}

extension FileError {
  /// Whether the file is not there.
  package var isMissing: Bool {
    if case .missing = self { true } else { false }
  }
}

/// Finds the evaluation suite that a user means.
package enum SuiteLocator {
  private static let ending = ".json"

  /// The suite's file: a path to one, or the name of a suite that comes with the program.
  /// - Throws: `SuiteError.unknownSuite` with the nearest name; `FileError.missing` for a path.
  package static func locate(_ name: String) throws -> String {
    if FolderChain.isFile(name) { return name }
    if name.contains("/") || name.hasSuffix(ending) {
      try InputFile.requireFile(name, what: "suite")
      return name
    }
    if let path = ShippedData.path("\(ShippedData.suites)/\(name)\(ending)") { return path }
    throw SuiteError.unknownSuite(name: name, valid: shippedNames)
  }

  /// The file of an entry of a recipe's `evaluation.suites`: a path like others in it, or a shipped name.
  /// - Parameter index: its place in the list, for messages.
  /// - Throws: `RecipeError.missingInput`; what `locate` throws.
  package static func path(of settings: SuiteSettings, at index: Int, inputs: RecipeInputs) throws -> String {
    let isFile = settings.suite.contains("/") || settings.suite.hasSuffix(ending)
    return try locate(
      isFile ? inputs.resolve(settings.suite, key: "evaluation.suites[\(index)].suite") : settings.suite)
  }

  /// The names of the suites that come with the program, sorted.
  package static var shippedNames: [String] {
    guard let folder = ShippedData.folder(ShippedData.suites) else { return [] }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }
}
