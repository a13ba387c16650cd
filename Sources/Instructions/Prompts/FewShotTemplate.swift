import Diagnostics
import JSON

/// A way to show worked examples and then ask a question in the same form.
///
/// An exemplar is `inputPrefix` input `delimiter` `outputPrefix` output, exemplars are joined by `separator`,
/// and the query is an exemplar that ends after `outputPrefix`. A part that shows the definition shows it in
/// every exemplar and again before the question, as Flan's templates do (instruction, example, answer,
/// instruction, question).
package struct FewShotTemplate: Sendable, Hashable {
  /// What a template's exemplars are, which decides what it may show.
  package enum Purpose: Sendable {
    /// Instances of the task with their answers.
    case worked
    /// Positive examples with their explanations; they have no fields of their own.
    case explained
    /// Questions turned round, whose definition would say what to do with the question as it was.
    case inverted
  }

  /// The name, for provenance.
  package let name: String
  /// `few-shot` or `few-shot-cot`.
  package let format: PromptFormat
  /// What comes before the exemplars; may show `{definition}`, and is left out where the task has none.
  package let preamble: TemplatePattern
  /// Before an input.
  package let inputPrefix: TemplatePattern
  /// The input: `{input}`, `{options}` and fields of the instances.
  package let input: TemplatePattern
  /// Between an input and its output's prefix.
  package let delimiter: TemplatePattern
  /// Before an output.
  package let outputPrefix: TemplatePattern
  /// The output of an exemplar where it is not the answer alone: `{output}` and `{explanation}`.
  package let output: TemplatePattern?
  /// Between exemplars, and before the query.
  package let separator: TemplatePattern
  /// Whether exemplars of this form may stand beside others of another form.
  package let isMixable: Bool
  /// Where it stands.
  package let location: SourceLocation

  /// A template from texts, in all of which `{{` and `}}` are braces.
  /// - Parameters:
  ///   - fields: names of further fields of the instances.
  ///   - places: where its parts stand, by key, as far as that is elsewhere than at `location`.
  /// - Throws: `TemplateError`.
  package init(
    name: String, format: PromptFormat, purpose: Purpose = .worked, preamble: String = "",
    inputPrefix: String = "", input: String = "{input}", delimiter: String, outputPrefix: String = "",
    output: String? = nil, separator: String, isMixable: Bool = true, fields: [String] = [],
    at location: SourceLocation, places: [String: SourceLocation] = [:]
  ) throws(TemplateError) {
    let definition = purpose == .inverted ? [] : ["definition"]
    let options = purpose == .inverted ? [] : ["options"]
    let around = definition + (purpose == .worked ? fields : [])
    func part(_ key: String, _ text: String, _ names: [String]) throws(TemplateError) -> TemplatePattern {
      try TemplatePattern(text, allowing: names, at: places[key] ?? location)
    }
    self.name = name
    self.format = format.withExemplars
    self.location = location
    self.preamble = try part("preamble", preamble, definition)
    self.inputPrefix = try part("inputPrefix", inputPrefix, around)
    self.input = try part("input", input, ["input"] + options + around).placingOptions()
    if !self.input.showsInstance { throw .showsNoInput(location: location, template: input) }
    self.delimiter = try part("delimiter", delimiter, around)
    self.outputPrefix = try part("outputPrefix", outputPrefix, around)
    let answers = ["output"] + (purpose == .explained ? ["explanation"] : [])
    self.output = try output.map { (text) throws(TemplateError) in try part("output", text, answers) }
    if let pattern = self.output, !pattern.showsOutput {
      throw .showsNoOutput(location: location, template: pattern.source)
    }
    self.separator = try part("separator", separator, definition)
    self.isMixable = isMixable
  }

  static let keys = [
    "name", "preamble", "inputPrefix", "input", "delimiter", "outputPrefix", "output", "separator", "mixable",
  ]

  /// A template of a family's list; all keys but `mixable` are texts, only `delimiter` and `separator` must
  /// be there.
  /// - Throws: `JSONError`, `TemplateError`.
  init(
    json: JSONField, format: PromptFormat, purpose: Purpose, fields: [String], defaultName: String
  ) throws {
    let object = try json.object()
    try object.refuseUnknownKeys(Self.keys)
    try self.init(
      name: object["name"]?.string() ?? defaultName, format: format, purpose: purpose,
      preamble: object["preamble"]?.string() ?? "", inputPrefix: object["inputPrefix"]?.string() ?? "",
      input: object["input"]?.string() ?? "{input}", delimiter: object.required("delimiter").string(),
      outputPrefix: object["outputPrefix"]?.string() ?? "", output: object["output"]?.string(),
      separator: object.required("separator").string(), isMixable: object["mixable"]?.boolean() ?? true,
      fields: fields, at: json.location,
      places: Dictionary(
        uniqueKeysWithValues: object.keys.compactMap { key in
          object[key].map { (key, $0.location) }
        }))
  }
}

extension FewShotTemplate {
  /// The parts of an exemplar, in their order.
  private var parts: [TemplatePattern] { [inputPrefix, input, delimiter, outputPrefix, separator] }

  /// The fields of an instance that it cannot do without, each once.
  var fields: [String] {
    parts.flatMap(\.fields).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Whether every exemplar shows the definition.
  package var definesEveryExemplar: Bool { parts.contains(where: \.showsDefinition) }

  /// Whether it shows what is to be done in such a way as a task needs.
  func suits(_ definition: DefinitionScope) -> Bool {
    switch definition {
    case .none: !definesEveryExemplar
    case .task: true
    case .instance: definesEveryExemplar && !preamble.showsDefinition
    }
  }

  /// What comes first; nothing where a definition should be shown and the task has none.
  func head(definition: String) -> String {
    var text = ""
    if !(definition.isEmpty && preamble.showsDefinition) {
      preamble.render(TemplateValues(definition: definition), into: &text)
    }
    return text
  }

  /// The question, up to where its answer starts.
  func query(_ values: TemplateValues) -> String {
    var text = ""
    inputPrefix.render(values, into: &text)
    input.render(values, into: &text)
    delimiter.render(values, into: &text)
    outputPrefix.render(values, into: &text)
    return text
  }

  /// A worked example, up to where the next starts.
  /// - Parameters:
  ///   - answer: the whole answer, with rationale and closing sentence where the format has them.
  ///   - separator: what comes after it; `nil` is the template's own.
  func exemplar(_ values: TemplateValues, answer: String, separator: TemplatePattern? = nil) -> String {
    var text = query(values)
    if let output { output.render(values, into: &text) } else { text += answer }
    (separator ?? self.separator).render(values, into: &text)
    return text
  }
}

/// Whether a task says what is to be done, and of how much each wording holds.
enum DefinitionScope {
  /// The input says it all.
  case none
  /// One for all instances.
  case task
  /// Each instance has its own, so that an exemplar without it would be misunderstood.
  case instance
}
