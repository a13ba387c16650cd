import Diagnostics
import Storage

/// A file of weights, opened and checked; tensors are read from it on demand.
///
/// It is a safetensors file or one by `torch.save`; the content decides. No code of a file is ever run. The file is mapped, not loaded: what has been read into the caller's memory leaves this process's again.
package final class WeightsFile: Sendable {
  /// The tensors in the order of their bytes in the file.
  package let tensors: [StoredTensor]
  /// The strings of a safetensors header's `__metadata__`.
  package let metadata: [String: String]
  let mapping: MappedFile
  private let indices: [String: Int]

  /// The file's path as the user wrote it.
  package var path: String { mapping.path }

  /// Opens the file and checks what it says of its tensors: every type, shape, offset, and in a safetensors file gap and
  /// overlap.
  /// - Throws: `FileError`, `WeightsError`, `TorchFileError`.
  package init(_ path: String) throws {
    mapping = try MappedFile(path, what: "weights file")
    if TorchFile.isMeant(by: mapping.bytes, path: path) {
      tensors = try TorchFile(mapping.bytes, path: path).tensors
      metadata = [:]
    } else {
      let header = try SafetensorsHeader(mapping.bytes, path: path)
      tensors = header.tensors
      metadata = header.metadata
    }
    indices = Dictionary(uniqueKeysWithValues: tensors.enumerated().map { ($1.name, $0) })
  }

  /// The tensor of that name, or `nil`.
  package subscript(name: String) -> StoredTensor? {
    indices[name].map { tensors[$0] }
  }

  /// The tensor of that name.
  /// - Throws: `WeightsError` with the nearest name there is.
  package func tensor(_ name: String) throws(WeightsError) -> StoredTensor {
    if let tensor = self[name] { return tensor }
    let nearest = NearestName.suggestion(for: name, in: tensors.map(\.name))
    throw WeightsError(path, tensor: name, .missingTensor(nearest: nearest))
  }
}
