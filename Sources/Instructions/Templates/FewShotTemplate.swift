import Diagnostics
import PositionedJSON

/// A way to show worked examples and then ask a question in the same form.
///
/// An exemplar is `inputPrefix` input `delimiter` `outputPrefix` output, exemplars are joined by `separator`,
/// and the query is an exemplar that ends after `outputPrefix`.
public struct FewShotTemplate: Sendable, Hashable {
  /// The name, for provenance.
  public let name: String
  /// `few-shot` or `few-shot-cot`.
  public let format: PromptFormat
  /// What comes before the exemplars; may show `{definition}`, and is left out where the task has none.
  public let preamble: TemplatePattern
  /// Before an input.
  public let inputPrefix: String
  /// Between an input and its output's prefix.
  public let delimiter: String
  /// Before an output.
  public let outputPrefix: String
  /// Between exemplars, and before the query.
  public let separator: String

  /// A template from texts.
  /// - Throws: `TemplateError`.
  public init(
    name: String, format: PromptFormat, preamble: String, inputPrefix: String, delimiter: String,
    outputPrefix: String, separator: String, at location: SourceLocation
  ) throws(TemplateError) {
    self.name = name
    self.format = format.withExemplars
    self.preamble = try TemplatePattern(preamble, allowing: ["definition"], at: location)
    self.inputPrefix = inputPrefix
    self.delimiter = delimiter
    self.outputPrefix = outputPrefix
    self.separator = separator
  }

  /// A template from JSON; all keys are texts, only `delimiter` and `separator` must be there.
  /// - Throws: `JSONError`, `TemplateError`.
  public init(json: JSONField, defaultName: String) throws {
    let object = try json.object()
    try object.refuseUnknownKeys([
      "name", "format", "preamble", "inputPrefix", "delimiter", "outputPrefix", "separator",
    ])
    var format = PromptFormat.fewShot
    if let field = object["format"] {
      let valid: [PromptFormat] = [.fewShot, .fewShotChainOfThought]
      guard let named = PromptFormat(rawValue: try field.string()), valid.contains(named) else {
        throw field.invalid(
          "'\(try field.string())'", mustBe: valid.map { "'\($0.rawValue)'" }.joined(separator: " or "))
      }
      format = named
    }
    try self.init(
      name: object["name"]?.string() ?? defaultName, format: format,
      preamble: object["preamble"]?.string() ?? "", inputPrefix: object["inputPrefix"]?.string() ?? "",
      delimiter: object.required("delimiter").string(),
      outputPrefix: object["outputPrefix"]?.string() ?? "",
      separator: object.required("separator").string(), at: json.location)
  }

  /// The whole prompt, without white space at its end.
  func render(
    definition: String, exemplars: ArraySlice<(input: String, output: String)>, query: String
  ) -> String {
    var text = ""
    if !(definition.isEmpty && preamble.showsDefinition) {
      preamble.render(TemplateValues(definition: definition), into: &text)
    }
    for exemplar in exemplars {
      text += inputPrefix
      text += exemplar.input
      text += delimiter
      text += outputPrefix
      text += exemplar.output
      text += separator
    }
    text += inputPrefix
    text += query
    text += delimiter
    text += outputPrefix
    return text.trimmed
  }
}
