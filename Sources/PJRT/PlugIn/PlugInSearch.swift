import Diagnostics
import Foundation

/// Looks for plug-ins where people have them.
///
/// In order: what the environment names in `FLAN_TRAIN_PJRT`, `.build/plugins`, where `make plugin` puts one, and the packages of
/// a virtual environment, which is `VIRTUAL_ENV`, `CONDA_PREFIX`, or `.venv` in the working folder.
package struct PlugInSearch: Sendable {
  /// A plug-in's file.
  package struct Candidate: Sendable, Hashable {
    /// What one calls it: `cpu`, `cuda13`, `tpu`.
    package let name: String
    /// Its path.
    package let path: String
    /// Where it was found.
    package let place: String
  }

  /// How people get a plug-in, in a sentence.
  package static let howToGetOne =
    "'make plugin' fetches one for the processor; 'pip install jax-cuda13-plugin[with-cuda]' in a virtual environment is "
    + "one for NVIDIA's cards."

  /// The variable that names a plug-in.
  package static let variable = "FLAN_TRAIN_PJRT"

  private let environment: [String: String]
  private let folder: String

  /// A search.
  /// - Parameters:
  ///   - environment: the variables that are looked at.
  ///   - folder: the working folder.
  package init(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    folder: String = FileManager.default.currentDirectoryPath
  ) { (self.environment, self.folder) = (environment, folder) }

  /// The folders that are looked at, in order, whether they are there or not.
  package var folders: [String] {
    var result = ["\(folder)/.build/plugins"]
    let roots =
      ["VIRTUAL_ENV", "CONDA_PREFIX"].compactMap { environment[$0] }.filter { !$0.isEmpty } + [
        "\(folder)/.venv"
      ]
    for root in roots {
      let versions = PlugInLayout.names(in: "\(root)/lib").filter { $0.hasPrefix("python") }
      result += (versions.isEmpty ? ["python*"] : versions).map { "\(root)/lib/\($0)/site-packages" }
    }
    return result
  }

  /// All plug-ins that are there, in the order in which they are looked for.
  package var candidates: [Candidate] {
    let named = environment[Self.variable].flatMap { path -> Candidate? in
      guard !path.isEmpty, path.contains("/") else { return nil }
      return Candidate(name: PlugInLayout.name(ofFile: path), path: path, place: Self.variable)
    }
    return (named.map { [$0] } ?? []) + folders.flatMap(PlugInLayout.plugIns)
  }

  /// Whether a plug-in is asked for by the path of its file, not by a name.
  package static func isPath(_ wanted: String) -> Bool {
    wanted.contains("/") || wanted.hasSuffix(".so") || wanted.hasSuffix(".dylib")
  }

  /// The plug-in that is asked for.
  /// - Parameter wanted: a path, a name, or `nil` for the one that the environment names, else the first for another device
  ///   than the processor, else the first.
  /// - Throws: `PlugInSearchError`; a path is taken as it is, and `PlugIn` says what is wrong with it.
  package func find(_ wanted: String?) throws(PlugInSearchError) -> Candidate {
    let named = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
    let (name, source) = wanted.map { ($0, nil) } ?? (named, Self.variable)
    if let name, Self.isPath(name) {
      return Candidate(name: PlugInLayout.name(ofFile: name), path: name, place: source ?? "the path given")
    }
    let candidates = candidates
    guard let name else {
      if let first = candidates.first(where: { $0.name != "cpu" }) ?? candidates.first { return first }
      throw PlugInSearchError(wanted: nil, source: nil, found: [], places: folders)
    }
    if let candidate = candidates.first(where: { $0.name == name }) { return candidate }
    throw PlugInSearchError(wanted: name, source: source, found: candidates.map(\.name), places: folders)
  }
}

/// No plug-in is where plug-ins are looked for, or none of the name.
package struct PlugInSearchError: UserError, Equatable {
  /// The name that was asked for, if any.
  package let wanted: String?
  /// The variable that it comes from, if any.
  package let source: String?
  /// The names of those that are there.
  package let found: [String]
  /// The folders that were looked at.
  package let places: [String]
  /// The setting that has the name, if it is one.
  package var setting: SourceLocation?

  /// The kind of failure, which decides the exit code.
  package var category: FailureCategory { .usage }

  /// The setting or the variable that names what is not there.
  package var location: SourceLocation? { setting ?? source.map { SourceLocation(file: $0) } }

  /// What is wrong.
  package var problem: String {
    "there is no plug-in\(wanted.map { " '\($0)'" } ?? ""); looked for it in "
      + places.joined(separator: ", ")
  }

  /// What to do about it.
  package var nextStep: String? {
    let advice =
      wanted.flatMap { found.isEmpty ? nil : NearestName.advice(for: $0, in: Set(found)) + " " } ?? ""
    return "\(advice)A path names one anywhere; so does \(PlugInSearch.variable). \(PlugInSearch.howToGetOne)"
  }
}
