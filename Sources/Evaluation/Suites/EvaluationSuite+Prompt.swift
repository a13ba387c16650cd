import Instructions
import JSON

extension EvaluationSuite {
  /// Reads `prompt` and `workedExamples`, and checks that they go together.
  mutating func readPrompt(_ root: JSONObject) throws {
    workedExamples = try root["workedExamples"].map(WorkedExampleSource.init)
    guard let field = root["prompt"] else { return }
    let prompt = try Self.patterns(field, hasOwnFields: layout == .lines)
    self.prompt = prompt
    if shots == 0 { return }
    if workedExamples == nil {
      throw JSONError.missingKey(location: root.field.location, key: "workedExamples", present: root.keys)
    }
    if prompt.example == nil {
      throw JSONError.missingKey(location: field.location, key: "example", present: try field.object().keys)
    }
  }

  /// - Parameter hasOwnFields: whether every text of an example can be a placeholder.
  private static func patterns(_ field: JSONField, hasOwnFields: Bool) throws -> SuitePromptPatterns {
    let object = try field.object()
    try object.refuseUnknownKeys(["instruction", "example", "question", "separator"])
    func pattern(_ field: JSONField, _ names: [String], isOpen: Bool) throws -> TemplatePattern {
      let text = try field.filledString()
      let allowed = isOpen ? names + TemplatePattern.placeholders(in: text) : names
      return try TemplatePattern(text, allowing: allowed, at: field.location)
    }
    let instruction = try object["instruction"].map {
      try pattern($0, SuitePlaceholder.ofTask, isOpen: false)
    }
    let example = try object["example"].map {
      try pattern($0, SuitePlaceholder.ofExample, isOpen: hasOwnFields)
    }
    let place = try object.required("question")
    let question = try pattern(place, SuitePlaceholder.ofQuestion, isOpen: hasOwnFields)
    let shown = Set(TemplatePattern.placeholders(in: question.source))
    if shown.subtracting(SuitePlaceholder.ofTask).isEmpty {
      throw TemplateError.showsNoInput(location: place.location, template: question.source)
    }
    if let example, let place = object["example"] {
      let names = TemplatePattern.placeholders(in: example.source)
      if !hasOwnFields, !names.contains(SuitePlaceholder.answer), !names.contains(SuitePlaceholder.rationale)
      {
        throw TemplateError.showsNoOutput(location: place.location, template: example.source)
      }
    }
    return SuitePromptPatterns(
      instruction: instruction, example: example, question: question,
      separator: try object["separator"]?.string() ?? "\n\n")
  }
}
