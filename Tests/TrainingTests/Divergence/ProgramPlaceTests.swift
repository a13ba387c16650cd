import Autograd
import Models
import Optimizers
import Testing

@testable import Training

/// Every instruction of a step's program finds its layer and phase.
@Suite struct ProgramPlaceTests {
  private static let model = T5(T5Configuration(preset: .tiny, version: .v1_1, vocabularySize: 64))

  private static func programs(_ accumulation: Int) -> TrainingStepPrograms {
    TrainingStepPrograms(
      model, shape: PackedShape(rows: 2, inputLength: 8, targetLength: 4),
      options: TrainingStepOptions(
        loss: LossOptions(), optimizer: Adafactor(), clipping: nil, accumulation: accumulation), .joined)
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
      (0, [1, 8, 16], 0), (127, [1, 8, 16], 7), (17, [1, 8, 2, 8], 1), (5, [8], 5), (15, [8, 3], 5),
    ] as [(Int, [Int], Int)])
  func placeOfAnElement(_ element: Int, _ shape: [Int], _ place: Int) {
    #expect(PlacedBatch.place(of: element, in: shape, rows: 1, length: 8) == place)
  }

  @Test(arguments: [[], [16], [3, 8], [0], [1, 6, 8]] as [[Int]])
  func otherShapes_haveNoPlace(_ shape: [Int]) {
    #expect(PlacedBatch.place(of: 0, in: shape, rows: 1, length: 8) == nil)
  }

  @Test(
    arguments: [
      (0, [3, 8, 16], 0), (16 * 9 + 2, [3, 8, 16], 9), (47, [24, 2], 23), (23, [24], 23), (23, [3, 8], 23),
      (0, [8, 3], nil), (0, [1, 24], nil), (0, [8], nil),
    ] as [(Int, [Int], Int?)])
  func placeOfAnElement_ofRowsApart(_ element: Int, _ shape: [Int], _ place: Int?) {
    #expect(PlacedBatch.place(of: element, in: shape, rows: 3, length: 8) == place)
  }
}
