/// A description that might fit a file whose layout is not known, by the names of its fields.
///
/// The order of fields says nothing about them: files begin with ids, and an answer may stand anywhere.
enum SuggestedFields {
  /// What answers are called, the likeliest first.
  private static let outputs = [
    "output", "outputs", "response", "answer", "answers", "completion", "target", "targets", "label",
    "summary", "highlights", "translation", "reply", "chosen", "result", "gold", "a",
  ]
  /// What questions and their parts are called.
  private static let inputs: Set<String> = [
    "instruction", "instructions", "system_prompt", "question", "query", "prompt", "input", "inputs",
    "context", "passage", "premise", "hypothesis", "sentence", "sentence1", "sentence2", "text", "text1",
    "text2",
    "document", "article", "dialogue", "source", "statement", "claim", "title", "body", "content", "problem",
    "q",
  ]

  /// A description of the kind, with the file's own names in it where they tell what they are, else with places to fill
  /// in.
  static func example(_ kind: String, names: [String]) -> String {
    let usable = names.filter { name in
      !name.isEmpty && name.utf8.count <= 30 && !name.contains { " \"\\{}".contains($0) || $0.isNewline }
    }
    let output = outputs.lazy.compactMap { word in usable.first { $0.lowercased() == word } }.first
    let asked = usable.filter { $0 != output && inputs.contains($0.lowercased()) }
    let input =
      switch asked.count {
      case 0: "WHAT IS ASKED"
      case 1: asked[0]
      default: asked.map { "{\($0)}" }.joined(separator: " ")
      }
    return
      "{\"kind\": \"\(kind)\", \"fields\": {\"input\": \"\(input)\", \"output\": \"\(output ?? "THE ANSWER")\"}}"
  }
}
