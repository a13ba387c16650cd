import Autograd
import Models
import Testing

@testable import XLARuntime

/// bfloat16 arithmetic beside float32's.
@Suite(.needsPlugIn) struct BFloat16Tests {
  /// Operands of a product lose the digits that bfloat16 has no room for, its sums do not.
  @Test(arguments: Arithmetic.allCases)
  func productsHaveRoundedOperands(_ arithmetic: Arithmetic) throws {
    let runtime = try TestDevice.runtime(arithmetic: arithmetic)
    let program = ProgramBuilder.record { builder in
      let (x, w) = (builder.input("x", .float32([1, 3])), builder.input("w", .float32([1, 3])))
      builder.output("y", x.times(w, transposingOther: true))
    }
    let storage = ["x": runtime.makeStorage(.float32([1, 3])), "w": runtime.makeStorage(.float32([1, 3]))]
    // 257 lies between two bfloat16 numbers, 256 and 258; the even one is taken.
    storage["x"]?.set([257, 1, 1] as [Float])
    storage["w"]?.set([1, 1, 1] as [Float])
    let prepared = try runtime.prepare(program, storage: storage)
    try prepared.run()
    #expect(prepared.output("y").floats == [arithmetic == .bfloat16 ? 258 : 259])
  }

  /// A whole step's losses stay within a thousandth of float32's, and its weights within a hundredth.
  @Test(arguments: [0, 1])
  func stepsStayCloseToThoseOfFloat32(_ family: Int) throws {
    let model: any LanguageModel =
      family == 0
      ? T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 96))
      : Decoder(DecoderConfiguration(preset: .llamaTiny, vocabularySize: 96))
    let ours = try TrainingRun(model, TestDevice.runtime(arithmetic: .bfloat16))
    let expected = try TrainingRun(model, TestDevice.runtime())
    for step in 0..<4 {
      let (found, losses) = (try ours.step(step), try expected.step(step))
      #expect(found != losses, "nothing was rounded")
      #expect(found.distance(from: losses) < 1e-3, "step \(step): \(found), \(losses)")
    }
    let found = ours.state
    for (parameter, values) in expected.state where !parameter.contains("/") {
      let distance = (found[parameter] ?? []).distance(from: values)
      #expect(distance < 1e-2, "\(parameter): \(distance)")
    }
  }

  /// Activations take half of the memory, which is what bfloat16 is for; on the processor, whose products have float32 operands all
  /// the same, little of that is left.
  @Test func temporariesAreFewer() throws {
    let model = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 96))
    let bytes = try [Arithmetic.float32, .bfloat16].map { arithmetic in
      let runtime = try TestDevice.runtime(arithmetic: arithmetic, optimizing: true)
      let run = try TrainingRun(model, runtime, length: 64)
      return try #require(run.prepared as? PreparedXLAProgram).memory.temporaries
    }
    #expect(bytes[1] < bytes[0])
  }

  /// A diverging step is searched in the arithmetic that it ran in.
  @Test func theFirstInfinityIsFound() throws {
    let runtime = try TestDevice.runtime(arithmetic: .bfloat16)
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2, 2]))
      builder.output("y", x.scaled(by: 2).exponential().scaled(by: 1))
    }
    let storage = ["x": runtime.makeStorage(.float32([2, 2]))]
    storage["x"]?.set([0, 1, 80, 2] as [Float])
    let found = try runtime.prepare(program, storage: storage).runToFirstNonFinite()
    #expect(found == NonFiniteValue(instruction: 1, result: 0, element: 2, value: .infinity))
  }
}
