/// Matrix products on the calling thread, each by whoever is faster: panels of our own or OpenBLAS.
struct ThreadProduct {
  private let panels: PackedProduct

  /// - Parameters:
  ///   - extent: sizes that no product exceeds.
  ///   - scratch: `extent.scratchCount` floats that no other thread uses.
  init(upTo extent: PackedProduct.Extent, scratch: UnsafeMutablePointer<Float>) {
    panels = PackedProduct(upTo: extent, scratch: scratch)
  }

  /// C = A B, or C += A B.
  /// - Parameter extent: rows of A and C, columns of B and C, columns of A and rows of B.
  func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int,
    _ extent: PackedProduct.Extent, accumulates: Bool = false
  ) {
    let (rows, columns, inner) = (extent.rows, extent.columns, extent.inner)
    if extent.paysPanels(transposesLeft: a.isTransposed) {
      panels.multiply(
        a, b, into: c, stride: stride, rows: rows, columns: columns, inner: inner, accumulates: accumulates)
    } else {
      gemm(
        a, b, into: c, stride: stride, rows: rows, columns: columns, inner: inner, beta: accumulates ? 1 : 0)
    }
  }
}
