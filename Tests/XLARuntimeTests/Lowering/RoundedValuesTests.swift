import Autograd
import Models
import Optimizers
import Testing

@testable import XLARuntime

/// Which values are bfloat16 between operations.
@Suite struct RoundedValuesTests {
  /// Of small programs, the names of the operations whose results are rounded.
  private func rounded(_ record: (ProgramBuilder) -> Void) -> [String] {
    let program = ProgramBuilder.record(record)
    let rounded = program.roundedValues
    return program.instructions.filter { $0.results.contains(where: rounded.contains) }.map(\.operation.name)
  }

  @Test func activationsAreRoundedAndOutputsAreNot() {
    let names = rounded { builder in
      let (x, w) = (builder.input("x", .float32([4, 3])), builder.input("w", .float32([5, 3])))
      builder.output("y", x.times(w, transposingOther: true).exponential().scaled(by: 2))
    }
    #expect(names == ["matrixProduct", "exponential"])
  }

  @Test func vectorsAndScalarsAreNot() {
    let names = rounded { builder in
      let x = builder.input("x", .float32([4, 3]))
      builder.output("sum", x.scaled(by: 2).sum(over: [1]).scaled(by: 3))
    }
    #expect(names == ["scale"])
  }

  @Test func whatIsSensitiveIsNot() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2, 4, 3]))
      let normed = builder.apply(RMSNorm(epsilon: 1e-6), [x, builder.input("weight", .float32([3]))])
      builder.output("y", normed[0].scaled(by: 2))
      builder.output("inverse", normed[1].scaled(by: 2))
    }
    let results = program.instructions[0].results
    #expect(program.roundedValues == [results[0]])
  }

  /// In a whole step nothing that an optimizer's update reads is rounded, nor what clipping makes of it, and every other product is.
  @Test(arguments: [false, true], [0, 1])
  func gradientsOfParametersKeepTheirDigits(_ clips: Bool, _ family: Int) {
    let model: any LanguageModel =
      family == 0
      ? T5(T5Configuration(preset: .tiny, version: .v1_0, vocabularySize: 96))
      : Decoder(DecoderConfiguration(preset: .palmTiny, vocabularySize: 96))
    let program = ProgramBuilder.record { builder in
      let shape = PackedShape(rows: 2, inputLength: 8, targetLength: 8)
      let loss = model.recordLoss(
        builder, shape, dropout: 0.1, scale: builder.input("lossScale", .float32([])), options: LossOptions(),
        recomputed: .none)
      let variables = loss.parameters.sorted { $0.key < $1.key }
      var gradients = builder.gradients(of: loss.objective, withRespectTo: variables.map(\.value))
      if clips { gradients = gradients.map { $0 * ($0 * $0).sum().broadcast(to: $0.shape) } }
      let optimizer = Adafactor()
      let scalars = optimizer.recordScalars(builder)
      for (variable, gradient) in zip(variables, gradients) {
        _ = optimizer.recordUpdate(
          builder, variable.key, variable.value, gradient: gradient, scalars: scalars)
      }
    }
    let rounded = program.roundedValues
    var makers: [Program.ValueID: any Operation] = [:]
    for instruction in program.instructions {
      for value in instruction.results { makers[value] = instruction.operation }
      guard instruction.operation is any StateUpdate else { continue }
      #expect(!instruction.operands.contains(where: rounded.contains))
    }
    let products = makers.filter { $0.value is MatrixProduct || $0.value is Projections }
    let kept = products.filter { rounded.contains($0.key) }.count
    // Every weight's product has an activation, its gradient, and the weight's, which alone keeps its digits.
    #expect(kept > products.count / 2 && kept < products.count, "\(kept) of \(products.count)")
  }
}
