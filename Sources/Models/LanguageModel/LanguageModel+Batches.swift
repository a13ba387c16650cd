import Autograd

extension LanguageModel {
  /// Bytes of one batch.
  public func byteCount(ofBatch shape: PackedShape) -> Int {
    fields(of: shape).reduce(0) { $0 + $1.type.byteCount }
  }

  /// Memory for one batch, by the fields' names.
  public func makeStorage(_ shape: PackedShape, _ runtime: any Runtime) -> [String: any TensorStorage] {
    Dictionary(
      fields(of: shape).map { ($0.name, runtime.makeStorage($0.type)) },
      uniquingKeysWith: { first, _ in first }
    )
  }
}
