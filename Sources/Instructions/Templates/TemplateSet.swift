import Diagnostics
import PositionedJSON

/// The templates that are put around the instances of every task.
public struct TemplateSet: Sendable {
  /// Which templates a task with templates of its own uses.
  public enum Policy: String, Sendable, Codable, CaseIterable {
    /// Its own and those of the set.
    case ownAndSet = "own-and-set"
    /// Its own alone, for every format for which it has one.
    case ownFirst = "own-first"
  }

  /// Ways to ask without exemplars, direct and with a chain of thought.
  public let zeroShot: [ZeroShotTemplate]
  /// Ways to ask after exemplars, direct and with a chain of thought.
  public let fewShot: [FewShotTemplate]
  /// Sentences that end a chain of thought with the answer, as `{output}`.
  public let closers: [TemplatePattern]

  /// A set; every format must have a template that needs no definition, since tasks may have none.
  /// - Throws: `TemplateError.missingFormat`, `TemplateError.duplicateName`.
  public init(
    zeroShot: [ZeroShotTemplate], fewShot: [FewShotTemplate], closers: [TemplatePattern],
    at location: SourceLocation
  ) throws(TemplateError) {
    self.zeroShot = zeroShot
    self.fewShot = fewShot
    self.closers = closers
    for format in PromptFormat.allCases {
      let isPresent =
        format.hasExemplars
        ? fewShot.contains { $0.format == format }
        : zeroShot.contains { $0.format == format && !$0.prompt.showsDefinition }
          && zeroShot.contains { $0.format == format && $0.prompt.showsDefinition }
      if !isPresent { throw .missingFormat(location: location, format: format.rawValue) }
    }
    if closers.isEmpty { throw .missingFormat(location: location, format: "closers") }
    var names: Set<String> = []
    for name in zeroShot.map(\.name) + fewShot.map(\.name) where !names.insert(name).inserted {
      throw .duplicateName(location: location, name: name)
    }
  }

  /// Reads a set from a JSON file: `{"zeroShot": [...], "fewShot": [...], "closers": ["... {output}."]}`.
  /// - Throws: `FileError`, `JSONError`, `TemplateError`.
  public static func read(_ path: String) throws -> TemplateSet {
    let root = try JSONDocument.read(path, what: "template file").object()
    try root.refuseUnknownKeys(["zeroShot", "fewShot", "closers"])
    return try TemplateSet(
      zeroShot: root.required("zeroShot").array().enumerated().map {
        try ZeroShotTemplate(json: $1, defaultName: "zero-shot-\($0 + 1)")
      },
      fewShot: root.required("fewShot").array().enumerated().map {
        try FewShotTemplate(json: $1, defaultName: "few-shot-\($0 + 1)")
      },
      closers: root.required("closers").array().map {
        try TemplatePattern($0.string(), allowing: ["output"], at: $0.location)
      },
      at: root.field.location)
  }
}
