import Testing
import TestSupport

@testable import Checkpoints

@Suite struct PortableModelTests {
  private func portable(_ name: String, scaled: Bool? = nil) throws -> (PortableModel, OpenedModel) {
    let opened = try OpenedModel(folder: Fixture.path("models/\(name)"))
    var configuration = opened.configuration
    if let scaled { configuration.scalesDecoderOutputs = scaled }
    return (PortableModel(configuration, tensors: opened.tensors), opened)
  }

  @Test(arguments: OpenedModelTests.written)
  func whatBothVersionsAgreeOnStaysAsItIs(_ written: OpenedModelTests.Written) throws {
    let (model, opened) = try portable(written.name)
    #expect(model.configuration == opened.configuration)
    #expect(model.tensors.map(\.description) == opened.tensors.map(\.description))
  }

  @Test(arguments: OpenedModelTests.written)
  func onlyATiedModelWithoutScalingGetsAHead(_ written: OpenedModelTests.Written) throws {
    let (model, opened) = try portable(written.name, scaled: false)
    #expect(!model.configuration.tiesWordEmbeddings && model.configuration.scalesDecoderOutputs == false)
    #expect(model.tensors.count == opened.tensors.count + (written.tied ? 1 : 0))
    #expect(model.tensors.count { $0.name == "lm_head.weight" } == 1)
  }

  /// What is read again is the tied model, and is written in the same form again.
  @Test func isReadAsTheModelThatItWas() throws {
    let (model, opened) = try portable("tied-transformers4", scaled: false)
    let folder = try TemporaryFolder()
    try ModelFolder.writeConfiguration(model.configuration, to: folder.path)
    try SafetensorsWriter().write(model.tensors, toFolder: folder.path)
    let again = try OpenedModel(folder: folder.path)
    #expect(again.model.configuration.tiesEmbeddings && !again.model.configuration.scalesDecoderOutput)
    #expect(again.tensors.map(\.description) == opened.tensors.map(\.description))
    let written = PortableModel(again.configuration, tensors: again.tensors)
    #expect(written.configuration == model.configuration)
    #expect(written.tensors.map(\.name) == model.tensors.map(\.name))
  }
}
