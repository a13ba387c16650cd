import JSON

extension SourceDescription {
  /// The keys of a description, in the order of its documentation.
  package static let keys = [
    "kind", "name", "cluster", "family", "rationaleKind", "definitions", "formats", "promptStyle",
    "subMixture",
    "metric",
    "split", "splitFile", "fields", "labels", "answerForm", "answerMark", "dropCalculatorMarks", "header",
    "columns",
    "delimiter", "quotes", "escapes", "squadTasks", "unanswerable", "turnMarkers", "documents", "textField",
  ]

  /// Reads the description in the file at `path`.
  /// - Throws: `FileError`, `JSONError`; keys that mean nothing are refused.
  package init(path: String) throws {
    try self.init(json: JSONDocument.read(path, what: "description of a source"))
  }

  /// Reads a description; `null` is as good as nothing.
  /// - Throws: `JSONError`.
  package init(json: JSONField) throws(JSONError) {
    let object = try json.object()
    try object.refuseUnknownKeys(Self.keys)
    kind = try object.given("kind")?.choice() ?? .auto
    name = try object.given("name")?.filledText()
    cluster = try object.given("cluster")?.filledText()
    family = try object.given("family")?.filledText()
    rationaleKind = try object.given("rationaleKind")?.choice()
    definitions = try object.given("definitions")?.textList()
    if let given = object.given("formats") { formats = try FormatWeights(json: given) }
    promptStyle = try object.given("promptStyle")?.choice()
    subMixture = try object.given("subMixture")?.filledText()
    metric = try object.given("metric")?.choice()
    split = try object.given("split")?.filledText()
    splitFile = try object.given("splitFile")?.filledText()
    if let given = object.given("fields") { fields = try RecordFields(json: given) }
    labels = try object.given("labels")?.textList()
    answerForm = try object.given("answerForm")?.choice()
    answerMark = try object.given("answerMark")?.filledText()
    dropCalculatorMarks = try object.given("dropCalculatorMarks")?.boolean()
    header = try object.given("header")?.boolean()
    columns = try object.given("columns")?.textList()
    delimiter = try object.given("delimiter")?.string()
    quotes = try object.given("quotes")?.boolean()
    escapes = try object.given("escapes")?.boolean()
    if let given = object.given("squadTasks") {
      var tasks: [SquadTask] = []
      for element in try given.array() { tasks.append(try element.choice()) }
      squadTasks = tasks
    }
    unanswerable = try object.given("unanswerable")?.filledText()
    if let given = object.given("turnMarkers") { turnMarkers = try TurnMarkers(json: given) }
    documents = try object.given("documents")?.choice()
    textField = try object.given("textField")?.filledText()
  }

  /// The keys that say something.
  package var givenKeys: [String] {
    let values: [(key: String, isGiven: Bool)] = [
      ("split", split != nil), ("splitFile", splitFile != nil), ("fields", fields != RecordFields()),
      ("labels", labels != nil), ("answerForm", answerForm != nil), ("answerMark", answerMark != nil),
      ("dropCalculatorMarks", dropCalculatorMarks != nil), ("header", header != nil),
      ("columns", columns != nil), ("delimiter", delimiter != nil), ("quotes", quotes != nil),
      ("escapes", escapes != nil),
      ("squadTasks", squadTasks != nil), ("unanswerable", unanswerable != nil),
      ("turnMarkers", turnMarkers != TurnMarkers()), ("documents", documents != nil),
      ("textField", textField != nil),
    ]
    return values.filter(\.isGiven).map(\.key)
  }

  /// The keys that say something of how questions are asked and answered.
  var givenKeysOfQuestions: [String] {
    let values: [(key: String, isGiven: Bool)] = [
      ("family", family != nil), ("rationaleKind", rationaleKind != nil), ("definitions", definitions != nil),
      ("formats", formats != FormatWeights()), ("promptStyle", promptStyle != nil), ("metric", metric != nil),
    ]
    return values.filter(\.isGiven).map(\.key)
  }
}

extension FormatWeights {
  init(json: JSONField) throws(JSONError) {
    let object = try json.object()
    try object.refuseUnknownKeys(PromptFormat.allCases.map(\.rawValue))
    for format in PromptFormat.allCases {
      guard let given = object.given(format.rawValue) else { continue }
      self[format] = try given.double()
      if self[format] < 0 { throw given.invalid(self[format], mustBe: "0 or more") }
    }
    if shares == nil { throw json.invalid("nothing", mustBe: "a share above 0 for at least one format") }
  }
}

extension RecordFields {
  /// The keys of the group.
  package static let keys = [
    "input", "output", "rationale", "options", "candidates", "id", "task", "cluster", "subMixture", "keep",
  ]

  init(json: JSONField) throws(JSONError) {
    let object = try json.object()
    try object.refuseUnknownKeys(Self.keys)
    input = try object.given("input")?.filledText()
    output = try object.given("output")?.filledText()
    rationale = try object.given("rationale")?.filledText()
    options = try object.given("options")?.textList()
    candidates = try object.given("candidates")?.textList()
    id = try object.given("id")?.filledText()
    task = try object.given("task")?.filledText()
    cluster = try object.given("cluster")?.filledText()
    subMixture = try object.given("subMixture")?.filledText()
    keep = try object.given("keep")?.textList()
  }
}

extension TurnMarkers {
  init(json: JSONField) throws(JSONError) {
    let object = try json.object()
    try object.refuseUnknownKeys(Self.keys)
    system = try object.given("system")?.string()
    user = try object.given("user")?.string()
    assistant = try object.given("assistant")?.string()
    tool = try object.given("tool")?.string()
  }
}

extension JSONObject {
  /// The value of `key` unless it is `null`.
  fileprivate func given(_ key: String) -> JSONField? {
    guard let field = self[key], !field.isNull else { return nil }
    return field
  }
}

extension JSONField {
  fileprivate func filledText() throws(JSONError) -> String {
    let text = try string()
    if text.trimmedOrNil == nil { throw invalid("blank", mustBe: "a text") }
    return text
  }

  fileprivate func textList() throws(JSONError) -> TextList { TextList(try oneOrMoreStrings()) }

  fileprivate func choice<Choice: RawRepresentable<String> & CaseIterable>() throws(JSONError) -> Choice {
    let word = try string()
    if let value = Choice(rawValue: word) { return value }
    let words = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    throw invalid("'\(word)'", mustBe: "one of \(words)")
  }
}
