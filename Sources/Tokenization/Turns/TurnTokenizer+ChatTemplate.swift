import Foundation

extension TurnTokenizer {
  /// The name of the file of a chat template in a model folder, which versions 4 and 5 of transformers prefer
  /// to the one that `tokenizer_config.json` may hold.
  public static let chatTemplateName = "chat_template.jinja"

  /// The files that tell a model folder's turns: here, and as the chat template of transformers.
  public var turnFiles: [(name: String, bytes: Data)] {
    [(TurnFormat.fileName, markers.json), (Self.chatTemplateName, Data(chatTemplate.utf8))]
  }

  /// The turns as a chat template (Jinja) for `apply_chat_template` of transformers.
  ///
  /// A question gets the ids of `prompt`, behind the beginning of sequence where the vocabulary puts one
  /// before texts; a question with its answer is a whole sequence. Longer conversations go on in the same
  /// way; roles that the model does not know are refused. What is a special token's name in a question is
  /// text here and the token there.
  public var chatTemplate: String {
    let beforeLater = Self.literal(separator + markers.beforePrompt)
    let beforeTarget = Self.literal(markers.beforeTarget)
    let end = Self.literal(markers.end ?? withoutTurns.piece(of: endOfSequenceID) ?? "")
    return """
      {%- for message in messages %}
          {%- if message['role'] != ('user' if loop.index0 % 2 == 0 else 'assistant') %}
              {{- raise_exception('this model knows the roles user and assistant, in turn, and no others') }}
          {%- elif loop.first %}
              {{- \(Self.literal(beforeFirst)) + message['content'] + \(beforeTarget) }}
          {%- elif message['role'] == 'user' %}
              {{- \(beforeLater) + message['content'] + \(beforeTarget) }}
          {%- else %}
              {{- \(spaceBeforeTarget)message['content'] + \(end) }}
          {%- endif %}
      {%- endfor %}

      """
  }

  /// What a sequence begins with: the names of the tokens that the vocabulary puts before a text, and the
  /// marker. A vocabulary that puts a space before the first word alone finds the word behind a token no
  /// more, so that the template has to write the space.
  private var beforeFirst: String {
    func ids(_ before: String) -> [Int32] {
      withoutTurns.encode("a", between: before, and: markers.beforeTarget)
    }
    let (marker, starts) = (markers.beforePrompt, withoutTurns.startIDs)
    if starts.isEmpty || ids(marker).starts(with: starts) { return marker }
    let names = starts.compactMap { withoutTurns.piece(of: $0) }.joined()
    let whole = starts + ids(marker)
    return ids(names + marker) != whole && ids(names + " " + marker) == whole
      ? names + " " + marker : names + marker
  }

  /// The white space between an answer's end and the next question: that between a question's end and its
  /// answer, as `\n` of ChatML.
  private var separator: String {
    guard let end = markers.end, markers.beforeTarget.hasPrefix(end) else { return "" }
    return String(markers.beforeTarget.dropFirst(end.count).prefix(while: \.isWhitespace))
  }

  /// An expression for the space between a question and its answer, to stand before the answer; empty where
  /// there never is one.
  private var spaceBeforeTarget: String {
    let answer = "message['content'][:1].strip()"
    if !markers.beforeTarget.isEmpty { return continuesPrompts ? "(' ' if \(answer) else '') + " : "" }
    let question = "messages[loop.index0 - 1]['content'][-1:].strip()"
    return withoutTurns.hasSpacesBeforeTargets ? "(' ' if \(question) and \(answer) else '') + " : ""
  }

  /// `text` as a string of a template: whatever stands in it, quotes, braces and ends of lines among it, is a
  /// part of the string.
  static func literal(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "'": result += "\\'"
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }
}
