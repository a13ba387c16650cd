import Diagnostics

/// A text with placeholders such as `{input}`, checked when it is made, so that rendering cannot fail.
package struct TemplatePattern: Sendable, Hashable {
  enum Segment: Sendable, Hashable {
    case text(String)
    case definition, input, output, rationale, explanation
    /// The answers to choose from, on lines of their own; nothing where none are shown.
    case options(endsLine: Bool)
    case field(String)
  }

  /// The pattern as it was written.
  package let source: String
  let segments: [Segment]
  /// The fields of the instance that the pattern cannot do without, each once, in the order of the text.
  package let fields: [String]

  /// The placeholders that are no field of an instance.
  static let standardNames = ["definition", "input", "output", "rationale", "explanation", "options"]

  /// Parses `source`; `{{` and `}}` stand for braces.
  /// - Parameters:
  ///   - placeholders: the names that may stand in braces.
  ///   - location: where the pattern stands, for errors.
  /// - Throws: `TemplateError.unknownPlaceholder`, `TemplateError.strayBrace`.
  package init(
    _ source: String, allowing placeholders: [String], at location: SourceLocation
  ) throws(TemplateError) {
    let segments = try BracedText(source).parts.map { part throws(TemplateError) -> Segment in
      switch part {
      case .text(let text): return .text(text)
      case .name(let name) where placeholders.contains(name): return Self.segment(for: name)
      case .name(let name):
        throw .unknownPlaceholder(location: location, name: name, valid: placeholders)
      case .strayBrace: throw .strayBrace(location: location, template: source)
      }
    }
    self.init(source: source, segments: segments)
  }

  private init(source: String, segments: [Segment]) {
    self.source = source
    self.segments = segments
    var fields: [String] = []
    for case .field(let name) in segments where !fields.contains(name) { fields.append(name) }
    self.fields = fields
  }

  private static func segment(for name: String) -> Segment {
    switch name {
    case "definition": .definition
    case "input": .input
    case "output": .output
    case "rationale": .rationale
    case "explanation": .explanation
    case "options": .options(endsLine: false)
    default: .field(name)
    }
  }

  /// The same with a place for the options: right after the last part of the instance, where it has none yet.
  func placingOptions() -> TemplatePattern {
    let hasPlace = segments.contains { if case .options = $0 { true } else { false } }
    guard !hasPlace, let last = segments.lastIndex(where: Self.isOfInstance) else { return self }
    var placed = segments
    var endsLine = false
    if last + 1 < segments.count, case .text(let next) = segments[last + 1] {
      endsLine = !next.hasPrefix("\n")
    }
    placed.insert(.options(endsLine: endsLine), at: last + 1)
    return TemplatePattern(source: source, segments: placed)
  }

  private static func isOfInstance(_ segment: Segment) -> Bool {
    switch segment {
    case .input, .field: true
    default: false
    }
  }

  /// Whether the task's definition appears.
  package var showsDefinition: Bool { segments.contains(.definition) }

  /// Whether the input or a field of the instance appears.
  package var showsInstance: Bool { segments.contains(where: Self.isOfInstance) }

  /// Whether the explanation of a worked example appears.
  var showsExplanation: Bool { segments.contains(.explanation) }

  /// Whether the output appears.
  var showsOutput: Bool { segments.contains(.output) }

  /// Whether the rationale appears.
  var showsRationale: Bool { segments.contains(.rationale) }

  /// Whether the input appears.
  var showsInput: Bool { segments.contains(.input) }

  /// The texts between the placeholders.
  var fixedTexts: [String] {
    segments.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}

/// What placeholders are filled with.
struct TemplateValues {
  var definition = ""
  var input = ""
  var output = ""
  var rationale = ""
  var explanation = ""
  /// The options as they are shown, from a line's end on; empty where none are.
  var options = ""
  var fields: [String: String] = [:]
}

extension TemplatePattern {
  /// Appends the pattern with its placeholders filled to `text`.
  func render(_ values: TemplateValues, into text: inout String) {
    for segment in segments {
      switch segment {
      case .text(let fixed): text += fixed
      case .definition: text += values.definition
      case .input: text += values.input
      case .output: text += values.output
      case .rationale: text += values.rationale
      case .explanation: text += values.explanation
      case .options(let endsLine):
        if values.options.isEmpty { continue }
        text += values.options
        if endsLine { text += "\n" }
      case .field(let name): text += values.fields[name] ?? ""
      }
    }
  }
}

extension TemplatePattern {
  /// The names in braces in `source`, in its order; those of a text that does not parse are a guess.
  package static func placeholders(in source: String) -> [String] {
    var names: [String] = []
    var rest = source.replacing("{{", with: "").replacing("}}", with: "")[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.append(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }

  /// The text with every placeholder replaced by the value of its name; by nothing where there is none.
  package func filled(_ values: [String: String]) -> String {
    var text = ""
    for segment in segments {
      switch segment {
      case .text(let fixed): text += fixed
      case .definition: text += values["definition"] ?? ""
      case .input: text += values["input"] ?? ""
      case .output: text += values["output"] ?? ""
      case .rationale: text += values["rationale"] ?? ""
      case .explanation: text += values["explanation"] ?? ""
      case .options: text += values["options"] ?? ""
      case .field(let name): text += values[name] ?? ""
      }
    }
    return text
  }
}
