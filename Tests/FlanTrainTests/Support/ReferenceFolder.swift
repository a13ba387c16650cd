import Foundation
import Testing

/// A tiny T5 folder that transformers wrote, without a tokenizer, and what transformers generates and scores with it
/// (Tests/References/generation.py).
struct ReferenceFolder {
  typealias Object = [String: Any]

  static let names = ["v1_0", "v1_1", "v1_1_deep", "ul2", "exact_gelu"]
  /// The folder's path.
  let path: String
  private let reference: Object

  init(_ name: String) throws {
    let fixtures = "\(Command.packageRoot)/Tests/ModelsTests/Fixtures/generation"
    path = "\(fixtures)/\(name)"
    reference = try Self.object(Data(contentsOf: URL(fileURLWithPath: "\(path).json")))
  }

  var pairs: [Object] { reference["scores"] as? [Object] ?? [] }
  var cases: [Object] { reference["cases"] as? [Object] ?? [] }

  /// The prompts of a batch.
  func batch(_ number: Int) -> [[Int]] { (reference["batches"] as? [[[Int]]])?[number] ?? [] }

  /// A line of JSON.
  static func object(_ data: Data) throws -> Object {
    try #require(JSONSerialization.jsonObject(with: data) as? Object)
  }

  /// JSON Lines of objects.
  static func lines(_ objects: [Object]) throws -> String {
    try objects.map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) + "\n"
    }.joined()
  }
}

extension Command.Result {
  /// The output as JSON Lines.
  func objects() throws -> [ReferenceFolder.Object] {
    try outputLines.map { try ReferenceFolder.object(Data($0.utf8)) }
  }
}
