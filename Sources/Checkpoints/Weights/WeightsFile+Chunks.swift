import Dispatch
import Synchronization

extension WeightsFile {
  /// How many elements are worked on before their pages are given back: the converted ones fit a core's cache.
  private static let elementsPerChunk = 1 << 18
  /// How many elements a piece of a tensor has that is handed on.
  static let elementsPerPiece = 1 << 22

  /// Calls `body` with the bytes of a range of a tensor's elements, chunk by chunk, and the first element's number in
  /// each; several threads work at the same time.
  /// - Throws: what `body` throws for the first chunk for which it throws; `FileError`.
  func forEachChunk(
    of tensor: StoredTensor, _ elements: Range<Int>,
    _ body: @Sendable (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws {
    let count = (elements.count + Self.elementsPerChunk - 1) / Self.elementsPerChunk
    let failure = Mutex<(chunk: Int, error: any Error)?>(nil)
    let size = tensor.elementType.byteCount
    @Sendable func work(_ chunk: Int) {
      let start = elements.lowerBound + chunk * Self.elementsPerChunk
      let end = min(start + Self.elementsPerChunk, elements.upperBound)
      let offset = tensor.byteRange.lowerBound
      let range = (offset + start * size)..<(offset + end * size)
      do {
        try mapping.checkSize()
        try body(UnsafeRawBufferPointer(rebasing: mapping.bytes[range]), start)
        mapping.release(range)
      } catch {
        failure.withLock { if $0.map({ chunk < $0.chunk }) ?? true { $0 = (chunk, error) } }
      }
    }
    if count == 1 { work(0) } else { DispatchQueue.concurrentPerform(iterations: count, execute: work) }
    if let error = failure.withLock({ $0?.error }) { throw error }
  }
}
