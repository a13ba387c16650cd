import Diagnostics
import Instructions

/// What may be said in a conversation besides prompts: a line that begins with a colon.
enum ConversationCommand: Equatable {
  case help
  case format(String?)
  case task(String?)
  case setting(name: String, value: String?)
  case show
  case quit

  /// The commands with what they are followed by and what they do.
  static let table: [(name: String, argument: String, summary: String)] = [
    ("help", "", "these lines"),
    (
      "format", "NAME",
      "how a line is asked: " + PromptFormat.allCases.map(\.rawValue).joined(separator: ", ")
    ),
    ("task", "NAME", "the task of the run whose worked examples a few-shot format shows"),
    ("temperature", "T", "draw tokens, from logits divided by T; 'off' takes this or any below back"),
    ("top-k", "N", "draw from so many of the likeliest tokens"),
    ("top-p", "P", "draw from the fewest likeliest tokens whose probabilities reach P"),
    ("seed", "N", "draw by this seed, from its first draw on"),
    ("beams", "N", "search for likelier answers with N hypotheses"),
    ("length-penalty", "A", "above 0 favors long answers of a search"),
    ("max-tokens", "N", "the most tokens of an answer"),
    ("min-tokens", "N", "tokens before an answer may end"),
    ("show", "", "what is set, and the last prompt as the model got it"),
    ("quit", "", "ends the conversation, as Ctrl-D does"),
  ]

  private static let otherNames = ["?": "help", "h": "help", "q": "quit", "exit": "quit", "bye": "quit"]

  /// The table as text.
  static var helpText: String {
    let calls = table.map { ":\($0.name) \($0.argument)" }
    let width = calls.map(\.count).max() ?? 0
    let rows = zip(calls, table).map { call, row in
      "  " + call + String(repeating: " ", count: width + 2 - call.count) + row.summary
    }
    return
      (rows + [
        "  A line that is to begin with a colon begins with two. Ctrl-C stops an answer, then the program."
      ]).joined(separator: "\n")
  }

  /// Reads a line that begins with a colon.
  /// - Throws: `UnknownConversationCommand`.
  init(_ line: String) throws(UnknownConversationCommand) {
    let words = line.dropFirst().split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let word = words.first?.lowercased() ?? "help"
    let name = Self.otherNames[word] ?? word
    let rest = words.dropFirst().first?.trimmingCharacters(in: .whitespaces)
    let argument = rest.flatMap { $0.isEmpty ? nil : $0 }
    switch name {
    case "help": self = .help
    case "format": self = .format(argument)
    case "task": self = .task(argument)
    case "show": self = .show
    case "quit": self = .quit
    case _ where SearchSettings.names.contains(name): self = .setting(name: name, value: argument)
    default: throw UnknownConversationCommand(name: word)
    }
  }
}

/// A line that begins with a colon and is no command.
struct UnknownConversationCommand: UserError, Equatable {
  let name: String

  var category: FailureCategory { .usage }
  var location: SourceLocation? { nil }
  var problem: String { "there is no command ':\(name)'" }
  var nextStep: String? {
    let names = ConversationCommand.table.map(\.name)
    let near = NearestName.suggestion(for: name.replacing("_", with: "-"), in: names)
    return near.map { "Did you mean ':\($0)'?" }
      ?? ":help lists them; '::\(name)' is a prompt that begins so."
  }
}
