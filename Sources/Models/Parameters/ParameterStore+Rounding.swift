import Autograd

extension ParameterSpecification {
  /// Whether it is the weight of a linear layer or of embeddings, which may be rounded: norms' weights and
  /// the biases of relative positions are few, and every element of them counts in every row.
  var isRounded: Bool { shape.rank == 2 && !name.hasSuffix("relative_attention_bias.weight") }
}

extension ParameterStore {
  /// Rounds the weights of linear layers and embeddings to a format, once, for whoever uses them: encoder,
  /// decoding steps and scores are those of one model. They stay in memory as float32; decoding steps read a
  /// compact copy, made when the first of them needs it. Values must be loaded before and not changed after.
  /// - Throws: what the runtime throws.
  public func round(to format: WeightFormat, runtime: any Runtime) throws {
    guard let compact = format.compact else { return }
    self.format = format
    for specification in specifications where specification.isRounded {
      let program = ProgramBuilder.record { builder in
        let weight = builder.input("weight", .float32(specification.shape))
        builder.update("weight", with: weight.compactRows(compact).expanded())
      }
      try runtime.prepare(program, storage: ["weight": self[specification.name]]).run()
    }
  }

  /// The compact weights among a program's inputs, by the inputs' names.
  /// - Throws: what the runtime throws.
  func compactStorage(
    for inputs: [Program.Input], runtime: any Runtime
  ) throws -> [String: any TensorStorage] {
    guard let compact = format.compact else { return [:] }
    let wanted = Set(inputs.map(\.name))
    var storage: [String: any TensorStorage] = [:]
    for specification in specifications {
      let names = CompactName.all(specification.name, compact)
      if !wanted.contains(names[0]) { continue }
      let program =
        try compacted[specification.name] ?? compacting(specification, names, compact, runtime)
      compacted[specification.name] = program
      for name in names { storage[name] = program.output(name) }
    }
    return storage
  }

  private func compacting(
    _ specification: ParameterSpecification, _ names: [String], _ format: CompactFormat,
    _ runtime: any Runtime
  ) throws -> any PreparedProgram {
    let program = ProgramBuilder.record { builder in
      let weight = builder.input("weight", .float32(specification.shape)).compactRows(format)
      for (name, part) in zip(names, weight.parts) { builder.output(name, part) }
    }
    let prepared = try runtime.prepare(program, storage: ["weight": self[specification.name]])
    try prepared.run()
    return prepared
  }
}

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
