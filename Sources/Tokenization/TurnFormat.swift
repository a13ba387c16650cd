/// What a family of models writes around a question and its answer, where it was trained on conversations: what its chat template
/// makes of a turn of the user and the turn that follows.
///
/// A whole sequence is `beforePrompt`, the prompt, `beforeTarget`, the target, and `end`.
public struct TurnFormat: Sendable, Hashable {
  /// What stands before a prompt, such as `<|im_start|>user\n`.
  public var beforePrompt: String
  /// What stands between a prompt and its target, such as `<|im_end|>\n<|im_start|>assistant\n`.
  public var beforeTarget: String
  /// The token that ends a target, such as `<|im_end|>`; `nil` for the vocabulary's end of sequence.
  public var end: String?

  /// Markers; none without arguments.
  public init(beforePrompt: String = "", beforeTarget: String = "", end: String? = nil) {
    self.beforePrompt = beforePrompt
    self.beforeTarget = beforeTarget
    self.end = end
  }

  /// Whether nothing is written around a prompt and its target.
  public var isEmpty: Bool { self == TurnFormat() }

  /// The markers of published families, as their chat templates write one turn without a system's message.
  public enum Family: String, Sendable, CaseIterable {
    /// ChatML: SmolLM2, Qwen.
    case chatML = "chatml"
    /// Llama 3.
    case llama3
    /// Command R.
    case commandR = "command-r"
    /// Zephyr and TinyLlama, whose roles are text.
    case zephyr

    /// The family's markers.
    public var markers: TurnFormat {
      switch self {
      case .chatML:
        TurnFormat(
          beforePrompt: "<|im_start|>user\n", beforeTarget: "<|im_end|>\n<|im_start|>assistant\n",
          end: "<|im_end|>")
      case .llama3:
        TurnFormat(
          beforePrompt: "<|start_header_id|>user<|end_header_id|>\n\n",
          beforeTarget: "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n", end: "<|eot_id|>")
      case .commandR:
        TurnFormat(
          beforePrompt: "<|START_OF_TURN_TOKEN|><|USER_TOKEN|>",
          beforeTarget: "<|END_OF_TURN_TOKEN|><|START_OF_TURN_TOKEN|><|CHATBOT_TOKEN|>",
          end: "<|END_OF_TURN_TOKEN|>")
      case .zephyr:
        TurnFormat(beforePrompt: "<|user|>\n", beforeTarget: "</s>\n<|assistant|>\n", end: "</s>")
      }
    }
  }
}

extension TurnFormat {
  /// The names of special tokens as models spell them, `<|name|>`, in the order in which they stand in the markers.
  var tokenNames: [String] {
    var names: [String] = []
    for text in [beforePrompt, beforeTarget] {
      var rest = Substring(text)
      while let start = rest.firstRange(of: "<|") {
        rest = rest[start.lowerBound...]
        let name = rest.prefix { $0 != ">" } + ">"
        let isName = name.hasSuffix("|>") && name.count > 4 && !name.contains(where: \.isWhitespace)
        if isName, !names.contains(String(name)) { names.append(String(name)) }
        rest = rest.dropFirst(2)
      }
    }
    return names
  }
}
