import Autograd
import Models
import Testing

@testable import Training

/// Every instruction of a step's program finds its layer and phase.
@Suite struct ProgramPlaceTests {
  private static let model = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64))

  private static func programs(_ accumulation: Int) -> TrainingStepPrograms {
    TrainingStepPrograms(
      model, shape: PackedShape(rows: 2, inputLength: 8, targetLength: 4),
      options: TrainingStepOptions(
        loss: LossOptions(), optimizer: .init(), clipping: nil, accumulation: accumulation))
  }

  @Test(arguments: [1, 2])
  func everyInstruction_hasAPlace(_ accumulation: Int) {
    let programs = Self.programs(accumulation)
    let names = Self.model.parameters.map(\.name)
    for program in [programs.pass, programs.update].compactMap({ $0 }) {
      let place = ProgramPlace(program, parameters: names)
      var phases: [DivergenceReport.Origin.Phase: Int] = [:]
      for index in program.instructions.indices { phases[place.phase(ofInstruction: index), default: 0] += 1 }
      let isUpdate = program.input(named: "encoderTokens") == nil
      #expect((phases[.forward] ?? 0 > 0) == !isUpdate)
      #expect((phases[.backward] ?? 0 > 0) == !isUpdate || accumulation > 1)
      #expect((phases[.update] ?? 0 > 0) == (isUpdate || accumulation == 1))
    }
  }

  @Test func attention_isInItsLayer() {
    let program = Self.programs(1).pass
    let place = ProgramPlace(program, parameters: Self.model.parameters.map(\.name))
    let layers = program.instructions.indices.filter {
      program.instructions[$0].operation is Attention && place.phase(ofInstruction: $0) == .forward
    }.map { place.layer(ofInstruction: $0) ?? "" }
    let configuration = Self.model.configuration
    #expect(layers.count == configuration.encoderLayers + 2 * configuration.decoderLayers)
    #expect(layers.first == "encoder.block.0.layer.0.SelfAttention")
    #expect(layers.allSatisfy { $0.hasPrefix("encoder.block") || $0.hasPrefix("decoder.block") })
  }

  @Test(
    arguments: [
      (["a.b.q.weight", "a.b.k.weight"], "a.b"), (["a.b.q.weight"], "a.b.q"), (["shared.weight"], "shared"),
      (["encoder.x.weight", "decoder.x.weight"], nil), ([], nil),
    ] as [([String], String?)])
  func commonLayer(_ names: [String], _ expected: String?) {
    #expect(ProgramPlace.commonLayer(of: names) == expected)
  }

  @Test(
    arguments: [
      (0, [2, 8, 16], [8, 4], 0, 0, 8), (129, [2, 8, 16], [8, 4], 1, 0, 8),
      (17, [2, 4, 16], [8, 4], 0, 1, 4),
      (5, [8], [8, 4], 1, 1, 4), (15, [16, 3], [8, 4], 0, 5, 8),
    ] as [(Int, [Int], [Int], Int, Int, Int)])
  func rowOfAnElement(
    _ element: Int, _ shape: [Int], _ lengths: [Int], _ row: Int, _ offset: Int, _ length: Int
  ) {
    let found = DivergenceSearch.place(of: element, in: shape, rows: 2, lengths: lengths)
    #expect(found?.row == row && found?.place.offset == offset && found?.place.length == length)
  }

  @Test(arguments: [[], [16], [3, 8], [0]] as [[Int]])
  func otherShapes_haveNoRow(_ shape: [Int]) {
    #expect(DivergenceSearch.place(of: 0, in: shape, rows: 2, lengths: [7, 4]) == nil)
  }
}
