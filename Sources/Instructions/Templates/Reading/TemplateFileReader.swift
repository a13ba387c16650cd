import Diagnostics
import JSON

/// Reads files of templates and collects all that is wrong with them, so that a linter can tell everything at
/// once.
struct TemplateFileReader {
  /// What was found wrong, in the order of the files.
  private(set) var problems: [any UserError] = []

  static let familyKeys =
    ["about", "fields"] + TemplateList.allCases.map(\.rawValue) + ["closers", "inversions"]

  /// The family of the file at `path`, without what is wrong in it; `nil` where the file is no JSON object.
  mutating func family(at path: String, named name: String) -> TemplateSet? {
    guard let root = take({ try JSONDocument.read(path, what: "template file").object() }) else { return nil }
    problems += root.unknownKeys(Self.familyKeys) as [any UserError]
    var set = TemplateSet(family: name)
    set.fields = fields(of: root)
    for list in TemplateList.allCases {
      let entries = entries(of: root, list.rawValue)
      if list.format.hasExemplars {
        set.fewShotLists[list] = fewShot(
          entries, named: "\(name)/\(list.rawValue)", format: list.format,
          purpose: list == .fewShotExplained ? .explained : .worked, fields: set.fields)
      } else {
        set.zeroShotLists[list] = zeroShot(
          entries, named: "\(name)/\(list.rawValue)", format: list.format, fields: set.fields)
      }
    }
    set.closers = entries(of: root, "closers").compactMap { field in
      take {
        let closer = try TemplatePattern(field.string(), allowing: ["output"], at: field.location)
        if !closer.showsOutput {
          throw TemplateError.showsNoOutput(location: field.location, template: closer.source)
        }
        return closer
      }
    }
    if let inversions = root["inversions"] {
      set.inversions = self.inversions(inversions, of: name) ?? InversionSet()
    }
    refuseRepetitions(in: set)
    return set
  }

  /// Checks that `set` can be the general family, on which all others fall back.
  mutating func requireEverything(of set: TemplateSet, at path: String) {
    problems += set.gaps(at: SourceLocation(file: path)) as [any UserError]
  }

  mutating func take<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch let error as any UserError {
      problems.append(error)
    } catch {
      problems.append(UnexpectedReadingError(problem: "\(error)"))
    }
    return nil
  }

  mutating func refuse(_ problem: any UserError) { problems.append(problem) }

  private mutating func fields(of root: JSONObject) -> [String] {
    entries(of: root, "fields").compactMap { field in
      take {
        let name = try field.string()
        let isName =
          !name.isEmpty && name.unicodeScalars.allSatisfy { !"{} \t\n".unicodeScalars.contains($0) }
        if !isName || TemplatePattern.standardNames.contains(name) {
          throw field.invalid("'\(name)'", mustBe: "the name of a field of the instances' own")
        }
        return name
      }
    }
  }

  mutating func entries(of object: JSONObject, _ key: String) -> [JSONField] {
    guard let field = object[key] else { return [] }
    return take { try field.array() } ?? []
  }

  private mutating func zeroShot(
    _ entries: [JSONField], named name: String, format: PromptFormat, fields: [String]
  ) -> [ZeroShotTemplate] {
    entries.enumerated().compactMap { index, entry in
      take {
        try ZeroShotTemplate(json: entry, format: format, fields: fields, defaultName: "\(name)-\(index + 1)")
      }
    }
  }

  private mutating func fewShot(
    _ entries: [JSONField], named name: String, format: PromptFormat, purpose: FewShotTemplate.Purpose,
    fields: [String] = []
  ) -> [FewShotTemplate] {
    entries.enumerated().compactMap { index, entry in
      take {
        try FewShotTemplate(
          json: entry, format: format, purpose: purpose, fields: fields, defaultName: "\(name)-\(index + 1)")
      }
    }
  }

  private mutating func inversions(_ field: JSONField, of family: String) -> InversionSet? {
    guard let object = take({ try field.object() }) else { return nil }
    problems += object.unknownKeys(["rate", "templates", "few-shot"]) as [any UserError]
    var set = InversionSet()
    if let rate = object["rate"] {
      set.rate = take {
        let value = try rate.double()
        if !(0...1_000).contains(value) { throw rate.invalid(value, mustBe: "from 0 to 1000") }
        return value
      }
    }
    set.templates = entries(of: object, "templates").enumerated().compactMap { index, entry in
      take { try InversionTemplate(json: entry, defaultName: "\(family)/inversion-\(index + 1)") }
    }
    set.fewShot = fewShot(
      entries(of: object, "few-shot"), named: "\(family)/inversion-few-shot", format: .fewShot,
      purpose: .inverted)
    return set
  }

  /// Names must be unique in a file, texts in a list.
  private mutating func refuseRepetitions(in set: TemplateSet) {
    var names: Set<String> = []
    for (name, location) in set.names where !names.insert(name).inserted {
      problems.append(TemplateError.duplicateName(location: location, name: name))
    }
    var texts: [(texts: [String], location: SourceLocation)] = []
    func pairs(_ list: TemplateList) -> [(texts: [String], location: SourceLocation)] {
      set.zeroShot(list).map { ([$0.prompt.source, $0.target?.source ?? ""], $0.location) }
        + set.fewShot(list).map { ($0.texts, $0.location) }
    }
    for list in TemplateList.allCases {
      texts += pairs(list).map { ([list.rawValue] + $0.texts, $0.location) }
    }
    texts += set.inversions.templates.map { (["", $0.prompt.source, $0.target.source], $0.location) }
    var first: [[String]: SourceLocation] = [:]
    for (text, location) in texts {
      if let earlier = first[text] {
        problems.append(TemplateError.duplicateText(location: location, first: earlier))
      } else {
        first[text] = location
      }
    }
  }
}

/// A failure that no reader foresaw.
struct UnexpectedReadingError: UserError {
  let problem: String
  var category: FailureCategory { .data }
  var location: SourceLocation? { nil }
  var nextStep: String? { nil }
}

extension FewShotTemplate {
  /// All its texts in the order of `keys`.
  var texts: [String] {
    [preamble, inputPrefix, input, delimiter, outputPrefix].map(\.source)
      + [output?.source ?? "", separator.source]
  }
}
