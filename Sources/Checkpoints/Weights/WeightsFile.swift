import Diagnostics
import Dispatch
import Storage
import Synchronization

/// A file of weights, opened and checked; tensors are read from it on demand.
///
/// It is a safetensors file or one by `torch.save`; the content decides. No code of a file is ever run. The
/// file is mapped, not loaded: what has been read into the caller's memory leaves this process's again.
package final class WeightsFile: Sendable {
  /// The tensors in the order of their bytes in the file.
  package let tensors: [StoredTensor]
  /// The strings of a safetensors header's `__metadata__`.
  package let metadata: [String: String]
  let mapping: MappedFile
  private let indices: [String: Int]

  /// The file's path as the user wrote it.
  package var path: String { mapping.path }

  /// Opens the file and checks what it says of its tensors: every type, shape, offset, and in a safetensors
  /// file gap and overlap.
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

extension WeightsFile {
  /// How many elements are worked on before their pages are given back: the converted ones fit a core's
  /// cache.
  static let elementsPerChunk = 1 << 18
  /// How many elements a piece of a tensor has that is handed on.
  static let elementsPerPiece = 1 << 22

  /// Calls `body` with the bytes of a range of a tensor's elements in row-major order, at any alignment, then
  /// gives back the pages that were touched.
  ///
  /// They are the file's own bytes, or a copy of a tensor's that stand in another order.
  /// - Throws: `FileError`, and what `body` throws.
  func withElements<Result>(
    _ elements: Range<Int>, of tensor: StoredTensor, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    try mapping.checkSize()
    let size = tensor.elementType.byteCount
    let offset = tensor.byteRange.lowerBound
    guard let strides = tensor.strides else {
      let range = (offset + elements.lowerBound * size)..<(offset + elements.upperBound * size)
      defer { mapping.release(range) }
      return try withExtendedLifetime(mapping) {
        try body(UnsafeRawBufferPointer(rebasing: mapping.bytes[range]))
      }
    }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: elements.count * size, alignment: 64)
    defer {
      copy.deallocate()
      mapping.release(tensor.byteRange)
    }
    let bytes = UnsafeRawBufferPointer(rebasing: mapping.bytes[tensor.byteRange])
    StridedElements.gather(
      elements, shape: tensor.shape, strides: strides, size: size, from: bytes, to: copy)
    return try body(UnsafeRawBufferPointer(copy))
  }

  /// Calls `body` with the bytes of a range of a tensor's elements, chunk by chunk, and the first element's
  /// number in each; several threads work at the same time.
  /// - Throws: what `body` throws for the first chunk for which it throws; `FileError`.
  func forEachChunk(
    of tensor: StoredTensor, _ elements: Range<Int>,
    _ body: @Sendable (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws {
    let count = (elements.count + Self.elementsPerChunk - 1) / Self.elementsPerChunk
    let failure = Mutex<(chunk: Int, error: any Error)?>(nil)
    @Sendable func work(_ chunk: Int) {
      let start = elements.lowerBound + chunk * Self.elementsPerChunk
      let end = min(start + Self.elementsPerChunk, elements.upperBound)
      do {
        try withElements(start..<end, of: tensor) { try body($0, start) }
      } catch {
        failure.withLock { if $0.map({ chunk < $0.chunk }) ?? true { $0 = (chunk, error) } }
      }
    }
    if count == 1 { work(0) } else { DispatchQueue.concurrentPerform(iterations: count, execute: work) }
    if let error = failure.withLock({ $0?.error }) { throw error }
  }
}
