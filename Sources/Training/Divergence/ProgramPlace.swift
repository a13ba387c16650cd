import Autograd

/// Where in the model an instruction of a step's program belongs.
package struct ProgramPlace {
  private let program: Program
  private let parameters: Set<String>
  private let makers: [Program.ValueID: Int]

  package init(_ program: Program, parameters: [String]) {
    self.program = program
    // The position biases of a stack are its first block's, but all its blocks read them.
    self.parameters = Set(parameters.filter { !$0.contains("relative_attention_bias") })
    makers = Dictionary(
      program.instructions.enumerated().flatMap { index, instruction in
        instruction.results.map { ($0, index) }
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The layer of an instruction: the common beginning of the names of the weights that are nearest to it,
  /// going back from its operands; `nil` where it depends on none.
  package func layer(ofInstruction index: Int) -> String? {
    let inputs = Dictionary(
      program.inputs.map { ($0.value, $0.name) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<Program.ValueID> = []
    var values = program.instructions[index].operands
    while !values.isEmpty {
      let names = values.compactMap { inputs[$0] }.filter(parameters.contains)
      if !names.isEmpty { return Self.commonLayer(of: names) }
      seen.formUnion(values)
      values = values.compactMap { makers[$0] }.flatMap { program.instructions[$0].operands }
        .filter { !seen.contains($0) }
    }
    return nil
  }

  /// The dotted names' common beginning; of a single weight its module.
  package static func commonLayer(of names: [String]) -> String? {
    let parts = names.map { name in
      let parts = name.split(separator: ".")
      return parts.last == "weight" ? Array(parts.dropLast()) : parts
    }
    guard var common = parts.first else { return nil }
    for other in parts.dropFirst() {
      common = zip(common, other).prefix { $0 == $1 }.map { $0.0 }
    }
    return common.isEmpty ? nil : common.joined(separator: ".")
  }

  /// What an instruction is part of. What makes the new value of an input is an update, and may stand beside
  /// the loss; else what is computed before the loss is the forward pass.
  package func phase(ofInstruction index: Int) -> DivergenceReport.Origin.Phase {
    let updates = Set(program.outputs.filter(\.isUpdate).map(\.value))
    let instruction = program.instructions[index]
    let isUpdate =
      instruction.operation is any StateUpdate || instruction.results.contains(where: updates.contains)
    // A step in parts adds the gradients up in place.
    if isUpdate { return isSumOfGradients(instruction) ? .backward : .update }
    let losses = [TrainingStepPrograms.Name.crossEntropy, TrainingStepPrograms.Name.objective]
    let last = program.outputs.filter { losses.contains($0.name) }.compactMap { makers[$0.value] }.max()
    return last.map { index <= $0 } == true ? .forward : .backward
  }

  private func isSumOfGradients(_ instruction: Program.Instruction) -> Bool {
    let names = program.outputs.filter { $0.isUpdate && instruction.results.contains($0.value) }.map(\.name)
    return !names.isEmpty && names.allSatisfy { $0.hasPrefix(TrainingStepPrograms.Name.gradientSum("")) }
  }
}
