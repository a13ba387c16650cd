import JSON

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

  /// A description of the kind, with the file's own names in it where they tell what they are, else with
  /// places to fill in.
  static func example(_ kind: String, names: [String]) -> String {
    let usable = names.filter { name in
      !name.isEmpty && name.utf8.count <= 30 && !name.contains { " \"\\{}".contains($0) || $0.isNewline }
    }
    let output = output(of: usable)
    let asked = asked(of: usable.filter { $0 != output }, beside: output)
    let input =
      switch asked.count {
      case 0: "WHAT IS ASKED"
      case 1: asked[0]
      default: asked.map { "{\($0)}" }.joined(separator: " ")
      }
    return
      "{\"kind\": \"\(kind)\", \"fields\": {\"input\": \"\(input)\", \"output\": \"\(output ?? "THE ANSWER")\"}}"
  }

  /// The names of an example's fields, with paths to what is in objects and lists of objects.
  static func names(of object: JSONObject) -> [String] {
    object.keys.flatMap { key -> [String] in
      guard let field = object[key] else { return [] }
      if let inner = try? field.object() { return inner.keys.map { "\(key).\($0)" } }
      if let first = try? field.array().first, let inner = try? first.object() {
        return inner.keys.map { "\(key)[0].\($0)" }
      }
      return [key]
    }
  }

  /// The likeliest answer: by its whole name, by the last of its path, or by the first.
  private static func output(of names: [String]) -> String? {
    func first(_ part: (String) -> String) -> String? {
      outputs.compactMap { word in names.first { part($0).lowercased() == word } }.first
    }
    if let name = first({ $0 }) ?? first(last) { return name }
    guard let parent = first(RecordPath.firstKey(of:)).map(RecordPath.firstKey(of:)) else { return nil }
    let inside = names.filter { RecordPath.firstKey(of: $0) == parent }
    return inside.first { ["text", "value", "content"].contains(last($0).lowercased()) } ?? inside.last
  }

  /// What the answer answers: fields named so, else what lies beside the answer in its object.
  private static func asked(of names: [String], beside output: String?) -> [String] {
    let named = names.filter { inputs.contains($0.lowercased()) || inputs.contains(last($0).lowercased()) }
    if !named.isEmpty { return named }
    guard let output, output.contains(".") else { return [] }
    return names.filter { RecordPath.firstKey(of: $0) == RecordPath.firstKey(of: output) }
  }

  private static func last(_ path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }
}
