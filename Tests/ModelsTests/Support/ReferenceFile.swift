import Foundation
import Testing

/// A safetensors file that a script of Tests/References wrote: float32 and int32 tensors, and a description
/// in JSON.
struct ReferenceFile {
  struct Tensor {
    let shape: [Int]
    let bytes: Data

    func elements<Element>(_ type: Element.Type) -> [Element] {
      bytes.withUnsafeBytes { source in
        [Element](unsafeUninitializedCapacity: source.count / MemoryLayout<Element>.stride) { target, count in
          source.copyBytes(to: UnsafeMutableRawBufferPointer(target))
          count = target.count
        }
      }
    }
  }

  private struct Entry: Decodable {
    let shape: [Int]
    let data_offsets: [Int]
  }

  let tensors: [String: Tensor]
  /// The description, as JSON.
  let description: Data

  init(_ url: URL) throws {
    let data = try Data(contentsOf: url)
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = data.subdata(in: 8..<(8 + length))
    let fields = try #require(try JSONSerialization.jsonObject(with: header) as? [String: Any])
    var tensors: [String: Tensor] = [:]
    for name in fields.keys where name != "__metadata__" {
      let field = try JSONSerialization.data(withJSONObject: try #require(fields[name]))
      let entry = try JSONDecoder().decode(Entry.self, from: field)
      let (start, end) = (8 + length + entry.data_offsets[0], 8 + length + entry.data_offsets[1])
      tensors[name] = Tensor(shape: entry.shape, bytes: data.subdata(in: start..<end))
    }
    let metadata = try #require(fields["__metadata__"] as? [String: String])
    self.tensors = tensors
    description = Data(try #require(metadata["description"]).utf8)
  }

  func floats(_ name: String) throws -> [Float] { try #require(tensors[name]).elements(Float.self) }
  func integers(_ name: String) throws -> [Int32] { try #require(tensors[name]).elements(Int32.self) }
}
