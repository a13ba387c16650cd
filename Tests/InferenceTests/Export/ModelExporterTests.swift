import Checkpoints
import Diagnostics
import Foundation
import Models
import Testing
import TestSupport

@testable import Inference
@testable import Setup
@testable import Training

@Suite struct ModelExporterTests {
  private func export(
    _ source: String, to destination: String, stop: StopRequest = StopRequest(),
    _ change: (inout ModelExporter.Options) -> Void = { _ in }
  ) throws -> ModelExporter.Result {
    var options = ModelExporter.Options(programVersion: "test")
    change(&options)
    return try ModelExporter(ModelLocator.locate(source), options: options).export(
      to: destination, stop: stop)
  }

  @Test(arguments: ExportFixture.names)
  func givesTheLogitsOfTransformers_beforeAndAfter(_ name: String) throws {
    let fixture = try ExportFixture(name)
    let folder = try TemporaryFolder()
    #expect(try fixture.difference(of: fixture.folder) < 1e-5)
    _ = try export(fixture.folder, to: folder.path + "/a")
    #expect(try fixture.difference(of: folder.path + "/a") < 1e-5)
    _ = try export(folder.path + "/a", to: folder.path + "/b") { $0.largestFile = 1500 }
    #expect(folder.exists("b/model.safetensors.index.json"))
    #expect(try fixture.difference(of: folder.path + "/b") < 1e-5)
  }

  /// The same precision changes no byte of any tensor, whether in one file or in several.
  @Test(arguments: ExportFixture.names, [1200, 5_000_000_000])
  func roundTripChangesNoByte(_ name: String, largestFile: Int) throws {
    let source = try ExportFixture(name).folder
    let folder = try TemporaryFolder()
    if !name.contains("float16") {
      _ = try export(source, to: folder.path + "/a") { $0.largestFile = largestFile }
      #expect(try ExportFixture.tensors(of: folder.path + "/a") == ExportFixture.tensors(of: source))
    }
    _ = try export(source, to: folder.path + "/b") {
      $0.precision = .bfloat16
      $0.largestFile = largestFile
    }
    if name.contains("bfloat16") {
      #expect(try ExportFixture.tensors(of: folder.path + "/b") == ExportFixture.tensors(of: source))
    }
    // Whatever it came from, bfloat16 goes to float32 and back without a change.
    _ = try export(folder.path + "/b", to: folder.path + "/c") { $0.precision = .float32 }
    _ = try export(folder.path + "/c", to: folder.path + "/d") { $0.precision = .bfloat16 }
    #expect(
      try ExportFixture.tensors(of: folder.path + "/d") == ExportFixture.tensors(of: folder.path + "/b"))
  }

  @Test func writesBothKeysAsTheWeightsHaveIt() throws {
    let folder = try TemporaryFolder()
    for name in ExportFixture.names {
      let fixture = try ExportFixture(name)
      let result = try export(fixture.folder, to: "\(folder.path)/\(name)")
      let text = try folder.read("\(name)/config.json")
      #expect(text.contains("\"tie_word_embeddings\": \(fixture.description.tied)"))
      #expect(text.contains("\"scale_decoder_outputs\": \(fixture.description.tied)"))
      #expect(
        result.files == ["README.md", "config.json", "generation_config.json", "model.safetensors"])
      #expect(result.warnings.count == 1 && result.warnings[0].contains("no tokenizer"))
      #expect(result.bytes > 4 * result.weights && result.weights == (fixture.description.tied ? 792 : 960))
    }
  }

  /// Version 4 cannot be told of a tied head without scaling, so the head is written out.
  @Test func tiedAndUnscaled_isWrittenWithItsHead() throws {
    let folder = try TemporaryFolder()
    let source = try ExportFixture("tied-transformers4").folder
    try FileManager.default.copyItem(atPath: source, toPath: folder.path + "/a")
    let config = try folder.read("a/config.json").replacingOccurrences(
      of: "\"use_cache\"", with: "\"scale_decoder_outputs\": false, \"use_cache\"")
    try folder.write(config, to: "a/config.json")
    _ = try export(folder.path + "/a", to: folder.path + "/b")
    let opened = try OpenedModel(folder: folder.path + "/b")
    let configuration = try #require(opened.configuration as? T5Configuration)
    #expect(configuration.tiesEmbeddings && !configuration.scalesOutputs)
    let tensors = try ExportFixture.tensors(of: folder.path + "/b")
    #expect(tensors["lm_head.weight"] == tensors["shared.weight"])
    #expect(try folder.read("b/config.json").contains("\"tie_word_embeddings\": false"))
  }

  @Test func progressGoesToTheEnd() throws {
    let folder = try TemporaryFolder()
    let found = try ModelLocator.locate(ExportFixture("untied-transformers4").folder)
    var shares: [Double] = []
    _ = try ModelExporter(found, options: .init(programVersion: "test")).export(
      to: folder.path + "/a", progress: { shares.append(Double($0.done) / Double($0.total)) })
    #expect(shares == shares.sorted() && shares.last == 1 && shares.count == 43)
  }

  @Test func stopped_leavesNothing() throws {
    let folder = try TemporaryFolder()
    let stop = StopRequest()
    let found = try ModelLocator.locate(ExportFixture("untied-transformers4").folder)
    let exporter = try ModelExporter(found, options: .init(programVersion: "test"))
    let error = #expect(throws: ExportError.self) {
      _ = try exporter.export(to: folder.path + "/a", stop: stop) {
        if $0.done * 2 > $0.total { stop.raise() }
      }
    }
    #expect(error == .stopped(destination: folder.path + "/a") && error?.category == .stopped)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func weightThatIsNotFinite_leavesNothing() throws {
    let folder = try TemporaryFolder()
    let source = try ExportFixture("untied-transformers4").folder
    try FileManager.default.copyItem(atPath: source, toPath: folder.path + "/a")
    let url = URL(fileURLWithPath: folder.path + "/a/model.safetensors")
    var data = try Data(contentsOf: url)
    data.replaceSubrange(data.count - 4..<data.count, with: [0, 0, 0x80, 0xFF])
    try data.write(to: url)
    let error = #expect(throws: WeightsError.self) {
      _ = try export(folder.path + "/a", to: folder.path + "/b") { $0.precision = .bfloat16 }
    }
    #expect(error?.problem.contains("-inf") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
  }

  @Test func optimizerStateThatIsNotThere() throws {
    let source = try ExportFixture("untied-transformers4").folder
    let error = #expect(throws: ExportError.self) {
      _ = try export(source, to: "/nowhere") { $0.includesOptimizerState = true }
    }
    #expect(error == .noOptimizerState(folder: source))
  }
}
