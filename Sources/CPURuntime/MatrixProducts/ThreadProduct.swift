/// Matrix products of tiles on the calling thread: from panels, or in builds without fused multiply-adds by
/// OpenBLAS.
struct ThreadProduct {
  private let panels: PackedProduct
  private let usesPanels: Bool

  /// Floats of scratch memory for products that do not exceed `extent`.
  /// - Parameter isFixed: whether the order of sums is fixed, which panels alone have.
  static func scratchCount(upTo extent: PackedProduct.Extent, isFixed: Bool = false) -> Int {
    isFixed || PackedProduct.replacesBLAS ? extent.scratchCount : 0
  }

  /// - Parameters:
  ///   - extent: sizes that no product exceeds.
  ///   - isFixed: whether the order of sums is fixed, which panels alone have.
  ///   - scratch: `scratchCount(upTo: extent, isFixed: isFixed)` floats that no other thread uses.
  init(upTo extent: PackedProduct.Extent, isFixed: Bool = false, scratch: UnsafeMutablePointer<Float>) {
    panels = PackedProduct(upTo: extent, scratch: scratch)
    usesPanels = isFixed || PackedProduct.replacesBLAS
  }

  /// C = A B, or C += A B.
  /// - Parameter extent: rows of A and C, columns of B and C, columns of A and rows of B.
  func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, stride: Int,
    _ extent: PackedProduct.Extent, accumulates: Bool = false
  ) {
    let (rows, columns, inner) = (extent.rows, extent.columns, extent.inner)
    if usesPanels {
      panels.multiply(
        a, b, into: c, stride: stride, rows: rows, columns: columns, inner: inner, accumulates: accumulates)
    } else {
      gemm(
        a, b, into: c, stride: stride, rows: rows, columns: columns, inner: inner, beta: accumulates ? 1 : 0)
    }
  }
}
