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
