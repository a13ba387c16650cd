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
