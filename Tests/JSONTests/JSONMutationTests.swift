import Diagnostics
import Foundation
import Testing

@testable import JSON

/// Random numbers that are the same on every run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Whatever becomes of a text, reading it ends in a value or in an error with a place in the text.
@Suite struct JSONMutationTests {
  private static let text = Array(
    """
    {"name": "flan-small", "about": ["é", "東\\n\\ud83d\\ude00 \\u0041", ""], "seed": 12,
     "train": {"steps": 1e3, "threads": null, "on": true, "off": false, "rate": -0.5E-2},
     "tasks": [{"path": "Data/Tasks", "cap": 300}, [], {}, [[1, [2]]]]}

    """.utf8)

  private static let pieces: [[UInt8]] = [
    Array("{".utf8), Array("}".utf8), Array("[".utf8), Array("]".utf8), Array(",".utf8), Array(":".utf8),
    Array("\"".utf8), Array("\\".utf8), Array("\\u".utf8), Array("\\ud800".utf8), Array("1e999999999".utf8),
    Array("-".utf8), Array("\n".utf8), [0xFF], [0xEF, 0xBB, 0xBF], [0], Array("null".utf8), [0xC3],
    Array(repeating: UInt8(ascii: "["), count: 200),
  ]

  private func mutate(_ random: inout SeededGenerator) -> [UInt8] {
    var text = JSONMutationTests.text
    for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
      let place = Int.random(in: 0..<text.count, using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0: text[place] = UInt8.random(in: 0...255, using: &random)
      case 1: text[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 2: text.remove(at: place)
      case 3: text.removeSubrange(place...)
      case 4: text.insert(contentsOf: JSONMutationTests.pieces.randomElement(using: &random) ?? [], at: place)
      case 5:
        let end = Int.random(in: place...min(text.count, place + 40), using: &random)
        text.insert(contentsOf: text[place..<end], at: Int.random(in: 0...text.count, using: &random))
      default:
        let end = Int.random(in: place...min(text.count, place + 40), using: &random)
        text.removeSubrange(place..<end)
      }
    }
    return text
  }

  @Test(arguments: 0..<10)
  func tenThousandMutations_neverTrap(_ part: UInt64) throws {
    var random = SeededGenerator(state: part)
    var accepted = 0
    for _ in 0..<1_000 {
      let text = mutate(&random)
      let outcome = Result { () throws(JSONError) in try JSONDocument.parse(text, file: "f") }
      switch outcome {
      case .success(let field):
        accepted += 1
        read(field)
        #expect(isAcceptedElsewhere(text), "\(String(decoding: text, as: UTF8.self))")
      case .failure(let error):
        let place = try #require(error.location)
        let line = try #require(place.line)
        #expect(line >= 1 && line <= text.count(where: { $0 == 0x0A }) + 1)
        #expect(place.column.map { $0 >= 1 && $0 <= text.count + 1 } ?? false)
        #expect(!error.description.isEmpty)
      }
    }
    #expect(accepted > 0)
  }

  /// Asks a value, and all in it, for everything.
  private func read(_ field: JSONField) {
    _ = try? field.string()
    _ = try? field.integer()
    _ = try? field.double()
    _ = try? field.boolean()
    for element in (try? field.array()) ?? [] { read(element) }
    guard let object = try? field.object() else { return }
    for key in object.keys { if let value = object[key] { read(value) } }
  }

  /// What is read here is JSON for Foundation, too, but for lone surrogates and numbers that no double can hold.
  private func isAcceptedElsewhere(_ text: [UInt8]) -> Bool {
    let string = String(decoding: text, as: UTF8.self)
    if string.contains("\\ud") || string.contains("e999999999") || string.contains("\\uD") { return true }
    return (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
  }
}
