import Autograd
import CPURuntime
import Models
import Optimizers
import Testing

/// Whole training steps: loss, gradients and Adafactor in one program.
@Suite struct T5TrainingTests {
  private let runtime = CPURuntime(threads: 2)

  @Test(arguments: ReferenceModel.names, ["trained", "trainedWithZLoss"])
  func tenStepsGiveTheWeightsOfTheReference(_ name: String, _ kind: String) throws {
    let reference = try ReferenceModel(name)
    let training = reference.description.training
    let store = try reference.makeStore(runtime)
    let step = try TrainingStep(
      reference.model, store, reference.batch.shape, runtime: runtime,
      optimizer: Adafactor(minimumDimensionToFactor: training.minimumDimensionToFactor),
      zLoss: kind == "trained" ? 0 : training.zLoss)
    #expect(training.losses[kind]?.count == 10)
    for index in 0..<10 {
      try reference.expectLoss(
        try step.run(reference.batch, step: index, rate: training.rate), kind, step: index)
    }
    for parameter in reference.model.parameters {
      try reference.expectReference(store[parameter.name].floats, "\(kind)/\(parameter.name)")
    }
  }

  @Test(arguments: [0, 0.1])
  func stepsAreTheSameFromRunToRun(_ dropout: Double) throws {
    let reference = try ReferenceModel("v1_1_deep")
    func weights() throws -> [[Float]] {
      let store = try reference.makeStore(runtime)
      let step = try TrainingStep(
        reference.model, store, reference.batch.shape, runtime: runtime,
        optimizer: Adafactor(minimumDimensionToFactor: 12), zLoss: 1e-4, dropout: dropout)
      for index in 0..<4 { _ = try step.run(reference.batch, step: index, rate: 0.01, seed: 5) }
      return reference.model.parameters.map { store[$0.name].floats }
    }
    #expect(try weights() == weights())
  }

  @Test func bindingANewProgramToTheStateContinuesBitForBit() throws {
    let reference = try ReferenceModel("v1_0")
    let optimizer = Adafactor(minimumDimensionToFactor: 1 << 20, stepOffset: 0)
    func weights(programs: Int) throws -> [[Float]] {
      let store = try reference.makeStore(runtime)
      // Only the parameters are carried over here, so the decay is kept at that of the first step.
      for _ in 0..<programs {
        let step = try TrainingStep(
          reference.model, store, reference.batch.shape, runtime: runtime, optimizer: optimizer, zLoss: 0)
        for _ in 0..<(4 / programs) { _ = try step.run(reference.batch, step: 0, rate: 0.01) }
      }
      return reference.model.parameters.map { store[$0.name].floats }
    }
    #expect(try weights(programs: 1) == weights(programs: 4))
  }

  @Test(arguments: ModelVersion.allCases)
  func programHoldsFewGradientsAtOnce(_ version: ModelVersion) throws {
    var configuration = T5Configuration(preset: .tiny, version: version, vocabularySize: 512)
    (configuration.encoderLayers, configuration.decoderLayers) = (6, 6)
    let model = T5(configuration)
    let store = ParameterStore(model.parameters, runtime: runtime)
    let step = try TrainingStep(
      model, store, PackedShape(rows: 1, inputLength: 2, targetLength: 2), runtime: CPURuntime(threads: 1),
      optimizer: Adafactor(), zLoss: 1e-4)
    let gradients = model.parameterCount * 4
    let scratch = 256 * 512 * 4  // a tile of logits
    let largest = (model.parameters.map { $0.shape.count }.max() ?? 0) * 4
    #expect(step.workspaceBytes - scratch < gradients / 3 + 2 * largest)
  }
}
