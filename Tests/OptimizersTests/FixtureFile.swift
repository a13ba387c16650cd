import Foundation
import Testing

/// A safetensors file that a script of Tests/References has written, with a description of its cases.
struct FixtureFile<Description: Decodable> {
  let description: Description
  private let data: Data
  private let start: Int
  private let fields: [String: Any]

  init(_ name: String, as _: Description.Type = Description.self) throws {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "safetensors"))
    data = try Data(contentsOf: url)
    start = 8 + data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    fields = try #require(try JSONSerialization.jsonObject(with: data[8..<start]) as? [String: Any])
    let metadata = try #require(fields["__metadata__"] as? [String: String])
    description = try JSONDecoder().decode(
      Description.self, from: Data(try #require(metadata["description"]).utf8))
  }

  func floats(_ name: String) throws -> [Float] {
    let entry = try #require(fields[name] as? [String: Any], "\(name)")
    let offsets = try #require(entry["data_offsets"] as? [Int])
    let bytes = [UInt8](data[(start + offsets[0])..<(start + offsets[1])])
    return bytes.withUnsafeBytes { source in
      stride(from: 0, to: source.count, by: 4).map {
        source.loadUnaligned(fromByteOffset: $0, as: Float.self)
      }
    }
  }
}
