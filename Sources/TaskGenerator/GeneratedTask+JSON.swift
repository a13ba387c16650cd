extension GeneratedTask {
  /// The file's text: Natural Instructions v2 fields in their usual order, one line per instance.
  package var json: String {
    var lines = ["{"]
    lines += [
      list("Contributors", ["flan-train"]), list("Source", [source]), list("URL", []),
      list("Categories", [cluster]), list("Reasoning", [reasoning]), list("Definition", definitions),
      list("Input_language", ["English"]), list("Output_language", ["English"]),
      list("Instruction_language", ["English"]), list("Domains", ["Synthetic"]),
      "  \"Cluster\": \(cluster.jsonLiteral),",
    ]
    lines += block("Templates", prompts.map { object([("prompt", $0.jsonLiteral)]) })
    lines += block("Positive Examples", positiveExamples.map(positiveExample))
    lines += block("Negative Examples", negativeExamples.map(negativeExample))
    lines += block("Instances", instances.enumerated().map { instance($1, index: $0) })
    lines += ["  \"Instance License\": [\"Apache-2.0\"]", "}", ""]
    return lines.joined(separator: "\n")
  }

  private func positiveExample(_ draft: Draft) -> String {
    var fields = [
      ("input", draft.input.jsonLiteral), ("output", draft.output.jsonLiteral),
      ("explanation", draft.explanation.jsonLiteral),
    ]
    if let rationale = draft.rationale { fields.append(("rationale", rationale.jsonLiteral)) }
    return object(fields)
  }

  private func negativeExample(_ draft: Draft) -> String {
    object([
      ("input", draft.input.jsonLiteral), ("output", (draft.wrong ?? "").jsonLiteral),
      ("explanation", "The right output is: \(draft.output)".jsonLiteral),
    ])
  }

  private func instance(_ draft: Draft, index: Int) -> String {
    let digits = String(index + 1)
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let identifier = "\(name.prefix { $0 != "_" })-\(padded)"
    var fields = [
      ("id", identifier.jsonLiteral), ("input", draft.input.jsonLiteral),
      ("output", "[\(draft.output.jsonLiteral)]"),
    ]
    if let rationale = draft.rationale { fields.append(("rationale", rationale.jsonLiteral)) }
    if !draft.candidates.isEmpty {
      fields.append(("candidates", "[\(draft.candidates.map(\.jsonLiteral).joined(separator: ", "))]"))
    }
    fields += draft.fields.sorted { $0.key < $1.key }.map { ($0.key, $0.value.jsonLiteral) }
    return object(fields)
  }

  private func object(_ fields: [(key: String, value: String)]) -> String {
    "{" + fields.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
  }

  private func list(_ key: String, _ values: [String]) -> String {
    "  \"\(key)\": [\(values.map(\.jsonLiteral).joined(separator: ", "))],"
  }

  private func block(_ key: String, _ elements: [String]) -> [String] {
    if elements.isEmpty { return ["  \"\(key)\": [],"] }
    return ["  \"\(key)\": ["] + elements.dropLast().map { "    \($0)," } + [
      "    \(elements[elements.count - 1])", "  ],",
    ]
  }
}

extension String {
  /// The string as a JSON literal; Foundation's encoder does not promise one layout for ever, this does.
  var jsonLiteral: String {
    var literal = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\t": literal += "\\t"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
