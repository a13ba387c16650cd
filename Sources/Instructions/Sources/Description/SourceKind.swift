/// How the files of a source are read.
package enum SourceKind: String, Sendable, Codable, CaseIterable {
  /// By the file's name and content.
  case auto
  /// Natural Instructions JSON, one task to a file.
  case naturalInstructions = "natural-instructions"
  /// JSON examples with `inputs` and `targets`, `input_ids` and `target_ids`, or what the description says.
  case jsonLines = "jsonl"
  /// JSON examples with fields that the description names.
  case json
  /// Conversations, of which the last reply is the target.
  case chat
  /// Comma-separated values, with columns that the description names.
  case csv
  /// Tab-separated values, with columns that the description names.
  case tsv
  /// Flan's chain-of-thought TSV: question, answer, rationale.
  case chainOfThoughtTSV = "cot-tsv"
  /// The published dumps of the Flan collection: finished prompts, one to a line.
  case flanCollection = "flan-jsonl"
  /// Paragraphs with questions and answers in SQuAD's layout, of which several tasks are made.
  case squad
  /// MMLU's CSV: question, four options, letter.
  case multipleChoiceCSV = "mmlu-csv"
  /// GSM8K's JSON Lines: question, and an answer after `####` behind its steps.
  case gsm8k
  /// Documents to be learned from by the recipe's objective: plain text, or JSON with a field of text.
  case text

  /// How names of JSON files end: as one text, or as lines.
  static let jsonExtensions = [".json", ".jsonl", ".ndjson"]

  /// How names of plain text end.
  static let textExtensions = [".txt", ".text", ".md"]

  /// How names of such files end, before `.gz`.
  package var extensions: [String] {
    switch self {
    case .auto: Self.jsonExtensions + [".tsv", ".csv"]
    case .naturalInstructions, .squad: [".json"]
    case .jsonLines, .json, .chat, .flanCollection, .gsm8k: Self.jsonExtensions
    case .csv, .multipleChoiceCSV: [".csv"]
    case .tsv, .chainOfThoughtTSV: [".tsv"]
    case .text: Self.textExtensions + Self.jsonExtensions
    }
  }

  /// The settings of a description that mean something for files of this kind, beside those for all.
  var ownSettings: [String] {
    let records = ["fields", "labels", "answerForm", "answerMark", "dropCalculatorMarks", "escapes"]
    return switch self {
    case .auto: SourceDescription.keys
    case .naturalInstructions: ["split", "splitFile"]
    case .jsonLines, .json: records
    case .csv, .tsv: records + ["header", "columns", "delimiter", "quotes"]
    case .chainOfThoughtTSV: ["quotes", "escapes"]
    case .squad: ["squadTasks", "unanswerable"]
    case .chat: ["turnMarkers"]
    case .text: ["documents", "textField"]
    case .flanCollection, .multipleChoiceCSV, .gsm8k: []
    }
  }
}

/// What stands before the turns of a conversation, by speaker.
package struct TurnMarkers: Sendable, Equatable {
  /// Before what says how to answer; `nil` is nothing.
  package var system: String?
  /// Before what is asked; `nil` is `User: `.
  package var user: String?
  /// Before what is answered; `nil` is `Assistant: `.
  package var assistant: String?

  /// Before what a program gives that the assistant has asked; `nil` is `Tool: `.
  package var tool: String?

  /// Nothing is said.
  package init() {}

  /// The keys of the group.
  package static let keys = ["system", "user", "assistant", "tool"]

  /// The markers where nothing else is said.
  static let standard: TurnMarkers = {
    var markers = TurnMarkers()
    (markers.system, markers.user, markers.assistant) = ("", "User: ", "Assistant: ")
    markers.tool = "Tool: "
    return markers
  }()

  func over(_ other: TurnMarkers) -> TurnMarkers {
    var merged = self
    merged.system = system ?? other.system
    merged.user = user ?? other.user
    merged.assistant = assistant ?? other.assistant
    merged.tool = tool ?? other.tool
    return merged
  }

  subscript(speaker: ChatTurn.Speaker) -> String? {
    switch speaker {
    case .system: system
    case .user: user
    case .assistant: assistant
    case .tool: tool
    }
  }
}
