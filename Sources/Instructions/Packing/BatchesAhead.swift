import Dispatch

/// Goes through the batches of a stream, and packs the next one while the caller works with the one that it was given:
/// where a device computes, the processor has the time.
///
/// Batches are those of `BatchCursor`, and so are errors, which come with the step that they are of.
package final class BatchesAhead: @unchecked Sendable {
  /// A batch that was packed before it was asked for.
  private struct Packed {
    let step: Int
    let batch: Result<PackedBatch, any Error>
  }

  // Cursor and packed batch belong to the queue, which does one thing at a time.
  private let queue = DispatchQueue(label: "batches ahead")
  private let end: Int
  private var cursor: BatchCursor
  private var packed: Packed?

  /// - Parameter end: the step that is not packed ahead any more, nor those after it.
  package init(_ stream: BatchStream, end: Int) {
    cursor = BatchCursor(stream)
    self.end = end
  }

  /// The same batch as `BatchStream.batch(step:)`; waits where it is still being packed.
  /// - Throws: `MixtureError.badPosition`, `PackingError.tooLong`, and what the stream throws.
  package func batch(step: Int) throws -> PackedBatch {
    let batch = queue.sync { packed.flatMap { $0.step == step ? $0.batch : nil } ?? pack(step) }
    if (0..<max(end, 1) - 1).contains(step) {
      queue.async { self.packed = Packed(step: step + 1, batch: self.pack(step + 1)) }
    }
    return try batch.get()
  }

  private func pack(_ step: Int) -> Result<PackedBatch, any Error> {
    Result { try cursor.batch(step: step) }
  }
}
