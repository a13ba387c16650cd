import Diagnostics
import JSON

/// One turn of a conversation.
struct ChatTurn {
  /// Who speaks.
  enum Speaker: String, CaseIterable {
    /// Says how to answer.
    case system
    /// Asks.
    case user
    /// Answers.
    case assistant
    /// Gives what the assistant has asked a program for.
    case tool
  }

  /// The keys under which the turns of an example stand.
  static let listKeys = ["messages", "conversations", "conversation", "turns", "dialog"]
  private static let speakerKeys = ["role", "from", "speaker"]
  private static let textKeys = ["content", "value", "text"]
  private static let speakers: [String: Speaker] = [
    "system": .system, "developer": .system,
    "user": .user, "human": .user, "prompter": .user,
    "assistant": .assistant, "gpt": .assistant, "bot": .assistant, "model": .assistant, "chatgpt": .assistant,
    "bard": .assistant, "function_call": .assistant, "tool_call": .assistant,
    "tool": .tool, "function": .tool, "observation": .tool, "ipython": .tool, "function_response": .tool,
    "tool_response": .tool,
  ]
  /// The keys under which an example says how to answer, beside its turns.
  static let systemKeys = ["system", "system_prompt", "system_message"]

  let speaker: Speaker
  let text: String

  /// What an example says beside its turns of how to answer; `nil` where it says nothing, or a turn does.
  init?(besideTurns object: JSONObject, _ turns: [ChatTurn]) throws {
    if turns.contains(where: { $0.speaker == .system }) { return nil }
    let texts = try Self.systemKeys.lazy.compactMap { try object[$0]?.plainTexts().joined(separator: "\n") }
    guard let text = texts.lazy.compactMap(\.trimmedOrNil).first else { return nil }
    (speaker, self.text) = (.system, text)
  }

  /// Reads a turn: `role` and `content`, or `from` and `value`.
  /// - Throws: `JSONError`, `SourceError.unknownSpeaker`.
  init(_ field: JSONField) throws {
    let object = try field.object()
    guard let key = Self.speakerKeys.first(where: { object[$0] != nil }), let role = object[key] else {
      throw JSONError.missingKey(location: field.location, key: Self.speakerKeys[0], present: object.keys)
    }
    let name = try role.string()
    guard let speaker = Self.speakers[name.lowercased()] else {
      throw SourceError.unknownSpeaker(
        location: role.location, name: name, known: Self.speakers.keys.sorted())
    }
    guard let content = Self.textKeys.lazy.compactMap({ object[$0] }).first else {
      throw JSONError.missingKey(location: field.location, key: Self.textKeys[0], present: object.keys)
    }
    self.speaker = speaker
    text = try Self.text(of: content).trimmed
  }

  /// A text, or the texts of a list of parts.
  private static func text(of content: JSONField) throws -> String {
    guard case .array = content.node.content else {
      return try content.plainTexts().joined(separator: "\n")
    }
    return try content.array().map { part in
      guard case .object = part.node.content else { return try part.string() }
      return try part.object().required("text").string()
    }.joined(separator: "\n")
  }

  /// The key under which the turns of an example stand; `nil` where it is no conversation.
  static func listKey(of object: JSONObject) -> String? {
    listKeys.first { key in
      guard let first = try? object[key]?.array().first, let turn = try? first.object() else { return false }
      return speakerKeys.contains { turn[$0] != nil } && textKeys.contains { turn[$0] != nil }
    }
  }
}
