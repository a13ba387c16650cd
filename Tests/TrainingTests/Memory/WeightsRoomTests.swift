import Models
import Testing

@testable import Setup

/// Models are refused before their weights are read where there is no room for them.
@Suite struct WeightsRoomTests {
  @Test func weights_mustFit() throws {
    let model = T5(T5Configuration(preset: .tiny, vocabularySize: 64))
    let bytes = 4 * model.parameterCount
    try ModelSetupError.requireRoom(for: model, memory: bytes)
    let error = #expect(throws: ModelSetupError.self) {
      try ModelSetupError.requireRoom(for: model, memory: bytes - 1)
    }
    #expect(error == .weightsTooLarge(weights: model.parameterCount, memory: bytes - 1))
    #expect(error?.category == .failure && error?.nextStep?.contains("smaller model") == true)
  }
}
