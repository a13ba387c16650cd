import Diagnostics
import JSON

/// A way to ask for what is usually given (Flan's input inversion): the question from its answer, the
/// reasoning from both, and so on.
package struct InversionTemplate: Sendable, Hashable {
  /// What an inverted example asks for.
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// The question, from the answer, or from the answer and its rationale.
    case question
    /// The rationale, from question and answer.
    case rationale
    /// Question and answer, from the rationale.
    case questionAndAnswer = "question-and-answer"
    /// Question and rationale, from the answer.
    case questionAndRationale = "question-and-rationale"
  }

  /// The name, for provenance.
  package let name: String
  /// The prompt: `{input}`, `{output}`, `{rationale}`.
  package let prompt: TemplatePattern
  /// The target: those of the three that the prompt does not give.
  package let target: TemplatePattern
  /// What is asked for.
  package let kind: Kind
  /// Where it stands.
  package let location: SourceLocation

  /// A template from texts.
  /// - Throws: `TemplateError`; `inversionGivesAway` when the prompt shows what is asked for, or the target
  ///   asks for nothing but the answer.
  package init(
    name: String, prompt: String, target: String, at location: SourceLocation,
    targetAt targetLocation: SourceLocation? = nil
  ) throws(TemplateError) {
    let names = ["input", "output", "rationale"]
    self.name = name
    self.location = location
    self.prompt = try TemplatePattern(prompt, allowing: names, at: location)
    self.target = try TemplatePattern(target, allowing: names, at: targetLocation ?? location)
    let (given, asked) = (self.prompt, self.target)
    let isGivenAway =
      given.showsInput && asked.showsInput || given.showsOutput && asked.showsOutput
      || given.showsRationale && asked.showsRationale
    let isBlind = !given.showsInput && !given.showsOutput && !given.showsRationale
    switch (asked.showsInput, asked.showsOutput, asked.showsRationale) {
    case (true, false, false): kind = .question
    case (false, false, true): kind = .rationale
    case (true, true, false): kind = .questionAndAnswer
    case (true, false, true): kind = .questionAndRationale
    default: throw .invertsNothing(location: location, template: target)
    }
    if isGivenAway || isBlind { throw .invertsNothing(location: location, template: prompt) }
  }

  /// A template from JSON: `{"prompt": ..., "target": ..., "name"?: ...}`.
  /// - Throws: `JSONError`, `TemplateError`.
  init(json: JSONField, defaultName: String) throws {
    let object = try json.object()
    try object.refuseUnknownKeys(["name", "prompt", "target"])
    try self.init(
      name: object["name"]?.string() ?? defaultName, prompt: object.required("prompt").string(),
      target: object.required("target").string(), at: object.required("prompt").location,
      targetAt: object["target"]?.location)
  }

  /// Whether it needs a rationale.
  var needsRationale: Bool { prompt.showsRationale || target.showsRationale }
}

/// The inversions of a family.
package struct InversionSet: Sendable {
  /// How often they are asked relative to 1 for the forward form; `nil` takes the general family's.
  package var rate: Double?
  /// The templates.
  package var templates: [InversionTemplate] = []
  /// The forms in which several inverted examples stand after each other; `{input}` is an inverted prompt.
  package var fewShot: [FewShotTemplate] = []

  /// None.
  package init() {}
}
