import Models
import Testing
import TestSupport

@testable import Checkpoints

@Suite struct PortableModelTests {
  /// A model in its portable form.
  private struct Portable {
    let configuration: T5Configuration
    let tensors: [NamedTensor]

    init(_ configuration: T5Configuration, _ tensors: [NamedTensor]) throws {
      let portable = configuration.portable(tensors)
      self.configuration = try #require(portable.configuration as? T5Configuration)
      self.tensors = portable.tensors
    }
  }

  private func portable(_ name: String, scaled: Bool? = nil) throws -> (Portable, OpenedModel) {
    let opened = try OpenedModel(folder: Fixture.path("models/\(name)"))
    var configuration = try #require(opened.configuration as? T5Configuration)
    if let scaled { configuration.scalesDecoderOutput = scaled }
    return (try Portable(configuration, opened.tensors), opened)
  }

  @Test(arguments: OpenedModelTests.written)
  func whatBothVersionsAgreeOnStaysAsItIs(_ written: OpenedModelTests.Written) throws {
    let (model, opened) = try portable(written.name)
    #expect(model.configuration == opened.configuration as? T5Configuration)
    #expect(model.tensors.map(\.description) == opened.tensors.map(\.description))
  }

  @Test(arguments: OpenedModelTests.written)
  func onlyATiedModelWithoutScalingGetsAHead(_ written: OpenedModelTests.Written) throws {
    let (model, opened) = try portable(written.name, scaled: false)
    #expect(!model.configuration.tiesEmbeddings && model.configuration.scalesDecoderOutput == false)
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
    let configuration = try #require(again.configuration as? T5Configuration)
    #expect(configuration.tiesEmbeddings && !configuration.scalesOutputs)
    #expect(again.tensors.map(\.description) == opened.tensors.map(\.description))
    let written = try Portable(configuration, again.tensors)
    #expect(written.configuration == model.configuration)
    #expect(written.tensors.map(\.name) == model.tensors.map(\.name))
  }
}
