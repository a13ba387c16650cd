import Autograd
import Foundation
import Models
import Testing

@Suite struct T5ParametersTests {
  /// From transformers, by Tests/References/models.py.
  private static func publishedCounts() throws -> [String: [String: Int]] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/presets", withExtension: "json"))
    return try JSONDecoder().decode([String: [String: Int]].self, from: Data(contentsOf: url))
  }

  @Test(arguments: ModelVersion.allCases, ModelPreset.allCases.filter { !$0.isDecoderOnly })
  func presetHasThePublishedCount(_ version: ModelVersion, _ preset: ModelPreset) throws {
    let model = T5(T5Configuration(preset: preset, version: version))
    let published = try #require(try Self.publishedCounts()[version.rawValue])
    if let count = published[preset.rawValue] {
      #expect(model.parameterCount == count)
    } else {
      #expect([.tiny, .mini].contains(preset))
    }
  }

  @Test(arguments: [
    (ModelPreset.small, 76_961_152), (.base, 247_577_856), (.large, 783_150_080),
    (.xl, 2_849_757_184), (.xxl, 11_135_332_352),
  ])
  func version1_1HasTheCountOfT5X(_ preset: ModelPreset, _ count: Int) {
    #expect(T5(T5Configuration(preset: preset)).parameterCount == count)
  }

  @Test(arguments: ReferenceModel.names)
  func namesAndShapesAreThoseOfTransformers(_ name: String) throws {
    let reference = try ReferenceModel(name)
    let ours = reference.model.parameters
    #expect(Set(ours.map(\.name)).count == ours.count)
    #expect(ours.map(\.name).sorted() == reference.description.names.sorted())
    for parameter in ours {
      let shape = reference.file.tensors["weights/\(parameter.name)"]?.shape
      #expect(shape == parameter.shape.dimensions, "\(parameter.name)")
    }
  }

  @Test(arguments: ModelVersion.allCases)
  func lossReadsEveryParameterOnce(_ version: ModelVersion) {
    let model = T5(T5Configuration(preset: .tiny, version: version, vocabularySize: 32))
    _ = ProgramBuilder.record { builder in
      let shape = PackedShape(rows: 1, inputLength: 4, targetLength: 3)
      let loss = model.recordLoss(builder, shape, dropout: 0)
      #expect(loss.parameters.keys.sorted() == model.parameters.map(\.name).sorted())
      for parameter in model.parameters { #expect(loss.parameters[parameter.name]?.shape == parameter.shape) }
    }
  }
}
