import Foundation
import Testing

@testable import PJRT

/// Programs are compiled for cards that are not here.
@Suite(
  .enabled(
    if: Compiler.path != nil, "There is no plug-in for NVIDIA's cards: 'Scripts/plugin compiler' fetches one."
  ))
struct PJRTTopologyTests {
  @Test func program_isCompiledForACardThatIsNotHere() throws {
    let topology = try Compiler.topology("1x1x1")
    let memory = try topology.compile(Programs.scaledSum).memory()
    #expect(memory.arguments == 48 && memory.results >= 28 && memory.donated == 24)
  }

  /// What a machine without a card compiles can be carried to one that has it.
  @Test func compiledProgram_canBeWritten() throws {
    let program = try Compiler.topology("1x1x1").compile(Programs.exponentials)
    #expect(try program.resultCount() == 1 && program.serialized().count > 1000)
  }

  /// The rows of the first tensor and result lie on two cards, so that each has half of them.
  @Test func splitProgram_isCompiledForTwoCards() throws {
    let topology = try Compiler.topology("1x1x2")
    let memory = try topology.compile(Programs.splitSum, CompileOptions(devices: [0, 1])).memory()
    #expect(memory.arguments == 24)
  }

  @Test func wrongProgram_isToldInTheCompilersWords() throws {
    let topology = try Compiler.topology("1x1x1")
    let error = #expect(throws: PJRTError.self) { try topology.compile(Programs.wrong) }
    #expect(error?.message.contains("tensor<2xf32>") == true, "\(error?.message ?? "")")
  }

  @Test func wrongDescription_isRefused() throws {
    let plugIn = try Compiler.plugIn.get()
    #expect(throws: PJRTError.self) {
      try PJRTTopology(plugIn, options: ["target_config": .text("no card"), "topology": .text("1x1x1")])
    }
  }
}

/// NVIDIA's plug-in, which compiles without a driver.
private enum Compiler {
  /// Its file, where `Scripts/plugin compiler` has put it.
  static let path: String? = {
    let folder = TestPlugIn.packageFolder + "/.build/compiler/jax_plugins/xla_cuda13/xla_cuda_plugin.so"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  static let plugIn = Result { try PlugIn(path: try #require(path)) }

  /// One host with so many H200s: partitions x hosts x cards.
  static func topology(_ sizes: String) throws -> PJRTTopology {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/h200", withExtension: "txtpb"))
    let target = try String(contentsOf: url, encoding: .utf8)
    return try PJRTTopology(
      try plugIn.get(), options: ["target_config": .text(target), "topology": .text(sizes)])
  }
}
