import Autograd

/// In how many bits the weights of a model's linear layers and embeddings are kept while it is asked.
public enum WeightFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// As they are.
  case float32
  /// In 16 bits: half the bytes for a decoding step to read.
  case bfloat16
  /// In 8 bits, with a step for each row of a weight: a quarter of the bytes.
  case int8

  /// The form of the elements; `nil` where weights are as they are.
  public var compact: CompactFormat? {
    switch self {
    case .float32: nil
    case .bfloat16: .bfloat16
    case .int8: .int8
    }
  }

  /// What is to be known of scores that were made with such weights; `nil` where weights are as they are.
  public var note: String? { self == .float32 ? nil : "weights rounded to \(rawValue)" }
  /// The format where it is one that rounds: what outputs say of how they were made.
  public var ifRounded: WeightFormat? { self == .float32 ? nil : self }
}
