import Diagnostics

/// A text with placeholders such as `{input}`, checked when it is made, so that rendering cannot fail.
public struct TemplatePattern: Sendable, Hashable {
  enum Segment: Sendable, Hashable {
    case text(String)
    case definition, input, output, rationale
    case field(String)
  }

  /// The pattern as it was written.
  public let source: String
  let segments: [Segment]

  /// Parses `source`; `{{` and `}}` stand for braces.
  /// - Parameters:
  ///   - placeholders: the names that may stand in braces.
  ///   - location: where the pattern stands, for errors.
  /// - Throws: `TemplateError.unknownPlaceholder`, `TemplateError.strayBrace`.
  public init(
    _ source: String, allowing placeholders: [String], at location: SourceLocation
  ) throws(TemplateError) {
    self.source = source
    var segments: [Segment] = []
    var text = ""
    var rest = Substring(source)
    while let character = rest.popFirst() {
      guard character == "{" || character == "}" else {
        text.append(character)
        continue
      }
      if rest.first == character {
        text.append(character)
        rest.removeFirst()
        continue
      }
      guard character == "{", let end = rest.firstIndex(of: "}"), !rest[..<end].contains("{") else {
        throw .strayBrace(location: location, template: source)
      }
      let name = String(rest[..<end])
      guard placeholders.contains(name) else {
        throw .unknownPlaceholder(location: location, name: name, valid: placeholders)
      }
      if !text.isEmpty { segments.append(.text(text)) }
      text = ""
      segments.append(Self.segment(for: name))
      rest = rest[rest.index(after: end)...]
    }
    if !text.isEmpty { segments.append(.text(text)) }
    self.segments = segments
  }

  private static func segment(for name: String) -> Segment {
    switch name {
    case "definition": .definition
    case "input": .input
    case "output": .output
    case "rationale": .rationale
    default: .field(name)
    }
  }

  /// Whether the task's definition appears.
  public var showsDefinition: Bool { segments.contains(.definition) }

  /// Whether the input or a field of the instance appears.
  public var showsInstance: Bool {
    segments.contains { segment in
      switch segment {
      case .input, .field: true
      default: false
      }
    }
  }

  /// Appends the pattern with its placeholders filled to `text`.
  func render(_ values: TemplateValues, into text: inout String) {
    for segment in segments {
      switch segment {
      case .text(let fixed): text += fixed
      case .definition: text += values.definition
      case .input: text += values.input
      case .output: text += values.output
      case .rationale: text += values.rationale
      case .field(let name): text += values.fields[name] ?? ""
      }
    }
  }
}

/// What placeholders are filled with.
struct TemplateValues {
  var definition = ""
  var input = ""
  var output = ""
  var rationale = ""
  var fields: [String: String] = [:]
}
