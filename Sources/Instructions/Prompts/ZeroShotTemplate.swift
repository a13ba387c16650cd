import Diagnostics
import JSON

/// A way to ask one question without showing others.
package struct ZeroShotTemplate: Sendable, Hashable {
  /// The name, for provenance.
  package let name: String
  /// `zero-shot` or `zero-shot-cot`.
  package let format: PromptFormat
  /// The prompt: `{definition}`, `{input}`, `{options}` and the instance's own fields.
  package let prompt: TemplatePattern
  /// The target where it is not the usual one: also `{output}` and `{rationale}`. The usual target is the
  /// output, after the rationale and with a closing sentence where the format has a chain of thought.
  package let target: TemplatePattern?
  /// Where it stands.
  package let location: SourceLocation

  /// A template from texts.
  /// - Parameters:
  ///   - fields: names of further fields of the instances.
  ///   - targetLocation: where the target stands, if not at `location`.
  /// - Throws: `TemplateError`.
  package init(
    name: String, format: PromptFormat, prompt: String, target: String? = nil, fields: [String] = [],
    at location: SourceLocation, targetAt targetLocation: SourceLocation? = nil
  ) throws(TemplateError) {
    self.name = name
    self.format = format.withoutExemplars
    self.location = location
    self.prompt = try TemplatePattern(
      prompt, allowing: ["definition", "input", "options"] + fields, at: location
    ).placingOptions()
    if !self.prompt.showsInstance { throw .showsNoInput(location: location, template: prompt) }
    guard let target else {
      self.target = nil
      return
    }
    let names = ["definition", "input", "output"] + (format.hasRationale ? ["rationale"] : []) + fields
    self.target = try TemplatePattern(target, allowing: names, at: targetLocation ?? location)
  }

  /// A task's own template from JSON:
  /// `{"prompt": ..., "target"?: ..., "name"?: ..., "format"?: "zero-shot"}`.
  /// - Throws: `JSONError`, `TemplateError`.
  package init(json: JSONField, fields: [String] = [], defaultName: String) throws {
    let object = try json.object()
    try object.refuseUnknownKeys(["name", "format", "prompt", "target"])
    var format = PromptFormat.zeroShot
    if let field = object["format"] {
      let valid: [PromptFormat] = [.zeroShot, .zeroShotChainOfThought]
      guard let named = PromptFormat(rawValue: try field.string()), valid.contains(named) else {
        throw field.invalid(
          "'\(try field.string())'", mustBe: valid.map { "'\($0.rawValue)'" }.joined(separator: " or "))
      }
      format = named
    }
    let prompt = try object.required("prompt")
    try self.init(
      name: object["name"]?.string() ?? defaultName, format: format, prompt: prompt.string(),
      target: object["target"]?.string(), fields: fields, at: prompt.location,
      targetAt: object["target"]?.location)
  }

  /// A template of a family's list: a text, which is the prompt, or
  /// `{"prompt": ..., "target"?: ..., "name"?: ...}`.
  /// - Throws: `JSONError`, `TemplateError`.
  init(json: JSONField, format: PromptFormat, fields: [String], defaultName: String) throws {
    if case .string(let prompt) = json.node.content {
      try self.init(name: defaultName, format: format, prompt: prompt, fields: fields, at: json.location)
      return
    }
    let object = try json.object()
    try object.refuseUnknownKeys(["name", "prompt", "target"])
    let prompt = try object.required("prompt")
    try self.init(
      name: object["name"]?.string() ?? defaultName, format: format, prompt: prompt.string(),
      target: object["target"]?.string(), fields: fields, at: prompt.location,
      targetAt: object["target"]?.location)
  }

  /// The fields of the instance that it cannot do without.
  var fields: [String] { prompt.fields + (target?.fields ?? []) }
}
