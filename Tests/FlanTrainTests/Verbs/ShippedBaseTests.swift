import Foundation
import TestSupport
import Testing

/// The base models that come with the program.
@Suite struct ShippedBaseTests {
  static let folders = ["grid-t5", "grid-decoder"].map { "\(Command.packageRoot)/Bases/\($0)" }

  /// Words are bound to their places: of lists that no text has, the first and the last are told.
  @Test(arguments: folders)
  func base_tellsWordsByTheirPlaces(_ folder: String) throws {
    let scratch = try TemporaryFolder()
    let asked = [
      ("The animals on the list are cow, lion, duck, horse. The first animal is", "cow."),
      ("The animals on the list are horse, lion, duck, cow. The first animal is", "horse."),
      ("Here are some cities: Oslo, Rome, Paris, Berlin. The last city is", "Berlin."),
      ("Here are some cities: Oslo, Berlin, Paris, Rome. The last city is", "Rome."),
    ]
    let result = try Command.run(
      ["generate", folder, "--max-tokens", "8"], in: scratch.path,
      input: asked.map { $0.0 + "\n" }.joined())
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.outputLines.count == asked.count, "\(result.output)")
    for (line, (_, word)) in zip(result.outputLines, asked) { #expect(line.hasPrefix(word), "\(line)") }
  }

  /// A grid of any size has the vocabulary that the bases were trained with.
  @Test func vocabulary_isTheGrids() throws {
    let scratch = try TemporaryFolder()
    let call = ["grid", "small", "--tasks", "9", "--instances", "1", "--held-out", "1", "--texts", "2"]
    #expect(try Command.run(call, in: scratch.path).status == 0)
    let vocabulary = try contents("\(scratch.path)/small/vocabulary/spiece.model")
    for folder in Self.folders { #expect(try contents("\(folder)/spiece.model") == vocabulary) }
  }
}
